"""Who to visit: only where a gap closed or an idea helped beyond chance, on figures that may be seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfterm.cycles.who_to_visit import CycleFound, who_to_visit
from halfterm.cycles.words import GapFigures, claim
from tests.cycles.verdict_factory import alone, figure, gap, hidden_figure, hidden_gap

CLOSED = gap(-2.2, (2.4, 1.3), reach=0.5)
UNCLEAR = gap(-2.2, (1.5, 1.3), reach=0.5)
WIDER = gap(-2.2, (1.0, 2.4), reach=0.5)
CLOSED_AS_OTHERS_FELL = gap(-2.2, (0.0, -1.4), reach=0.5)


def found(place: str, figures: GapFigures, **changes: Any) -> CycleFound:
    made: dict[str, Any] = {
        "place": place,
        "name": f"{place.capitalize()} School",
        "level": "school",
        "engagement": f"{place}-and-partners",
        "theme": "Reading aloud",
        "idea": "paired reading",
        "gap": figures,
        "impact": None,
        "care": False,
    }
    return CycleFound(**(made | changes))


def pairs(*each: CycleFound) -> list[tuple[str, tuple[str, ...]]]:
    return [(v.host.place, tuple(one.found.place for one in v.visitors)) for v in who_to_visit(each).visits]


def test_a_school_whose_gap_closed_is_visited_by_those_whose_gap_did_not() -> None:
    assert pairs(found("elm", WIDER), found("ash", CLOSED), found("birch", UNCLEAR)) == [
        ("ash", ("birch", "elm"))
    ]


def test_hosts_and_visitors_come_by_name_however_large_their_figures() -> None:
    far = gap(-9.0, (8.0, 1.3), reach=0.5)
    assert [host for host, _ in pairs(found("zoe", far), found("ash", CLOSED), found("elm", UNCLEAR))] == [
        "ash",
        "zoe",
    ]


@pytest.mark.parametrize(
    ("figures", "why"),
    [
        (UNCLEAR, "chance would do"),
        (WIDER, "the gap widened"),
        (CLOSED_AS_OTHERS_FELL, "only the others fell"),
        (gap(-1.0, (4.0, 0.0), reach=0.5), "the gap changed sides"),
        (hidden_gap(), "nothing may be seen"),
        (alone(3.0), "nobody is compared with"),
        (gap(None), "nothing is known"),
    ],
)
def test_nobody_stands_out(figures: GapFigures, why: str) -> None:
    visits = who_to_visit([found("ash", figures), found("birch", UNCLEAR)])
    assert (visits.visits, visits.unmatched) == ((), ()), why


def test_an_idea_that_helped_beyond_chance_stands_out_though_the_gap_did_not_close() -> None:
    helped = found("ash", UNCLEAR, impact=figure(2.0, 0.5))
    assert helped.helped
    assert pairs(helped, found("birch", UNCLEAR)) == [("ash", ("birch",))]


@pytest.mark.parametrize("impact", [figure(-2.0, 0.5), figure(0.3, 0.5), figure(2.0), hidden_figure()])
def test_an_impact_that_harmed_may_be_chance_has_no_interval_or_is_hidden_does_not(impact: Any) -> None:
    assert not found("ash", UNCLEAR, impact=impact).stands_out


def test_a_school_whose_figures_are_hidden_is_not_sent_either() -> None:
    visits = who_to_visit([found("ash", CLOSED), found("birch", hidden_gap())])
    assert visits.visits == ()
    assert [one.place for one in visits.unmatched] == ["ash"]


def test_another_target_group_and_theme_on_the_same_measure_is_not_the_same_work() -> None:
    boys = replace(UNCLEAR, target="Boys")
    assert pairs(found("ash", CLOSED), found("elm", boys, theme="Parents")) == []
    assert pairs(found("ash", CLOSED), found("elm", boys)) == [("ash", ("elm",))]


def test_who_does_not_study_the_measure_may_share_group_and_theme() -> None:
    maths = replace(UNCLEAR, measure="Maths")
    visits = who_to_visit([found("ash", CLOSED), found("elm", maths)])
    assert visits.visits[0].visitors[0].shares == ("target group", "theme")


def test_who_closed_the_same_gap_is_not_sent_for_another_measure() -> None:
    maths = replace(UNCLEAR, measure="Maths")
    assert pairs(found("ash", CLOSED), found("elm", CLOSED), found("elm", maths)) == []


def test_engagements_visit_engagements_and_schools_schools() -> None:
    together = found("ash-and-partners", CLOSED, level="engagement")
    assert pairs(together, found("birch", UNCLEAR)) == []


def test_figures_that_could_have_stood_out_are_counted() -> None:
    with_impact = found("elm", UNCLEAR, impact=figure(0.1, 0.5))
    each = [found("ash", CLOSED), found("birch", hidden_gap()), with_impact, found("oak", alone())]
    assert who_to_visit(each).judged == 3


@given(
    st.floats(-12, 12).map(lambda points: round(points, 1)),
    st.floats(-6, 6).map(lambda points: round(points, 1)),
    st.floats(-6, 6).map(lambda points: round(points, 1)),
    st.floats(0.1, 6).map(lambda points: round(points, 1)),
)
def test_no_gap_is_both_short_of_closing_and_closed(
    before: float, target: float, others: float, reach: float
) -> None:
    one = found("ash", gap(before, (target, others), reach=reach))
    assert not (one.closed and one.is_short_of_it)
    if one.closed:
        assert claim(one.gap) == "closing"
