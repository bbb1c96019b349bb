"""The rules: known by their names, with words that a data manager understands."""

from __future__ import annotations

import re

import pytest

from halfterm.cycles.load_rules import RULES, Rule


def test_every_rule_is_found_by_its_own_name() -> None:
    assert all(RULES[name].id == name for name in RULES)


def test_the_codes_of_the_school_census_are_those_that_people_know() -> None:
    assert {rule.id: rule.census for rule in RULES.values() if rule.census} == {
        "upn-missing": 1500,
        "upn-check-letter": 1510,
        "duplicate": 1520,
        "upn-authority": 1530,
    }


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_says_what_is_wrong_and_how_it_is_mended_as_parts_of_a_sentence(rule: Rule) -> None:
    assert re.fullmatch("[a-z]+(-[a-z]+)*", rule.id)
    for words in (rule.words, rule.mend):
        assert words
        assert words == words.strip(" .")
        assert words[0].islower()


def test_what_may_be_right_is_asked_and_what_cannot_be_is_rejected() -> None:
    assert {rule.id for rule in RULES.values() if rule.verdict == "question"} == {
        "upn-authority",
        "two-schools",
        "age-year",
        "impossible-change",
        "changed-status",
    }
    assert {rule.id for rule in RULES.values() if rule.verdict == "aside"} == {"school-unknown"}
