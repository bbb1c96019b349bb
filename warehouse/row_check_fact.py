"""What else the rows say: attributes, the day of the assessment, the date of birth against the year group."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from halfterm.cycles.year_group import ATTRIBUTES as YEAR_GROUPS
from halfterm.warehouse.row_check_file import FileCheck, is_one_of
from halfterm.warehouse.source import AttributeColumn

_LONG_AGO: Final = date(1900, 1, 1)


def read_attributes(check: FileCheck) -> None:
    """Read the attributes' texts (`check_attribute`); one that a source does not map is a fault."""
    meanings: list[str] = []
    parameters: dict[str, str] = {}
    for i, attribute in attributes_there(check).items():
        meant, given = _meaning(attribute, tag=f"a{i}")
        parameters |= given
        meanings.append(
            f"SELECT {i} AS attribute, no, {meant} AS value "  # noqa: S608 - names of ours
            f"FROM check_text WHERE place = '{check.names[attribute.column]}'"
        )
    if not meanings:
        return
    check.run("check_attribute", parameters, meanings="\nUNION ALL\n".join(meanings))
    headers = [attribute.column for attribute in check.columns.attributes.values()]
    places = [check.names.get(header, "") for header in headers]
    check.run("check_problem_value", {"places": places, "headers": headers})


def _meaning(attribute: AttributeColumn, *, tag: str) -> tuple[str, dict[str, str]]:
    """What the source takes a value to mean, in SQL, and its parameters."""
    if attribute.values is None:
        return "value", {}
    cases: list[str] = []
    parameters: dict[str, str] = {}
    for n, (written, meant) in enumerate(attribute.values.items()):
        same, given = is_one_of("value", (written,), tag=f"{tag}_{n}")
        cases.append(f"WHEN {same} THEN ${tag}_{n}_meant")
        parameters |= given | {f"{tag}_{n}_meant": meant}
    return f"CASE {' '.join(cases)} ELSE NULL END" if cases else "CAST(NULL AS VARCHAR)", parameters


def attributes_there(check: FileCheck) -> dict[int, AttributeColumn]:
    """The attributes whose columns the file has, by their places in the source."""
    known = enumerate(check.columns.attributes.values())
    return {i: attribute for i, attribute in known if attribute.column in check.names}


def read_days(check: FileCheck) -> None:
    """Read the days of assessments and of births; those that are none, or too far away, are faults."""
    request, dated, birth = check.request, check.columns.date, check.source.birth
    headers = [header for header in (dated.column if dated else None, birth) if header is not None]
    if not headers:
        return
    check.run("check_day", {"places": [check.names[header] for header in headers]})
    if dated is not None:
        around = timedelta(days=dated.days)
        between = (request.starts - around, request.ends + around)
        _judge_days(check, dated.column, between=between, rules=("date-unreadable", "date-outside"))
    if birth is not None:
        # Who is not born yet at the half-term's end is no pupil: the date is a slip.
        rules = ("birth-unreadable", "birth-unreadable")
        _judge_days(check, birth, between=(_LONG_AGO, request.ends), rules=rules)


def _judge_days(check: FileCheck, header: str, *, between: tuple[date, date], rules: tuple[str, str]) -> None:
    first, last = between
    unreadable, outside = rules
    limits = {"first": first, "last": last, "unreadable": unreadable, "outside": outside}
    check.run("check_problem_day", {"place": check.names[header], "header": header} | limits)


def find_faults(check: FileCheck) -> None:
    """Name the rows of every text that breaks a rule. The day of an assessment counts where there is one."""
    dated = None if check.columns.date is None else check.columns.date.column
    places = check.connection.execute("SELECT DISTINCT place, header FROM check_problem").fetchall()
    for place, header in places:
        held = "row_no IN (SELECT row_no FROM load_cell)" if header == dated else "TRUE"
        check.run("load_finding_text", {"header": header}, place=place, held=held)


def find_wrong_ages(check: FileCheck) -> None:
    """Name the rows whose date of birth is not one of the year group's."""
    birth, names = check.source.birth, list(check.columns.attributes)
    groups = [(i, a) for i, a in attributes_there(check).items() if names[i] in YEAR_GROUPS]
    if birth is None or not groups:
        return
    group, attribute = groups[0]
    check.run(
        "load_finding_age",
        {"header": birth, "year_starts": check.request.year_starts, "attribute": group},
        birth=check.names[birth],
        year=check.names[attribute.column],
    )
