"""Published figures as open data: a row a place, half-term and measure; an indicator a column.

The shape is that of England's education department. It knows no half-terms: the school year is the time
period, the half-term a filter. Groups of schools are no area of its geography: their rows are national, told
apart by filters; schools have a file of their own, as it wants.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.disclosure import Shown, hidden
from halfterm.cycles.programme import Programme, School
from halfterm.site.indicators import Indicator, indicators, used
from halfterm.site.local_authorities import REGIONS, authority_of
from halfterm.site.observations import Observation
from halfterm.site.open_labels import Labels, time_period
from halfterm.site.tidy import rows_csv

TOTAL: Final = "Total"
NOT_KNOWN: Final = "x"
WHEN_AND_WHERE: Final = ("time_period", "time_identifier", "geographic_level", "country_code", "country_name")
OF_SCHOOLS: Final = (
    *("region_code", "region_name", "old_la_code", "new_la_code", "la_name"),
    *("school_urn", "school_laestab", "school_name"),
)
FILTERS: Final = (
    *("half_term", "baseline_half_term", "cluster", "engagement", "change_idea", "cycle"),
    *("target_group", "comparison", "scale", "measure"),
)


@dataclass(frozen=True, slots=True)
class OpenTable:
    """One data file: columns that say when and where, filters, indicators; a row of cells an observation."""

    name: str
    placed: tuple[str, ...]
    figures: tuple[Indicator, ...]
    rows: tuple[tuple[str | Shown, ...], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.placed, *FILTERS, *(figure.column for figure in self.figures))

    @property
    def of_schools(self) -> bool:
        """Whether its rows are of single schools."""
        return "school_name" in self.placed

    @property
    def csv(self) -> str:
        """The whole file; a text that a spreadsheet would run gets an apostrophe."""
        return rows_csv(self.columns, self.rows)

    def values(self, column: str) -> tuple[str, ...]:
        """What a column holds, each once, in the order of the rows."""
        place = self.columns.index(column)
        return tuple(dict.fromkeys(str(row[place]) for row in self.rows))


def open_tables(programme: Programme, found: Sequence[Observation]) -> tuple[OpenTable, ...]:
    """The data files of what a programme's editions found: groups of schools, then schools; none is empty."""
    labels = Labels.of(programme, found)
    groups = [one for one in found if one.school is None]
    schools = [one for one in found if one.school is not None]
    tables = (
        _table(f"{programme.id}-groups", groups, (), labels),
        _table(f"{programme.id}-schools", schools, _school_columns(schools), labels),
    )
    return tuple(table for table in tables if table.rows)


def _table(name: str, found: Sequence[Observation], of_schools: tuple[str, ...], labels: Labels) -> OpenTable:
    figures = used(indicators(), [one.study for one in found])
    placed = (*WHEN_AND_WHERE, *of_schools)
    rows = tuple(_row(one, (*placed, *FILTERS), figures, labels) for one in found)
    return OpenTable(name, placed, figures, rows)


def _row(
    one: Observation, columns: Iterable[str], figures: Iterable[Indicator], labels: Labels
) -> tuple[str | Shown, ...]:
    where = _when_and_where(one) | (_school(one.school, labels) if one.school else {})
    cells = where | _filters(one, labels)
    shown = [open_figure(figure.figure(one.study)) for figure in figures]
    return (*(cells[column] for column in columns), *shown)


def open_figure(figure: Shown) -> Shown:
    """A figure as the standard writes it: a number or a symbol; `low` for what would round to nought.

    >>> from halfterm.cycles.disclosure import show_p
    >>> open_figure(show_p(0.0001)).text
    'low'
    """
    return hidden("low") if figure.visible and figure.text.startswith("<") else figure


def _when_and_where(one: Observation) -> dict[str, str]:
    return {
        "time_period": time_period(one.half_term),
        "time_identifier": "Academic year",
        "geographic_level": "School" if one.school else "National",
    } | dict(zip(("country_code", "country_name"), country(one.edition.programme), strict=True))


def country(programme: Programme) -> tuple[str, str]:
    """England where a school has an official number of it; elsewhere the standard's words for not known."""
    known = any(school.urns or school.laestabs for school in programme.schools)
    return ("E92000001", "England") if known else ("z", "Outside of England and unknown")


def _filters(one: Observation, labels: Labels) -> dict[str, str]:
    measure, plans = one.study.measure, one.plans
    return {
        "half_term": labels.half_terms[one.half_term.id],
        "baseline_half_term": _same(labels.half_terms[plan.baseline] for plan in plans),
        "cluster": labels.clusters[one.cluster.id],
        "engagement": labels.engagements[one.engagement.id] if one.engagement else TOTAL,
        "change_idea": _same(plan.change_idea.name for plan in plans),
        "cycle": one.study.cycle or TOTAL,
        "target_group": _same(plan.target_group.name for plan in plans),
        "comparison": _same(plan.comparison.name for plan in plans),
        "scale": measure.scale,
        "measure": labels.measures[measure.id, measure.scale],
    }


def _same(names: Iterable[str]) -> str:
    """What all cycles behind a row call it; `Total` where they differ."""
    said = {" ".join(name.split()) for name in names}
    return said.pop() if len(said) == 1 else TOTAL


def _school_columns(found: Iterable[Observation]) -> tuple[str, ...]:
    """Without any school whose authority is known, the columns of authorities would hold nothing."""
    known = any(authority_of(one.school.laestab) for one in found if one.school)
    return OF_SCHOOLS if known else OF_SCHOOLS[-3:]


def _school(school: School, labels: Labels) -> dict[str, str]:
    authority = authority_of(school.laestab)
    return {
        "region_code": authority.region if authority else "z",
        "region_name": REGIONS[authority.region] if authority else "Unknown",
        "old_la_code": authority.old_code if authority else "z",
        "new_la_code": authority.new_code if authority else "z",
        "la_name": authority.name if authority else "Unknown",
        "school_urn": school.urn or NOT_KNOWN,
        "school_laestab": school.laestab or NOT_KNOWN,
        "school_name": labels.schools[school.id],
    }
