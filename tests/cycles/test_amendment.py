"""Amending a locked plan: named by its parts, refused for what the lock or the follow-up froze."""

from __future__ import annotations

import pytest

from halfterm.cycles.amendment import changed_parts, check_amendment
from halfterm.cycles.errors import NotAllowed
from tests.cycles.factories import make_plan


def test_changed_parts_are_named_by_their_path() -> None:
    plan = make_plan()
    goal = plan.targets[0].model_copy(update={"goal": plan.targets[0].goal + 1})
    other = plan.model_copy(update={"title": "Another", "targets": (goal, *plan.targets[1:])})
    assert changed_parts(plan, plan) == ()
    assert changed_parts(plan, other) == ("title", "targets.0.goal")


def test_a_list_of_another_length_is_one_change() -> None:
    plan = make_plan()
    assert changed_parts(plan, plan.model_copy(update={"targets": ()})) == ("targets",)


@pytest.mark.parametrize("state", ["locked", "under way", "followed up", "studied", "in review"])
def test_what_the_groups_rest_on_never_changes(state: str) -> None:
    with pytest.raises(NotAllowed, match=r"'target_group.name' was frozen by the lock"):
        check_amendment("c-1", ["target_group.name"], state=state)


@pytest.mark.parametrize(
    ("state", "allowed"),
    [("locked", True), ("under way", True), ("followed up", False), ("studied", False), ("in review", False)],
)
@pytest.mark.parametrize("part", ["predictions.0.value", "targets", "follow_up", "change_idea.treated.class"])
def test_predictions_and_targets_change_only_before_the_follow_up_is_loaded(
    part: str, state: str, allowed: bool
) -> None:
    if allowed:
        check_amendment("c-1", [part], state=state)
        return
    with pytest.raises(NotAllowed, match="the follow-up is loaded"):
        check_amendment("c-1", [part], state=state)


@pytest.mark.parametrize("state", ["locked", "under way", "followed up", "studied", "in review"])
def test_words_may_change_as_long_as_the_cycle_lives(state: str) -> None:
    check_amendment("c-1", ["title", "change_idea.theory", "risks.0.contingency"], state=state)


@pytest.mark.parametrize("state", ["decided", "stopped"])
def test_a_cycle_that_has_ended_is_not_amended(state: str) -> None:
    with pytest.raises(NotAllowed, match=f"is {state}"):
        check_amendment("c-1", ["title"], state=state)


def test_nothing_changed_is_no_amendment_and_every_problem_is_said_at_once() -> None:
    with pytest.raises(NotAllowed, match="nothing to amend"):
        check_amendment("c-1", [], state="locked")
    with pytest.raises(NotAllowed) as refused:
        check_amendment("c-1", ["baseline", "targets.0.goal", "title"], state="studied")
    assert len(refused.value.problems) == 2
