"""Dosage in numbers and in words, and what an intervention costs."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from halfterm.cycles.intervention import STRANDS, Cost, Dosage, Intervention

HALF_HOURS = {"sessions_per_week": 2, "minutes": 30, "weeks": 6}


def intervention(**changes: Any) -> Intervention:
    return Intervention.model_validate({"name": "Pairs", "theme": "Reading"} | changes)


@pytest.mark.parametrize(
    ("dosage", "sessions", "minutes", "said"),
    [
        (HALF_HOURS, 12, 360, "2 sessions of 30 minutes a week for 6 weeks"),
        (
            HALF_HOURS | {"sessions_per_week": 1, "weeks": 1},
            1,
            30,
            "1 session of 30 minutes a week for 1 week",
        ),
        (HALF_HOURS | {"sessions_per_week": 0.5}, 3, 90, "0.5 sessions of 30 minutes a week for 6 weeks"),
        (
            HALF_HOURS | {"words": "and a book to take home"},
            12,
            360,
            "2 sessions of 30 minutes a week for 6 weeks; and a book to take home",
        ),
        ("every lesson of the year", None, None, "every lesson of the year"),
        ({"words": "every lesson"}, None, None, "every lesson"),
    ],
)
def test_a_dosage_is_numbers_or_words_or_both(
    dosage: object, sessions: float | None, minutes: float | None, said: str
) -> None:
    made = intervention(dosage=dosage)
    assert (made.planned_sessions, made.planned_minutes) == (sessions, minutes)
    assert made.dosage is not None
    assert made.dosage.said == said
    assert Intervention.model_validate(made.model_dump(mode="json")) == made


@pytest.mark.parametrize(
    ("dosage", "problem"),
    [
        ({}, "say how much: sessions_per_week, minutes and weeks, or words"),
        ({"minutes": 20}, "a dosage in numbers also needs sessions_per_week and weeks"),
        (HALF_HOURS | {"minutes": 0}, "greater than 0"),
        (HALF_HOURS | {"weeks": -1}, "greater than 0"),
        ("  ", "must not be blank"),
        (HALF_HOURS | {"week": 3}, "week"),
    ],
)
def test_a_dosage_that_says_too_little_is_refused(dosage: object, problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        Dosage.model_validate(dosage)


def test_without_a_dosage_nothing_is_planned_in_numbers() -> None:
    assert (intervention().planned_sessions, intervention().planned_minutes) == (None, None)


def test_costs_are_in_all_or_for_each_pupil() -> None:
    made = intervention(
        costs=[
            {"what": "Training", "pounds": 300, "funding": "school budget", "recurring": "no"},
            {"what": "Books", "pounds": "6.50", "funding": "pupil premium", "per_pupil": "yes"},
        ]
    )
    assert made.planned_cost(pupils=20) == 430
    assert made.planned_cost(pupils=0) == 300
    assert isinstance(made.costs[1], Cost)


@pytest.mark.parametrize(("size", "right"), [(1, True), (0, False), ("4-6", False)])
def test_a_group_is_one_pupil_or_more(size: object, right: bool) -> None:
    if right:
        assert intervention(group_size=size).group_size == size
        return
    with pytest.raises(ValidationError, match="group_size"):
        intervention(group_size=size)


def test_strands_are_written_in_one_way_and_in_order() -> None:
    assert sorted(strand.casefold() for strand in STRANDS) == list(STRANDS)
