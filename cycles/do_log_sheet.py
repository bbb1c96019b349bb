"""A sheet of the do-log, row by row: entries, and registers with a row for each pupil and session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.do_log import entry_id
from halfterm.cycles.do_log_entries import WRITTEN, Entry, entry_of
from halfterm.cycles.do_log_fields import folded, written_day
from halfterm.cycles.errors import BadInput

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
    rows: Iterable[SheetRow], *, name: str, cycle: str | None
) -> tuple[tuple[SheetEntry, ...], tuple[str, ...]]:
    """The entries of a sheet, and everything that is wrong with its rows; cells are not quoted.

    Args:
        rows: the rows of the file.
        name: how messages call the file.
        cycle: the cycle of rows that name none.
    """
    entries: list[SheetEntry] = []
    problems: list[tuple[int, str]] = []
    for gathered in _gathered(rows, cycle):
        first = gathered[0].row
        try:
            entries.append(_entry(gathered, cycle))
        except BadInput as wrong:
            problems += [(first, f"{name}, row {first}: {problem}") for problem in wrong.problems]
    problems += _alike(entries, name)
    return tuple(entries), tuple(problem for _, problem in sorted(problems, key=lambda told: told[0]))


def _gathered(rows: Iterable[SheetRow], cycle: str | None) -> list[list[SheetRow]]:
    """Rows by entry: the rows of a register that differ in pupil and presence only are one session."""
    gathered: dict[object, list[SheetRow]] = {}
    for row in rows:
        if row.pupil is None and not row.damaged:
            gathered[row.row] = [row]
            continue
        same = {field: text for field, text in row.cells.items() if field not in ("present", "entry")}
        same.setdefault("cycle", cycle or "")
        gathered.setdefault(tuple(sorted(same.items())), []).append(row)
    return list(gathered.values())


def _entry(rows: list[SheetRow], cycle: str | None) -> SheetEntry:
    cells = dict(rows[0].cells)
    problems = []
    named = cells.pop("cycle", None) or cycle
    if not named:
        problems.append("'cycle' is missing")
    is_register = rows[0].pupil is not None or rows[0].damaged
    kind = cells.pop("entry", "session" if is_register else "")
    if is_register and folded(kind) != "session":
        problems.append("a row with a pupil is of a session")
    fields: dict[str, object] = dict(cells)
    if is_register:
        came, absent, register_problems = _register(rows)
        problems += register_problems
        fields.pop("present", None)
        fields |= {"pupils": came, "absent": absent}
    try:
        entry = entry_of(kind, fields) if kind else None
    except BadInput as wrong:
        raise BadInput(*problems, *wrong.problems) from None
    if entry is None:
        problems.append("'entry' is missing: session, fidelity, adaptation ...")
    if problems or entry is None or not named:
        raise BadInput(*problems)
    return SheetEntry(named, entry, tuple(row.row for row in rows))


def _register(rows: list[SheetRow]) -> tuple[tuple[str, ...], tuple[str, ...], list[str]]:
    """Who came to a session and who did not, by pseudonym, in an order that tells nothing of the file's."""
    present: dict[str, bool] = {}
    problems = []
    for row in rows:
        word = row.cells.get("present", "").strip().casefold()
        where = f"(row {row.row}) "
        if row.damaged or row.pupil is None:
            problems.append(f"{where}upn: in scientific notation: a spreadsheet has cut it short")
        elif row.pupil in present:
            problems.append(f"{where}upn: the same pupil more than once in this session")
        elif word not in _CAME | _DID_NOT:
            problems.append(f"{where}present: write yes or no (or /, \\, L, N, O, I, M as in the register)")
        else:
            present[row.pupil] = word in _CAME
    came = tuple(sorted(pupil for pupil, here in present.items() if here))
    return came, tuple(sorted(set(present) - set(came))), problems


def _alike(entries: Iterable[SheetEntry], name: str) -> list[tuple[int, str]]:
    """Two entries that say the same would be counted once; somebody has to tell them apart."""
    first: dict[str, int] = {}
    problems = []
    for entry in entries:
        row, known = entry.rows[0], entry_id(entry.cycle, entry.entry)
        if known in first:
            said = f"says the same as row {first[known]}; if both happened, say how they differ"
            problems.append((row, f"{name}, row {row}: {said}"))
        first.setdefault(known, row)
    return problems
