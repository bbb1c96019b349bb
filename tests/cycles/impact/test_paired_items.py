"""Survey items before and after: paired and anonymous, whichever way is good, up to 58 of them."""

from __future__ import annotations

import random
from typing import Any

import pytest

from halfterm.cycles.impact.paired_items import (
    NO_DISTANCES,
    NOBODY_IN_A_WAVE,
    NOBODY_TWICE,
    AnswerPair,
    ItemSummary,
    Meaning,
    adjusted,
    paired_item,
    sign_test,
    summary_of,
    unpaired_item,
)
from halfterm.cycles.impact.reasons import CHANGED_ALIKE, ONE_PUPIL, reason
from tests.cycles.impact.survey_references import EXACT, SAID, numbers, said

LOWER = Meaning(lower_is_better=True)
ORDER_ONLY = Meaning(subtracts=False)


def pairs(*rows: tuple[float, float, int]) -> list[AnswerPair]:
    return [AnswerPair(*row) for row in rows]


@pytest.mark.parametrize("case", SAID["signed"].values(), ids=SAID["signed"])
def test_the_mean_change_is_rs_with_the_signed_rank_p(case: dict[str, Any]) -> None:
    found = paired_item("enjoy", pairs(*case["pairs"])).change
    assert numbers(found) == pytest.approx((case["mean"], case["lower"], case["upper"]), rel=1e-9, abs=1e-12)
    assert found.p in (
        pytest.approx(case["exact"], rel=EXACT),
        pytest.approx(case["normal"], rel=EXACT),
    )


def test_respondents_are_counted_by_what_became_of_their_answer() -> None:
    rows = pairs((3, 4, 6), (2, 4, 3), (4, 4, 5), (5, 3, 2), (4, 3, 3))
    up, down = paired_item("enjoy", rows), paired_item("worry", rows, LOWER)
    assert (up.better, up.same, up.worse) == (9, 5, 5)
    assert (down.better, down.same, down.worse) == (5, 5, 9)
    assert (up.change, up.p) == (down.change, down.p)
    assert (up.moved, down.moved) == ("better", "worse")
    assert (up.before, up.after) == pytest.approx((66 / 19, 71 / 19))


def test_an_unused_pair_of_answers_changes_nothing() -> None:
    assert paired_item("enjoy", pairs((1, 5, 0), (2, 3, 8))) == paired_item("enjoy", pairs((2, 3, 8)))


def test_an_order_without_distances_has_the_sign_test_and_no_mean() -> None:
    found = paired_item("rubric", pairs((1, 4, 10), (3, 2, 4), (2, 2, 7)), ORDER_ONLY)
    assert (found.before, found.after, found.change.value) == (None, None, None)
    assert reason(found.change).startswith(NO_DISTANCES)
    assert found.p == sign_test(10, 4)
    assert found.moved == "better"


@pytest.mark.parametrize("case", SAID["signed"].values(), ids=SAID["signed"])
def test_the_sign_test_is_rs(case: dict[str, Any]) -> None:
    rose = sum(times for before, after, times in case["pairs"] if after > before)
    fell = sum(times for before, after, times in case["pairs"] if after < before)
    assert sign_test(rose, fell) == pytest.approx(case["sign"], rel=EXACT)


@pytest.mark.parametrize(
    ("rows", "value", "p", "why"),
    [
        (pairs((2, 4, 1)), 2.0, 1.0, ONE_PUPIL),
        (pairs((2, 4, 6), (1, 3, 3)), 2.0, 2 * 0.5**9, CHANGED_ALIKE),
        (pairs((2, 2, 6), (5, 5, 3)), 0.0, 1.0, CHANGED_ALIKE),
    ],
)
def test_one_respondent_or_changes_all_alike_have_no_interval(
    rows: list[AnswerPair], value: float, p: float, why: str
) -> None:
    found = paired_item("enjoy", rows).change
    assert (found.value, found.lower, found.upper) == (value, None, None)
    assert found.p == pytest.approx(p)
    assert found.method.endswith(f"no interval: {why}")


def test_nobody_is_a_reason_not_a_number() -> None:
    found = paired_item("enjoy", [])
    assert (reason(found.change), found.p, found.moved) == (NOBODY_TWICE, None, "same")
    for waves in ({1: 3}, {}), ({}, {1: 3}), ({2: 0}, {1: 3}):
        gone = unpaired_item("enjoy", before=waves[0], after=waves[1])
        assert (reason(gone.change), gone.p) == (NOBODY_IN_A_WAVE, None)


def test_anonymous_waves_are_compared_by_mann_whitney_as_r_does() -> None:
    case = SAID["unpaired"]
    before, after = (dict(zip((1, 2, 3, 4, 5), case[wave], strict=True)) for wave in ("before", "after"))
    found = unpaired_item("enjoy", before=before, after=after)
    assert numbers(found.change) == pytest.approx(said(case), rel=1e-9)
    assert found.p == found.change.p == pytest.approx(case["p"], rel=1e-9)
    assert (found.change.n_target, found.change.n_comparison) == (64, 60)
    assert (found.better, found.same, found.worse) == (None, None, None)
    assert found.moved == "better"
    assert unpaired_item("worry", before=before, after=after, meaning=LOWER).moved == "worse"
    bare = unpaired_item("rubric", before=before, after=after, meaning=ORDER_ONLY)
    assert (bare.change.value, bare.p, bare.moved) == (None, found.p, "better")


def test_waves_in_which_all_answer_alike_do_not_differ() -> None:
    found = unpaired_item("enjoy", before={4: 9}, after={4: 7})
    assert (found.change.value, found.p, found.moved) == (0.0, 1.0, "same")


def test_fifty_eight_items_are_summed_up_after_holm() -> None:
    """Forest Way's survey: 58 questions, here 90 respondents, every third question asked the other way."""
    chance = random.Random(58)
    items = []
    for number in range(58):
        drift, lower = (0.9 if number < 20 else 0.0), number % 3 == 0
        rows = [AnswerPair(3, 3 + _step(chance, -drift if lower else drift), 1) for _ in range(90)]
        items.append(paired_item(f"q{number}", rows, Meaning(lower_is_better=lower)))
    found = adjusted(items)
    total = summary_of(found)
    assert total.items == 58
    assert total.better + total.worse + sum(item.moved == "same" for item in found) == 58
    assert total.better_beyond_chance == 20 == sum(item.beyond_chance for item in found[:20])
    assert total.worse_beyond_chance == 0
    assert all(item.p_holm is not None and item.p is not None and item.p_holm >= item.p for item in found)


def _step(chance: random.Random, drift: float) -> int:
    return max(-2, min(2, round(chance.gauss(drift, 1))))


def test_an_item_without_p_is_not_among_those_adjusted() -> None:
    found = adjusted([paired_item("a", []), paired_item("b", pairs((2, 4, 9), (1, 2, 2)))])
    assert found[0].p_holm is None
    assert found[1].p_holm == found[1].p
    assert summary_of(found) == ItemSummary(1, 1, 1, 0, 0)


def test_where_mean_and_ranks_disagree_nothing_is_beyond_chance() -> None:
    # Many rise by one; few fall by four: the ranks rise and the mean falls.
    found = adjusted([paired_item("torn", pairs((3, 4, 60), (5, 1, 16)))])[0]
    assert found.change.value is not None
    assert found.change.value < 0 < found.lead
    assert found.p_holm is not None
    assert found.p_holm < 0.05
    assert (found.moved, found.beyond_chance) == ("worse", False)
