"""All points of a cycle together, and the chain that it is seen in."""

from __future__ import annotations

import pytest

from halfterm.cycles.quality import chain_of, cycle_quality
from tests.cycles.log_factory import Book
from tests.cycles.story_factory import make_story


@pytest.mark.parametrize("cycle", ["ash-1", "ash-2", "ash-3"])
def test_a_chain_is_the_same_whichever_of_its_cycles_is_asked(cycle: str) -> None:
    stories = {name: make_story(Book(), name) for name in ("ash-3", "ash-1", "ash-2")}
    assert [story.plan.id for story in chain_of(stories, cycle)] == ["ash-1", "ash-2", "ash-3"]


def test_a_chain_begins_where_its_plans_are_there() -> None:
    stories = {name: make_story(Book(), name) for name in ("ash-2", "ash-3")}
    assert [story.plan.id for story in chain_of(stories, "ash-3")] == ["ash-2", "ash-3"]


def test_every_point_of_a_fresh_plan_says_what_is_missing() -> None:
    story = make_story(Book())
    quality = cycle_quality(story, [story])
    assert [point.name for point in quality.points] == [
        *("iterative", "prediction-based", "small-scale first", "data over time", "documented"),
        *("all of these", "evidence", "security of impact", "progress"),
    ]
    assert all(point.missing for point in quality.points)
    assert quality.judged is None
