"""Is the gap closing, and which side moved."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Direction = Literal["closing", "widening", "level", "flipped"]

# Means come from sums, so two equal gaps may differ in their last digits.
LEVEL = 1e-9


@dataclass(frozen=True, slots=True)
class GapMovement:
    """How a gap moved: its direction, and whether its size shrank (a flipped gap may do either)."""

    direction: Direction
    shrank: bool


class Mover(StrEnum):
    """Which side moved, seen from the group that was behind at baseline."""

    CLOSING_UP = "closing up: the group behind rose more than the group ahead"
    CLOSING_DOWN = "closing down: the group ahead fell, the group behind did not rise"
    CLOSING_BOTH = "closing from both sides: the group behind rose, the group ahead fell"
    WIDENING_UP = "widening up: the group ahead rose more than the group behind"
    WIDENING_DOWN = "widening down: the group behind fell, the group ahead did not rise"
    WIDENING_BOTH = "widening from both sides: the group ahead rose, the group behind fell"
    LEVEL = "both moved alike"


def _sign(number: float) -> int:
    return 0 if abs(number) <= LEVEL else int(math.copysign(1, number))


def movement(baseline_gap: float, follow_up_gap: float) -> GapMovement:
    """Direction of a gap between two times, in points or percentage points.

    >>> movement(-2.2, -1.1)
    GapMovement(direction='closing', shrank=True)
    >>> movement(-1.0, 3.0)
    GapMovement(direction='flipped', shrank=False)
    """
    change = abs(follow_up_gap) - abs(baseline_gap)
    if _sign(baseline_gap) * _sign(follow_up_gap) < 0:
        return GapMovement("flipped", _sign(change) < 0)
    words: tuple[Direction, Direction, Direction] = ("level", "widening", "closing")
    return GapMovement(words[_sign(change)], _sign(change) < 0)


def direction(baseline_gap: float, follow_up_gap: float) -> Direction:
    """Closing when the gap's size shrinks, flipped when its sign turns.

    >>> direction(-2.0, -2.7), direction(-2.0, -2.0), direction(-1.0, 0.5)
    ('widening', 'level', 'flipped')
    """
    return movement(baseline_gap, follow_up_gap).direction


def what_moved(gain_target: float, gain_comparison: float, *, baseline_gap: float) -> Mover:
    """Which side moved, from gap change = target's gain - comparison's gain.

    The target is the group behind when `baseline_gap` is negative. Without a gap at baseline, the group
    that gains more counts as the one ahead: any gap is then a new one.

    >>> what_moved(2.4, 1.3, baseline_gap=-2.2).name
    'CLOSING_UP'
    >>> what_moved(0.0, -1.0, baseline_gap=-2.2).name
    'CLOSING_DOWN'
    """
    target_behind = baseline_gap < -LEVEL or (abs(baseline_gap) <= LEVEL and gain_target < gain_comparison)
    behind, ahead = (gain_target, gain_comparison) if target_behind else (gain_comparison, gain_target)
    if _sign(behind - ahead) == 0:
        return Mover.LEVEL
    if behind > ahead:
        return _closing(_sign(behind), _sign(ahead))
    return _widening(_sign(behind), _sign(ahead))


def _closing(behind: int, ahead: int) -> Mover:
    if ahead >= 0:
        return Mover.CLOSING_UP
    return Mover.CLOSING_BOTH if behind > 0 else Mover.CLOSING_DOWN


def _widening(behind: int, ahead: int) -> Mover:
    if behind >= 0:
        return Mover.WIDENING_UP
    return Mover.WIDENING_BOTH if ahead > 0 else Mover.WIDENING_DOWN
