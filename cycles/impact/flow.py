"""Who is in the two cross-sections of a study, and what the lock put on each side: counts and sums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["stayer", "joiner", "leaver", "switched_in", "switched_out"]


@dataclass(frozen=True, slots=True)
class Flow:
    """Pupils of one side and kind, with the sums of their scores in points: nought where they have none.

    The kinds are those of `cross_section.GroupAtBothTimes`. One side and kind may come in several flows.
    """

    target: bool
    kind: Kind
    pupils: int
    baseline: float
    follow_up: float


@dataclass(frozen=True, slots=True)
class FrozenCount:
    """Pupils that the lock put on one side: `both` have both scores, the rest lack one or the other."""

    target: bool
    frozen: int
    both: int
    no_follow_up: int
    no_baseline: int
