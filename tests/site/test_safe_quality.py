"""The quality of cycles on pages: of each audience's own figures, chain by chain."""

from __future__ import annotations

from dataclasses import replace

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.quality import CycleQuality
from halfterm.cycles.quality_point import CycleStory
from halfterm.cycles.record import CycleRecord, EditionRecord
from halfterm.site.safe import show_edition
from tests.cycles.log_factory import Book
from tests.site.edition_factory import edition, study


def told(cycles_told: tuple[CycleRecord, ...] | None = None) -> EditionRecord:
    """The small edition: every cycle locked and studied, the first decided before the second was locked."""
    book = Book()
    for cycle in ("ash-1", "dale-1"):
        book.lock(cycle)
        book.study(cycle)
    book.decide("adapt", "ash-1", learning="Before lunch.")
    book.lock("ash-2")
    book.study("ash-2")
    cycles = []
    for cycle in cycles_told or edition().cycles:
        story = CycleStory(cycle.plan, f"cycles/{cycle.plan.id}.yaml", book.about(cycle.plan.id))
        cycles.append(replace(cycle, story=story))
    return replace(edition(), cycles=tuple(cycles))


def qualities(record: EditionRecord, audience: Audience) -> dict[str, CycleQuality]:
    return {c.plan.id: c.quality for c in show_edition(record, audience).cycles if c.quality is not None}


def test_every_cycle_with_a_story_has_its_quality_and_others_have_none() -> None:
    assert list(qualities(told(), "public")) == ["ash-1", "ash-2", "dale-1"]
    without = tuple(replace(cycle, story=None) for cycle in edition().cycles)
    assert qualities(replace(edition(), cycles=without), "public") == {}


def test_a_cycle_is_judged_beside_its_own_chain_only() -> None:
    found = qualities(told(), "public")
    iterative = {name: next(p for p in q.points if p.name == "iterative") for name, q in found.items()}
    assert iterative["ash-1"].because == iterative["ash-2"].because
    assert "single" in iterative["dale-1"].because


def test_quality_rests_on_what_the_audience_sees() -> None:
    few = study(cycle="ash-1", level="engagement", place="ash-and-partners", n=(16, 104))
    first, *others = edition().cycles
    record = told((replace(first, studies=(few,)), *others))
    # Eight of the sixteen are treated: enough for a cluster, and hidden from the public.
    assert qualities(record, "cluster")["ash-1"].security.level == 0
    assert qualities(record, "public")["ash-1"].security.answer == "not rated"
