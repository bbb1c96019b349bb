"""Cycles as their records tell them, for the rules of quality."""

from __future__ import annotations

from typing import Any

from halfterm.cycles.plan import Plan
from halfterm.cycles.quality_point import CycleStory, StudiedMeasure
from tests.cycles.factories import plan_content
from tests.cycles.log_factory import Book

HALF_TERMS = ("autumn-1", "autumn-2", "spring-1", "spring-2")


def make_story(
    book: Book, cycle: str = "ash-1", *, studied: tuple[StudiedMeasure, ...] = (), **changes: Any
) -> CycleStory:
    """The story of a cycle from a book of events; `ash-2` runs a half-term after `ash-1`, and so on."""
    turn = int(cycle[-1])
    idea = {"name": "paired reading", "theory": "Who reads aloud more, reads better."}
    content = plan_content(
        id=cycle,
        half_term=HALF_TERMS[turn],
        baseline=HALF_TERMS[turn - 1],
        follow_up=HALF_TERMS[turn],
        follows=f"ash-{turn - 1}" if turn > 1 else None,
        change_idea=idea | changes.pop("change_idea", {}),
    )
    plan = Plan.model_validate(content | changes)
    return CycleStory(plan, f"cycles/{cycle}.yaml", book.about(cycle), studied)


def found(measure: str = "reading", half_term: str = "autumn-2", **figures: Any) -> StudiedMeasure:
    return StudiedMeasure(measure, half_term, **figures)
