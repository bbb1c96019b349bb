"""Who is missing, in words: the same rule whichever way the gap moved, and nothing that is hidden."""

from __future__ import annotations

from typing import Any

import pytest

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.missing import AttributeCount, MissingCounts, missing_of
from halfterm.cycles.plan import ComparedWith
from halfterm.site.draft import draft_pages
from halfterm.site.missing_lines import missing_lines
from halfterm.site.safe import show_study
from halfterm.site.shown import ShownStudy
from tests.cycles.impact.cohorts import cohort_of
from tests.site.edition_factory import edition, plan, study

SCALE = (0.0, 40.0)


def pupils(
    target: tuple[int, int], others: tuple[int, int], *, gains: tuple[float, float] = (4, 2)
) -> MissingCounts:
    """So many kept and lost on each side; the target group starts eight points lower."""
    rows: list[tuple[str, float, float | None]] = []
    for name, level, gain, (kept, lost) in (
        ("target", 12, gains[0], target),
        ("comparison", 20, gains[1], others),
    ):
        scores = [level - 3 + (7 * i) % 6 for i in range(kept)]
        rows += [(name, score, score + gain) for score in scores]
        rows += [(name, level - 6.0 + i % 5, None) for i in range(lost)]
    return MissingCounts(
        cohort_of(rows),  # type: ignore[arg-type]
        (
            AttributeCount("ash", "target", "sen", "yes", 12, 15),
            AttributeCount("ash", "target", "sen", "no", 40, 11),
        ),
    )


def shown(
    counts: MissingCounts,
    audience: Audience,
    *,
    measure: str = "reading",
    ends: tuple[float | None, float | None] = SCALE,
    **changes: Any,
) -> ShownStudy:
    missing = missing_of(counts, comparison=plan().comparison.kind, with_treated=False, ends=ends)
    made = study(level="engagement", place="ash-and-partners", measure=measure, missing=missing, **changes)
    return show_study(made, plans=[plan()], audience=audience, why_hidden=None)


def line(counts: MissingCounts, audience: Audience = "school", **changes: Any) -> str:
    (said,) = missing_lines([shown(counts, audience, **changes)], plan(), audience)
    return said


def test_a_line_counts_bounds_weighs_and_describes() -> None:
    assert line(pupils((32, 12), (57, 13))) == (
        "Reading: 25 of 114 pupils (22%) have no follow-up score: 12 of 44 FSM pupils (27%) and 13 of 70 "
        "others (19%). Depending on what they would have scored, from 0 to 40 on this scale, the gap could "
        "have closed, widened or changed sides (a change from −5.3 to +13.0 points). With pupils like them "
        "counting for more, the gap would have changed by +2.0 points instead of +3.1. At baseline the "
        "missing FSM pupils scored lower than those still there (7.8 against 11.4) and the missing others "
        "scored lower than those still there (15.8 against 19.4). Those missing differ most in “sen: yes”: "
        "58% of them, 23% of the rest."
    )


def test_in_public_counts_are_rounded_and_bounds_have_no_numbers() -> None:
    said = line(pupils((32, 12), (57, 13)), "public")
    assert said.startswith(
        "Reading: About 25 of 110 pupils (23%) have no follow-up score: 10 of 40 FSM pupils"
    )
    assert "the gap could have closed, widened or changed sides. With pupils" in said


@pytest.mark.parametrize(
    ("gains", "moved"), [((6, 2), "closed"), ((0, 4), "widened"), ((20, 2), "changed sides")]
)
def test_one_pupil_cannot_turn_hundreds_whichever_way_they_moved(
    gains: tuple[float, float], moved: str
) -> None:
    said = line(pupils((299, 1), (300, 0), gains=gains))
    assert "1 of 600 pupils (1%) has no follow-up score: 1 of 300 FSM pupils (1%)" in said
    assert (
        "Even with the lowest or the highest scores for all of them, from 0 to 40 on this scale, the gap "
        f"would still have {moved}."
    ) in said


def test_where_the_scale_has_no_end_the_scores_seen_stand_for_it() -> None:
    said = line(pupils((32, 30), (57, 30)), ends=(None, None))
    assert "Depending on what they would have scored, within the scores that were seen, the gap" in said


def test_nobody_missing_is_said_once_for_all_measures() -> None:
    whole = pupils((32, 0), (57, 0))
    studies = [shown(whole, "school"), shown(whole, "school", measure="maths")]
    assert missing_lines(studies, plan(), "school") == (
        "Reading and Maths: Nobody is missing: all 89 pupils with a baseline score have a follow-up "
        "score too.",
    )


def test_hidden_losses_are_said_to_be_hidden_and_nothing_else_is() -> None:
    assert line(pupils((32, 3), (57, 0)), "public") == (
        "Reading: How many pupils have no follow-up score is hidden to protect them."
    )
    assert line(pupils((32, 12), (57, 0)), "public") == (
        "Reading: About 10 of 40 FSM pupils (25%) have no follow-up score; how many on the other side is "
        "hidden to protect them."
    )


def test_without_a_comparison_the_target_group_is_counted_alone() -> None:
    alone = plan(comparison=ComparedWith(kind="none", name="nobody"), targets=(), predictions=())
    missing = missing_of(pupils((32, 12), (0, 0)), comparison="none", with_treated=False, ends=SCALE)
    made = study(level="engagement", place="ash-and-partners", missing=missing)
    studies = [show_study(made, plans=[alone], audience="school", why_hidden=None)]
    (said,) = missing_lines(studies, alone, "school")
    assert said.startswith(
        "Reading: 12 of 44 FSM pupils (27%) have no follow-up score. At baseline the missing"
    )


def test_a_study_that_is_hidden_or_was_not_counted_has_no_line() -> None:
    counted = shown(pupils((32, 12), (57, 13)), "public")
    uncounted = show_study(study(), plans=[plan()], audience="public", why_hidden=None)
    blank = show_study(
        study(missing=missing_of(pupils((32, 12), (57, 13)), comparison="others", with_treated=False)),
        plans=[plan()],
        audience="public",
        why_hidden="few pupils",
    )
    assert missing_lines([uncounted, blank], plan(), "public") == ()
    assert len(missing_lines([counted, uncounted], plan(), "public")) == 1


def test_a_schools_losses_stay_in_the_school_and_those_of_all_schools_are_on_their_pages() -> None:
    missing = missing_of(pupils((32, 12), (57, 13)), comparison="others", with_treated=False, ends=SCALE)
    record = edition()
    last = record.cycles[1]
    studies = tuple(
        study(
            cycle=s.cycle,
            measure=s.measure,
            level=s.level,
            place=s.place,
            n=(s.coverage.target_both, s.coverage.comparison_both),
            missing=missing,
        )
        for s in last.studies
    )
    changed = edition(
        cycles=(
            record.cycles[0],
            type(last)(last.plan, "0" * 32, last.locked_on, last.state, studies),
            record.cycles[2],
        )
    )
    pages = {draft.path: draft.markdown for draft in draft_pages(changed, audience="public")}
    assert "### Who is missing" in pages["cases/ash-and-partners"]
    assert "About 25 of 110 pupils" in pages["cases/ash-and-partners"]
    assert "Who is missing" not in pages["schools/ash"]
    assert "## Who is missing" in pages["schools/cedar"]
    own = {draft.path: draft.markdown for draft in draft_pages(changed, audience="school")}
    assert "25 of 114 pupils (22%)" in own["schools/ash"]
