"""What an engagement agreed, and its steps and stages as the events tell them."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from halfterm.cycles.engagement_terms import (
    STAGES,
    STEPS,
    TermsOfEngagement,
    check_stage,
    check_step,
    checklist,
)
from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.cycles.events import REMINDED, STAGE_REACHED, STEP_CHECKED, Event
from tests.cycles.factories import day


def make_terms(**changes: Any) -> TermsOfEngagement:
    content: dict[str, Any] = {
        "agreed": "2012-01-20",
        "by": ["ben", "cat"],
        "aims": "Halve the reading gap.",
        "lead_offers": ["Two days a half-term.", "A visit."],
        "supported_commit": "The head comes to every meeting.",
        "data_shared": "Marks by pupil.",
    }
    return TermsOfEngagement.model_validate(content | changes)


def told(kind: str, on: str, **body: Any) -> Event:
    return Event(1, day(on), "cat", kind, "ash-and-birch", body, "")


def test_there_are_eight_steps_half_of_them_to_gather_evidence_and_four_stages() -> None:
    assert "".join(step.letter for step in STEPS) == "abcdefgh"
    assert [step.letter for step in STEPS if step.kind == "gather evidence"] == list("abcd")
    assert [stage.number for stage in STAGES] == [1, 2, 3, 4]


def test_a_single_point_needs_no_list() -> None:
    terms = make_terms()
    assert terms.aims == ("Halve the reading gap.",)
    assert len(terms.lead_offers) == 2


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"review_on": "2012-01-20"}, "reviewed after the day"),
        ({"by": ["ben"]}, "by"),
        ({"aims": []}, "aims"),
        ({"aims": " "}, "must not be blank"),
        ({"days_of_support": 0}, "days_of_support"),
        ({"cost": "100"}, "cost"),
    ],
)
def test_terms_that_say_too_little_or_too_much_are_refused(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValidationError) as refused:
        make_terms(**changes)
    assert problem in str(refused.value)


def test_agreed_terms_prove_the_first_step() -> None:
    progress = checklist(make_terms(), [])
    first = progress.steps[0]
    assert (first.done_on, first.proofs[0].by) == (day("2012-01-20"), ("ben", "cat"))
    assert progress.done("gather evidence") == 1
    assert checklist(None, []).steps[0].done_on is None


def test_a_step_is_done_on_the_day_of_its_first_proof_and_keeps_them_all() -> None:
    progress = checklist(
        None,
        [
            told(STEP_CHECKED, "2012-02-01", step="e", evidence="Reading group"),
            told(REMINDED, "2012-02-02"),
            told(STEP_CHECKED, "2012-03-01", step="e", evidence="Toolkit used"),
        ],
    )
    step = progress.steps[4]
    assert step.done_on == day("2012-02-01")
    assert [proof.evidence for proof in step.proofs] == ["Reading group", "Toolkit used"]
    assert (progress.done("gather evidence"), progress.done("make progress")) == (0, 1)
    assert progress.stage is None


def test_the_stage_is_the_last_reached() -> None:
    progress = checklist(
        None,
        [
            told(STAGE_REACHED, "2012-02-01", stage=1, evidence="Launch"),
            told(STAGE_REACHED, "2012-04-01", stage=2, evidence="Staff survey"),
        ],
    )
    assert progress.stage == STAGES[1]
    assert [stage.proof and stage.proof.on for stage in progress.stages] == [
        day("2012-02-01"),
        day("2012-04-01"),
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("letter", "evidence", "refusal", "problem"),
    [
        ("i", "Seen", BadInput, "no step 'i': the steps are a to h"),
        ("a", "Seen", NotAllowed, "step a is proved by the engagement's `terms`"),
        ("b", " ", BadInput, "step b: say by what evidence"),
    ],
)
def test_a_step_that_cannot_be_checked_is_refused(
    letter: str, evidence: str, refusal: type[Exception], problem: str
) -> None:
    with pytest.raises(refusal, match=problem):
        check_step(letter, evidence)


@pytest.mark.parametrize(
    ("number", "evidence", "refusal", "problem"),
    [
        (1, "Seen", NotAllowed, "stage 1 was reached on 2012-02-01"),
        (3, "Seen", NotAllowed, "stage 3 comes after stage 2; next is 2, 'Engaging staff and digging deep'"),
        (4, "Seen", NotAllowed, "stage 4 comes after stage 3; next is 2"),
        (0, "Seen", BadInput, "no stage 0: the stages are 1 to 4"),
        (5, "Seen", BadInput, "no stage 5"),
        (2, "", BadInput, "stage 2: say by what evidence"),
    ],
)
def test_stages_come_in_order_each_once_and_with_evidence(
    number: int, evidence: str, refusal: type[Exception], problem: str
) -> None:
    so_far = checklist(None, [told(STAGE_REACHED, "2012-02-01", stage=1, evidence="Launch")])
    with pytest.raises(refusal, match=problem):
        check_stage(number, evidence, so_far=so_far)
    check_stage(2, "Staff survey", so_far=so_far)
