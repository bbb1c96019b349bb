"""What a page opens with: whose verdict, in which order, and nothing that its audience may not know."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.impact.ends import EndCount
from halfterm.cycles.impact.finding import undefined
from halfterm.cycles.plan import ChangeIdea, ComparedWith
from halfterm.cycles.record import Coverage, EditionRecord, OutsideEvent, PredictionScore, Study
from halfterm.site.draft import draft_pages
from tests.site.edition_factory import edition, study

FLOOD = OutsideEvent(date(2026, 1, 20), "a flood closed the hall.", "ash")


def page(record: EditionRecord, path: str, audience: Audience = "public") -> str:
    return next(d.markdown for d in draft_pages(record, audience=audience) if d.path == path)


def opening(record: EditionRecord, path: str, audience: Audience = "public") -> str:
    """What stands on a page before its first heading."""
    return page(record, path, audience).split("\n## ")[0]


def with_studies(*changed: Study) -> EditionRecord:
    """The edition with some studies of its second cycle put in the place of others."""
    record = edition()
    places = {(s.level, s.place, s.measure): s for s in changed}
    second = record.cycles[1]
    studies = tuple(places.get((s.level, s.place, s.measure), s) for s in second.studies)
    return replace(record, cycles=(record.cycles[0], replace(second, studies=studies), record.cycles[2]))


def of_engagement(record: EditionRecord) -> Study:
    found = record.cycles[1].study(level="engagement", place="ash-and-partners", measure="reading")
    assert found is not None
    return found


@pytest.mark.parametrize("path", ["schools/ash", "schools/dale", "cases/dale-and-elm", "clusters/north"])
def test_a_page_opens_with_the_verdict_then_the_interval_then_what_to_bear_in_mind(path: str) -> None:
    said = opening(edition(), path)
    places = [said.index(words) for words in ("FSM pupils were", "interval reaches from", "Read with care")]
    assert places == sorted(places)


def test_a_school_is_told_its_own_verdict_and_of_all_schools_what_was_planned_and_counted() -> None:
    said = opening(edition(), "schools/ash")
    assert "Reading: FSM pupils were 6.5 points behind other pupils" in said
    assert "Reading, all 3 schools together: the target for the gap was not met." in said
    assert "Reading and Maths, all 3 schools together: some pupils changed group" in said


def test_a_school_whose_figures_are_hidden_opens_with_all_schools_and_says_so_once() -> None:
    said = opening(edition(), "schools/cedar")
    assert said.index("own figures are hidden") < said.index("Reading: ")
    assert said.count("some pupils changed group") == 1


def test_a_cycle_without_any_comparison_says_so_first() -> None:
    record = edition()
    third = record.cycles[2]
    plan = third.plan.model_copy(update={"comparison": ComparedWith(kind="none", name="nobody")})
    nothing = ("gap_baseline", "gap_followup", "gap_change", "gain_comparison")
    studies = tuple(
        replace(
            s,
            findings=tuple(
                undefined(f.statistic, "the plan names no comparison")
                if f.statistic in nothing
                else replace(f, n_comparison=0)
                for f in s.findings
            ),
        )
        for s in third.studies
    )
    cycles = (*record.cycles[:2], replace(third, plan=plan, studies=studies))
    alone = replace(record, cycles=cycles, cluster_studies=record.cluster_studies[:2])
    for path in ("schools/dale", "cases/dale-and-elm"):
        said = page(alone, path)
        first = said.index("There is no comparison: nothing here separates the cycle from ordinary growth.")
        assert first < said.index("Reading: ")
        assert "FSM pupils rose 5.6 points from Autumn 2 to Spring 1" in said
        assert "impact" not in said.lower()
        assert "pupils who" not in said.split("## Predicted")[0]


def test_the_security_of_a_claim_stands_with_it_and_says_what_holds_it_down() -> None:
    for path in ("schools/ash", "cases/ash-and-partners", "clusters/north"):
        said = page(edition(), path).split("## Did the change idea do it?")[-1]
        assert (
            "The security of this claim is 1 of 5, held there by its minimum detectable effect (0.58 SD)."
            in said
        )
    assert "(security 0 of 5)" in page(edition(), "cases/dale-and-elm")


@pytest.mark.parametrize(
    ("audience", "told"),
    [
        ("school", "20 January 2026, a flood closed the hall."),
        ("public", "The do-log tells of an event outside the cycle"),
    ],
)
def test_an_event_outside_is_a_caution_of_its_school_and_of_all_together(
    audience: Audience, told: str
) -> None:
    record = edition()
    second = replace(record.cycles[1], outside=(FLOOD,))
    flooded = replace(record, cycles=(record.cycles[0], second, record.cycles[2]))
    for path in ("schools/ash", "cases/ash-and-partners", "clusters/north"):
        assert told in opening(flooded, path, audience)
    assert "flood" not in "".join(d.markdown for d in draft_pages(flooded, audience="cluster"))
    assert "outside the cycle" not in opening(flooded, "schools/dale", audience)
    assert "outside the cycle" not in opening(flooded, "schools/birch", "school")


def test_a_ceiling_is_told_of_all_schools_and_of_no_school_in_public() -> None:
    record = edition()
    top = (EndCount("follow_up", True, 49, 30, 0),)
    said = with_studies(replace(of_engagement(record), at_ends=top))
    assert "the highest score (FSM pupils after)" in opening(said, "cases/ash-and-partners")
    own = replace(study(cycle="ash-2", before=-6.5, after=-3.4), at_ends=top)
    assert "the highest score" not in opening(with_studies(own), "schools/ash")
    assert "the highest score" in opening(with_studies(own), "schools/ash", "school")


def test_a_harmful_verdict_stands_where_a_good_one_would() -> None:
    record = edition()
    one = of_engagement(record)
    worse = study(
        cycle="ash-2", level="engagement", place="ash-and-partners", before=-6.5, after=-9.8, n=(49, 104)
    )
    missed = PredictionScore("gap", -5.0, -7.0, -3.0, -9.8, False, False, 4.8, 9.0, None, None)
    said = opening(
        with_studies(replace(worse, predictions=(missed,), targets=one.targets)), "cases/ash-and-partners"
    )
    assert "the gap is 3.3 points wider." in said
    assert "FSM pupils gaining 1.3 to 5.3 points less than other pupils, but not with an equal gain." in said
    assert "the gap was worse than the predicted interval" in said


@pytest.mark.parametrize("audience", ["public", "cluster"])
@pytest.mark.parametrize("lost", range(6))
def test_no_hidden_count_changes_an_opening(audience: Audience, lost: int) -> None:
    record = edition()

    def counted(coverage: Coverage, at_top: int) -> str:
        one = replace(
            of_engagement(record), coverage=coverage, at_ends=(EndCount("baseline", True, 49, at_top, 0),)
        )
        return opening(with_studies(one), "cases/ash-and-partners", audience)

    none = Coverage(49, 104, 49, 104, 0, 0, 0, 0, 0, 0)
    some = Coverage(49 + lost, 104, 49, 104, lost, 0, lost, lost, lost, lost)
    assert counted(none, 0) == counted(some, lost)


def test_a_cluster_of_several_ideas_names_them_all() -> None:
    record = edition()
    other = record.cycles[1].plan.model_copy(
        update={
            "id": "ash-3",
            "change_idea": ChangeIdea(name="choral reading", theory="It helps.", treated={"class": ("elm",)}),
        }
    )
    studies = tuple(replace(s, cycle="ash-3") for s in record.cycles[1].studies if s.level == "engagement")
    dale = record.programme.engagement("dale-and-elm").model_copy(update={"cluster": "north"})
    third = replace(record.cycles[2], plan=other.model_copy(update={"engagement": "dale-and-elm"}))
    moved = record.programme.model_copy(update={"engagements": (record.programme.engagements[0], dale)})
    both = replace(record, programme=moved, cycles=(*record.cycles[:2], replace(third, studies=studies)))
    said = page(both, "clusters/north")
    assert "“paired reading or choral reading”" in said
