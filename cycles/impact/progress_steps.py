"""Progress in steps of the scale: how many pupils moved how far, and who made expected progress."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.reached import Reached
from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.impact.score_bands import sign_of
from halfterm.cycles.impact.score_pairs import PairCount, matched_scores
from halfterm.cycles.impact.transition import share_gap
from halfterm.cycles.scale import Scale

HALF_TERMS_A_YEAR = 6
CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Steps:
    """How a scale is counted in steps: `between` gives whole steps from a score to another, more is better.

    `size` is a step in points, None where steps are places in the order of the grades.
    """

    about: str
    between: Callable[[float, float], int]
    size: float | None = None


def steps_of(scale: Scale) -> Steps:
    """The steps of a scale: its sub-level in points, its grades in their order, or the step of its numbers.

    Parts of a step do not count: 3 points on a scale with a sub-level of 2 are one step. Grades that are not
    whole sub-levels apart (GCSE letters at 5.5 and 7 points) count one by one, those of equal points as one.

    Raises:
        NotDefined: the scale takes any number and knows no step.
    """
    sign = sign_of(scale)
    size = scale.sub_level
    if size is not None and scale.subtract and _evenly_apart(scale, size):
        return _by_points(scale, size, sign)
    if scale.grades:
        return _by_grade(scale, sign)
    if scale.step is not None and scale.subtract:
        return _by_points(scale, scale.step, sign)
    raise NotDefined(f"scale '{scale.id}' has no steps to count progress in")


def _evenly_apart(scale: Scale, size: float) -> bool:
    """Whether the grades, if there are any, are whole numbers of steps apart."""
    return all(_is_whole((after - before) / size) for before, after in pairwise(scale.grades.values()))


def _is_whole(number: float) -> bool:
    return abs(number - round(number)) <= CLOSE


def _by_points(scale: Scale, size: float, sign: int) -> Steps:
    def between(before: float, after: float) -> int:
        moved = sign * (after - before) / size
        return int(math.copysign(math.floor(abs(moved) + CLOSE), moved))

    unit = scale.unit if size == 1 else scale.units
    return Steps(f"one step is {size:g} {unit}", between, size)


def _by_grade(scale: Scale, sign: int) -> Steps:
    """Places in the order of the grades; a score between two grades counts at the lower of them."""
    order = sorted(set(scale.grades.values()))

    def place(points: float) -> int:
        return sum(grade <= points + CLOSE for grade in order)

    def between(before: float, after: float) -> int:
        return sign * (place(after) - place(before))

    return Steps("one step is one grade", between)


@dataclass(frozen=True, slots=True)
class StepCounts:
    """Pupils with both scores by how many steps they moved, from the furthest down to the furthest up."""

    pupils: Mapping[int, int]

    @property
    def n(self) -> int:
        return sum(self.pupils.values())

    def at_least(self, steps: int) -> Reached:
        """Who moved so many steps or more."""
        return Reached(sum(n for moved, n in self.pupils.items() if moved >= steps), self.n)

    @property
    def median(self) -> float:
        """The median number of steps; there must be a pupil."""
        moves = sorted(Counter(self.pupils).elements())
        return (moves[(len(moves) - 1) // 2] + moves[len(moves) // 2]) / 2


def step_counts(pairs: Iterable[PairCount], steps: Steps) -> StepCounts:
    """How far the pupils of one side moved, every number of steps between the ends included.

    >>> from halfterm.cycles.impact.score_pairs import PairCount
    >>> two = Steps("one step is 2 points", lambda before, after: int((after - before) / 2))
    >>> step_counts([PairCount(True, 15, 19, 6), PairCount(True, 15, 15, 4)], two).pupils
    {0: 4, 1: 0, 2: 6}
    """
    moved: Counter[int] = Counter()
    for before, after, pupils in matched_scores(pairs):
        moved[steps.between(before, after)] += pupils
    return StepCounts({step: moved[step] for step in range(min(moved), max(moved) + 1)} if moved else {})


def expected_points(scale: Scale, half_terms: int) -> float | None:
    """What is gained in so many half-terms without anything done, by the scale's file; None where it is mute.

    Whole years count as the file's year, the rest as half-terms (2-point scale: 3 and 0.5).
    """
    if scale.expected is None or not scale.subtract:
        return None
    years, rest = divmod(half_terms, HALF_TERMS_A_YEAR)
    return scale.expected.year * years + scale.expected.half_term * rest


def share_if_all_expected(points: float, size: float | None) -> float | None:
    """The share whose score would show expected progress if every pupil made exactly that, from 0 to 1.

    A score on a grid of `size` shows a gain of `points` (or more) only for those whom it carries over enough
    steps: with pupils spread evenly between two steps, the part of a step that is over. None without steps.

    >>> share_if_all_expected(0.5, 2), share_if_all_expected(3, 2), share_if_all_expected(4, 2)
    (0.25, 0.5, 1.0)
    """
    if size is None or points <= 0:
        return None
    part = points / size - math.floor(points / size + CLOSE)
    return 1.0 if abs(part) <= CLOSE else part


def made_expected(pairs: Sequence[PairCount], points: float, *, scale: Scale) -> Reached:
    """The pupils with both scores who gained `points` or more, in the scale's better direction."""
    sign, scores = sign_of(scale), matched_scores(pairs)
    made = sum(n for before, after, n in scores if sign * (after - before) >= points - CLOSE)
    return Reached(made, sum(n for _, _, n in scores))


def expected_progress_gap(group: Reached, others: Reached) -> Finding:
    """Share of the group making expected progress minus the others' share, percentage points."""
    return share_gap("expected_progress_gap", group, others, what="share making expected progress")


def on_grid(pairs: Iterable[PairCount], size: float | None) -> bool:
    """Whether all gains are whole steps of this size, so that a finer gain cannot show in one pupil."""
    if size is None:
        return False
    return all(_is_whole((after - before) / size) for before, after, _ in matched_scores(pairs))
