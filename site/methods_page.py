"""The methods page: every statistic in plain words, the symbols, the table of months."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from halfterm.cycles.disclosure import POLICIES
from halfterm.cycles.impact.months import DEFAULT_TABLE, LOWER_BOUNDS
from halfterm.cycles.impact.statistics import CATALOGUE, Statistic
from halfterm.cycles.words import disclosure_note
from halfterm.site.pieces import DataFile, Draft
from halfterm.site.rendering import PageRecord, Templates
from halfterm.site.shown import ShownEdition
from halfterm.site.tidy import rows_csv

SYMBOLS: Final = (
    ("c", "confidential: the group is small, or showing it would give a small group away"),
    ("z", "not applicable: the figure does not exist here, and its method says why"),
    ("x", "not available to the readers of this page"),
    ("low", "a count that rounds to nought"),
)


@dataclass(frozen=True, slots=True)
class Section:
    """Statistics of one section of the method notes."""

    heading: str
    statistics: tuple[Statistic, ...]


@dataclass(frozen=True, slots=True)
class MonthsLine:
    from_effect: str
    months: str


@dataclass(frozen=True, slots=True)
class MethodsPage(PageRecord):
    """What the template of the methods page is given."""

    sections: tuple[Section, ...]
    symbols: tuple[tuple[str, str], ...]
    disclosure: str
    least: str
    months_table: str
    months: tuple[MonthsLine, ...]
    data: str
    code_version: str


def methods_draft(edition: ShownEdition, *, templates: Templates) -> Draft:
    """The methods page; each statistic has its name as anchor."""
    by_section: dict[str, list[Statistic]] = {}
    for statistic in CATALOGUE.values():
        by_section.setdefault(statistic.section, []).append(statistic)
    sections = tuple(
        Section(heading.split(". ", 1)[-1], tuple(found)) for heading, found in by_section.items()
    )
    page = MethodsPage(
        sections=sections,
        symbols=SYMBOLS,
        disclosure=disclosure_note(edition.audience),
        least=str(least) if (least := POLICIES[edition.audience].least) else "",
        months_table=DEFAULT_TABLE,
        months=tuple(
            MonthsLine(f"{bound:.2f}", str(i)) for i, bound in enumerate(LOWER_BOUNDS[DEFAULT_TABLE], start=1)
        ),
        data="statistics.csv",
        code_version=edition.code_version,
    )
    columns = ("statistic", "label", "unit", "decimals", "meaning", "section")
    rows = [(s.name, s.label, s.unit, str(s.decimals), s.meaning, s.section) for s in CATALOGUE.values()]
    return Draft(
        kind="methods",
        slug="methods",
        title="How the figures are made",
        markdown=templates.page("methods.md", page),
        tables=(DataFile(page.data, rows_csv(columns, rows)),),
    )
