"""Screens a pair of open-data files: each check by name, passed, warned or failed, with rows and columns.

The checks are those that England's department for education makes of files for its statistics service
(its `eesyscreener`), under the same names without their prefixes, and a few of our own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from halfterm.cycles.disclosure import Policy
from halfterm.site.screener_cells import CELL_RULES
from halfterm.site.screener_columns import COLUMN_RULES, FILE_RULES
from halfterm.site.screener_files import Fault, Files, NamedFile, Sheet, read_sheet
from halfterm.site.screener_meta import META_RULES
from halfterm.site.screener_places import PLACE_RULES
from halfterm.site.screener_rules import Rule
from halfterm.site.screener_times import TIME_RULES

Result = Literal["pass", "warning", "fail", "not needed"]

RULES: Final = (*FILE_RULES, *COLUMN_RULES, *META_RULES, *TIME_RULES, *CELL_RULES, *PLACE_RULES)
MOST_FAULTS: Final = 50
"""So many faults of one check are kept with their places; all are counted."""


@dataclass(frozen=True, slots=True)
class Check:
    """One named check with what came of it; `count` is of all faults, `faults` are the first of them."""

    name: str
    says: str
    result: Result
    count: int = 0
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Screening:
    """Everything that was checked of one pair of files."""

    data: str
    meta: str
    rows: int
    columns: int
    checks: tuple[Check, ...]

    def of(self, result: Result) -> tuple[Check, ...]:
        """The checks that ended so."""
        return tuple(check for check in self.checks if check.result == result)

    @property
    def passed(self) -> bool:
        """Whether no check failed; warnings do not count."""
        return not self.of("fail")


def screen(data: NamedFile, meta: NamedFile | None, *, policy: Policy | None = None) -> Screening:
    """Runs every check on a data file and its metadata; damaged files fail checks and raise nothing.

    With a `policy`, the numbers of pupils in indicators whose name begins with `pupils_` are held to it.
    """
    sheets = read_sheet(data), read_sheet(meta) if meta else Sheet("", (), broken="there is none")
    files = Files(*sheets, policy=policy)
    unread = any(sheet.broken for sheet in sheets)
    # Of a file that cannot be read to its end, every further check would say something untrue.
    checks = tuple(_checked(rule, files) for rule in (FILE_RULES if unread else RULES))
    return Screening(
        data.name, meta.name if meta else "", len(files.data.rows), len(files.data.header), checks
    )


def _checked(rule: Rule, files: Files) -> Check:
    faults = rule.find(files)
    if faults is None:
        return Check(rule.name, rule.says, "not needed")
    kept, count = _counted(faults)
    return Check(rule.name, rule.says, rule.result if count else "pass", count, kept)


def _counted(faults: Iterable[Fault]) -> tuple[tuple[Fault, ...], int]:
    kept: list[Fault] = []
    count = 0
    for fault in faults:
        count += 1
        if count <= MOST_FAULTS:
            kept.append(fault)
    return tuple(kept), count


def fault_lines(check: Check) -> tuple[str, ...]:
    """A check's faults, those of one kind and column as one line with its rows.

    >>> fault_lines(Check("n", "s", "fail", 3, (Fault("blank", 2, "a"), Fault("blank", 3, "a"))))
    ('column a: blank (rows 2, 3)', 'and 1 more')
    """
    rows: dict[tuple[bool, str, str], list[int]] = {}
    for fault in check.faults:
        rows.setdefault((fault.meta, fault.column, fault.words), [])
        if fault.row is not None:
            rows[fault.meta, fault.column, fault.words].append(fault.row)
    lines = [
        _line(meta=meta, column=column, words=words, rows=numbers)
        for (meta, column, words), numbers in rows.items()
    ]
    more = check.count - len(check.faults)
    return (*lines, f"and {more:,} more") if more else tuple(lines)


def _line(*, meta: bool, column: str, words: str, rows: list[int]) -> str:
    place = ("metadata, " if column else "metadata: ") if meta else ""
    where = f"{place}column {column}: " if column else place
    shown = ", ".join(str(row) for row in rows[:8]) + (", ..." if len(rows) > 8 else "")
    behind = f" ({'row' if len(rows) == 1 else 'rows'} {shown})" if rows else ""
    return f"{where}{words}{behind}"
