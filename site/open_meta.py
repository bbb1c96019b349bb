"""The metadata beside an open-data file, as the standard wants it, and the codebook that says more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from halfterm.site.indicators import Indicator
from halfterm.site.observations import Observation
from halfterm.site.open_data import FILTERS, OF_SCHOOLS, TOTAL, WHEN_AND_WHERE, OpenTable
from halfterm.site.tidy import number, rows_csv

META_COLUMNS: Final = (
    *("col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "indicator_dp"),
    *("filter_hint", "filter_grouping_column", "filter_default"),
)

FILTER_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "half_term": ("Half-term of the follow-up", "When the scores after were taken"),
    "baseline_half_term": ("Half-term of the baseline", "When the scores before were taken"),
    "cluster": ("Cluster", "Schools that meet each half-term"),
    "engagement": ("Engagement", "A lead school with the schools it supports; Total is the whole cluster"),
    "change_idea": ("Change idea", "What was tried; Total where the cluster's cycles tried several"),
    "cycle": ("Cycle", "One turn of plan, do, study, act by its id; Total is the whole cluster"),
    "target_group": ("Target group", "The pupils whose gap it is, as they were at baseline"),
    "comparison": ("Comparison", "Whom they are set beside"),
    "scale": ("Scale", "What a point is: figures on different scales are never compared"),
    "measure": ("Measure", "What was assessed"),
}
PLACE_WORDS: Final[Mapping[str, str]] = {
    "time_period": "School year of the half-term: 201213 is 2012/13",
    "time_identifier": "Always the academic year; the half-term is a filter",
    "geographic_level": "School, or National for groups of schools, which are no area",
    "country_code": "England's code; z where no school has an official number of England",
    "country_name": "England, or that it is not known",
    "region_code": "Region of the school's authority",
    "region_name": "Its name",
    "old_la_code": "The school's authority, the education department's three figures",
    "new_la_code": "The same in nine characters, as it is today",
    "la_name": "Its name",
    "school_urn": "The national register's number; x where it is not known",
    "school_laestab": "Authority and establishment, seven figures; x where it is not known",
    "school_name": "The school",
}


@dataclass(frozen=True, slots=True)
class FilterLine:
    """One filter of the metadata. `default` is what a reader sees first; blank means `Total`."""

    column: str
    label: str
    hint: str
    default: str


def filters_of(table: OpenTable) -> tuple[FilterLine, ...]:
    """The filters that tell rows apart: the standard wants those of one value left out of the metadata."""
    lines = []
    for column in FILTERS:
        values = table.values(column)
        if len(values) > 1:
            # The latest half-term first, since that is what is looked for.
            default = values[-1] if column.endswith("half_term") else values[0]
            label, hint = FILTER_WORDS[column]
            lines.append(FilterLine(column, label, hint, "" if TOTAL in values else default))
    return tuple(lines)


def meta_csv(table: OpenTable) -> str:
    """The metadata of a data file: its filters, then its indicators."""
    filters = [
        (line.column, "Filter", line.label, "", "", "", line.hint, "", line.default)
        for line in filters_of(table)
    ]
    figures = [
        (f.column, "Indicator", f.label, f.grouping, f.unit, str(decimals(table, f)), "", "", "")
        for f in table.figures
    ]
    return rows_csv(META_COLUMNS, [*filters, *figures])


def decimals(table: OpenTable, figure: Indicator) -> int:
    """The decimals that a column has: as many as its numbers show, or as the catalogue publishes."""
    place = table.columns.index(figure.column)
    cells = [row[place] for row in table.rows]
    texts = [number(cell) for cell in cells if not isinstance(cell, str) and cell.visible]
    return max((len(text.partition(".")[2]) for text in texts), default=figure.decimals)


CODEBOOK_COLUMNS: Final = ("file", "column", "kind", "label", "unit", "decimals", "meaning", "methods")


def codebook_csv(tables: Iterable[OpenTable], found: Iterable[Observation]) -> str:
    """Every column of every file in words; for figures the methods that made them, as the pages name them."""
    known = tuple(found)
    return rows_csv(CODEBOOK_COLUMNS, [row for table in tables for row in _codebook_rows(table, known)])


def _codebook_rows(table: OpenTable, found: tuple[Observation, ...]) -> list[tuple[str, ...]]:
    ofs = [one for one in found if (one.school is not None) == table.of_schools]
    file = f"{table.name}.csv"
    rows: list[tuple[str, ...]] = [
        (file, column, "identifier", column.replace("_", " "), "", "", PLACE_WORDS[column], "")
        for column in (*WHEN_AND_WHERE, *OF_SCHOOLS)
        if column in table.placed
    ]
    rows += [(file, c, "filter", FILTER_WORDS[c][0], "", "", FILTER_WORDS[c][1], "") for c in FILTERS]
    for figure in table.figures:
        shown = str(decimals(table, figure))
        about = (file, figure.column, "indicator", figure.label, figure.in_words, shown)
        rows.append((*about, figure.meaning, _methods(figure, ofs)))
    return rows


def _methods(figure: Indicator, found: Iterable[Observation]) -> str:
    """The methods behind a column's visible figures, each once, in the order of the rows."""
    findings = (figure.finding(one.study) for one in found if one.study.visible)
    said = dict.fromkeys(f.method for f in findings if f is not None and f.visible)
    return "; ".join(method for method in said if method)
