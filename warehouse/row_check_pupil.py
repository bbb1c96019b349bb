"""Whose row it is: pupils' identifiers, schools, and pupils who are there more than once."""

from __future__ import annotations

from halfterm.warehouse.authorities import authorities
from halfterm.warehouse.database import sql
from halfterm.warehouse.row_check_file import FileCheck, carried
from halfterm.warehouse.row_check_number import has_outside

_UPN = (
    "CASE WHEN is_upn(pupil) THEN 'sound' WHEN is_damaged_upn(pupil) THEN 'excel-identifier' "
    "ELSE 'upn-format' END"
)
_LOCAL_WHOLE = "coalesce(text = text_of(text) AND NOT is_damaged(text), FALSE)"
_LOCAL = "CASE WHEN is_damaged(pupil) THEN 'excel-identifier' ELSE 'sound' END"


def check_identifiers(check: FileCheck) -> None:
    """Number the pupils (`check_pupil`), and note what is wrong with their identifiers."""
    pupil = check.source.pupil
    if not pupil:
        request = check.request
        survey = (check.source.source, request.half_term, request.part_school or "", check.table.name)
        check.run("check_pupil_anonymous", {"survey": "/".join(survey)})
        return
    upn = check.source.identifier == "upn"
    if upn:
        check.connection.execute(sql("upn"))
    whole = "is_upn(text)" if upn else _LOCAL_WHOLE
    check.run("check_pupil", column=check.names[pupil], whole=whole)
    if check.holds("SELECT 1 FROM check_written WHERE NOT whole"):
        identifier, form = ("upn_of(text)", _UPN) if upn else ("text_of(text)", _LOCAL)
        check.run("check_pupil_written", identifier=identifier, form=form)
    else:
        check.run("check_pupil_whole")
    check.run("check_problem_pupil", {"header": pupil})
    if upn:
        known = [int(code) for code in authorities()]
        check.run("check_problem_upn", {"header": pupil, "authorities": known})


def check_schools(check: FileCheck) -> None:
    """Tell the schools (`check_school`) by the texts of their column."""
    if check.school is None:
        return
    own = check.own_school
    schools = {code: school for code, school in check.request.schools.items() if own is None or school == own}
    known = {"place": check.school, "codes": list(schools), "schools": list(schools.values())}
    check.run("check_school", known)


def find_missing(check: FileCheck) -> None:
    """Name rows without a pupil or a school. A row at no school and with no score is not of the half-term."""
    if check.own_school is None and _has_blank(check, check.school):
        check.run("check_row_nowhere", column=check.school)
        header = {"header": check.columns.school, "rule": "school-missing"}
        check.run("load_finding_blank", header, column=check.school)
    if _has_blank(check, "pupil"):
        check.run("load_finding_blank", {"header": check.source.pupil, "rule": "upn-missing"}, column="pupil")
    if has_outside(check):
        check.run("load_finding_aside", {"header": check.columns.school or ""})


def _has_blank(check: FileCheck, column: str | None) -> bool:
    return column is not None and check.holds(f"SELECT 1 FROM check_row WHERE {column} IS NULL")  # noqa: S608 - ours


def find_repeated(check: FileCheck) -> None:
    """Name the rows of pupils who are there twice for the same measure, or at two schools of the programme.

    A file in which every row holds some measure has room for one row a pupil; there, two rows at two schools
    are the same pupil twice. Damaged identifiers tell nobody from another and are left out.
    """
    if not check.source.pupil:
        return
    long = not check.wide
    moved = long and check.school is not None
    bits = "CAST(1 AS BIGINT) << (k.measure % 62)"
    check.run(
        "check_again",
        again=f"count(k.measure) > bit_count(bit_or({bits}))" if long else "count(*) > 1",
        moved=f"min(r.{check.school}) <> max(r.{check.school})" if moved else "FALSE",
        carried=carried(check) if long else "",
    )
    if not check.holds("SELECT 1 FROM check_again"):
        return
    header = {"header": check.source.pupil}
    if long:
        check.run("load_finding_duplicate_long", header, carried=carried(check))
    else:
        check.run("load_finding_duplicate", header)
    if moved:
        check.run("load_finding_two_schools", {"header": check.columns.school}, column=check.school)
