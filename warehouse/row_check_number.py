"""A file as numbers: every different text of a column is numbered and judged once, and rows hold the numbers.

A file has far fewer different texts than cells. They are in `check_text`, and the rows in `check_row`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from halfterm.warehouse.row_check_file import FileCheck, is_one_of


def number_texts(check: FileCheck) -> None:
    """Number the texts of every column that is used, but for the pupils'."""
    pupil = check.names.get(check.source.pupil)
    texts = [
        f"SELECT '{column}' AS place, {column} AS text FROM staged_file GROUP BY ALL"  # noqa: S608 - ours
        for column in dict.fromkeys(check.names.values())
        if column != pupil
    ]
    check.run("check_text", texts="\nUNION ALL\n".join(texts))


def number_rows(check: FileCheck) -> None:
    """Fill `check_row` with the rows that are checked, and `check_aside` with those that are set aside."""
    _fill(check, "check_row", aside=False)
    if has_outside(check):
        _fill(check, "check_aside", aside=True)
    else:
        check.run("check_aside")


def has_outside(check: FileCheck) -> bool:
    """Whether the file names a school whose rows may not be loaded, so that `check_aside` has rows."""
    if check.closed or check.school is None:
        return check.closed
    return check.holds("SELECT 1 FROM check_school WHERE school IS NULL")


def _fill(check: FileCheck, table: str, *, aside: bool) -> None:
    where, parameters = _row_conditions(check, aside=aside)
    pupil = check.names.get(check.source.pupil)
    columns = [c for c in dict.fromkeys(check.names.values()) if c != pupil and not aside]
    joined = dict.fromkeys([*columns, *(check.names[column] for column in check.where)])
    if check.school is not None:
        joined[check.school] = None
    numbers = [
        "CAST(f.row_no AS INTEGER) AS pupil" if pupil is None else "i.no AS pupil",
        *(f"{column}.no AS {column}" for column in columns),
    ]
    joins = [*_joins(joined), *([f"LEFT JOIN check_identifier AS i ON i.text = f.{pupil}"] if pupil else [])]
    check.run(
        "check_row",
        parameters,
        table=table,
        numbers=", ".join(numbers),
        joins="\n".join(joins),
        where=" AND ".join(where) or "TRUE",
    )


def _joins(columns: Iterable[str]) -> Iterator[str]:
    for column in columns:
        texts = f"SELECT no, text FROM check_text WHERE place = '{column}'"  # noqa: S608 - a name of ours
        yield f"LEFT JOIN ({texts}) AS {column} ON {column}.text = f.{column}"


def _row_conditions(check: FileCheck, *, aside: bool) -> tuple[list[str], dict[str, str]]:
    """Whether a row is of the half-term, and of a school whose rows may be loaded."""
    parameters: dict[str, str] = {}
    wanted = []
    for place, (column, values) in enumerate(check.where.items()):
        name = check.names[column]
        condition, own = is_one_of("value", values, tag=f"row{place}")
        kept = f"SELECT no FROM check_text WHERE place = '{name}' AND {condition}"  # noqa: S608 - ours
        wanted.append(f"{name}.no IN ({kept})")
        parameters |= own
    outside = _outside(check)
    return [*wanted, outside if aside else f"NOT {outside}"], parameters


def _outside(check: FileCheck) -> str:
    """Whether a row is of a school whose rows may not be loaded."""
    if check.closed or check.school is None:
        return "TRUE" if check.closed else "FALSE"
    number = f"{check.school}.no"
    return f"({number} IS NOT NULL AND {number} IN (SELECT no FROM check_school WHERE school IS NULL))"  # noqa: S608 - a name of ours
