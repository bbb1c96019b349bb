"""What changed since the last edition: by dates and by figures, the same whichever way they went."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.plan import TargetGroup
from halfterm.cycles.record import Amendment, Dispute, EditionRecord, GoneWithout
from halfterm.site.safe import show_edition
from halfterm.site.since import FIRST, OTHER_PUPILS, Since, since
from tests.site.edition_factory import edition


def told(record: EditionRecord, engagement: str = "ash-and-partners", audience: Audience = "public") -> Since:
    shown = show_edition(record, audience)
    current = shown.current(engagement)
    assert current is not None
    return since(shown, shown.programme.engagement(engagement), current.at("engagement", engagement))


def changed(record: EditionRecord, place: int, **changes: object) -> EditionRecord:
    cycles = list(record.cycles)
    cycles[place] = replace(cycles[place], **changes)  # type: ignore[arg-type]
    return replace(record, cycles=tuple(cycles))


def test_the_first_edition_of_an_engagement_says_that_it_is() -> None:
    assert told(edition(), "dale-and-elm") == Since(FIRST)


def test_a_later_edition_names_its_cycle_the_decision_and_the_predictions_that_were_settled() -> None:
    new = told(edition())
    assert new.first == "The last edition told of Autumn 2; new is cycle 2, “Every reader, every class”."
    assert new.news == (
        "The decision on “Hear every reader twice a week” was taken on 7 January 2026: adapt.",
        "Predictions settled now, all 3 schools together: Reading and Maths held.",
    )


def test_the_gaps_are_set_beside_those_of_the_last_edition_both_ways() -> None:
    gaps = [str(line).partition(">")[2].partition("<")[0] for line in told(edition()).gaps[:2]]
    assert gaps == [
        "Reading: FSM pupils were 4.7 points behind other pupils in the last edition (Autumn 2) and are 3.2 "
        "points behind now (Spring 1).",
        "Maths: FSM pupils were 9.9 points behind other pupils in the last edition (Autumn 2) and are 8.4 "
        "points behind now (Spring 1).",
    ]
    assert told(edition()).gaps[2] == OTHER_PUPILS


def test_a_cycle_that_nobody_decided_on_is_said_to_be_undecided() -> None:
    assert (
        "“Hear every reader twice a week” is not decided yet."
        in told(changed(edition(), 0, decision=None)).news
    )


def test_gaps_of_other_groups_are_not_set_beside_one_another() -> None:
    record = edition()
    other = record.cycles[0].plan.model_copy(
        update={"target_group": TargetGroup(name="EAL pupils", attributes={"eal": ("yes",)})}
    )
    gaps = told(changed(record, 0, plan=other)).gaps
    assert gaps == (
        "The gaps are not set beside the last edition's: the target group or its comparison is another.",
    )


def test_of_a_hidden_gap_no_direction_is_told() -> None:
    record = edition()
    few = tuple(
        replace(
            study,
            findings=tuple(replace(f, n_target=4) for f in study.findings),
            coverage=replace(study.coverage, target_both=4),
        )
        for study in record.cycles[0].studies
    )
    gaps = told(changed(record, 0, studies=few)).gaps
    assert gaps == tuple(
        f"{measure}: not set beside the last edition's gap, as one of the two is hidden or not known."
        for measure in ("Reading", "Maths")
    )


def test_what_people_do_while_they_read_changes_no_word() -> None:
    record = edition()
    dispute = Dispute(1, "cases/x", "reading", "gap_followup", "cat", date(2026, 2, 20), "It looks high.")
    amendment = Amendment("ben", date(2026, 2, 20), "A slip.", ("targets.0.goal",))
    assert told(changed(record, 1, disputes=(dispute,), amendments=(amendment,))) == told(record)


def test_a_school_that_is_gone_and_one_that_is_back_are_both_named() -> None:
    gone = (GoneWithout("birch", "ben", date(2026, 2, 1), "late"),)
    assert "Without a follow-up this time: Birch School." in told(changed(edition(), 1, without=gone)).news
    assert "With a follow-up again: Birch School." in told(changed(edition(), 0, without=gone)).news
