"""Process measures from the do-log: by half-term, by week, and hidden where pupils are few."""

from __future__ import annotations

from datetime import date

import pytest

from halfterm.cycles.do_log_entries import Entry, Fidelity, Observation, Session
from halfterm.cycles.programme import HalfTerm
from halfterm.cycles.series.log_points import counting_days, log_points, periods
from halfterm.cycles.series.sums import HIDDEN

TERMS = (
    HalfTerm(id="spring-1", name="Spring 1", starts=date(2025, 1, 6), ends=date(2025, 2, 14)),
    HalfTerm(id="spring-2", name="Spring 2", starts=date(2025, 2, 24), ends=date(2025, 4, 4)),
    HalfTerm(id="summer-1", name="Summer 1", starts=date(2025, 4, 22), ends=date(2025, 5, 23)),
)


def session(on: date, present: int | None, planned: int | None, minutes: float | None = 30) -> Session:
    return Session(on=on, led_by="Nia", role="mentor", planned=planned, present=present, minutes=minutes)


LOG: tuple[Entry, ...] = (
    session(date(2025, 1, 14), 10, 12),
    session(date(2025, 1, 16), 8, 12),
    session(date(2025, 1, 28), 12, 12),
    session(date(2025, 3, 4), 6, 12, minutes=45),
    Fidelity(on=date(2025, 1, 15), part="pairs", as_planned="fully"),
    Fidelity(on=date(2025, 1, 17), part="pairs", as_planned="partly"),
    Observation(on=date(2025, 1, 3), by="Nia", seen=5, good=0, when="before"),
    Observation(on=date(2025, 1, 20), by="Nia", seen=4, good=3),
)


def of(
    wanted: str, every: str = "half-term", audience: str = "school"
) -> list[tuple[str, float | None, float]]:
    days = counting_days(LOG, wanted)  # type: ignore[arg-type]
    within = periods(days, TERMS, every=every)  # type: ignore[arg-type]
    made = log_points(LOG, wanted, within, audience=audience)  # type: ignore[arg-type]
    return [(point.id, point.value, point.size) for point in made]


def test_each_half_term_has_its_own_figure() -> None:
    assert of("attendance") == [("spring-1", pytest.approx(30 / 36), 36.0), ("spring-2", 0.5, 12.0)]
    assert of("sessions") == [("spring-1", 3.0, 1.0), ("spring-2", 1.0, 1.0)]
    assert of("minutes") == [("spring-1", 90.0, 1.0), ("spring-2", 45.0, 1.0)]
    assert of("fidelity") == [("spring-1", 0.75, 2.0)]
    assert of("lessons_good") == [("spring-1", 0.75, 4.0)]


def test_weeks_run_from_monday_and_those_of_the_holidays_are_left_out() -> None:
    weeks = {name: value for name, value, _ in of("sessions", every="week")}
    assert list(weeks) == [
        *("2025-01-13", "2025-01-20", "2025-01-27", "2025-02-03", "2025-02-10", "2025-02-24", "2025-03-03"),
    ]
    assert (weeks["2025-01-13"], weeks["2025-01-20"], weeks["2025-03-03"]) == (2.0, 0.0, 1.0)


def test_a_week_in_which_nobody_was_awaited_has_no_attendance() -> None:
    assert {name: value for name, value, _ in of("attendance", every="week")}["2025-01-20"] is None


def test_many_attendances_of_few_pupils_are_hidden_as_those_pupils_are() -> None:
    log = [session(date(2025, 1, day), 2, 4) for day in range(7, 18)]
    within = periods([entry.on for entry in log], TERMS, every="half-term")
    for audience, why in (("school", ""), ("cluster", HIDDEN), ("public", HIDDEN)):
        (point,) = log_points(log, "attendance", within, audience=audience)  # type: ignore[arg-type]
        assert (point.value is None, point.why) == (bool(why), why)


def test_an_empty_log_has_no_points() -> None:
    assert periods([], TERMS, every="week") == ()
    assert log_points([], "attendance", (), audience="school") == ()
