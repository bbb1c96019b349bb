"""Made-up scores: drawn from a seed, then moved one step here and there until a total is exact."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SUB_LEVEL = 2
LEVELS = {
    f"{level}{letter}": 6 * level + 3 + place
    for level in range(1, 9)
    for letter, place in (("c", -2), ("b", 0), ("a", 2))
}
GRADE_AT = {points: grade for grade, points in LEVELS.items()}


@dataclass(frozen=True, slots=True)
class Range:
    """The scores that there are: from the lowest to the highest in steps."""

    lowest: int
    highest: int
    step: int = SUB_LEVEL

    def near(self, value: float) -> int:
        """The score nearest to a value."""
        steps = round((value - self.lowest) / self.step)
        return min(max(self.lowest + self.step * steps, self.lowest), self.highest)


NC = Range(7, 53)


def drawn(chance: random.Random, n: int, *, mean: float, sd: float, within: Range = NC) -> list[int]:
    """So many scores about a mean."""
    return [within.near(chance.gauss(mean, sd)) for _ in range(n)]


def summing_to(chance: random.Random, scores: Sequence[int], total: int, *, within: Range = NC) -> list[int]:
    """The scores with some moved by single steps, so that they add up to a total; it must be one they can reach."""
    found = list(scores)
    left = total - sum(found)
    if left % within.step:
        raise ValueError(f"{len(found)} scores on this scale cannot add up to {total}")
    step = within.step if left > 0 else -within.step
    while left:
        place = chance.randrange(len(found))
        if within.lowest <= found[place] + step <= within.highest:
            found[place] += step
            left -= step
    return found


def moved(
    chance: random.Random, scores: Iterable[int], *, gain: float, sd: float, within: Range = NC
) -> list[int]:
    """Later scores: each pupil's own, about a gain further."""
    return [within.near(score + chance.gauss(gain, sd)) for score in scores]


def near_total(n: int, mean: float, *, within: Range = NC) -> int:
    """The total nearest to a mean that so many scores can add up to."""
    least = n * within.lowest
    return least + within.step * round((n * mean - least) / within.step)


def grades(scores: Iterable[int]) -> list[str]:
    """Points of the 2-point scale as National Curriculum levels."""
    return [GRADE_AT[score] for score in scores]
