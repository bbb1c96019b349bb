"""What a one-file study is asked: which columns mean what, and whom to set beside whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class GapRequest:
    """Columns of a wide file. `target` and `treated` are (column, value) pairs that must all match."""

    pupil: str
    school: str
    baseline: str
    follow_up: str
    target: tuple[tuple[str, str], ...]
    treated: tuple[tuple[str, str], ...] = ()
    comparison: Literal["others", "whole_class"] = "others"
    threshold: float | None = None
