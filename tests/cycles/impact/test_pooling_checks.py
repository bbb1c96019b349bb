"""What a pooled answer hangs on, against metafor run again on the rest."""

from __future__ import annotations

import pytest

from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.pooled_effect import Effect
from halfterm.cycles.impact.pooling import ONE_EFFECT, pooled_finding
from halfterm.cycles.impact.pooling_checks import Dated, answer, cumulative, hangs_on, leave_one_out
from halfterm.cycles.impact.reasons import reason
from tests.cycles.impact.test_pooling import SAID, assert_same, effects, effects_of

BIG = [name for name in SAID if name not in ("fixed", "two")]


@pytest.mark.parametrize("name", BIG)
def test_without_each_effect_in_turn_it_is_metafor_on_the_rest(name: str) -> None:
    parts = leave_one_out(effects_of(name))
    assert [part.name for part in parts] == [effect.name for effect in effects_of(name)]
    for part, said in zip(parts, SAID[name]["left_out"], strict=True):
        assert_same(part.pooled, said)


@pytest.mark.parametrize("name", BIG)
def test_effect_by_effect_it_is_metafor_on_those_so_far(name: str) -> None:
    dated = [Dated(effect.name, effect.name, effect) for effect in effects_of(name)]
    steps = cumulative(dated, [effect.name for effect in effects_of(name)])
    assert (steps[0].effects, reason(steps[0].pooled)) == (1, ONE_EFFECT)
    for step, said in zip(steps[1:], SAID[name]["cumulative"], strict=True):
        assert_same(step.pooled, said)


def test_of_two_effects_neither_can_be_left_out() -> None:
    parts = leave_one_out(effects_of("two"))
    assert [reason(part.pooled) for part in parts] == [ONE_EFFECT, ONE_EFFECT]
    assert hangs_on(pooled_finding(effects_of("two")), parts) == ()


def test_an_answer_that_one_school_makes_hangs_on_it() -> None:
    made = effects((0.30, 0.05), (0.28, 0.05), (0.33, 0.05), (-0.9, 0.1))
    parts = leave_one_out(made)
    assert answer(pooled_finding(made)) == "not clear"
    assert [part.name for part in hangs_on(pooled_finding(made), parts)] == ["s3"]


def test_an_answer_that_all_schools_give_hangs_on_none() -> None:
    made = effects((0.30, 0.05), (0.28, 0.05), (0.33, 0.05), (0.31, 0.05))
    assert answer(pooled_finding(made)) == "more"
    assert hangs_on(pooled_finding(made), leave_one_out(made)) == ()


@pytest.mark.parametrize(
    ("lower", "upper", "said"),
    [
        (0.1, 0.3, "more"),
        (-0.3, -0.1, "less"),
        (-0.1, 0.3, "not clear"),
        (0.0, 0.3, "not clear"),
        (None, None, "not clear"),
    ],
)
def test_only_an_interval_beside_nought_is_an_answer(
    lower: float | None, upper: float | None, said: str
) -> None:
    assert answer(Finding("pooled_effect", 0.1, lower, upper, None, 0, 0, "")) == said


def test_a_schools_later_cycle_joins_its_earlier_one() -> None:
    dated = [
        Dated("ash", "autumn", Effect("ash-1", 0.2, 0.1)),
        Dated("beech", "autumn", Effect("beech-1", 0.4, 0.1)),
        Dated("ash", "spring", Effect("ash-2", 0.5, 0.2)),
    ]
    steps = cumulative(dated, ["autumn", "winter", "spring"])
    assert [(step.half_term, step.effects) for step in steps] == [("autumn", 2), ("spring", 2)]
    last = pooled_finding([Effect("ash", 0.26, 0.08**0.5 / 10**0.5), Effect("beech", 0.4, 0.1)])
    assert steps[1].pooled.value == pytest.approx(last.value)
