"""Official open data (DfE's tidy standard): one figure of a file, found by its filters."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.warehouse.database import memory
from halfterm.warehouse.table_file import TableFile, staged

_SYMBOLS: Final = {
    "c": "confidential",
    "x": "unavailable",
    "z": "not applicable",
    "low": "rounded to zero",
    "k": "rounded to zero",
    "u": "of low reliability",
}
"""What stands where a figure is not given."""

_MOST_NAMED = 12


def figure(path: Path, indicator: str, where: Mapping[str, str]) -> float:
    """The one figure of an indicator in the one row that the filters leave.

    Args:
        path: the data file, CSV.
        indicator: its column.
        where: filter column -> value.

    Raises:
        BadInput: a column is not there, no row or several are left, or the figure is not given.
    """
    with memory() as connection, staged(connection, path) as table:
        names = table.staged_names((*where, indicator))
        tests = " AND ".join(f"text_of({names[column]}) = ${i}" for i, column in enumerate(where, 1))
        query = f"SELECT text_of({names[indicator]}) FROM staged_file WHERE {tests or 'true'}"  # noqa: S608 - staged names
        found = [row[0] for row in connection.execute(query, list(where.values())).fetchall()]
        if len(found) != 1:
            raise BadInput(_not_one(table, len(found), where))
    return _number(found[0], f"{path.name}, column '{indicator}'")


def _not_one(table: TableFile, rows: int, where: Mapping[str, str]) -> str:
    wanted = ", ".join(f"{column}={value}" for column, value in where.items()) or "no filter"
    if not rows:
        return f"{table.name}: no row has {wanted}"
    left = [c for c in table.columns if c and c not in where]
    return f"{table.name}: {rows:,} rows have {wanted}; name more filters, of {', '.join(left[:_MOST_NAMED])}"


def _number(text: str | None, place: str) -> float:
    if text is None:
        raise BadInput(f"{place}: the figure is blank")
    if text.casefold() in _SYMBOLS:
        raise BadInput(f"{place}: the figure is not given: {_SYMBOLS[text.casefold()]} ({text})")
    try:
        return float(text.rstrip("%").replace(",", ""))
    except ValueError:
        raise BadInput(f"{place}: not a figure{did_you_mean(text, _SYMBOLS)}") from None
