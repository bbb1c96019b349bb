"""The printed cases: what the sources say, and what comes out of their own numbers.

Sources: the seed cases of 2010 (a map of 129 reports) and 2012 (17 case studies), and two other studies. A
figure is computed from the numbers beside it in its source; where that gives none, it says so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from halfterm.cycles.impact.before_after import (
    DIFFERENCE_ONLY,
    change_of_percentages,
    change_of_shares,
    mean_change_of_total,
    reached_of_percentage,
)
from halfterm.cycles.impact.contingency import ordered_two_way, share_against
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.paired_items import sign_test
from halfterm.cycles.impact.reached import Reached
from halfterm.cycles.impact.threshold import pupils_equivalent
from halfterm.cycles.rounding import half_away

SAID: dict[str, Any] = json.loads((Path(__file__).parent / "references/vignettes.json").read_text("utf-8"))


def share(count: int, n: int) -> float:
    return 100 * count / n


def value(finding: Finding) -> float:
    assert finding.value is not None
    return finding.value


TABLE: Final[tuple[tuple[str, str, float, float], ...]] = (
    # case, figure, printed, computed
    ("boys' writing", "boys on track, rise in points", 33, value(change_of_percentages(47, 80))),
    ("boys' writing", "boys' gap to girls before", -40, value(change_of_percentages(87, 47))),
    ("coaching", "grades closed a pupil", 0.875, value(mean_change_of_total(7, 8))),
    ("King's Oak", "on track against age-related on entry", 59, value(change_of_percentages(100 - 93, 66))),
    ("Parkfield", "APS gained beyond most pupils", 4, 8 - 4),
    ("The Heath", "confidence in exam skills", 12, value(change_of_percentages(68, 80))),
    ("The Heath", "English C or above against prediction", -18, value(change_of_percentages(86, 68))),
    ("Kibworth", "dislike maths", -92, value(change_of_percentages(92, 0))),
    ("Kibworth", "homework returned", 82, value(change_of_percentages(14, 96))),
    (
        "five authorities",
        "young people not in education or work",
        -6.4,
        value(change_of_percentages(14, 7.6)),
    ),
    ("York", "boys' lead at level 5, change", -1, value(change_of_percentages(5, 4))),
    ("Yesoiday Hatorah", "autumn: led by an assistant, of 107", 25, share(27, 27 + 80)),
    ("Yesoiday Hatorah", "spring: led by an assistant, of 42", 10, share(4, 4 + 38)),
    ("Forest Way", "questions improved, of 58", 83, share(48, 58)),
    ("Forest Way", "questions significantly improved, of 58", 33, share(19, 58)),
    ("Danehill", "families who progressed, of 9", 78, share(3 + 3 + 1, 9)),
    ("Dunraven", "met or exceeded the target, of 10", 80, share(6 + 2, 10)),
    ("Halterworth", "areas where the gap shrank, of 15", 67, share(10, 10 + 1 + 4)),
    ("Tollgate", "schools that closed any gap, of 9", 67, share(6, 9)),
    ("all case studies", "schools with a positive impact, of 17", 94, share(16, 17)),
)


@pytest.mark.parametrize(
    ("case", "figure", "printed", "computed"), TABLE, ids=[f"{r[0]}: {r[1]}" for r in TABLE]
)
def test_the_printed_figure_comes_out(case: str, figure: str, printed: float, computed: float) -> None:
    decimals = len(f"{printed:g}".partition(".")[2])
    assert half_away(computed, decimals) == printed, (case, figure)


def test_the_boys_figures_come_without_their_number_and_say_so() -> None:
    found = change_of_percentages(47, 80)
    assert (found.lower, found.upper, found.p, found.method) == (None, None, None, DIFFERENCE_ONLY)


def test_were_the_boys_thirty_the_rise_would_be_ten_boys_and_hardly_chance() -> None:
    before, after = reached_of_percentage(47, 30), reached_of_percentage(80, 30)
    found = change_of_shares(before, after)
    *said, p = SAID["boys_of_thirty"]
    assert (found.value, found.lower, found.upper) == pytest.approx(said, rel=1e-9)
    assert found.p == pytest.approx(p, rel=1e-9)
    assert pupils_equivalent(value(found), after.n) == pytest.approx(10)


def test_coaching_has_a_mean_and_no_interval() -> None:
    found = mean_change_of_total(7, 8)
    assert (found.lower, found.p, found.n_target) == (None, None, 8)
    assert "not given" in found.method


@pytest.mark.parametrize(("term", "assistants", "teachers"), [("autumn", 27, 80), ("spring", 4, 38)])
def test_assistants_led_half_the_sessions_and_far_less_of_the_progress(
    term: str, assistants: int, teachers: int
) -> None:
    """Who had a session and made none is not given: no rate of progress can be had, only shares of it."""
    found = share_against(assistants, assistants + teachers, share=0.5)
    assert found.p == pytest.approx(SAID["led"][term], rel=1e-9)
    assert found.upper is not None
    assert found.upper < 0


def test_the_assistants_share_fell_from_autumn_to_spring() -> None:
    found = change_of_shares(Reached(27, 107), Reached(4, 42))
    assert (found.value, found.lower, found.upper) == pytest.approx(SAID["led"]["change"], rel=1e-9)
    assert found.p == pytest.approx(SAID["led"]["p"], rel=1e-9)


# Families by the parents' engagement: weak 1, moderate 2, strong 3.
DANEHILL: Final[Mapping[str, tuple[dict[float, int], dict[float, int]]]] = {
    "progressed": ({1: 1, 2: 3, 3: 3}, {1: 1, 2: 1}),
    "age_related": ({2: 1, 3: 3}, {1: 2, 2: 3}),
}


@pytest.mark.parametrize("outcome", DANEHILL)
def test_nine_families_engagement_goes_with_progress_by_exact_tests(outcome: str) -> None:
    found = ordered_two_way(*DANEHILL[outcome])
    assert found.lead.p == pytest.approx(SAID["danehill"][outcome]["rank"], rel=1e-9)
    assert found.any_p == pytest.approx(SAID["danehill"][outcome]["any"], rel=1e-9)
    assert found.lead.n_target + found.lead.n_comparison == 9
    assert value(found.lead) > 0


def test_forty_eight_of_fifty_eight_items_are_no_toss_of_a_coin_and_ten_areas_of_fourteen_may_be() -> None:
    assert sign_test(48, 10) == pytest.approx(SAID["signs"]["items"], rel=1e-9)
    assert sign_test(10, 4) == pytest.approx(SAID["signs"]["areas"], rel=1e-9)
