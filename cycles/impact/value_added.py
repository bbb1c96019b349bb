"""Value added: how far pupils got beyond what a published table expects, given where they began."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.reasons import NO_COMPARISON, NO_TARGET
from halfterm.cycles.impact.sample import Sample, one_sample, rounding_floor, welch
from halfterm.cycles.impact.score_bands import sign_of
from halfterm.cycles.impact.score_pairs import PairCount, matched_scores
from halfterm.cycles.scale import Scale
from halfterm.cycles.scale_use import check_subtract

CLOSE = 1e-9
NOT_COVERED = "no pupil with both scores began where the table has a row"


@dataclass(frozen=True, slots=True)
class ExpectedBand:
    """Pupils who began between two scores, both included, are expected to reach `expected`; points."""

    lowest: float
    highest: float
    expected: float


@dataclass(frozen=True, slots=True)
class ExpectedTable:
    """A published table: from the score before to the expected score after, on one scale, as of a day.

    `half_terms` is how many half-terms lie between the two, where the table says it.
    """

    name: str
    scale: str
    dated: date
    source: str
    bands: tuple[ExpectedBand, ...]
    half_terms: int | None = None

    def __post_init__(self) -> None:
        """Raises `BadInput` where bands run backwards or overlap, or there is none."""
        if not self.bands:
            raise BadInput(f"{self.name}: the table has no row")
        for band in self.bands:
            if band.highest < band.lowest:
                raise BadInput(f"{self.name}: a row goes from a higher score to a lower one")
        for before, after in pairwise(self.bands):
            if after.lowest <= before.highest + CLOSE:
                raise BadInput(f"{self.name}: two rows overlap, or are not in rising order")

    def expected(self, before: float) -> float | None:
        """The expected score after; None where the table has no row for where a pupil began."""
        place = bisect_right([band.lowest for band in self.bands], before + CLOSE) - 1
        band = self.bands[place] if place >= 0 else None
        return band.expected if band is not None and before <= band.highest + CLOSE else None


@dataclass(frozen=True, slots=True)
class ValueAdded:
    """Value added of a group and of the others, their difference, and what to bear in mind of the table.

    `without_row` counts pupils of both sides with both scores of whom the table expects nothing.
    """

    table: ExpectedTable
    group: Finding
    others: Finding
    difference: Finding
    without_row: int
    notes: tuple[str, ...]


def value_added(
    pairs: Sequence[PairCount], table: ExpectedTable, *, scale: Scale, followed_up: date, half_terms: int
) -> ValueAdded:
    """Actual minus expected score after, given the score before; points of the scale, more is better.

    The group's mean and the others' with Student's t interval (R: t.test(x)), and the difference of the two
    with Welch's (R: t.test(x, y)). The table counts as known: its own uncertainty is not in the intervals.

    Args:
        pairs: pupils of both sides.
        table: the published expectations.
        scale: that of the scores.
        followed_up: the last day of the half-term after.
        half_terms: how many lie between the two scores.

    Raises:
        BadInput: the table is on another scale, or the scale's differences mean nothing.
    """
    if table.scale != scale.id:
        raise BadInput(
            f"{table.name}: the table is on scale '{table.scale}', the scores are on '{scale.id}'; "
            "figures of different scales do not subtract"
        )
    check_subtract(scale, scale)
    samples, without = {}, 0
    for side in (True, False):
        added, lost = _added([pair for pair in pairs if pair.group is side], table, sign_of(scale))
        samples[side] = added
        without += lost
    notes = tuple(_notes(table, followed_up=followed_up, half_terms=half_terms, without=without))
    about = f"actual minus expected follow-up by {table.source} ({table.dated})"
    return ValueAdded(
        table,
        _mean("value_added", samples[True], about),
        _mean("value_added_others", samples[False], about),
        _difference(samples[True], samples[False], about),
        without,
        notes,
    )


def _added(pairs: Iterable[PairCount], table: ExpectedTable, sign: int) -> tuple[Sample | None, int]:
    """The value added of one side's pupils, and how many have no row; None where nobody is left."""
    values, weights, scale, without = [], [], 0.0, 0
    for before, after, pupils in matched_scores(pairs):
        expected = table.expected(before)
        if expected is None:
            without += pupils
            continue
        values.append(sign * (after - expected))
        weights.append(pupils)
        scale += pupils * (after * after + expected * expected)
    if not values:
        return None, without
    added, pupils_at = np.asarray(values), np.asarray(weights)
    n = int(pupils_at.sum())
    mean = float(added @ pupils_at) / n
    squares = float((added - mean) ** 2 @ pupils_at)
    if squares <= rounding_floor(n, scale):
        squares = 0.0
    return Sample(n, mean + 0.0, squares / (n - 1) if n > 1 else None), without


def _mean(statistic: str, sample: Sample | None, about: str) -> Finding:
    if sample is None:
        return undefined(statistic, NOT_COVERED)
    made = one_sample(sample)
    method = f"{about}; Student's t interval and p"
    return made.finding(statistic, n_target=sample.n, n_comparison=0, method=method)


def _difference(group: Sample | None, others: Sample | None, about: str) -> Finding:
    if group is None or others is None:
        counts = {"n_target": group.n if group else 0, "n_comparison": others.n if others else 0}
        why = NO_TARGET if group is None else NO_COMPARISON
        return undefined("value_added_difference", f"{why} that the table has a row for", **counts)
    made = welch(group, others)
    method = f"{about}, group minus others; Welch interval and p"
    return made.finding("value_added_difference", n_target=group.n, n_comparison=others.n, method=method)


def _notes(table: ExpectedTable, *, followed_up: date, half_terms: int, without: int) -> Iterable[str]:
    """What a reader has to know of the table beside these scores."""
    if table.dated > followed_up:
        yield (
            f"The table is of {table.dated}, after the follow-up ended ({followed_up}): nobody could expect "
            "this by it at the time."
        )
    if table.half_terms is None:
        yield (
            "The table does not say over how many half-terms it expects this; "
            f"these scores are {half_terms} apart."
        )
    elif table.half_terms != half_terms:
        yield (
            f"The table expects this over {table.half_terms} half-terms; these scores are {half_terms} "
            "apart: value added is too high or too low by what lies between."
        )
    if without:
        noun = "1 pupil" if without == 1 else f"{without:,} pupils"
        yield f"{noun} with both scores began where the table has no row, and are not counted."
    yield "The table's pupils may differ from these in more than where they began: value added is not impact."
