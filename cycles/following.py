"""Following a group of pupils over half-terms and from school to school, as far as an audience may know.

Rules beside those of every count: what could be told by taking one figure from another is hidden too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.disclosure import Audience, Shown, hidden, show_count, show_mean, show_number, too_few

DECIMALS: Final = 1


@dataclass(frozen=True, slots=True)
class PupilCount:
    """One side in one half-term (from 0): pupils, their schools, who was there before, who of them has moved.

    `followed` is the group, False the others. Unsafe until disclosed.
    """

    position: int
    followed: bool
    pupils: int
    schools: int
    there_before: int
    moved: int


@dataclass(frozen=True, slots=True)
class ScoreSum:
    """One side's scores of a measure on one scale in one half-term. Unsafe until disclosed.

    `scored` pupils have `total` points; `both` of them had a score in the half-term before as well, and have
    changed by `change` points in all; `scored_before` is how many of the side had one then.
    """

    position: int
    followed: bool
    measure: str
    scale: str
    scored: int
    total: float
    both: int
    change: float
    scored_before: int


@dataclass(frozen=True, slots=True)
class Cover:
    """How many pupils of one side have a score of a measure in so many half-terms. Unsafe until disclosed."""

    followed: bool
    measure: str
    half_terms: int
    pupils: int


@dataclass(frozen=True, slots=True)
class ShownCount:
    """A side in one half-term as an audience may know it."""

    position: int
    followed: bool
    pupils: Shown
    schools: Shown
    there_before: Shown
    moved: Shown


@dataclass(frozen=True, slots=True)
class ShownScore:
    """A side's mean score, and its mean change since the half-term before, as an audience may know them."""

    position: int
    followed: bool
    measure: str
    scale: str
    mean: Shown
    change: Shown


@dataclass(frozen=True, slots=True)
class ShownCover:
    """How many half-terms the scores of a side's pupils cover, on average."""

    followed: bool
    measure: str
    half_terms: Shown


def shown_count(count: PupilCount, *, audience: Audience, first: bool) -> ShownCount:
    """A half-term's counts. In the `first` there is none before, so nobody can be told to have moved.

    Who moved is hidden where few did, or few did not; so is who was there before where few are new.
    """
    few = too_few(count.pupils, audience)
    new, stayed = count.pupils - count.there_before, count.there_before - count.moved
    if first:
        there_before = moved = hidden("z")
    else:
        apart = few or _gives_few_away(new, audience)
        there_before = hidden("c") if apart else show_count(count.there_before, audience)
        tells = few or too_few(count.moved, audience) or too_few(stayed, audience)
        moved = hidden("c") if tells else show_count(count.moved, audience)
    return ShownCount(
        position=count.position,
        followed=count.followed,
        pupils=show_count(count.pupils, audience),
        schools=hidden("c") if few else show_number(count.schools, decimals=0),
        there_before=there_before,
        moved=moved,
    )


def shown_score(score: ScoreSum, *, audience: Audience) -> ShownScore:
    """Means of enough pupils. A change is hidden, too, where few pupils came or went between the two means.

    With both means and the change at hand, the scores of those few could be worked out.
    """
    few_apart = _gives_few_away(score.scored - score.both, audience) or _gives_few_away(
        abs(score.scored_before - score.both), audience
    )
    change = hidden("z") if score.both == 0 else hidden("c")
    if score.both and not few_apart and not too_few(score.both, audience):
        change = show_number(score.change / score.both, decimals=DECIMALS, signed=True)
    mean = score.total / score.scored if score.scored else None
    return ShownScore(
        position=score.position,
        followed=score.followed,
        measure=score.measure,
        scale=score.scale,
        mean=show_mean(mean, pupils=score.scored, audience=audience, decimals=DECIMALS),
        change=change,
    )


def shown_cover(covers: Iterable[Cover], *, audience: Audience) -> tuple[ShownCover, ...]:
    """The mean number of half-terms with a score, by side and measure."""
    held: dict[tuple[bool, str], list[Cover]] = {}
    for cover in covers:
        held.setdefault((cover.followed, cover.measure), []).append(cover)
    shown = []
    for (followed, measure), parts in held.items():
        pupils = sum(part.pupils for part in parts)
        mean = sum(part.half_terms * part.pupils for part in parts) / pupils
        cell = show_mean(mean, pupils=pupils, audience=audience, decimals=DECIMALS)
        shown.append(ShownCover(followed, measure, cell))
    return tuple(shown)


def _gives_few_away(pupils: int, audience: Audience) -> bool:
    """Whether so many pupils are some, but too few to be told of; nobody is nothing to hide here."""
    return pupils != 0 and too_few(pupils, audience)
