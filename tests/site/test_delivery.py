"""What was delivered beside what was planned, and that nothing is made up where nothing was logged."""

from __future__ import annotations

from dataclasses import replace

import pytest

from halfterm.cycles.carried_out import Note, ShownLedBy
from halfterm.cycles.disclosure import hidden
from halfterm.cycles.intervention import Dosage
from halfterm.site.delivery import NO_SESSION, NOTHING, delivery
from halfterm.site.safe import show_edition
from halfterm.site.shown import ShownCycle
from tests.site.edition_factory import edition
from tests.site.shown_log import number, shown_log


def cycle(**log: object) -> ShownCycle:
    shown = show_edition(edition(), "public").cycles[1]
    return replace(shown, carried_out=shown_log(**log))


def test_nothing_logged_is_said_plainly() -> None:
    without = replace(cycle(), carried_out=None)
    assert (delivery(without).none, delivery(without).rows) == (NOTHING, ())
    assert delivery(cycle()).none == NOTHING


def test_a_log_without_sessions_is_not_nothing() -> None:
    told = delivery(cycle(cost_spent=20))
    assert (told.none, told.line) == (NO_SESSION, "")


@pytest.mark.parametrize(
    ("log", "line"),
    [
        ({"sessions": 1}, "1 session."),
        ({"sessions": 3, "minutes": 45}, "3 sessions, 45 minutes."),
        (
            {
                "sessions": 25,
                "sessions_planned": 28,
                "sessions_percent": 89,
                "minutes": 375,
                "minutes_planned": 420,
                "attendance": 90,
                "fidelity": 83,
            },
            "25 of 28 sessions (89%), 375 of 420 minutes, attendance 90%, 83% done as planned.",
        ),
        ({"sessions": 30, "sessions_planned": 28, "sessions_percent": 107}, "30 of 28 sessions (107%)."),
        ({"sessions": 2, "attendance": hidden("c")}, "2 sessions."),
    ],
)
def test_the_dose_is_said_in_one_line(log: dict[str, object], line: str) -> None:
    assert delivery(cycle(**log)).line == line


def test_planned_stands_beside_delivered() -> None:
    rows = delivery(
        cycle(
            sessions=25,
            sessions_planned=28,
            sessions_percent=89,
            groups=2,
            attendance=hidden("c"),
            led_by=(ShownLedBy("teacher", number(20)), ShownLedBy("mentor", number(5))),
            lessons_good_before=58,
            lessons_good_after=hidden("z"),
        )
    ).rows
    assert [(row.what, row.planned, row.delivered) for row in rows] == [
        ("Sessions", "28 (for 2 groups together)", "25 (89%)"),
        ("Attendance", "–", "c"),
        ("Sessions led by", "teaching assistants", "teacher: 20; mentor: 5"),
        ("Lessons good or better", "–", "58% before, not seen after"),
    ]


def test_a_dosage_in_words_stands_as_it_was_written() -> None:
    wordy = cycle(sessions=4)
    plan = wordy.plan.model_copy(
        update={
            "intervention": wordy.plan.intervention.model_copy(
                update={"dosage": Dosage(words="every lesson")}
            )
        }
    )
    assert delivery(replace(wordy, plan=plan)).rows[0].planned == "every lesson"


NOTES = (
    Note(1, "adaptation", "Read before lunch.", more="They were tired.", school="ash"),
    Note(2, "obstacle", "Illness", more="FSM staff helping out"),
    Note(3, "obstacle", "No room", school="birch"),
)


def test_adaptations_say_why_and_obstacles_what_solved_them() -> None:
    told = delivery(cycle(sessions=1, notes=NOTES))
    assert told.adaptations == ("Read before lunch, because they were tired.",)
    assert told.obstacles == ("Illness; solved by FSM staff helping out.", "No room; not solved.")


def test_a_schools_page_tells_its_own_notes_and_those_of_all() -> None:
    assert delivery(cycle(sessions=1, notes=NOTES), school="ash").obstacles == (
        "Illness; solved by FSM staff helping out.",
    )


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({}, ""),
        ({"obstacle": 1}, "The log holds 1 obstacle more, not released to be shown here."),
        (
            {"adaptation": 2, "obstacle": 1},
            "The log holds 2 adaptations and 1 obstacle more, not released to be shown here.",
        ),
        ({"quotation": 3}, ""),
    ],
)
def test_words_that_are_not_released_are_counted(counts: dict[str, int], words: str) -> None:
    assert delivery(cycle(sessions=1, unreleased=counts)).unreleased == words
