"""Who collects data, on which day, and what is assumed."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from halfterm.cycles.arrangements import Assumptions, DataTask, Risk


def task(*, who: str = "class teachers", when: str = "autumn-2") -> DataTask:
    return DataTask(measure="reading", who=who, when=when, how="a test")


@pytest.mark.parametrize(
    ("who", "person"),
    [
        ("cat", "cat"),
        ("head-lead", "head-lead"),
        ("class teachers", None),
        ("Teachers", None),
        ("Ms O'Neill", None),
    ],
)
def test_one_lower_case_word_is_a_persons_id_and_the_rest_is_words(who: str, person: str | None) -> None:
    assert task(who=who).person == person


@pytest.mark.parametrize(
    ("when", "on"), [("autumn-2", None), ("2025-12-01", date(2025, 12, 1)), ("2026-autumn", None)]
)
def test_data_are_collected_in_a_half_term_or_on_a_day(when: str, on: date | None) -> None:
    assert task(when=when).on == on


def test_a_day_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValidationError, match="there is no day 2025-02-30"):
        task(when="2025-02-30")


@pytest.mark.parametrize(
    ("name", "value"), [("correlation", 1), ("correlation", -0.1), ("icc", 1), ("reliability", 0)]
)
def test_an_assumption_that_leaves_nothing_to_find_is_refused(name: str, value: float) -> None:
    with pytest.raises(ValidationError, match=name):
        Assumptions.model_validate({name: value})


def test_a_likelihood_is_one_of_three_words() -> None:
    with pytest.raises(ValidationError, match="likelihood"):
        Risk.model_validate({"risk": "illness", "likelihood": "certain"})
