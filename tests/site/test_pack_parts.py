"""The parts of a pack by themselves: predictions, decisions, steps, calendar, visits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from halfterm.cycles.disclosure import Audience, Shown, hidden, show_number
from halfterm.cycles.meeting_round import MeetingRound
from halfterm.cycles.occasion import Kind
from halfterm.cycles.record import GAP_CLOSES, Decision
from halfterm.site.pack_calendar import calendar_rows, coming_due
from halfterm.site.pack_decisions import decisions
from halfterm.site.pack_meeting import round_in
from halfterm.site.pack_predictions import brier, record_so_far
from halfterm.site.pack_steps import steps_lines
from halfterm.site.safe import show_edition
from halfterm.site.shown import ShownEdition, ShownPrediction
from tests.site.edition_factory import edition

Z, C = hidden("z"), hidden("c")


def shown(audience: Audience = "public", **changes: Any) -> ShownEdition:
    return show_edition(edition(**changes), audience)


def closing(percent: float, closed: bool | None, found: Shown = Z) -> ShownPrediction:
    """A prediction of how likely the gap is to close."""
    return ShownPrediction(
        statistic=GAP_CLOSES,
        predicted=Z,
        lower=Z,
        upper=Z,
        coverage=Z,
        closing_probability=show_number(percent, decimals=0),
        found=found,
        outcome="not scored",
        closed=closed,
        because="",
    )


def with_predictions(*predictions: ShownPrediction) -> ShownEdition:
    """The edition with other predictions of the second cycle's reading."""
    made = shown()
    first, second, third = made.cycles
    studies = tuple(
        replace(s, predictions=predictions)
        if (s.level, s.measure.id) == ("engagement", "reading")
        else replace(s, predictions=())
        for s in second.studies
    )
    bare = replace(first, studies=tuple(replace(s, predictions=()) for s in first.studies))
    return replace(made, cycles=(bare, replace(second, studies=studies), third))


def so_far(made: ShownEdition) -> tuple[str, ...]:
    return record_so_far(made, made.programme.cluster("north"))


@pytest.mark.parametrize(
    ("percent", "closed", "expected"),
    [(70, True, "0.09"), (70, False, "0.49"), (100, True, "0.00"), (0, True, "1.00"), (50, False, "0.25")],
)
def test_a_brier_score_is_the_square_of_what_is_left_to_what_came(
    percent: float, closed: bool, expected: str
) -> None:
    assert brier(closing(percent, closed)).text == expected


def test_what_came_of_a_hidden_figure_has_no_score() -> None:
    assert brier(closing(70, None, C)).symbol == "c"
    assert brier(closing(70, None)).symbol == "z"


def test_the_clusters_record_counts_what_held_and_scores_the_probabilities() -> None:
    value = shown().current("ash-and-partners")
    assert value is not None
    reading = value.at("engagement", "ash-and-partners")[0].predictions[0]
    missed, better = replace(reading, outcome="missed"), replace(reading, outcome="better")
    made = with_predictions(reading, missed, better, closing(80, True), closing(60, False))
    assert so_far(made) == (
        "Of 3 predictions of a figure so far, 1 held, 1 came out better and 1 missed; "
        "the plans expected 80% to hold.",
        "Of 2 gaps whose closing was given a probability, 1 closed; the mean Brier score is 0.20 "
        "(0 is perfect, 0.25 is what saying 50% gives).",
    )


def test_hidden_outcomes_are_counted_as_hidden_and_as_nothing_else() -> None:
    assert so_far(with_predictions(closing(80, None, C))) == (
        "1 more is not counted: what was found is hidden or unknown.",
    )
    assert so_far(with_predictions()) == ()


def owed(made: ShownEdition) -> Any:
    cluster = made.programme.cluster("north")
    return decisions(made, cluster, round_in(made, cluster))


def test_a_cycle_without_a_decision_is_due_at_this_meeting() -> None:
    made = owed(shown())
    assert [(row.cycle, row.by) for row in made.due] == [
        ("Every reader, every class", "this meeting, 10 March 2026")
    ]
    assert (
        made.due[0].who == "Ben Carr or the head of Ash School proposes; one other of the engagement agrees"
    )


def test_a_decision_that_an_earlier_meeting_owed_is_overdue_and_comes_first() -> None:
    record = edition()
    late = replace(record.cycles[0], decision=None, state="in review")
    made = owed(show_edition(replace(record, cycles=(late, *record.cycles[1:])), "public"))
    assert [row.by for row in made.due] == ["overdue since 20 January 2026", "this meeting, 10 March 2026"]


@pytest.mark.parametrize(("on", "told"), [(date(2026, 1, 19), 0), (date(2026, 1, 21), 1)])
def test_decisions_since_the_last_meeting_are_told_and_older_ones_not(on: date, told: int) -> None:
    record = edition()
    taken = Decision("ash-1", "adapt", "ben", "cat", on, "Reading moved, maths did not.")
    first = replace(record.cycles[0], decision=taken)
    made = owed(show_edition(replace(record, cycles=(first, *record.cycles[1:])), "public"))
    assert len(made.taken) == told
    assert made.since == "since the meeting of 20 January 2026"


def test_a_stopped_cycle_owes_no_decision() -> None:
    record = edition()
    stopped = replace(record.cycles[1], state="stopped")
    made = owed(show_edition(replace(record, cycles=(record.cycles[0], stopped)), "public"))
    assert made.due == ()


def test_steps_tell_days_the_last_one_and_what_is_next() -> None:
    made = shown("cluster")
    row = steps_lines(made, made.programme.cluster("north")).rows[0]
    assert (row.engagement, row.stage) == ("Ash and partners", "2")
    assert [day.replace("\u00a0", " ") for day in row.days] == [
        *("–", "16 Sep 25", "–", "12 Nov 25", "–", "–", "–", "–")
    ]
    assert row.last == "Step d, on 12 November 2025: A staff survey."
    assert row.next.startswith("Step a: closing the gap is part of the terms of engagement")
    assert row.next.endswith("then stage 3: driving the work forward.")


def test_evidence_of_steps_is_for_the_cluster_and_not_for_the_public() -> None:
    made = shown("public")
    assert steps_lines(made, made.programme.cluster("north")).rows[0].last == "Step d, on 12 November 2025."


def test_a_cluster_none_of_whose_engagements_has_begun_has_no_table_of_steps() -> None:
    made = shown()
    assert steps_lines(made, made.programme.cluster("south")).rows == ()


def test_an_engagement_that_has_not_begun_is_told_beside_one_that_has() -> None:
    made = shown()
    moved = tuple(e.model_copy(update={"cluster": "north"}) for e in made.programme.engagements)
    together = replace(made, programme=made.programme.model_copy(update={"engagements": moved}))
    row = steps_lines(together, together.programme.cluster("north")).rows[1]
    assert (row.stage, row.last) == ("not begun", "No step is recorded yet.")


def test_the_calendar_takes_alike_days_together_and_leaves_out_other_clusters() -> None:
    made = shown()
    cluster = made.programme.cluster("north")
    rows = calendar_rows(coming_due(made, cluster, round_in(made, cluster)))
    assert [(row.when.replace("\u00a0", " "), row.what) for row in rows] == [
        ("Tue 10 Mar", "cluster meeting at Birch School"),
        ("Mon 16 Mar to Fri 27 Mar", "collect follow-up data (Ash School, Birch School and Cedar School)"),
    ]
    assert rows[-1].who == "Cat Dunn"


def test_the_calendar_begins_on_the_day_of_the_meeting_or_else_after_the_half_term() -> None:
    made = shown()
    cluster = made.programme.cluster("north")
    assert coming_due(made, cluster, round_in(made, cluster))[0].starts == date(2026, 3, 10)
    assert coming_due(made, cluster, MeetingRound(None, None, ()))[0].starts == date(2026, 2, 23)


@pytest.mark.parametrize("kind", ["lock by", "follow-up window", "study day"])
def test_what_the_record_tells_is_done_is_not_due(kind: Kind) -> None:
    made = shown()
    cluster = made.programme.cluster("north")
    later = replace(made.occasions[0], kind=kind, starts=date(2026, 3, 16), ends=date(2026, 3, 16))
    of_next = replace(made, occasions=(later,))
    studied = replace(made, occasions=(replace(later, cycle="ash-2"),))
    assert len(coming_due(of_next, cluster, round_in(made, cluster))) == 1
    assert coming_due(studied, cluster, round_in(made, cluster)) == ()


def test_the_calendar_ends_with_the_meeting_after_the_next() -> None:
    made = shown()
    due = made.occasions[0]
    within = replace(due, starts=date(2026, 3, 11), ends=date(2026, 3, 11))
    after = replace(due, starts=date(2026, 4, 29), ends=date(2026, 4, 29))
    longer = replace(made, occasions=(within, after))
    cluster = longer.programme.cluster("north")
    assert len(coming_due(longer, cluster, round_in(longer, cluster))) == 1
    # Without a later meeting, the half-term after this one is the end.
    assert len(coming_due(longer, cluster, MeetingRound(None, None, ()))) == 1
