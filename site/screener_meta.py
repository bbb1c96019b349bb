"""Rules of the screener about the metadata: what it must say of a filter, what of an indicator."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

from halfterm.site.screener_files import Fault, Files
from halfterm.site.screener_rules import LETTERS, LOOKS_LIKE_PLACE, OBSERVED, UNITS, Rule

Wrong = Callable[[str], bool]


def _cells(files: Files, column: str, wrong: Wrong, words: str, *, kind: str = "") -> Iterable[Fault]:
    """A fault for each cell of a column that is wrong, of rows of one `kind` or of all."""
    for row, line in files.meta_rows:
        if (not kind or line.get("col_type") == kind) and wrong(line.get(column, "")):
            yield Fault(words, row, column, meta=True)


def _twice(files: Files, column: str) -> Iterable[Fault]:
    times = Counter(line.get(column, "") for _, line in files.meta_rows)
    return _cells(files, column, lambda cell: bool(cell) and times[cell] > 1, "the same as in another row")


def _blank_for(column: str, kind: str, words: str) -> Callable[[Files], Iterable[Fault]]:
    """A rule that a column is blank in rows of one kind."""
    return lambda files: _cells(files, column, bool, words, kind=kind)


def _no_name(files: Files) -> Iterable[Fault]:
    return _cells(files, "col_name", lambda cell: not cell.strip(), "blank")


def _name_spaces(files: Files) -> Iterable[Fault]:
    return _cells(files, "col_name", lambda cell: bool(re.search(r"\s", cell)), "a space in it")


def _kind(files: Files) -> Iterable[Fault]:
    kinds = ("Filter", "Indicator")
    return _cells(files, "col_type", lambda cell: cell not in kinds, "neither Filter nor Indicator")


def _observed(files: Files) -> Iterable[Fault]:
    words = "says when or where, which metadata does not describe"
    return [
        fault
        for column in ("col_name", "filter_grouping_column")
        for fault in _cells(files, column, lambda cell: cell in OBSERVED, words)
    ]


def _mistaken_place(files: Files) -> Iterable[Fault]:
    words = "called as a place is: no filter"
    return _cells(
        files, "col_name", lambda cell: bool(LOOKS_LIKE_PLACE.fullmatch(cell)), words, kind="Filter"
    )


def _label(files: Files) -> Iterable[Fault]:
    return _cells(files, "label", lambda cell: not cell.strip(), "blank")


def _decimals(files: Files) -> Iterable[Fault]:
    return _cells(
        files, "indicator_dp", lambda cell: not re.fullmatch(r"[0-9]*", cell), "not a whole number or blank"
    )


def _decimals_set(files: Files) -> Iterable[Fault]:
    return _cells(files, "indicator_dp", lambda cell: not cell, "blank", kind="Indicator")


def _unit(files: Files) -> Iterable[Fault]:
    words = "none of %, pp, £, £m, numberstring, nor blank"
    return _cells(
        files, "indicator_unit", lambda cell: bool(cell) and cell not in UNITS, words, kind="Indicator"
    )


def _groups(files: Files) -> list[tuple[int, str]]:
    named = [(row, line.get("filter_grouping_column", "")) for row, line in files.meta_rows]
    return [(row, name) for row, name in named if name]


def _group_twice(files: Files) -> Iterable[Fault] | None:
    return _twice(files, "filter_grouping_column") if _groups(files) else None


def _group_is_filter(files: Files) -> Iterable[Fault] | None:
    names = {line.get("col_name", "") for _, line in files.meta_rows}
    if not _groups(files):
        return None
    words = "a column of its own in col_name as well"
    return _cells(files, "filter_grouping_column", lambda cell: bool(cell) and cell in names, words)


def _stripped(values: Iterable[str]) -> bool:
    """Whether values stay apart without what is neither letter nor figure."""
    known = set(values)
    return len({re.sub(r"[\W_]", "", value) for value in known}) == len(known)


def _group_stripped(files: Files) -> Iterable[Fault] | None:
    if not files.groups:
        return None
    words = "two of its values are the same but for spaces and signs"
    return [Fault(words, column=name) for name in files.groups if not _stripped(files.data.values(name))]


def _grouping_stripped(files: Files) -> Iterable[Fault] | None:
    grouped = {line.get("indicator_grouping", "") for _, line in files.meta_rows} - {""}
    words = "two of its values are the same but for spaces and signs"
    if not grouped:
        return None
    return [] if _stripped(grouped) else [Fault(words, column="indicator_grouping", meta=True)]


def _long(column: str, most: int) -> Callable[[Files], Iterable[Fault]]:
    return lambda files: _cells(
        files, column, lambda cell: len(cell) > most, f"longer than {most} characters"
    )


META_RULES: Final = (
    Rule("meta_col_name", "Every row of the metadata names a column", _no_name),
    Rule("meta_col_name_spaces", "No spaces in col_name", _name_spaces),
    Rule("meta_col_name_dupe", "No column is described twice", lambda files: _twice(files, "col_name")),
    Rule("meta_col_type", "col_type is Filter or Indicator", _kind),
    Rule("meta_ob_unit", "Times and places are not in the metadata", _observed),
    Rule("meta_geog_catch", "No filter is a place by its name", _mistaken_place),
    Rule("meta_label", "Every row of the metadata has a label", _label),
    Rule("meta_dupe_label", "Every label is there once", lambda files: _twice(files, "label")),
    Rule(
        "meta_filter_hint",
        "filter_hint is blank for indicators",
        _blank_for("filter_hint", "Indicator", "an indicator has no hint"),
    ),
    Rule(
        "meta_fil_grp",
        "filter_grouping_column is blank for indicators",
        _blank_for("filter_grouping_column", "Indicator", "an indicator has no such column"),
    ),
    Rule("meta_fil_grp_dupe", "No column groups two filters", _group_twice),
    Rule("meta_fil_grp_is_fil", "A column that groups filters is none itself", _group_is_filter),
    Rule("meta_fil_grp_stripped", "Groups of filters stay apart without signs", _group_stripped),
    Rule(
        "meta_indicator_grouping",
        "indicator_grouping is blank for filters",
        _blank_for("indicator_grouping", "Filter", "a filter has no such group"),
    ),
    Rule("meta_ind_grp_stripped", "Groups of indicators stay apart without signs", _grouping_stripped),
    Rule(
        "meta_ind_unit",
        "indicator_unit is blank for filters",
        _blank_for("indicator_unit", "Filter", "a filter has no unit"),
    ),
    Rule("meta_ind_unit_validation", "indicator_unit is one of the standard's", _unit),
    Rule(
        "meta_indicator_dp",
        "indicator_dp is blank for filters",
        _blank_for("indicator_dp", "Filter", "a filter has no decimals"),
    ),
    Rule("meta_ind_dp_values", "indicator_dp is a whole number", _decimals),
    Rule("meta_ind_dp_set", "indicator_dp is said of every indicator", _decimals_set, "warning"),
    Rule(
        "api_char_col_name",
        "Names of columns are short enough",
        _long("col_name", LETTERS["column"]),
        "warning",
    ),
    Rule("api_char_col_label", "Labels are short enough", _long("label", LETTERS["label"]), "warning"),
)
