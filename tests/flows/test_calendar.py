"""The calendar of a workspace: its own file, the shipped ones, or the programme's half-terms alone."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import holidays
import pytest
from typer.testing import CliRunner

from halfterm.cycles.calendar_file import calendar_of
from halfterm.cycles.errors import BadInput
from halfterm.cycles.school_year import Calendar, academic_year
from halfterm.flows.calendar import bank_holidays, read_programme, shipped_calendar, shipped_calendars
from halfterm.flows.cli import app
from halfterm.flows.workspace import open_workspace
from tests.cycles.factories import day
from tests.flows.small_workspace import PROGRAMME, make_workspace

IDS = "half_terms: [autumn-1-201213, autumn-2-201213, spring-1-201213]\n"


def write(folder: Path, *, calendar: str | None = None, half_terms: str | None = None, **las: str) -> Path:
    """The programme of the small workspace, its half-terms and schools' authorities changed."""
    start, end = PROGRAMME.index("half_terms:"), PROGRAMME.index("people:")
    programme = PROGRAMME if half_terms is None else PROGRAMME[:start] + half_terms + PROGRAMME[end:]
    for school, la in las.items():
        programme = programme.replace(f"{{id: {school}, name", f"{{id: {school}, la: {la}, name")
    (folder / "programme.yaml").write_text(programme)
    if calendar is not None:
        (folder / "calendar.yaml").write_text(calendar)
    return folder


def problems(folder: Path) -> tuple[str, ...]:
    with pytest.raises(BadInput) as refused:
        read_programme(folder)
    return refused.value.problems


def show(folder: Path, *options: str) -> str:
    return CliRunner().invoke(app, ["calendar", "show", str(folder), *options]).output


def test_without_a_calendar_the_programmes_half_terms_are_the_calendar(tmp_path: Path) -> None:
    workspace = open_workspace(make_workspace(tmp_path / "small", pupils=1))
    assert workspace.calendar.dates("spring-2").ends == day("2025-04-04")
    assert workspace.calendar.is_school_day(day("2024-11-04"), school="ash")
    assert not workspace.calendar.in_term(day("2024-12-25"))


def test_a_workspace_may_take_a_shipped_calendar_and_name_half_terms_by_id(tmp_path: Path) -> None:
    programme, calendar = read_programme(write(tmp_path, calendar="use: 2011-13\n", half_terms=IDS))
    assert [h.name for h in programme.half_terms][:2] == ["Autumn 1, 2012/13", "Autumn 2, 2012/13"]
    assert not calendar.is_school_day(day("2013-05-06"))  # a bank holiday
    assert not calendar.is_school_day(day("2012-11-05"))  # INSET


def test_authorities_and_schools_of_the_workspace_go_over_the_shipped_ones(tmp_path: Path) -> None:
    own = (
        "use: 2011-13\n"
        "authorities:\n"
        "  Kent: {years: [{year: 2012/13, half_terms: {spring-1: [2013-01-03, 2013-02-08]}}]}\n"
        "schools:\n"
        "  beech: {years: [{year: 2012/13, inset: [2013-01-03]}]}\n"
    )
    folder = write(tmp_path, calendar=own, half_terms=IDS, ash="Nottinghamshire", beech="Kent")
    _, calendar = read_programme(folder)
    assert calendar.dates("autumn-1-201213", school="ash").ends == day("2012-10-12")
    assert calendar.dates("spring-1-201213", school="beech").starts == day("2013-01-03")
    assert not calendar.is_school_day(day("2013-01-03"), school="beech")
    assert calendar.is_school_day(day("2012-11-05"), school="beech")
    assert not calendar.in_term(day("2013-01-03"), school="cedar")


def test_half_terms_beside_the_calendars_are_added_to_it(tmp_path: Path) -> None:
    club = IDS.replace("]", ", {id: club, name: Club, starts: 2013-08-05, ends: 2013-08-09}]")
    _, calendar = read_programme(write(tmp_path, calendar="use: 2011-13\n", half_terms=club))
    assert calendar.half_term_on(day("2013-08-06"), school="ash") == calendar.dates("club")


def test_what_is_wrong_in_calendar_and_programme_is_told_at_once(tmp_path: Path) -> None:
    wrong = "use: 2011-12\n"
    folder = write(tmp_path, calendar=wrong, half_terms="half_terms: [autumn-1-201213]\n")
    assert problems(folder) == (
        "calendar.yaml: no shipped calendar '2011-12'; did you mean '2011-13'?",
        "programme.yaml, line 6: half_terms.0: 'autumn-1-201213' cannot be looked up before the calendar is "
        "mended",
    )


def test_schools_and_authorities_that_nobody_has_are_told_with_the_rest(tmp_path: Path) -> None:
    own = (
        "use: 2011-13\n"
        "authorities: {Knet: {years: [{year: 2012/13, inset: [2013-01-05]}]}}\n"
        "schools: {ahs: {years: [{year: 2012/13, inset: []}]}}\n"
    )
    assert problems(write(tmp_path, calendar=own, half_terms=IDS, ash="Kent")) == (
        "calendar.yaml: authority 'Knet': INSET day 2013-01-05 is at a weekend",
        "calendar.yaml: school 'ahs': programme.yaml has no such school; did you mean 'ash'?",
        "calendar.yaml: authority 'Knet': no school of programme.yaml has this `la`; did you mean 'Kent'?",
    )


def test_an_authoritys_dates_are_checked_even_when_the_programme_cannot_be_read(tmp_path: Path) -> None:
    own = "use: 2011-13\nauthorities: {Kent: {years: [{year: 2012/13, inset: [2013-01-05]}]}}\n"
    said = problems(write(tmp_path, calendar=own, half_terms=IDS.replace("spring-1", "sprig-1"), ash="Kent"))
    assert [problem[:30] for problem in said] == [
        "programme.yaml, line 6: half_t",
        "calendar.yaml: authority 'Kent",
    ]


def test_an_unknown_key_is_told_with_its_line_and_near_miss(tmp_path: Path) -> None:
    own = "use: 2011-13\nauthorities:\n  Kent:\n    years:\n    - {year: 2012/13, inst: []}\n"
    said = problems(write(tmp_path, calendar=own, half_terms=IDS, ash="Kent"))
    assert said[0] == (
        "calendar.yaml, line 5: unknown key 'authorities.Kent.years.0.inst'; did you mean 'inset'?"
    )


def test_a_half_term_with_other_dates_than_the_calendars_is_told_with_its_line(tmp_path: Path) -> None:
    whole = "half_terms:\n- {id: autumn-1-201213, name: Autumn, starts: 2012-09-04, ends: 2012-10-19}\n"
    said = problems(write(tmp_path, calendar="use: 2011-13\n", half_terms=whole))
    assert said[0].startswith("programme.yaml, line 7: half_terms.0: half-term 'autumn-1-201213' has other")


def shipped(name: str) -> Calendar:
    """A shipped calendar; ash goes by its authority with the long October break, birch by none."""
    record = shipped_calendar(name)
    closed = bank_holidays(range(2011, 2029))
    return calendar_of(record, bank_holidays=closed, authority_of={"ash": "Nottinghamshire", "birch": None})


@pytest.mark.parametrize("name", shipped_calendars())
def test_each_shipped_year_has_190_school_days_and_five_inset_days(name: str) -> None:
    calendar = shipped(name)
    years = {academic_year(h.starts) for h in calendar.default.half_terms}
    for first, last in years:
        assert len(calendar.school_days(first, last)) == 190
        assert len(calendar.school_days(first, last, school="ash")) == 190
        assert len([d for d in calendar.default.inset if first <= d <= last]) == 5


@pytest.mark.parametrize("name", shipped_calendars())
def test_each_shipped_calendar_has_an_authority_with_two_weeks_in_october(name: str) -> None:
    calendar = shipped(name)
    for half_term in calendar.default.half_terms:
        if half_term.id.startswith("autumn-1"):
            own = calendar.dates(half_term.id, school="ash")
            following = calendar.following(own.id, school="ash")
            assert following is not None
            assert (following.starts - own.ends).days == 17  # from a Friday to the third Monday after


@pytest.mark.parametrize("name", shipped_calendars())
def test_shipped_dates_say_that_they_are_examples_to_be_checked(name: str) -> None:
    assert "check them against yours" in " ".join((shipped_calendar(name).source or "").split())


def test_england_and_wales_have_the_same_bank_holidays() -> None:
    years = range(2005, 2031)
    wales = holidays.country_holidays("GB", subdiv="WLS", years=list(years))
    assert bank_holidays(years) == frozenset(wales)
    assert {date(2012, 6, 5), date(2013, 3, 29), date(2013, 4, 1)} <= bank_holidays([2012, 2013])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small workspace: 6 January is INSET at ash, and a text looks like markup of the terminal."""
    folder = make_workspace(tmp_path_factory.mktemp("shown") / "small", pupils=1)
    six = (
        "source: Made up [bold]\n"
        "years:\n- year: 2025/26\n  inset: [2025-09-01]\n  half_terms:\n"
        "    autumn-1: [2025-09-02, 2025-10-24]\n    autumn-2: [2025-11-03, 2025-12-19]\n"
        "    spring-1: [2026-01-05, 2026-02-13]\n    spring-2: [2026-02-23, 2026-03-27]\n"
        "    summer-1: [2026-04-13, 2026-05-22]\n    summer-2: [2026-06-01, 2026-07-20]\n"
        "schools: {ash: {years: [{year: 2025/26, inset: [2026-01-06]}]}}\n"
    )
    (folder / "calendar.yaml").write_text(six)
    return folder


@pytest.mark.parametrize(
    ("on", "school", "said"),
    [
        ("2026-01-06", "beech", "a school day of Spring 1, 2025/26 (spring-1-202526); 28 school days left"),
        ("2026-01-06", "ash", "Tuesday 6 January 2026: an INSET day of Spring 1, 2025/26"),
        ("2026-01-10", "ash", "a weekend of Spring 1"),
        ("2026-05-04", "ash", "a bank holiday of Summer 1"),
        ("2026-01-02", "ash", "in no half-term; Spring 1, 2025/26 begins on 5 January 2026."),
        ("2027-01-05", "ash", "in no half-term; the calendar ends on 20 July 2026."),
        ("2025-03-28", "ash", "a school day of Spring 2 (spring-2); 5 school days left in it."),
    ],
)
def test_a_day_is_told_in_a_line(folder: Path, on: str, school: str, said: str) -> None:
    assert said in show(folder, "--school", school, "--on", on)


def test_the_table_is_of_the_days_academic_year_and_texts_are_shown_as_written(folder: Path) -> None:
    said = show(folder, "--on", "2026-01-06")
    rows = [line.split()[0] for line in said.splitlines() if "2026" in line or "2025-" in line]
    assert {"autumn-1-202526", "summer-2-202526"} <= set(rows)
    assert "autumn-2 " not in said
    assert "INSET days: Mon 2025-09-01" in said
    assert "Source: Made up [bold]" in said


def test_a_machine_reads_the_same_as_json(folder: Path) -> None:
    said = json.loads(show(folder, "--on", "2026-01-06", "--school", "ash", "--json"))
    assert (said["half_term"], said["is_school_day"], said["inset"]) == (
        "spring-1-202526",
        False,
        ["2026-01-06"],
    )
    assert len(said["half_terms"]) == 6


def test_an_unknown_school_is_refused_with_its_near_miss(folder: Path) -> None:
    ran = CliRunner().invoke(app, ["calendar", "show", str(folder), "--school", "bech"])
    assert str(ran.exception) == "no school 'bech' in programme.yaml; did you mean 'beech'?"
