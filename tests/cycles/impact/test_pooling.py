"""Random effects against metafor, and the pools that have no answer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.pooled_effect import NO_ERROR, OUT_OF_REACH, Effect, combined
from halfterm.cycles.impact.pooling import ALL_EQUAL, NO_EFFECT, ONE_EFFECT, Pooled, pool, pooled_finding
from halfterm.cycles.impact.reasons import NotDefined

# references/pooling.R wrote references/pooling.json.
SAID: dict[str, Any] = json.loads(
    (Path(__file__).parent / "references/pooling.json").read_text(encoding="utf-8")
)
SETS = [name for name in SAID if name != "fixed"]
PARTS = ("value", "lower", "upper", "p", "standard_error")


def effects_of(name: str) -> list[Effect]:
    said = SAID[name]
    return [Effect(f"s{i}", y, v**0.5) for i, (y, v) in enumerate(zip(said["y"], said["v"], strict=True))]


def effects(*pairs: tuple[float, float]) -> list[Effect]:
    return [Effect(f"s{i}", value, error) for i, (value, error) in enumerate(pairs)]


def assert_same(finding: Finding, said: dict[str, float], parts: Iterable[str] = PARTS) -> None:
    for part in parts:
        assert getattr(finding, part) == pytest.approx(said[part], rel=1e-6, abs=1e-12), part


@pytest.mark.parametrize("name", SETS)
def test_the_pooled_effect_is_metafors(name: str) -> None:
    made = pool(effects_of(name))
    assert_same(made.finding(), SAID[name]["pooled"])
    assert made.tau_squared == pytest.approx(SAID[name]["pooled"]["tau2"], rel=1e-6, abs=1e-12)
    assert made.scale == pytest.approx(SAID[name]["scale"], rel=1e-6)


@pytest.mark.parametrize("name", SETS)
def test_what_a_new_school_may_expect_is_metafors(name: str) -> None:
    assert_same(pool(effects_of(name)).new_school(), SAID[name]["prediction"], ("lower", "upper"))


@pytest.mark.parametrize("name", SETS)
def test_how_much_the_effects_differ_is_metafors(name: str) -> None:
    made, said = pool(effects_of(name)), SAID[name]
    assert (made.q, made.spread().p) == pytest.approx((said["Q"], said["Q_p"]), rel=1e-6)
    assert made.unexplained().value == pytest.approx(said["I2"], rel=1e-6, abs=1e-9)
    assert made.spread().value == pytest.approx(said["pooled"]["tau2"] ** 0.5, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("name", SETS)
def test_the_shrunken_effects_are_metafors(name: str) -> None:
    said = SAID[name]["shrunken"]
    for i, finding in enumerate(pool(effects_of(name)).shrunken()):
        parts = ("value", "standard_error", "lower", "upper")
        assert_same(finding, {part: said[part][i] for part in parts}, parts)


def test_cycles_of_one_school_are_combined_as_metafors_fixed_effect() -> None:
    made = combined("ash", effects_of("coaching")[:3])
    assert (made.value, made.standard_error) == pytest.approx(
        (SAID["fixed"]["value"], SAID["fixed"]["standard_error"]), rel=1e-6
    )


def test_pupils_behind_a_pool_are_added_up() -> None:
    made = pool([Effect("a", 0.1, 0.1, 12, 20), Effect("b", 0.4, 0.1, 15, 30)])
    assert (made.finding().n_target, made.finding().n_comparison) == (27, 50)
    assert [(f.n_target, f.n_comparison) for f in made.shrunken()] == [(12, 20), (15, 30)]


@pytest.mark.parametrize("name", SETS)
def test_a_pool_that_agrees_better_than_chance_says_by_how_much_it_is_narrowed(name: str) -> None:
    made = pool(effects_of(name))
    said = "agree better than the model expects: squared error x 0.67" in made.finding().method
    assert (made.narrowed, said) == (name == "coaching", name == "coaching")


def test_one_effect_or_none_is_not_pooled() -> None:
    assert pooled_finding(effects((0.3, 0.1))) == undefined("pooled_effect", ONE_EFFECT)
    assert pooled_finding([]) == undefined("pooled_effect", NO_EFFECT)


def test_equal_effects_have_a_mean_and_no_interval() -> None:
    made = pool(effects((0.1 + 0.2, 0.1), (0.3, 0.2), (0.3, 0.15)))
    assert made.finding().value == pytest.approx(0.3)
    assert (made.tau_squared, made.q, made.q_p, made.i_squared) == (0, 0, 1, 0)
    for finding in (made.finding(), made.new_school(), *made.shrunken()):
        assert (finding.lower, finding.upper, finding.standard_error) == (None, None, None)
        assert ALL_EQUAL in finding.method


def test_effects_that_are_all_nought_are_equal() -> None:
    assert pool(effects((0.0, 0.1), (0.0, 0.2))).finding().value == 0


@pytest.mark.parametrize("error", [0.0, -0.1, float("nan")])
def test_an_effect_without_scatter_is_refused(error: float) -> None:
    with pytest.raises(NotDefined, match=NO_ERROR):
        Effect("a", 0.2, error)


@pytest.mark.parametrize(("value", "error"), [(0.2, 1e-200), (0.2, 1e200), (1e200, 0.1), (float("nan"), 0.1)])
def test_an_effect_beyond_the_arithmetic_is_refused(value: float, error: float) -> None:
    with pytest.raises(NotDefined, match=OUT_OF_REACH):
        Effect("a", value, error)


def test_a_finding_that_is_not_there_says_why_it_is_not_pooled() -> None:
    with pytest.raises(NotDefined, match="the plan names no comparison"):
        Effect.of("a", undefined("effect_size_adjusted", "the plan names no comparison"))
    with pytest.raises(NotDefined, match=NO_ERROR):
        Effect.of("a", Finding("effect_size_adjusted", 0.2, None, None, None, 9, 9, "bare"))


def test_a_finding_becomes_an_effect_with_its_pupils() -> None:
    finding = Finding("impact_effect_size", 0.2, 0.0, 0.4, 0.05, 12, 30, "t", 0.1)
    assert Effect.of("ash", finding) == Effect("ash", 0.2, 0.1, 12, 30)


def test_one_name_twice_is_a_fault() -> None:
    with pytest.raises(ValueError, match="once"):
        pool([Effect("a", 0.1, 0.1), Effect("a", 0.2, 0.1)])


pairs = st.lists(st.tuples(st.floats(-3, 3), st.floats(0.01, 2)), min_size=2, max_size=9)


def deviance(made: Pooled, tau_squared: float) -> float:
    """-2 log restricted likelihood, written a second time from its definition."""
    import math

    weights = [1 / (e.variance + tau_squared) for e in made.effects]
    mean = sum(w * e.value for w, e in zip(weights, made.effects, strict=True)) / sum(weights)
    about = sum(w * (e.value - mean) ** 2 for w, e in zip(weights, made.effects, strict=True))
    return -sum(map(math.log, weights)) + math.log(sum(weights)) + about


@settings(max_examples=60, deadline=None)
@given(pairs)
def test_no_other_variance_is_likelier(given_pairs: list[tuple[float, float]]) -> None:
    made = pool(effects(*given_pairs))
    best = deviance(made, made.tau_squared)
    for other in (0.0, 1e-6, 1e-3, 0.01, 0.1, 0.5, 1.0, 2.0, 9.0, made.tau_squared * 1.01):
        assert best <= deviance(made, other) + 1e-7 * (1 + abs(best))


@settings(max_examples=60, deadline=None)
@given(pairs)
def test_a_shrunken_effect_lies_between_its_own_and_the_mean(given_pairs: list[tuple[float, float]]) -> None:
    made = pool(effects(*given_pairs))
    for effect, finding in zip(made.effects, made.shrunken(), strict=True):
        low, high = sorted((effect.value, made.mean.value))
        assert finding.value is not None
        assert low - 1e-9 <= finding.value <= high + 1e-9


@settings(max_examples=40, deadline=None)
@given(pairs, st.sampled_from([1e-12, 1e-3, 1e3, 1e12]))
def test_the_unit_of_the_effects_does_not_matter(given_pairs: list[tuple[float, float]], unit: float) -> None:
    made = pool(effects(*given_pairs))
    other = pool(effects(*((value * unit, error * unit) for value, error in given_pairs)))
    assert other.mean.value == pytest.approx(made.mean.value * unit, rel=1e-5, abs=1e-9 * unit)
    assert other.tau == pytest.approx(made.tau * unit, rel=1e-4, abs=1e-4 * unit)


# suppressMessages(library(metafor)); for (s in c(.1, .03)) for (t in c("knha", "adhoc")) {
#   r <- rma(c(.12, .13, .15, .12), sei = rep(s, 4), method = "REML", test = t)
#   cat(s, t, r$ci.lb, r$ci.ub, "\n") }
# 0.1  knha 0.1074967 0.1525033    0.1  adhoc -0.02912232 0.2891223
# 0.03 knha 0.1074967 0.1525033    0.03 adhoc  0.08226331 0.1777367
@pytest.mark.parametrize(("error", "held_up"), [(0.1, True), (0.03, False)])
def test_an_interval_that_leaves_nought_out_only_by_agreement_says_so(error: float, held_up: bool) -> None:
    made = pool(effects((0.12, error), (0.13, error), (0.15, error), (0.12, error)))
    assert made.finding().lower == pytest.approx(0.1074967, rel=1e-6)
    assert made.by_agreement is held_up
