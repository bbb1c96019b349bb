"""Rules of the screener about the cells: filters, indicators, rows that are there twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

from halfterm.cycles.disclosure import Policy
from halfterm.site.screener_files import Fault, Files
from halfterm.site.screener_rules import (
    ITEM_LIMIT,
    LETTERS,
    LEVELS,
    NULLS,
    NUMBER,
    OBSERVED,
    SYMBOLS,
    TOTAL,
    Rule,
    decimals_of,
)

ALL_WORDS: Final = frozenset({"Total", "total", "All", "all"})
PUPILS: Final = "pupils_"


def _nulls(files: Files) -> Iterable[Fault]:
    for sheet, meta in files.sheets:
        for name in sheet.header:
            yield from (
                Fault("NA or NULL in words", row, name, meta)
                for row in sheet.where(name, lambda cell: cell in NULLS)
            )


def _singular(files: Files) -> Iterable[Fault] | None:
    if not files.filters or not files.data.rows:
        return None
    return [
        Fault("a filter with one value only: take it out of the metadata", column=name)
        for name in files.filters
        if len(files.data.values(name)) < 2
    ]


def _defaults(files: Files) -> Iterable[Fault] | None:
    said = {line.get("col_name", ""): line.get("filter_default", "") for _, line in files.meta_rows}
    names = (*files.filters, *(group for group in files.groups if group not in said))
    if not names:
        return None
    return [
        Fault("neither a Total nor the value that filter_default names", column=name)
        for name in names
        if (said.get(name) or TOTAL) not in files.data.values(name)
    ]


def _group_levels(files: Files) -> Iterable[Fault] | None:
    pairs = [
        (line.get("col_name", ""), line.get("filter_grouping_column", ""))
        for _, line in files.meta_rows
        if line.get("col_type") == "Filter" and line.get("filter_grouping_column") in files.groups
    ]
    if not pairs:
        return None
    return [
        Fault("it has more values than the filter that it groups", column=group)
        for name, group in pairs
        if len(files.data.values(group)) > len(files.data.values(name))
    ]


def _grouped(files: Files) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*files.filters, *files.groups)))


def _item_limit(files: Files) -> Iterable[Fault]:
    return [
        Fault(f"more than {ITEM_LIMIT:,} different values", column=name)
        for name in _grouped(files)
        if len(files.data.values(name)) > ITEM_LIMIT
    ]


def _white_space(files: Files) -> Iterable[Fault]:
    return (
        Fault("spaces before or behind, or two together", row, name)
        for name in _grouped(files)
        for row in files.data.where(name, lambda cell: cell != " ".join(cell.split()))
    )


def _observed_total(files: Files) -> Iterable[Fault]:
    return (
        Fault("Total or All where a time or place is named: leave it blank", row, name)
        for name in files.data.header
        if name in OBSERVED
        for row in files.data.where(name, lambda cell: cell in ALL_WORDS)
    )


def _filter_blanks(files: Files) -> Iterable[Fault]:
    return (
        Fault("blank: say Total where it is all together", row, name)
        for name in _grouped(files)
        for row in files.data.where(name, lambda cell: not cell.strip())
    )


def _duplicates(files: Files) -> Iterable[Fault] | None:
    """Rows that the service would take for one; it does not look at those of schools beside areas."""
    if not files.data.has("geographic_level"):
        return None
    levels = files.data.values("geographic_level")
    passed = {"Institution", "Planning area"}
    if levels != {"School"} and levels != {"Provider"}:
        passed |= {"School", "Provider"}
    columns = [
        name for name in dict.fromkeys(files.data.header) if name in OBSERVED or name in _grouped(files)
    ]
    level = columns.index("geographic_level")
    rows = [(row, cells) for row, cells in files.data.records(columns) if cells[level] not in passed]
    times = Counter(cells for _, cells in rows)
    return (Fault("the same time, place and filters as another row", r) for r, c in rows if times[c] > 1)


def _entries(files: Files) -> Iterable[Fault] | None:
    if not files.indicators:
        return None
    return (
        Fault("neither a plain number nor c, z, x or low", row, name)
        for name in files.indicators
        for row in files.data.where(name, lambda cell: cell not in SYMBOLS and not NUMBER.fullmatch(cell))
    )


def _more_decimals(files: Files) -> Iterable[Fault] | None:
    """Decimals beyond those that were made safe. Without a policy a file may be as exact as it likes."""
    if files.policy is None:
        return None
    said = {line.get("col_name", ""): line.get("indicator_dp", "") for _, line in files.meta_rows}
    known = [name for name in files.indicators if re.fullmatch(r"[0-9]{1,2}", said[name])]
    if not known:
        return None
    return (
        Fault(f"more decimals than indicator_dp says ({said[name]})", row, name)
        for name in known
        for row in files.data.where(name, _finer_than(int(said[name])))
    )


def _finer_than(decimals: int) -> Callable[[str], bool]:
    return lambda cell: NUMBER.fullmatch(cell) is not None and decimals_of(cell) > decimals


def _longer_than(characters: int) -> Callable[[str], bool]:
    return lambda cell: len(cell) > characters


def _small_counts(files: Files) -> Iterable[Fault] | None:
    """Numbers of pupils that this audience may not be told, or not so exactly."""
    policy = files.policy
    if policy is None:
        return None
    return (
        Fault("a number of pupils that this audience may not see", row, name)
        for name in files.data.header
        if name.startswith(PUPILS)
        for row in files.data.where(name, lambda cell: _too_exact(cell, policy))
    )


def _too_exact(cell: str, policy: Policy) -> bool:
    """Whether a number of pupils is smaller than the audience may know, or not rounded for it."""
    return NUMBER.fullmatch(cell) is not None and (
        float(cell) < policy.least or float(cell) % policy.step != 0
    )


def _long_items(files: Files) -> Iterable[Fault]:
    places = {name for columns in LEVELS.values() for name in columns if name.endswith("_name")}
    wanted = {**dict.fromkeys(_grouped(files), "item"), **dict.fromkeys(places, "item")}
    wanted |= dict.fromkeys(OBSERVED - places - {"time_identifier", "geographic_level"}, "code")
    return (
        Fault(f"longer than {LETTERS[wanted[name]]} characters", row, name)
        for name in files.data.header
        if name in wanted
        for row in files.data.where(name, _longer_than(LETTERS[wanted[name]]))
    )


CELL_RULES: Final = (
    Rule("general_null", "No NA or NULL in words", _nulls),
    Rule("filter_not_singular", "Every filter has two values or more", _singular),
    Rule("filter_defaults", "Every filter has a Total or a default", _defaults, "warning"),
    Rule("filter_group_level", "A group has no more values than its filter", _group_levels),
    Rule("filter_item_limit", "No filter has too many values", _item_limit),
    Rule("filter_whitespace", "No stray spaces in filters", _white_space),
    Rule("filter_ob_total", "No Total among times and places", _observed_total),
    Rule("filter_blanks", "No blank cell in a filter", _filter_blanks),
    Rule("general_dupes", "No two rows of the same time, place and filters", _duplicates),
    Rule("ind_invalid_entry", "Indicators are plain numbers or symbols", _entries),
    Rule("ind_decimals", "No more decimals than were made safe", _more_decimals),
    Rule("ind_small_counts", "No number of pupils that must be hidden", _small_counts),
    Rule("api_char_items", "Values and codes are short enough", _long_items, "warning"),
)
