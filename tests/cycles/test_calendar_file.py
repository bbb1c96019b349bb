"""What calendar.yaml may say, and how authorities' and schools' dates are laid over the default."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from halfterm.cycles.calendar_file import CalendarRecord, calendar_of, strangers
from halfterm.cycles.errors import BadInput
from halfterm.cycles.school_year import Calendar, HalfTermDates
from tests.cycles.factories import day

SIX = {
    "autumn-1": ["2012-09-04", "2012-10-26"],
    "autumn-2": ["2012-11-05", "2012-12-21"],
    "spring-1": ["2013-01-07", "2013-02-15"],
    "spring-2": ["2013-02-25", "2013-03-28"],
    "summer-1": ["2013-04-15", "2013-05-24"],
    "summer-2": ["2013-06-03", "2013-07-23"],
}


def content(
    *,
    half_terms: dict[str, list[str]] | None = None,
    inset: tuple[str, ...] = ("2012-09-03", "2012-11-05"),
    **more: Any,
) -> dict[str, Any]:
    year = {"year": "2012/13", "half_terms": SIX | (half_terms or {}), "inset": inset}
    return {"source": "Made up.", "years": [year]} | more


def own(**year: Any) -> dict[str, Any]:
    return {"years": [{"year": "2012/13"} | year]}


def made(said: dict[str, Any], **schools: str | None) -> Calendar:
    record = CalendarRecord.model_validate(said)
    return calendar_of(record, bank_holidays={day("2013-05-06")}, authority_of=schools)


def problems(said: dict[str, Any], **schools: str | None) -> tuple[str, ...]:
    with pytest.raises(BadInput) as refused:
        made(said, **schools)
    return refused.value.problems


def test_half_terms_get_ids_and_names_with_their_academic_year() -> None:
    calendar = made(content())
    first = calendar.default.half_terms[0]
    assert first == HalfTermDates(
        "autumn-1-201213", "Autumn 1, 2012/13", day("2012-09-04"), day("2012-10-26")
    )
    assert not calendar.is_school_day(day("2013-05-06"))
    assert calendar.source == "Made up."


def test_a_school_goes_by_its_own_dates_over_its_authority_over_the_default_half_term_by_half_term() -> None:
    said = content(
        authorities={
            "Kent": own(
                half_terms={
                    "autumn-1": ["2012-09-04", "2012-10-12"],
                    "autumn-2": ["2012-10-29", "2012-12-21"],
                }
            )
        },
        schools={"ash": own(half_terms={"autumn-2": ["2012-10-30", "2012-12-20"]})},
    )
    calendar = made(said, ash="Kent", birch="Kent", cedar="Essex")
    spans = {
        school: [(h.starts.isoformat(), h.ends.isoformat()) for h in calendar.of(school).half_terms[:3]]
        for school in ("ash", "birch", "cedar")
    }
    spring = ("2013-01-07", "2013-02-15")
    assert spans == {
        "ash": [("2012-09-04", "2012-10-12"), ("2012-10-30", "2012-12-20"), spring],
        "birch": [("2012-09-04", "2012-10-12"), ("2012-10-29", "2012-12-21"), spring],
        "cedar": [("2012-09-04", "2012-10-26"), ("2012-11-05", "2012-12-21"), spring],
    }


def test_inset_days_of_default_and_authority_add_up_and_a_schools_own_list_stands_alone() -> None:
    said = content(
        authorities={"Kent": own(inset=["2013-01-07"])},
        schools={"ash": own(inset=["2013-02-25"]), "cedar": own(inset=[])},
    )
    calendar = made(said, ash="Kent", birch="Kent", cedar="Kent", dale=None)
    assert calendar.of("ash").inset == {day("2013-02-25")}
    assert calendar.of("birch").inset == {day("2012-09-03"), day("2012-11-05"), day("2013-01-07")}
    assert calendar.of("cedar").inset == set()
    assert calendar.of("dale").inset == {day("2012-09-03"), day("2012-11-05")}


def test_everything_wrong_is_told_at_once_and_each_in_its_place() -> None:
    said = content(
        half_terms={"autumn-1": ["2012-10-26", "2012-09-04"], "spring-2": ["2013-02-15", "2013-03-28"]},
        inset=("2012-09-01", "2014-01-06"),
        authorities={"Kent": own(half_terms={"summer-2": ["2013-05-24", "2013-07-23"]})},
        schools={"ash": {"years": [{"year": "2013/14"}]}},
    )
    said["years"][0]["half_terms"].pop("summer-1")
    said["authorities"]["Kent"]["years"][0]["half_terms"]["summer-1"] = ["2013-04-15", "2013-05-24"]
    assert problems(said, ash="Kent") == (
        "half-term 'autumn-1-201213' ends before it starts",
        "half-term 'spring-2-201213' starts before 'spring-1-201213' ends",
        "INSET day 2014-01-06 lies outside the academic year 2012/13",
        "INSET day 2012-09-01 is at a weekend",
        "year '2012/13' has no 'summer-1': a year has six half-terms",
        "authority 'Kent': half-term 'summer-2-201213' starts before 'summer-1-201213' ends",
        "school 'ash': year '2013/14' is not among the calendar's years; did you mean '2012/13'?",
        "school 'ash': half-term 'summer-2-201213' starts before 'summer-1-201213' ends",
    )


def test_a_half_term_may_begin_in_late_august_but_not_lie_in_another_year() -> None:
    assert made(content(half_terms={"autumn-1": ["2012-08-28", "2012-10-26"]}))
    wrong = problems(content(half_terms={"autumn-1": ["2012-08-13", "2012-10-26"]}))
    assert wrong == ("half-term 'autumn-1-201213' lies outside the academic year 2012/13",)


def test_a_year_that_is_there_twice_is_refused() -> None:
    said = content()
    said["years"] *= 2
    assert problems(said) == ("year '2012/13' is there twice",)


def test_half_terms_that_the_programme_adds_are_in_every_schools_calendar_unless_they_overlap() -> None:
    record = CalendarRecord.model_validate(content(schools={"ash": own(inset=[])}))
    club = HalfTermDates("summer-club", "Summer club", day("2013-07-29"), day("2013-08-02"))
    calendar = calendar_of(record, bank_holidays=(), authority_of={"ash": None}, also=[club])
    assert calendar.dates("summer-club", school="ash") == club
    late = HalfTermDates("extra", "Extra", day("2013-07-20"), day("2013-08-02"))
    with pytest.raises(BadInput, match=r"'extra' of programme.* overlaps 'summer-2-201213'"):
        calendar_of(record, bank_holidays=(), authority_of={"ash": None}, also=[late])


def test_schools_and_authorities_that_the_programme_does_not_know_are_named_with_near_misses() -> None:
    record = CalendarRecord.model_validate(
        content(authorities={"Knet": own(inset=[])}, schools={"ahs": own(inset=[])})
    )
    assert strangers(record, {"ash": "Kent"}) == (
        "school 'ahs': programme.yaml has no such school; did you mean 'ash'?",
        "authority 'Knet': no school of programme.yaml has this `la`; did you mean 'Kent'?",
    )


def test_an_authority_in_other_capitals_is_told_and_a_near_one_is_another() -> None:
    said = content(authorities={"Leicestershire": own(inset=[])})
    assert problems(said, ash="leicestershire", birch="Leicester", cedar="Leicestershire") == (
        "school 'ash': its `la` 'leicestershire' is 'Leicestershire' in the calendar",
    )


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"source": None}, "give `source` and `years`"),
        ({"use": "2011-13"}, "`source` and `years` are not for it"),
        ({"years": [{"year": "2012/14", "half_terms": SIX}]}, "write an academic year as 2012/13"),
        ({"years": [{"year": "2012-13", "half_terms": SIX}]}, "years.0.year"),
        (
            {"years": [{"year": "2012/13", "half_terms": {"autum-1": ["2012-09-04", "2012-10-26"]}}]},
            "autum-1",
        ),
        ({"years": [{"year": "2012/13", "half_terms": {"autumn-1": ["2012-09-04"]}}]}, "autumn-1.1"),
        ({"holidays": []}, "holidays"),
    ],
)
def test_a_file_of_another_shape_is_refused(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValidationError) as refused:
        CalendarRecord.model_validate(content() | changes)
    assert problem in str(refused.value)
