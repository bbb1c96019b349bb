"""How answers are read, and what is said to those that cannot be."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.flows.question import (
    Question,
    attributes,
    bounds,
    day,
    number,
    one_of,
    person,
    several,
    some_of,
    words,
)

KINDS = {"others": "the others", "none": "nobody"}
FIRST, LAST = date(2027, 1, 4), date(2027, 2, 12)


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        (words("k", "?"), "  two   words ", "two words"),
        (words("k", "?", default="this"), "", "this"),
        (words("k", "?", optional=True), "", None),
        (several("k", "?"), "no time; no books;", ["no time", "no books"]),
        (one_of("k", "?", KINDS), "2", "none"),
        (one_of("k", "?", KINDS), "Others", "others"),
        (one_of("k", "?", KINDS, own=True), "somebody", "somebody"),
        (some_of("k", "?", KINDS), "2, others, none", ["none", "others"]),
        (number("k", "?"), "−1.5", -1.5),
        (number("k", "?", least=1, most=99), "80%", 80),
        (bounds("k", "?", around=-1.5), "-3 to 0", (-3, 0)),
        (bounds("k", "?"), "0 to −3", (-3, 0)),
        (day("k", "?", first=FIRST, last=LAST), "2027-02-12", "2027-02-12"),
        (person("k", "?", ["cat"]), "cat", "cat"),
        (person("k", "?", ["cat"]), "class teachers", "class teachers"),
        (attributes("k", "?", {"fsm": ("yes", "no"), "year": ()}), "fsm=yes", {"fsm": ["yes"]}),
        (attributes("k", "?", {"year": ()}), "year=5, year=6", {"year": ["5", "6"]}),
    ],
)
def test_an_answer_is_read_as_what_a_plan_holds(question: Question, text: str, answer: Any) -> None:
    assert question.answer(text) == answer


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        (words("k", "?"), "   ", "this needs an answer"),
        (one_of("k", "?", KINDS), "othres", "did you mean 'others'?"),
        (one_of("k", "?", KINDS), "3", "answer a word or its number"),
        (some_of("k", "?", KINDS), "others, nobody", "'nobody' is not one of them"),
        (number("k", "?"), "few", "'few' is not a number"),
        (number("k", "?"), "inf", "not a number to plan with"),
        (number("k", "?"), "nan", "not a number to plan with"),
        (number("k", "?", least=1, most=99), "0", "0 is not from 1 to 99"),
        (bounds("k", "?"), "-3, 0", "two numbers with 'to' between them"),
        (bounds("k", "?", around=-5), "-3 to 0", "-5, your best guess, does not lie between -3 and 0"),
        (day("k", "?", first=FIRST, last=LAST), "12 February", "write the day as 2027-02-12"),
        (day("k", "?", first=FIRST, last=LAST), "2027-02-13", "does not lie between 2027-01-04 and"),
        (person("k", "?", ["head-lead"]), "head-led", "did you mean 'head-lead'?"),
        (attributes("k", "?", {"fsm": ("yes", "no")}), "fms=yes", "did you mean 'fsm'?"),
        (attributes("k", "?", {"fsm": ("yes", "no")}), "fsm=Y", "'fsm' is yes or no, not 'Y'"),
        (attributes("k", "?", {"fsm": ("yes", "no")}), "fsm", "not written as attribute=value"),
    ],
)
def test_an_answer_that_cannot_be_read_is_told_why(question: Question, text: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        question.answer(text)
    assert said in str(caught.value)
