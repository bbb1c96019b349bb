"""Coverage: of which schools' pupils which scores are there, and what a cluster may know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from halfterm.cycles.disclosure import Audience, Shown, hidden, show_count, show_number, too_few
from halfterm.cycles.small_counts import shown_together

State = Literal["scores", "no column", "no load"]
"""Nothing of the school is loaded; its files lack the measure's column; or there are scores to count."""

BLANK: Final = "blank"
"""What stands instead of a score where there is no status either."""

MOST, FEWEST = 3, 1
"""The shades of a hidden cell: all but a few pupils have a score, or only a few have one."""


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """Pupils of a school in a half-term, and those with a score of one measure. Unsafe until disclosed."""

    school: str
    half_term: str
    measure: str
    state: State
    pupils: int = 0
    scored: int = 0


@dataclass(frozen=True, slots=True)
class GroupCell:
    """The same for the pupils of all schools who have one value of an attribute, in one half-term."""

    attribute: str
    value: str
    measure: str
    pupils: int
    scored: int


@dataclass(frozen=True, slots=True)
class CoverageCounts:
    """What is loaded, counted. Unsafe until disclosed.

    `without` counts pupils by (measure, half-term) and what stands instead of a score: a status or `BLANK`;
    `matched` pupils with scores on one scale in two half-terms, by (measure, earlier, later).
    """

    half_terms: tuple[str, ...]
    measures: tuple[str, ...]
    cells: tuple[CoverageCell, ...]
    without: Mapping[tuple[str, str], Mapping[str, int]]
    matched: Mapping[tuple[str, str, str], int]
    groups: tuple[GroupCell, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownShare:
    """The share of pupils with a score, in percent, and its shade from 0 (none) to 4; None for no shade."""

    pupils: Shown
    percent: Shown
    shade: int | None


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell made safe for one audience."""

    school: str
    half_term: str
    measure: str
    state: State
    share: ShownShare


@dataclass(frozen=True, slots=True)
class ShownCoverage:
    """The coverage as one audience may know it; see `CoverageCounts`."""

    half_terms: tuple[str, ...]
    measures: tuple[str, ...]
    cells: Mapping[tuple[str, str, str], ShownCell]
    without: Mapping[tuple[str, str], Mapping[str, Shown]]
    matched: Mapping[tuple[str, str, str], Shown]
    groups: tuple[tuple[GroupCell, ShownShare], ...]

    @property
    def instead(self) -> tuple[str, ...]:
        """What stands instead of scores anywhere, `BLANK` last."""
        names = {name for counts in self.without.values() for name in counts}
        return (*sorted(names - {BLANK}), *sorted(names & {BLANK}))


def shown_coverage(coverage: CoverageCounts, audience: Audience) -> ShownCoverage:
    """The coverage as an audience may know it.

    A share is hidden when fewer pupils than the audience's least have a score, or lack one; all or none may
    be told: that a column is full, or empty, says nothing of a single pupil. Sums over schools are hidden
    where a single school's share is: from the others' it could be worked out.
    """
    cells = {
        (cell.measure, cell.school, cell.half_term): ShownCell(
            cell.school, cell.half_term, cell.measure, cell.state, _share(cell, audience)
        )
        for cell in coverage.cells
    }
    alone = _single_hidden(cells)
    return ShownCoverage(
        half_terms=coverage.half_terms,
        measures=coverage.measures,
        cells=cells,
        without={
            place: dict.fromkeys(counts, hidden("c")) if place in alone else shown_together(counts, audience)
            for place, counts in coverage.without.items()
        },
        matched={pair: show_count(pupils, audience) for pair, pupils in coverage.matched.items()},
        groups=_shown_groups(coverage, alone, audience),
    )


def _share(cell: CoverageCell | GroupCell, audience: Audience) -> ShownShare:
    """The share of a cell; a state other than scores has none."""
    if isinstance(cell, CoverageCell) and cell.state != "scores":
        return ShownShare(show_count(cell.pupils, audience), hidden("x"), None)
    pupils, scored = cell.pupils, cell.scored
    if not pupils or too_few(pupils, audience):
        return ShownShare(show_count(pupils, audience), hidden("c"), None)
    if scored < pupils and too_few(pupils - scored, audience):
        return ShownShare(show_count(pupils, audience), hidden("c"), MOST)
    if scored and too_few(scored, audience):
        return ShownShare(show_count(pupils, audience), hidden("c"), FEWEST)
    return ShownShare(
        show_count(pupils, audience), show_number(_percent(scored, pupils), decimals=0), shade(scored, pupils)
    )


def _percent(scored: int, pupils: int) -> float:
    """In percent; not rounded to 0 or to 100 when it is neither."""
    percent = float(Fraction(100 * scored, pupils))
    return min(max(percent, 1.0), 99.0) if 0 < scored < pupils else percent


def shade(scored: int, pupils: int) -> int:
    """How full: 0 for none, then below a half, below four fifths, below 19 in 20, and 4 for more.

    >>> [shade(scored, 40) for scored in (0, 19, 20, 32, 38)]
    [0, 1, 2, 3, 4]
    """
    if not scored:
        return 0
    return 1 + sum(20 * scored >= least * pupils for least in (10, 16, 19))


def _single_hidden(cells: Mapping[tuple[str, str, str], ShownCell]) -> set[tuple[str, str]]:
    """The measures and half-terms in which one school's share is hidden and no other's."""
    hidden_at: dict[tuple[str, str], int] = {}
    for (measure, _, half_term), cell in cells.items():
        if cell.state == "scores" and not cell.share.percent.visible:
            hidden_at[measure, half_term] = hidden_at.get((measure, half_term), 0) + 1
    return {place for place, schools in hidden_at.items() if schools == 1}


def _shown_groups(
    coverage: CoverageCounts, alone: set[tuple[str, str]], audience: Audience
) -> tuple[tuple[GroupCell, ShownShare], ...]:
    """The shares of groups, in the last half-term; hidden together where one could be worked out."""
    shares = [(cell, _share(cell, audience)) for cell in coverage.groups]
    last = coverage.half_terms[-1] if coverage.half_terms else ""
    unsafe = set()
    for attribute, measure in dict.fromkeys((cell.attribute, cell.measure) for cell in coverage.groups):
        together = [s for c, s in shares if (c.attribute, c.measure) == (attribute, measure)]
        if (measure, last) in alone or sum(not share.percent.visible for share in together) == 1:
            unsafe.add((attribute, measure))
    nothing = hidden("c")
    return tuple(
        (cell, ShownShare(nothing, nothing, None) if (cell.attribute, cell.measure) in unsafe else share)
        for cell, share in shares
    )
