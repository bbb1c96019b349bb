"""`halfterm before-after`: what a head has at hand, and how sure it is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.before_after import DIFFERENCE_ONLY
from halfterm.flows.cli import app


def say(*words: str) -> Result:
    return CliRunner().invoke(app, ["before-after", *words])


def report(*words: str) -> dict[str, Any]:
    done = say(*words, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("words", [("47", "80"), ("47%", "80 %"), ("47", "24/30")])
def test_without_both_numbers_of_pupils_there_is_the_difference_only(words: tuple[str, str]) -> None:
    found = report(*words)
    assert (found["change"]["value"], found["change"]["lower"], found["pupils_equivalent"]) == (
        33,
        None,
        None,
    )
    assert found["change"]["method"] == DIFFERENCE_ONLY
    assert "The difference only" in say(*words).output


def test_with_their_number_there_are_an_interval_a_p_and_pupils() -> None:
    found = report("47", "80", "--of", "30")
    assert found == report("14/30", "24/30") | {"before": found["before"], "after": found["after"]}
    assert found["before"] == {"percentage": 47, "reached": 14, "n": 30}
    assert found["pupils_equivalent"] == pytest.approx(10)
    text = say("47", "80", "--of", "30").output
    assert "+33.3 percentage points, 95 % interval +8.9 to +52.8, p 0.007" in text
    assert "as many as 10 of 30 pupils" in text


def test_of_the_same_pupils_those_who_changed_are_counted() -> None:
    found = report("14/30", "24/30", "--both", "13")
    assert found["same_pupils"] is True
    assert found["change"]["p"] == pytest.approx(2 * 13 / 2**12)  # 1 of 12 who changed fell


def test_a_fall_and_no_change_read_as_plainly() -> None:
    assert "Change of a share: −33.3 percentage points" in say("24/30", "14/30").output
    assert "Chance alone may do as much." in say("14/30", "14/30").output
    assert report("0/9", "9/9")["change"]["value"] == 100


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("147", "80"), "BEFORE: give a percentage from 0 to 100"),
        (("47", "many"), "AFTER: give a percentage"),
        (("31/30", "5/30"), "BEFORE: 31 of 30 pupils cannot be"),
        (("0/0", "5/30"), "BEFORE: 0 of 0 pupils cannot be"),
        (
            ("47", "80", "--of", "25"),
            "--of: no whole number of 25 pupils is 47 %: 11 are 44 % and 12 are 48 %",
        ),
        (("14/30", "80", "--of", "30"), "--of: a count such as 14/30 says itself"),
        (("47", "80", "--both", "3"), "--both: it needs the number of pupils"),
        (("14/30", "24/31", "--both", "3"), "--both: the same pupils are as many before as after"),
        (("14/30", "24/30", "--both", "15"), "--both: of 30 pupils with 14 before and 24 after, 8 to 14"),
    ],
)
def test_what_cannot_be_is_refused_in_words(words: tuple[str, ...], said: str) -> None:
    refused = say(*words).exception
    assert isinstance(refused, BadInput)
    assert said in str(refused)
