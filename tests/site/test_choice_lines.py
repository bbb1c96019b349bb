"""The verdict under other choices on a page: like measures are told together, and nothing hidden is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.other_choices import OtherChoices, other_choices
from halfterm.cycles.other_choices_shown import HOLDS
from halfterm.cycles.record import EditionRecord
from halfterm.site.choice_lines import choice_lines
from halfterm.site.draft import draft_pages
from halfterm.site.safe import show_study
from halfterm.site.shown import ShownStudy, WhyHidden
from tests.cycles.factories import make_panel
from tests.site.edition_factory import edition, plan, study

WHY: WhyHidden = "few pupils"
OTHERS = [(100.0 + i, 103.0 + i) for i in range(12)]
ABOVE = [(90.0 + i, 97.0 + i) for i in range(12)]
"""Gains of 7 against 3: closing however it is counted."""

FROM_BELOW = [(70.0 + 2 * i, 95.0 + i * 0.4 + i % 2) for i in range(12)]
PULLED_IN = [(100.0 + i, 108.0 + i * 0.2 + i % 2) for i in range(12)]
"""Gains of 16.7 against 4.1, but who starts low gains most anywhere: given the baseline, progress is less."""


def choices(target: list[tuple[float, float]], others: list[tuple[float, float]] = OTHERS) -> OtherChoices:
    return other_choices(make_panel(target, others))


def shown(made: OtherChoices | None, audience: Audience = "public", **changes: Any) -> ShownStudy:
    whole = study(level="engagement", place="ash-and-partners", choices=made, **changes)
    return show_study(whole, plans=[plan()], audience=audience, why_hidden=None)


def test_a_verdict_that_holds_is_said_once_for_all_measures() -> None:
    studies = [shown(choices(ABOVE)), shown(choices(ABOVE), measure="maths")]
    assert choice_lines(studies) == (f"Reading and Maths: {HOLDS[0].lower()}{HOLDS[1:]}",)


def test_a_verdict_that_hangs_on_a_choice_says_on_which() -> None:
    (line,) = choice_lines([shown(choices(FROM_BELOW, PULLED_IN))])
    assert line == (
        "Reading: the verdict on relative progress flips with whether the baseline is adjusted for: "
        "less progress (adjusted for) and more progress (not adjusted for)."
    )


def test_nothing_is_said_of_a_study_that_is_hidden_or_was_not_tried() -> None:
    hidden = show_study(
        study(choices=choices(ABOVE)), plans=[plan()], audience="public", why_hidden="few pupils"
    )
    assert choice_lines([hidden, shown(None)]) == ()


def test_pages_have_the_section_where_choices_were_tried_and_only_there() -> None:
    record = edition()
    tried = tuple(
        replace(cycle, studies=tuple(replace(made, choices=choices(ABOVE)) for made in cycle.studies))
        for cycle in record.cycles
    )
    assert not with_section(record)
    assert {kind for kind, _ in with_section(replace(record, cycles=tried))} == {"case", "school"}


def with_section(record: EditionRecord) -> list[tuple[str, str]]:
    pages = draft_pages(record, audience="cluster")
    return [(page.kind, page.slug) for page in pages if "Had it been counted otherwise" in page.markdown]
