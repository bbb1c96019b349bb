"""What governors read: the report and the pupil premium review, from the same records as every page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from halfterm.cycles.disclosure import Audience, show_number
from halfterm.cycles.intervention import Cost, Intervention
from halfterm.cycles.plan import TargetGroup
from halfterm.cycles.programme import Programme
from halfterm.cycles.record import EditionRecord
from halfterm.cycles.school import PremiumYear
from halfterm.site.board_questions import board_questions
from halfterm.site.draft import draft_pages
from halfterm.site.governors_page import governors_drafts
from halfterm.site.over_cycles import current, parts_over_time
from halfterm.site.pieces import Draft
from halfterm.site.premium_page import premium_drafts
from halfterm.site.rendering import Templates
from halfterm.site.safe import show_edition
from halfterm.site.shown import ShownEdition, ShownEffect, ShownPool
from tests.site.edition_factory import edition

HEADINGS = ("## Every cycle so far", "## What it cost", "## Questions the board may ask")


def pages(record: EditionRecord, audience: Audience = "public") -> dict[str, Draft]:
    return {draft.path: draft for draft in draft_pages(record, audience=audience)}


def with_money(record: EditionRecord) -> EditionRecord:
    """Ash gets £65,000, and its cycles spend some of it."""
    made = record.programme
    clusters = tuple(
        cluster.model_copy(
            update={
                "schools": tuple(
                    s.model_copy(
                        update={
                            "pupil_premium": (
                                PremiumYear(year="2025-26", pounds=65_000, objectives=("Read.",)),
                            )
                        }
                    )
                    if s.id == "ash"
                    else s
                    for s in cluster.schools
                )
            }
        )
        for cluster in made.clusters
    )
    programme = Programme.model_validate(made.model_copy(update={"clusters": clusters}).model_dump())
    cost = Cost(what="books", pounds=400, funding="pupil premium")
    cycles = tuple(
        replace(
            cycle,
            plan=cycle.plan.model_copy(
                update={
                    "intervention": Intervention.model_validate(
                        {**cycle.plan.intervention.model_dump(), "costs": (cost.model_dump(),)}
                    )
                }
            ),
        )
        for cycle in record.cycles
    )
    return replace(record, programme=programme, cycles=cycles)


def shown(record: EditionRecord) -> ShownEdition:
    return show_edition(record, "public")


def test_every_school_with_a_summary_has_a_report_for_its_governors_and_no_other_has() -> None:
    made = pages(edition())
    schools = {path.removeprefix("schools/") for path in made if path.startswith("schools/")}
    assert schools == {path.removeprefix("governors/") for path in made if path.startswith("governors/")}
    for school in schools:
        assert all(heading in made[f"governors/{school}"].markdown for heading in HEADINGS)


def test_the_report_tells_every_cycle_of_the_school_and_whose_figures_they_are() -> None:
    made = pages(edition())
    rows = [line for line in made["governors/ash"].markdown.splitlines() if line.startswith("| Reading")]
    assert [row.split(" | ")[1] for row in rows] == ["Autumn 1 to Autumn 2", "Autumn 2 to Spring 1"]
    assert all("| this school |" in row for row in rows)
    hidden = [line for line in made["governors/cedar"].markdown.splitlines() if line.startswith("| Reading")]
    assert all("all 3 schools together" in row for row in hidden)


def test_a_hidden_school_s_report_tells_nothing_but_what_all_schools_show() -> None:
    record = edition()
    secret = replace(
        record,
        cycles=tuple(
            replace(
                cycle,
                studies=tuple(
                    replace(s, means=dict.fromkeys(s.means, 1234.5)) if s.place == "cedar" else s
                    for s in cycle.studies
                ),
            )
            for cycle in record.cycles
        ),
    )
    assert pages(secret)["governors/cedar"].content_hash == pages(record)["governors/cedar"].content_hash


def test_questions_come_from_what_the_report_shows_and_presume_no_answer() -> None:
    opened = shown(edition())
    parts = current(opened, parts_over_time(opened, "cedar"))
    asked = board_questions(parts, opened.programme)
    assert asked[-1].startswith("The school’s own figures are not shown here")
    assert len(asked) == len(set(asked)) <= 6
    assert not any("who pays?" in question for question in asked)
    unpriced = [replace(part, cycle=replace(part.cycle, carried_out=None)) for part in parts]
    assert any("who pays?" in question for question in board_questions(unpriced, opened.programme))


def test_a_review_of_the_premium_is_for_cycles_meant_for_these_pupils_only() -> None:
    opened = shown(edition())
    assert {d.slug for d in premium_drafts(opened, ["ash"], templates=Templates())} == {"ash"}
    others = tuple(
        replace(
            cycle,
            plan=cycle.plan.model_copy(
                update={
                    "target_group": cycle.plan.target_group.model_copy(
                        update={"attributes": {"sex": ("M",)}}
                    ),
                    "intervention": cycle.plan.intervention.model_copy(update={"costs": ()}),
                }
            ),
        )
        for cycle in opened.cycles
    )
    assert premium_drafts(replace(opened, cycles=others), ["ash"], templates=Templates()) == ()


def for_boys(record: EditionRecord) -> EditionRecord:
    """The cycles are for pupils who were chosen for something else than disadvantage."""
    boys = TargetGroup(name="boys", attributes={"sex": ("M",)})
    return replace(
        record,
        cycles=tuple(
            replace(cycle, plan=cycle.plan.model_copy(update={"target_group": boys}))
            for cycle in record.cycles
        ),
    )


def test_a_review_says_which_pupils_were_not_chosen_for_disadvantage() -> None:
    told = pages(for_boys(with_money(edition())))["pupil-premium/ash"].markdown
    assert "The pupils of “paired reading” (boys) were not chosen for disadvantage." in told
    assert told.startswith("What was done, what it rests on")
    own = pages(with_money(edition()))["pupil-premium/ash"].markdown
    assert "not chosen" not in own
    assert own.startswith("What was done for disadvantaged pupils")


def elsewhere(record: EditionRecord) -> ShownEdition:
    """The pupils of Ash's engagement are at the two schools that it supports."""
    opened = shown(record)
    engagements = tuple(
        e.model_copy(update={"pupils_at": ("birch", "cedar")}) if e.id == "ash-and-partners" else e
        for e in opened.programme.engagements
    )
    return replace(opened, programme=opened.programme.model_copy(update={"engagements": engagements}))


def for_nothing(record: EditionRecord) -> EditionRecord:
    """The cycles cost nothing, so that they draw on nobody's funding."""
    cycles = []
    for cycle in record.cycles:
        free = cycle.plan.intervention.model_copy(update={"costs": ()})
        cycles.append(replace(cycle, plan=cycle.plan.model_copy(update={"intervention": free})))
    return replace(record, cycles=tuple(cycles))


def test_a_review_leaves_out_cycles_of_another_school_s_pupils() -> None:
    free = for_nothing(edition())
    assert [d.slug for d in premium_drafts(shown(free), ["ash"], templates=Templates())] == ["ash"]
    assert premium_drafts(elsewhere(free), ["ash"], templates=Templates()) == ()


def test_where_funding_is_told_a_review_says_that_the_pupils_are_another_school_s() -> None:
    (told,) = premium_drafts(elsewhere(with_money(edition())), ["ash"], templates=Templates())
    assert told.markdown.startswith("What was done, what it rests on")
    assert "(FSM pupils) are of Birch School and Cedar School, not of this school." in told.markdown


def test_the_review_tells_funding_spending_evidence_and_outcome_and_the_report_leads_to_it() -> None:
    made = pages(with_money(edition()))
    text = made["pupil-premium/ash"].markdown
    assert "| 2025-26 | 65,000 | Read. |" in text
    assert "standard deviations" in text
    assert "not the one the cause" not in text
    assert "do not make the one the cause of the other" in text
    assert "../pupil-premium/ash.html" in made["governors/ash"].markdown
    assert "No allocation has been entered for this school." in made["pupil-premium/birch"].markdown
    pounds = made["pupil-premium/ash"].tables[1]
    assert pounds.csv.splitlines()[:2] == [
        "sum,what,when,whose,pounds",
        "allocation,Read.,2025-26,this school,65000",
    ]


@pytest.mark.parametrize(("question", "told"), [("impact", True), ("relative progress", False)])
def test_only_pooled_impact_counts_as_evidence_for_an_activity(question: str, told: bool) -> None:
    figures = [show_number(x, decimals=2, signed=True) for x in (0.21, 0.05, 0.37)]
    z = show_number(None, decimals=0)
    effect = ShownEffect("all", *figures, z, z)
    pool = ShownPool(
        question, "Reading", "paired reading", "change-idea", (effect, effect), effect, None, (), z, z, (), 2
    )
    opened = replace(shown(edition()), pools=(pool,))
    (review,) = premium_drafts(opened, ["ash"], templates=Templates())
    assert ("Reading: +0.21 (+0.05 to +0.37) over 2 places" in review.markdown) is told


def test_reports_need_a_cycle_in_this_half_term() -> None:
    opened = shown(edition())
    earlier = replace(opened, half_term=opened.programme.half_terms[0])
    assert governors_drafts(earlier, ["ash"], premium=frozenset(), templates=Templates()) == ()
