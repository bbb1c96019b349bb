"""A matching looked at: pairs, who is set aside and why, and how alike the groups are before and after."""

from __future__ import annotations

import pytest

from halfterm.cycles.baseline_contrast import AttributeCount, BaselineCell, Side
from halfterm.cycles.impact.balance import share_balance
from halfterm.cycles.impact.moments import Moments
from halfterm.cycles.matching_look import Unmatched, look_at_matching
from halfterm.cycles.plan_look import BaselineSums
from halfterm.flows.matching_look import matching_sentence
from tests.warehouse.conftest import MakePlan, make_plan  # noqa: F401 - a fixture


def cell(side: Side, scores: list[float], *, unscored: int = 0) -> BaselineCell:
    sums = Moments(n=len(scores), b=sum(scores), bb=sum(score * score for score in scores))
    return BaselineCell("ash", side, None, len(scores) + unscored, sums)


def sums(
    target: list[float], others: list[float], *, eal: tuple[int, int], unscored: int = 0
) -> BaselineSums:
    counts = [
        AttributeCount("eal", value, side, None, n)
        for side, scores, yes in (("target", target, eal[0]), ("comparison", others, eal[1]))
        for value, n in (("yes", yes), ("no", len(scores) - yes))
    ]
    return BaselineSums(
        0.0, (cell("target", target), cell("comparison", others, unscored=unscored)), tuple(counts)
    )


def test_a_matching_is_told_with_its_balance_before_and_after(make_plan: MakePlan) -> None:  # noqa: F811
    plan = make_plan(comparison={"kind": "matched", "name": "alike"})
    before = sums([10, 12, 14, 30], [11, 12, 15, 18, 21, 25], eal=(3, 2), unscored=2)
    after = sums([10, 12, 14], [11, 12, 15], eal=(2, 2))
    look = look_at_matching(plan, before, after)
    assert (look.pairs, look.caliper) == (3, 0.2)
    assert (look.target, look.comparison) == (Unmatched(0, 1), Unmatched(2, 3))
    scores, eal = look.balance
    assert (scores.name, eal.name) == ("baseline score", "eal yes")
    # g by hand: -2/3 over the pooled SD, the root of (4 + 13/3)/2, times 1 - 3/(4 x 4 - 1).
    assert scores.after.value == pytest.approx(-2 / 3 / ((4 + 13 / 3) / 2) ** 0.5 * 0.8, rel=1e-9)
    assert scores.verdict == "not comparable"
    assert eal.before == share_balance((3, 4), (2, 6))
    assert (eal.after.value, eal.verdict) == (0, "balanced")
    assert matching_sentence(look) == (
        "3 pairs within school and year, at most 0.2 SD apart; set aside: 1 of the target group without a "
        "match, 3 others without a match and 2 without a score."
    )
