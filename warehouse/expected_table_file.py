"""A published table of expected scores as a CSV file: a row a band of scores before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.impact.value_added import ExpectedBand, ExpectedTable
from halfterm.cycles.scale import Scale, number_in
from halfterm.cycles.scale_reading import grades_in_words, points_of, within
from halfterm.warehouse.database import memory
from halfterm.warehouse.table_file import staged

SAME: Final = ("scale", "dated", "source")
"""Columns that say the same in every row: what the table is."""

BANDS: Final = ("from", "to", "expected")
HALF_TERMS: Final = "half_terms"
MOST_ROWS: Final = 1000

_Row = tuple[int, dict[str, str]]


def read_expected_table(path: Path, scales: Mapping[str, Scale]) -> ExpectedTable:
    """Read and check a table with the columns scale, dated, source, from, to, expected (and half_terms).

    `from` and `to` are grades or points, both included, in rising order of points; `expected` may lie between
    two grades. `half_terms`, which may be left out, is how many lie between the two scores.

    Raises:
        BadInput: every problem of the file at once, each with its row; a figure is never repeated.
    """
    rows = _rows(path)
    problems: list[str] = []
    same = {name: _one(path, rows, name, problems) for name in SAME}
    scale = scales.get(same["scale"])
    dated = _day(same["dated"])
    if same["scale"] and scale is None:
        problems.append(f"{path.name}: no scale '{same['scale']}'{did_you_mean(same['scale'], scales)}")
    if same["dated"] and dated is None:
        problems.append(f"{path.name}: 'dated' is no day such as 2012-09-01")
    half_terms = _half_terms(path, rows, problems)
    bands = _bands(path, rows, scale, problems) if scale is not None else ()
    if problems or scale is None or dated is None:
        raise BadInput(*problems)
    return ExpectedTable(path.name, scale.id, dated, same["source"], bands, half_terms)


def _rows(path: Path) -> list[_Row]:
    with memory() as connection, staged(connection, path) as table:
        wanted = (*SAME, *BANDS, *((HALF_TERMS,) if HALF_TERMS in table.columns else ()))
        names = table.staged_names(wanted)
        cells = ", ".join(f"coalesce(text_of({names[name]}), '')" for name in wanted)
        query = f"SELECT row_no, {cells} FROM staged_file ORDER BY row_no LIMIT {MOST_ROWS + 1}"  # noqa: S608 - staged names
        found = connection.execute(query).fetchall()
    if len(found) > MOST_ROWS:
        raise BadInput(
            f"{path.name}: more than {MOST_ROWS:,} rows; a table of expected scores has a row a band"
        )
    return [(row[0], dict(zip(wanted, row[1:], strict=True))) for row in found]


def _one(path: Path, rows: Sequence[_Row], name: str, problems: list[str]) -> str:
    """What a column says in every row; blank where it says nothing, or several things."""
    said = {cells[name] for _, cells in rows}
    if len(said) == 1 and "" not in said:
        return said.pop()
    what = "is blank in a row" if "" in said else "differs from row to row: one table a file"
    problems.append(f"{path.name}: '{name}' {what}")
    return ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _half_terms(path: Path, rows: Sequence[_Row], problems: list[str]) -> int | None:
    if HALF_TERMS not in rows[0][1]:
        return None
    text = _one(path, rows, HALF_TERMS, problems)
    if text and not (text.isdecimal() and 0 < int(text[:4]) <= 120):
        problems.append(f"{path.name}: '{HALF_TERMS}' is no whole number from 1 to 120")
        return None
    return int(text) if text else None


def _bands(path: Path, rows: Sequence[_Row], scale: Scale, problems: list[str]) -> tuple[ExpectedBand, ...]:
    bands = []
    for number, cells in rows:
        place = f"{path.name}, row {number}"
        ends = [_points(cells[name], scale, f"{place}: '{name}'", problems) for name in ("from", "to")]
        expected = _points(cells["expected"], scale, f"{place}: 'expected'", problems, between=True)
        if ends[0] is not None and ends[1] is not None and expected is not None:
            bands.append(ExpectedBand(ends[0], ends[1], expected))
    return tuple(bands)


def _points(
    text: str, scale: Scale, place: str, problems: list[str], *, between: bool = False
) -> float | None:
    """The points of a grade or number; `between`: it may lie between two grades, as an average does."""
    number, as_grade = number_in(text), points_of(text, scale).score if text else None
    if number is not None and as_grade is not None and as_grade != number:
        problems.append(f"{place} could be a grade or points: write the grade in full")
        return None
    if as_grade is not None:
        return as_grade
    if between and number is not None and within(number, scale):
        return number
    problems.append(f"{place} is not on scale '{scale.id}': it takes {grades_in_words(scale)}")
    return None
