"""Comments on pages, and doubts about their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.flows.disputes import (
    comment,
    comments_on,
    dispute,
    disputes_by_engagement,
    doubts_about,
    settle,
)
from halfterm.flows.drafts import DraftPage
from halfterm.flows.page_figures import PageFigure, figure_named, figures_on
from halfterm.warehouse.register import Register, register
from tests.cycles.factories import make_programme

PROGRAMME = make_programme()
TODAY = date(2026, 2, 16)
ASH = DraftPage("spring-1", "schools/ash", "content-1", "ash-and-birch", "ash")
CASE = DraftPage("spring-1", "cases/ash-and-birch", "content-3", "ash-and-birch", "")
AFTER = PageFigure("reading", "gap_followup", "school", "ash", "-4.9")
CHANGE = PageFigure("reading", "gap_change", "school", "ash", "3.1")


@pytest.fixture
def events(tmp_path: Path) -> Iterator[Register]:
    with register(tmp_path / "register.sqlite") as kept:
        yield kept


def doubt(
    events: Register, page: DraftPage = ASH, figure: PageFigure = AFTER, *, by: str = "dan", why: str = "Hm."
) -> int:
    return dispute(events, PROGRAMME, page, figure=figure, by=by, on=TODAY, reason=why)


def test_a_comment_is_kept_with_who_said_it_and_moves_nothing(events: Register) -> None:
    comment(events, PROGRAMME, ASH, by="cat", on=TODAY, words=" Reads well. ")
    (said,) = comments_on(events, ASH)
    assert (said.by, said.words) == ("cat", "Reads well.")
    assert comments_on(events, CASE) == ()
    with pytest.raises(NotAllowed, match="Gus Hart is not of the cluster 'north'"):
        comment(events, PROGRAMME, ASH, by="gus", on=TODAY, words="Me too.")
    with pytest.raises(BadInput, match="say something"):
        comment(events, PROGRAMME, ASH, by="cat", on=TODAY, words=" ")


def test_a_school_may_doubt_several_numbers_but_none_twice(events: Register) -> None:
    first, second = doubt(events), doubt(events, figure=CHANGE)
    with pytest.raises(
        NotAllowed, match=f"schools/ash: gap_followup of reading .* already, as number {first}"
    ):
        doubt(events, by="eli")
    assert [held.dispute.number for held in doubts_about(events, ASH)] == [first, second]
    assert doubt(events, by="ana") not in (first, second)


def test_two_schools_may_doubt_one_number_of_their_case_study(events: Register) -> None:
    assert doubt(events, CASE, by="dan") != doubt(events, CASE, by="cat")


def test_a_number_may_be_doubted_again_once_the_doubt_is_settled(events: Register) -> None:
    settle(events, PROGRAMME, doubt(events), by="ben", on=TODAY, outcome="It stands.")
    doubt(events)
    assert [held.dispute.is_open for held in doubts_about(events, ASH)] == [False, True]


@pytest.mark.parametrize(
    ("by", "why", "problem"),
    [("cat", "Hm.", "neither the headteacher or data manager of 'ash'"), ("dan", " ", "say why")],
)
def test_a_doubt_needs_a_voice_of_the_school_and_a_reason(
    events: Register, by: str, why: str, problem: str
) -> None:
    with pytest.raises((NotAllowed, BadInput), match=problem):
        doubt(events, by=by, why=why)
    assert events.events() == ()


def test_the_nle_settles_with_an_outcome_and_the_raiser_takes_back(events: Register) -> None:
    one, two = doubt(events), doubt(events, figure=CHANGE)
    with pytest.raises(NotAllowed, match="Eli Fox neither raised this dispute"):
        settle(events, PROGRAMME, one, by="eli", on=TODAY, outcome="No.")
    with pytest.raises(BadInput, match="say how the dispute is settled"):
        settle(events, PROGRAMME, one, by="ben", on=TODAY, outcome="")
    assert settle(events, PROGRAMME, one, by="ben", on=TODAY, outcome="It stands.").dispute.outcome == (
        "It stands."
    )
    back = settle(events, PROGRAMME, two, by="dan", on=TODAY, outcome="I misread it.")
    assert back.dispute.outcome == "taken back: I misread it."
    with pytest.raises(NotAllowed, match=f"dispute {one} was settled on 2026-02-16"):
        settle(events, PROGRAMME, one, by="ana", on=TODAY, outcome="Again.")


def test_a_dispute_that_is_not_there_is_answered_with_those_that_are(events: Register) -> None:
    with pytest.raises(BadInput, match="no dispute 7; open are none"):
        settle(events, PROGRAMME, 7, by="ben", on=TODAY, outcome="No.")
    number = doubt(events)
    with pytest.raises(BadInput, match=f"no dispute 99; open are {number}"):
        settle(events, PROGRAMME, 99, by="ben", on=TODAY, outcome="No.")


def test_disputes_are_found_by_half_term_and_engagement(events: Register) -> None:
    doubt(events)
    doubt(events, CASE)
    found = disputes_by_engagement(events)
    assert [d.page for d in found["spring-1", "ash-and-birch"]] == ["schools/ash", "cases/ash-and-birch"]
    assert list(found) == [("spring-1", "ash-and-birch")]


def write_data(drafts: Path, page: DraftPage, *rows: str) -> None:
    """The data beside a drafted page: cycle, measure, level, place, statistic, value."""
    folder = drafts / page.path
    folder.mkdir(parents=True)
    lines = ["cycle,measure,level,place,statistic,value", *(row.replace(" ", ",") for row in rows)]
    (folder / "data.csv").write_text("\n".join(lines) + "\n")


def test_a_schools_own_figures_go_before_those_of_all_schools_unless_they_are_hidden(tmp_path: Path) -> None:
    write_data(
        tmp_path,
        ASH,
        "c reading school ash gap_followup -4.9",
        "c reading school ash impact c",
        "c reading school ash threshold_gap_baseline z",
        "c reading engagement ash-and-birch gap_followup -5.1",
        "c reading engagement ash-and-birch impact 1.2",
        "c maths school ash impact c",
    )
    assert [(f.measure, f.statistic, f.place, f.value) for f in figures_on(tmp_path, ASH)] == [
        ("reading", "gap_followup", "ash", "-4.9"),
        ("reading", "impact", "ash-and-birch", "1.2"),
        ("maths", "impact", "ash", "c"),
    ]


def test_a_case_study_is_about_the_last_cycle_of_its_chain(tmp_path: Path) -> None:
    write_data(
        tmp_path,
        CASE,
        "one reading engagement ash-and-birch gap_followup -8.0",
        "two reading engagement ash-and-birch gap_followup -4.9",
    )
    assert [figure.value for figure in figures_on(tmp_path, CASE)] == ["-4.9"]


@pytest.mark.parametrize(
    ("measure", "statistic", "problem"),
    [
        ("readng", "gap_followup", "no figures of measure 'readng'; did you mean 'reading'"),
        ("reading", "gap_folowup", "no figure 'gap_folowup' of reading; did you mean 'gap_followup'"),
        ("reading", "xyzzy", "`halfterm review show` lists its figures"),
    ],
)
def test_a_figure_that_a_page_does_not_show_is_answered_with_the_nearest(
    measure: str, statistic: str, problem: str
) -> None:
    with pytest.raises(BadInput, match=problem):
        figure_named([AFTER, CHANGE], page=ASH, measure=measure, statistic=statistic)
