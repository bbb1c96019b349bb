"""What else the rows say: attributes, the day of the assessment, the date of birth against the year group."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from halfterm.warehouse.row_check_file import FileCheck, is_one_of
from halfterm.warehouse.source import AttributeColumn

YEAR_GROUPS: Final = ("year", "year-group")
"""The attributes that say in which year group a pupil is."""

_LONG_AGO: Final = date(1900, 1, 1)


def read_attributes(check: FileCheck) -> None:
    """Read every attribute's texts (`check_attribute_0`, ...); one that a source does not map is a fault."""
    for i, attribute in attributes_there(check).items():
        column = check.names[attribute.column]
        if attribute.values is None:
            check.run("check_attribute", i=i, meant="value", column=column)
            continue
        cases, parameters = [], {}
        for n, (written, meant) in enumerate(attribute.values.items()):
            same, given = is_one_of("value", (written,), tag=f"written{n}")
            cases.append(f"WHEN {same} THEN $meant{n}")
            parameters |= given | {f"meant{n}": meant}
        check.run(
            "check_attribute",
            parameters,
            i=i,
            meant=f"CASE {' '.join(cases)} END" if cases else "CAST(NULL AS VARCHAR)",
            column=column,
        )
        check.run("check_problem_value", {"column": column, "header": attribute.column}, i=i)


def attributes_there(check: FileCheck) -> dict[int, AttributeColumn]:
    """The attributes whose columns the file has, by their places in the source."""
    known = enumerate(check.columns.attributes.values())
    return {i: attribute for i, attribute in known if attribute.column in check.names}


def read_days(check: FileCheck) -> None:
    """Read the days of assessments and of births; those that are none, or too far away, are faults."""
    request, dated = check.request, check.columns.date
    if dated is not None:
        around = timedelta(days=dated.days)
        _read_days(
            check,
            dated.column,
            between=(request.starts - around, request.ends + around),
            rules=("date-unreadable", "date-outside"),
        )
    if check.source.birth is not None:
        # Who is not born yet at the half-term's end is no pupil: the date is a slip.
        rules = ("birth-unreadable", "birth-unreadable")
        _read_days(check, check.source.birth, between=(_LONG_AGO, request.ends), rules=rules)


def _read_days(check: FileCheck, header: str, *, between: tuple[date, date], rules: tuple[str, str]) -> None:
    column = check.names[header]
    check.run("check_day", column=column)
    check.run(
        "check_problem_day",
        {
            "column": column,
            "header": header,
            "unreadable": rules[0],
            "outside": rules[1],
            "first": between[0],
            "last": between[1],
        },
        column=column,
    )


def find_faults(check: FileCheck) -> None:
    """Name the rows of every text that breaks a rule. The day of an assessment counts where there is one."""
    dated = None if check.columns.date is None else check.columns.date.column
    columns = check.connection.execute('SELECT DISTINCT "column", header FROM check_problem').fetchall()
    for column, header in columns:
        held = "row_no IN (SELECT row_no FROM load_cell)" if header == dated else "TRUE"
        check.run("load_finding_text", {"column": column, "header": header}, column=column, held=held)


def find_wrong_ages(check: FileCheck) -> None:
    """Name the rows whose date of birth is not one of the year group's."""
    birth = check.source.birth
    groups = [i for i in attributes_there(check) if list(check.columns.attributes)[i] in YEAR_GROUPS]
    if birth is None or not groups:
        return
    group = groups[0]
    check.run(
        "load_finding_age",
        {"header": birth, "year_starts": check.request.year_starts},
        birth=check.names[birth],
        year=check.names[attributes_there(check)[group].column],
        i=group,
    )
