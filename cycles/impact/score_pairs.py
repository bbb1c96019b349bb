"""Counts of pupils by score before and score after: what transitions, steps and value added are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Whereabouts = Literal["scored", "no score", "not here"]
"""At a half-term a pupil had a score, was at a school without one, or was at no school of the programme."""


@dataclass(frozen=True, slots=True)
class PairCount:
    """How many pupils of one side went from one score to another, in points of one scale.

    `group`: in the group, among the others, or None where it is not known. A score is None exactly where the
    pupil was not `scored` then.
    """

    group: bool | None
    before: float | None
    after: float | None
    pupils: int
    was: Whereabouts = "scored"
    came: Whereabouts = "scored"

    @property
    def matched(self) -> bool:
        """Whether these pupils have both scores."""
        return self.before is not None and self.after is not None


def side_of(pairs: Iterable[PairCount], group: bool) -> tuple[PairCount, ...]:
    """The counts of one side: the group, or the others; pupils of unknown group are on neither."""
    return tuple(pair for pair in pairs if pair.group is group)


def matched_scores(pairs: Iterable[PairCount]) -> list[tuple[float, float, int]]:
    """Score before, score after and pupils, of the pupils who have both scores."""
    return [(p.before, p.after, p.pupils) for p in pairs if p.before is not None and p.after is not None]
