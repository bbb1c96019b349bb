"""A sheet of the do-log, row by row: entries, and registers with a row for each pupil and session."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.do_log import entry_id
from halfterm.cycles.do_log_entries import Entry
from halfterm.cycles.do_log_fields import folded, written_day
from halfterm.cycles.do_log_reading import WRITTEN, entry_of
from halfterm.cycles.errors import BadInput, did_you_mean

PUPIL: Final = "upn"
"""The column of a register that names the pupil; its rows are sessions."""

DAYS: Final = ("on", "until")

FIELDS: Final = tuple(
    dict.fromkeys(
        name
        for name in ("cycle", "entry", *(field for kind in WRITTEN.values() for field in kind.model_fields))
        if name not in ("pupils", "absent")
    )
)
"""The columns of a sheet besides the pupil's: the cycle, the kind of entry, and the fields of every kind."""

# As teachers write them, and the register codes of England's schools: / \\ and L (late); N, O, I and M.
_CAME: Final = frozenset({"yes", "y", "1", "true", "present", "/", "\\", "l"})
_DID_NOT: Final = frozenset({"no", "n", "0", "false", "absent", "o", "i", "m"})


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its number as a spreadsheet shows it, its cells that are not blank, its pupil's pseudonym.

    `damaged` says that a spreadsheet has cut the pupil's identifier short.
    """

    row: int
    cells: Mapping[str, str]
    pupil: str | None = None
    damaged: bool = False


_Problem = tuple[int, str]
"""A row, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """An entry of one cycle, and the rows that it was read from."""

    cycle: str
    entry: Entry
    rows: tuple[int, ...]


def column_of(header: str) -> str:
    """The field that a header means: `Led by` is `led_by`.

    >>> column_of(" Led-By "), column_of("UPN")
    ('led_by', 'upn')
    """
    return folded(header).replace(" ", "_")


def has_british_days(rows: Iterable[SheetRow]) -> bool:
    """Whether some day of a sheet is written day/month/year: its reader should be told how it was read."""
    return any(written_day(row.cells.get(field, "")) for row in rows for field in DAYS)


def entries_of(
    rows: Iterable[SheetRow], *, name: str, cycle: str | None, cycles: Collection[str]
) -> tuple[tuple[SheetEntry, ...], tuple[str, ...]]:
    """The entries of a sheet, and everything that is wrong with its rows; cells are not quoted.

    An entry that could be read is returned although something is wrong with its rows, so that what is
    wrong with it in its cycle can be told as well.

    Args:
        rows: the rows of the file.
        name: how messages call the file.
        cycle: the cycle of rows that name none.
        cycles: the cycles that there are.
    """
    entries: list[SheetEntry] = []
    problems: list[_Problem] = []
    for gathered in _gathered(rows, cycle):
        read, wrong = _read(gathered, cycle, cycles)
        entries += [] if read is None else [read]
        problems += wrong
    problems += _alike(entries)
    told = sorted(problems, key=lambda problem: problem[0])
    return tuple(entries), tuple(f"{name}, row {row}: {problem}" for row, problem in told)


def _gathered(rows: Iterable[SheetRow], cycle: str | None) -> list[list[SheetRow]]:
    """Rows by entry: the rows of a register that differ in pupil and presence only are one session."""
    gathered: dict[object, list[SheetRow]] = {}
    for row in rows:
        if not _is_register(row):
            gathered[row.row] = [row]
            continue
        same = {field: text for field, text in row.cells.items() if field not in ("present", "entry")}
        same.setdefault("cycle", cycle or "")
        gathered.setdefault(tuple(sorted(same.items())), []).append(row)
    return list(gathered.values())


def _read(
    rows: list[SheetRow], cycle: str | None, cycles: Collection[str]
) -> tuple[SheetEntry | None, list[_Problem]]:
    """The entry of some rows, None where it cannot be read or is of no cycle; and what is wrong with them."""
    first, fields = rows[0].row, dict[str, object](rows[0].cells)
    named, problems = _cycle(str(fields.pop("cycle", cycle or "")), cycles, row=first)
    is_register = _is_register(rows[0])
    kind = str(fields.pop("entry", "session" if is_register else ""))
    if is_register and folded(kind) != "session":
        return None, [*problems, (first, "a row with a pupil is of a session")]
    if is_register:
        came, absent, wrong = _register(rows)
        fields.pop("present", None)
        fields |= {"pupils": came, "absent": absent}
        problems += wrong
    if not kind:
        return None, [*problems, (first, f"'entry' is missing; there are {', '.join(WRITTEN)}")]
    try:
        entry = entry_of(kind, fields)
    except BadInput as wrong_fields:
        return None, [*problems, *((first, problem) for problem in wrong_fields.problems)]
    if named is None:
        return None, problems
    return SheetEntry(named, entry, tuple(row.row for row in rows)), problems


def _cycle(named: str, cycles: Collection[str], *, row: int) -> tuple[str | None, list[_Problem]]:
    if not named:
        return None, [(row, "'cycle' is missing")]
    if named not in cycles:
        return None, [(row, f"cycle: there is no such cycle{did_you_mean(named, cycles)}")]
    return named, []


def _is_register(row: SheetRow) -> bool:
    return row.pupil is not None or row.damaged


def _register(rows: list[SheetRow]) -> tuple[tuple[str, ...], tuple[str, ...], list[_Problem]]:
    """Who came to a session and who did not, by pseudonym, in an order that tells nothing of the file's."""
    present: dict[str, bool] = {}
    problems: list[_Problem] = []
    for row in rows:
        word = row.cells.get("present", "").strip().casefold()
        if row.damaged or row.pupil is None:
            problems.append((row.row, "upn: in scientific notation: a spreadsheet has cut it short"))
        elif row.pupil in present:
            problems.append((row.row, "upn: the same pupil more than once in this session"))
        elif word not in _CAME | _DID_NOT:
            known = "write yes or no (or /, \\, L, N, O, I, M as in the register)"
            problems.append((row.row, f"present: {known}"))
        else:
            present[row.pupil] = word in _CAME
    came = tuple(sorted(pupil for pupil, here in present.items() if here))
    return came, tuple(sorted(set(present) - set(came))), problems


def _alike(entries: Iterable[SheetEntry]) -> list[_Problem]:
    """Two entries that say the same would be counted once; somebody has to tell them apart."""
    first: dict[str, int] = {}
    problems: list[_Problem] = []
    for entry in entries:
        row, known = entry.rows[0], entry_id(entry.cycle, entry.entry)
        if known in first:
            said = f"says the same as row {first[known]}; if both happened, say how they differ"
            problems.append((row, said))
        first.setdefault(known, row)
    return problems
