"""A file as numbers: every different text of a column is numbered and judged once, and rows hold the numbers.

A file has far fewer different texts than cells. The texts of the staged column c3 are in `check_text_c3`, the
rows in `check_row`.
"""

from __future__ import annotations

from collections.abc import Iterator

from halfterm.warehouse.row_check_file import FileCheck, is_one_of


def number_texts(check: FileCheck) -> None:
    """Number the texts of every column that is used, but for the pupils'."""
    for column in dict.fromkeys(check.names.values()):
        if column != check.names.get(check.source.pupil):
            check.run("check_text", column=column)


def number_rows(check: FileCheck) -> None:
    """Fill `check_row` with the rows that are checked, and `check_aside` with those that are set aside."""
    _fill(check, "check_row", aside=False)
    _fill(check, "check_aside", aside=True)


def _fill(check: FileCheck, table: str, *, aside: bool) -> None:
    where, parameters = _row_conditions(check, aside=aside)
    pupil = check.names.get(check.source.pupil)
    columns = [c for c in dict.fromkeys(check.names.values()) if c != pupil and not aside]
    joined = dict.fromkeys([*columns, *(check.names[column] for column in check.where)])
    if check.school is not None:
        joined[check.school] = None
    numbers = [
        "CAST(f.row_no AS INTEGER) AS pupil" if pupil is None else f"check_text_{pupil}.no AS pupil",
        *(f"check_text_{column}.no AS {column}" for column in columns),
    ]
    check.run(
        "check_row",
        parameters,
        table=table,
        numbers=", ".join(numbers),
        joins="\n".join(_joins([*joined, *filter(None, [pupil])])),
        where=" AND ".join(where) or "TRUE",
    )


def _joins(columns: list[str]) -> Iterator[str]:
    for column in columns:
        yield f"LEFT JOIN check_text_{column} ON check_text_{column}.text = f.{column}"


def _row_conditions(check: FileCheck, *, aside: bool) -> tuple[list[str], dict[str, str]]:
    """Whether a row is of the half-term, and of a school whose rows may be loaded."""
    parameters: dict[str, str] = {}
    wanted = []
    for place, (column, values) in enumerate(check.where.items()):
        name = check.names[column]
        condition, own = is_one_of("value", values, tag=f"row{place}")
        wanted.append(f"check_text_{name}.no IN (SELECT no FROM check_text_{name} WHERE {condition})")  # noqa: S608 - names of ours
        parameters |= own
    outside = _outside(check)
    return [*wanted, outside if aside else f"NOT {outside}"], parameters


def _outside(check: FileCheck) -> str:
    """Whether a row is of a school whose rows may not be loaded."""
    closed = check.own_school is not None and check.own_school not in check.request.schools.values()
    if closed or check.school is None:
        return "TRUE" if closed else "FALSE"
    number = f"check_text_{check.school}.no"
    return f"({number} IS NOT NULL AND {number} IN (SELECT no FROM check_school WHERE school IS NULL))"  # noqa: S608 - a name of ours
