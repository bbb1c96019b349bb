"""Half-terms written whole or as ids of the calendar."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from halfterm.cycles.programme import Programme
from halfterm.cycles.school_year import Calendar, HalfTermDates, SchoolDates
from tests.cycles.factories import day, programme_content

CALENDAR = Calendar(
    SchoolDates.of(
        [
            HalfTermDates("autumn-1-202526", "Autumn 1, 2025/26", day("2025-09-02"), day("2025-10-24")),
            HalfTermDates("autumn-2-202526", "Autumn 2, 2025/26", day("2025-11-03"), day("2025-12-19")),
        ]
    )
)


def read(*half_terms: Any, **context: Any) -> Programme:
    return Programme.model_validate(programme_content(half_terms=half_terms), context=context or None)


def refusal(*half_terms: Any, **context: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        read(*half_terms, **context)
    return str(refused.value)


def test_an_id_gets_its_name_and_dates_from_the_calendar() -> None:
    whole = {"id": "club", "name": "Club", "starts": "2026-08-03", "ends": "2026-08-07"}
    programme = read("autumn-1-202526", "autumn-2-202526", whole, calendar=CALENDAR)
    assert programme.half_terms[0].name == "Autumn 1, 2025/26"
    assert programme.half_terms[1].ends == day("2025-12-19")
    assert programme.half_terms[2].id == "club"


def test_an_id_that_the_calendar_does_not_know_is_refused_with_its_near_miss() -> None:
    said = refusal("autum-1-202526", calendar=CALENDAR)
    assert "no half-term 'autum-1-202526' in the calendar; did you mean 'autumn-1-202526'" in said


def test_an_id_without_a_calendar_asks_for_dates() -> None:
    assert "'autumn-1-202526' is only an id: give name, starts and ends" in refusal("autumn-1-202526")
    assert "is only an id" in refusal("autumn-1-202526", calendar=None)


def test_an_id_waits_for_a_broken_calendar_to_be_mended() -> None:
    said = refusal("autumn-1-202526", calendar=None, broken=True)
    assert "'autumn-1-202526' cannot be looked up before the calendar is mended" in said


def test_a_half_term_with_other_dates_than_the_calendars_is_told() -> None:
    whole = {"id": "autumn-1-202526", "name": "Autumn", "starts": "2025-09-02", "ends": "2025-10-17"}
    said = refusal(whole, calendar=CALENDAR)
    assert "has other dates in the calendar (2025-09-02 to 2025-10-24): write only its id here" in said
    assert read(whole | {"ends": "2025-10-24"}, calendar=CALENDAR).half_terms[0].name == "Autumn"
