"""Who is in the two cross-sections of a study: stayers, joiners, leavers, switchers, with the sums of their scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["stayer", "joiner", "leaver", "switched_in", "switched_out"]


@dataclass(frozen=True, slots=True)
class Flow:
    """Pupils of one side and kind; `baseline` and `follow_up` are sums of scores, nought where they have none."""

    target: bool
    kind: Kind
    pupils: int
    baseline: float
    follow_up: float


@dataclass(frozen=True, slots=True)
class FrozenCount:
    """Pupils that the lock put on one side, and what they lack."""

    target: bool
    frozen: int
    both: int
    no_follow_up: int
    no_baseline: int
