"""Errors that a user can mend, and the near misses they offer."""

from __future__ import annotations

import pytest

from halfterm.cycles.errors import BadInput, NotAllowed, StoreTrouble, UserError, did_you_mean


def test_an_error_shows_all_its_problems_a_line_each() -> None:
    error = BadInput("a.yaml: one", "b.yaml: two")
    assert str(error) == "a.yaml: one\nb.yaml: two"
    assert error.problems == ("a.yaml: one", "b.yaml: two")


@pytest.mark.parametrize("kind", [BadInput, NotAllowed, StoreTrouble])
def test_one_except_clause_catches_whatever_a_user_can_mend(kind: type[UserError]) -> None:
    with pytest.raises(UserError, match="mend me"):
        raise kind("mend me")


def test_the_near_miss_is_offered_whatever_its_capitals_and_in_its_own_spelling() -> None:
    assert did_you_mean("READING AUT", ["Reading Aut1", "UPN"]) == "; did you mean 'Reading Aut1'?"


def test_at_most_three_near_misses_are_offered_the_nearest_first() -> None:
    said = did_you_mean("spring-1", ["spring-2", "spring-1a", "spring-3", "spring-4"])
    assert said.startswith("; did you mean 'spring-1a' or ")
    assert said.count("'") == 6


@pytest.mark.parametrize("known", [[], ["UPN", "school"]])
def test_nothing_is_offered_where_nothing_is_near(known: list[str]) -> None:
    assert did_you_mean("reading", known) == ""
