"""Which stages are open on which day: each from its occasion on, and for good."""

from __future__ import annotations

from datetime import date

import pytest

from halfterm.cycles.due import StageName, due_half_terms
from halfterm.cycles.schedule import Kind, Occasion
from tests.cycles.factories import day, make_plan, make_programme

DATES: tuple[tuple[Kind, str, str], ...] = (
    ("baseline window", "2025-10-13", "2025-10-24"),
    ("lock by", "2025-11-07", "2025-11-07"),
    ("follow-up window", "2025-12-08", "2025-12-19"),
    ("study day", "2026-01-05", "2026-01-05"),
    ("review deadline", "2026-01-12", "2026-01-12"),
    ("publication", "2026-01-15", "2026-01-15"),
)
OCCASIONS = [
    Occasion(kind, "", "north", "ash-1", "", day(starts), day(ends), (), "") for kind, starts, ends in DATES
]


@pytest.mark.parametrize(
    ("today", "stages", "to_lock"),
    [
        ("2025-10-13", ("plan",), set()),
        ("2025-11-06", ("plan",), set()),
        ("2025-11-07", ("plan",), {"ash-1"}),
        ("2025-12-08", ("plan", "do"), {"ash-1"}),
        ("2026-01-05", ("plan", "do", "study", "act"), {"ash-1"}),
        ("2026-01-15", ("plan", "do", "study", "act", "publish"), {"ash-1"}),
        ("2027-07-01", ("plan", "do", "study", "act", "publish"), {"ash-1"}),
    ],
)
def test_a_stage_opens_on_the_first_day_of_its_occasion_and_stays_open(
    today: str, stages: tuple[StageName, ...], to_lock: set[str]
) -> None:
    (due,) = due_half_terms(make_programme(), [make_plan()], OCCASIONS, today=day(today))
    assert (due.half_term, due.stages, due.to_lock) == ("autumn-2", stages, to_lock)


def test_before_the_first_occasion_nothing_is_due() -> None:
    assert due_half_terms(make_programme(), [make_plan()], OCCASIONS, today=date(2025, 10, 12)) == ()


def test_a_cycle_followed_up_later_opens_the_stages_of_two_half_terms() -> None:
    plan = make_plan(follow_up="spring-1")
    dues = due_half_terms(make_programme(), [plan], OCCASIONS, today=day("2026-01-15"))
    assert [(due.half_term, due.stages) for due in dues] == [
        ("autumn-2", ("plan",)),
        ("spring-1", ("do", "study", "act", "publish")),
    ]


def test_occasions_of_meetings_and_of_other_plans_open_nothing() -> None:
    other = Occasion("study day", "", "north", "birch-9", "", day("2026-01-05"), day("2026-01-05"), (), "")
    assert due_half_terms(make_programme(), [make_plan()], [other], today=day("2026-02-01")) == ()
