"""How far apart two groups start: in scores and shares against R, in words, and at the limits."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import mean, variance
from typing import Any

import pytest

from halfterm.cycles.impact.balance import balance_verdict, before_and_after, score_balance, share_balance
from halfterm.cycles.impact.effect_size import FEW
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.reasons import NO_SCATTER, reason
from halfterm.cycles.impact.sample import Sample

REFERENCE = Path(__file__).parent / "references/plan_look.json"


@pytest.fixture(scope="module")
def said() -> dict[str, Any]:
    """What R says: references/plan_look.R wrote references/plan_look.json."""
    found: dict[str, Any] = json.loads(REFERENCE.read_text(encoding="utf-8"))
    return found


def sample(*scores: float) -> Sample:
    return Sample(len(scores), mean(scores), variance(scores) if len(scores) > 1 else None)


def numbers(found: Finding) -> tuple[float | None, float | None, float | None]:
    return found.value, found.lower, found.upper


@pytest.mark.parametrize(
    ("difference", "verdict"),
    [
        (0.0, "balanced"),
        (0.05, "balanced"),
        (-0.051, "needs adjustment"),
        (-0.25, "needs adjustment"),
        (0.251, "not comparable"),
        (-1.4, "not comparable"),
    ],
)
def test_the_bounds_are_a_twentieth_and_a_quarter_of_an_sd(difference: float, verdict: str) -> None:
    assert balance_verdict(difference) == verdict


def test_the_balance_of_scores_is_rs_hedges_g(said: dict[str, Any]) -> None:
    held = said["score_balance"]
    found = score_balance(sample(12, 17, 21, 30.5, 44), sample(3, 14, 16, 19, 20, 26, 33))
    assert numbers(found) == pytest.approx((held["value"], held["lower"], held["upper"]), rel=1e-8)
    assert (found.n_target, found.n_comparison) == (5, 7)


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [("middling", (9, 20), (14, 40)), ("everybody", (6, 6), (30, 41))],
)
def test_the_balance_of_shares_is_rs_cohens_h_also_where_everybody_has_it(
    said: dict[str, Any], name: str, one: tuple[int, int], other: tuple[int, int]
) -> None:
    held = said["share_balance"][name]
    found = share_balance(one, other)
    assert numbers(found) == pytest.approx((held["value"], held["lower"], held["upper"]), rel=1e-8)


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (score_balance(None, sample(3, 4)), "there is nobody with a baseline score on one side"),
        (score_balance(sample(3), sample(4, 5)), FEW),
        (score_balance(sample(3, 3), sample(4, 4)), NO_SCATTER),
        (share_balance((0, 0), (3, 4)), "it is known of nobody on one side"),
    ],
)
def test_what_cannot_be_known_has_a_reason_in_place_of_a_number(found: Finding, why: str) -> None:
    assert numbers(found) == (None, None, None)
    assert reason(found) == why


def test_more_pupils_with_something_than_pupils_is_refused() -> None:
    with pytest.raises(ValueError, match="out of at least as many"):
        share_balance((5, 4), (1, 2))


def test_a_balance_table_has_before_and_after_with_the_verdict_on_the_matched() -> None:
    apart, alike = share_balance((9, 20), (14, 40)), share_balance((9, 20), (9, 20))
    rows = before_and_after({"fsm": apart, "eal": apart}, {"fsm": alike})
    assert [(row.name, row.verdict) for row in rows] == [("fsm", "balanced"), ("eal", None)]
    assert (rows[0].before, rows[0].after) == (apart, alike)
    assert reason(rows[1].after) == "it is known of nobody matched"
