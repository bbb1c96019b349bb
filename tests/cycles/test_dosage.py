"""What was delivered, against tables worked by hand."""

from __future__ import annotations

import pytest

from halfterm.cycles.do_log_entries import Entry
from halfterm.cycles.do_log_reading import entry_of
from halfterm.cycles.dosage import (
    Attendance,
    Dose,
    LedBy,
    PerPupil,
    PlannedDose,
    Spent,
    dose,
    lessons_seen,
    log_figure,
    planned_dose,
)
from halfterm.cycles.intervention import Intervention
from tests.cycles.log_factory import entry

ANN, BOB, CAZ = (letter * 64 for letter in "abc")

# Two groups; 2 sessions a week for 2 weeks were planned for each: 8 in all, 200 minutes of 25.
SESSIONS = (
    entry("session", "2025-01-21", group="red", role="teacher", planned=6, present=6, minutes=25),
    entry("session", "2025-01-22", group="Red", role="TA", planned=6, present=3, minutes=20),
    entry("session", "2025-01-23", group="blue", role="TA", planned=4, present=3, minutes=25),
    entry("session", "2025-01-24", group="blue", role="TA", planned=4),  # nobody counted, nobody timed
)
PLANNED = PlannedDose(sessions=4, minutes=100)


def test_sessions_minutes_and_attendance_follow_the_hand_worked_table() -> None:
    made = dose(SESSIONS, PLANNED)
    assert (made.sessions, made.groups, made.sessions_planned, made.sessions_share) == (4, 2, 8, 0.5)
    assert (made.minutes, made.minutes_planned, made.minutes_share, made.untimed) == (70, 200, 0.35, 1)
    assert made.attendance == Attendance(present=12, planned=16, sessions=3)
    assert made.attendance.share == 0.75


def test_who_led_is_set_beside_who_came() -> None:
    assert dose(SESSIONS, PLANNED).led_by == (
        LedBy("teaching assistant", 3, Attendance(6, 10, 2)),
        LedBy("teacher", 1, Attendance(6, 6, 1)),
    )


def test_one_hundred_percent_is_every_place_taken() -> None:
    full = [entry("session", f"2025-01-2{day}", planned=28, present=28) for day in range(1, 4)]
    assert dose(full, PLANNED).attendance == Attendance(84, 84, 3)
    assert dose(full, PLANNED).attendance.share == 1.0


def test_registers_give_sessions_by_pupil_and_no_pseudonym() -> None:
    # Ann came three times, Bob once of three, Caz was awaited once and never came.
    registers = [
        entry("session", "2025-01-21", pupils=(ANN, BOB), absent=(CAZ,)),
        entry("session", "2025-01-22", pupils=(ANN,), absent=(BOB,)),
        entry("session", "2025-01-23", pupils=(ANN,), absent=(BOB,)),
    ]
    made = dose(registers, PLANNED)
    assert made.per_pupil == PerPupil(pupils=3, least=0, median=1, most=3)
    assert made.attendance == Attendance(4, 7, 3)
    assert not any(pupil in repr(made) for pupil in (ANN, BOB, CAZ))


def test_without_a_plan_or_a_log_nothing_is_made_up() -> None:
    nothing = dose([], PlannedDose())
    assert nothing == Dose(0, 0, None, None, None, 0, Attendance(0, 0, 0), None, None, 0, (), ())
    assert (nothing.sessions_share, nothing.minutes_share, nothing.attendance.share) == (None, None, None)
    begun = dose([], PLANNED)
    assert (begun.sessions_planned, begun.sessions_share, begun.minutes_share) == (4, 0, None)


def test_fidelity_is_the_mean_of_its_notes() -> None:
    notes = [entry("fidelity", as_planned=word) for word in ("fully", "partly", "not")]
    made = dose([*notes, entry("fidelity", share=0.8)], PLANNED)
    assert (made.fidelity, made.fidelity_entries) == (pytest.approx(0.575), 4)


def test_money_is_summed_by_funding_beside_what_was_planned() -> None:
    spent = (
        entry("cost", pounds=100, funding="pupil premium"),
        entry("cost", pounds="£20.50", funding="pupil premium"),
        entry("cost", pounds=7, funding="donation"),
        entry("cost", pounds=3),
    )
    made = dose(spent, PlannedDose(pounds={"pupil premium": 400, "school budget": 50}))
    assert made.spent == (
        Spent("pupil premium", 120.5, 400),
        Spent("school budget", 0, 50),
        Spent("donation", 7, None),
        Spent("funding not said", 3, None),
    )


def test_the_planned_dose_comes_from_the_plan_and_costs_by_pupil_only_with_their_number() -> None:
    intervention = Intervention.model_validate(
        {
            "name": "daily phonics",
            "theme": "Reading",
            "dosage": {"sessions_per_week": 5, "minutes": 25, "weeks": 6},
            "costs": [
                {"what": "training", "pounds": 300, "funding": "pupil premium"},
                {"what": "books", "pounds": 10, "funding": "pupil premium", "per_pupil": True},
            ],
        }
    )
    assert planned_dose(intervention) == PlannedDose(30, 750, {"pupil premium": 300})
    assert planned_dose(intervention, pupils=9) == PlannedDose(30, 750, {"pupil premium": 390})


def test_lessons_before_and_after_have_newcombes_interval() -> None:
    # Newcombe (1998), example (a) of his table II, method 10: 56/70 v 48/80 gives 0.0524 to 0.3339.
    seen = (
        entry("observation", seen=80, good=48, when="before"),
        entry("observation", seen=30, good=26, when="after"),
        entry("observation", seen=40, good=30, when="after"),
        entry("observation", seen=9, good=9, when="during"),
    )
    made = lessons_seen(seen)
    assert (made.good_before, made.seen_before, made.good_after, made.seen_after) == (48, 80, 56, 70)
    assert (made.change, made.lower, made.upper) == (
        pytest.approx(20.0),
        pytest.approx(5.24, abs=0.005),
        pytest.approx(33.39, abs=0.005),
    )
    assert lessons_seen(seen[1:]).change is None


@pytest.mark.parametrize(
    ("wanted", "figure"),
    [("attendance", 75.0), ("sessions", 4.0), ("minutes", 70.0), ("fidelity", 50.0), ("lessons_good", 60.0)],
)
def test_a_process_measure_is_taken_from_the_log(wanted: str, figure: float) -> None:
    entries: list[Entry] = [
        *SESSIONS,
        entry("fidelity", as_planned="partly"),
        entry("observation", seen=10, good=6),
        entry("observation", seen=10, good=0, when="before"),
    ]
    assert log_figure(entries, wanted) == pytest.approx(figure)  # type: ignore[arg-type]


def test_a_process_measure_that_nobody_logged_is_not_known() -> None:
    assert log_figure([], "attendance") is None
    assert log_figure([], "minutes") is None
    assert log_figure([], "lessons_good") is None
    assert log_figure([entry_of("learning", {"on": "2025-01-21", "what": "x"})], "sessions") == 0
