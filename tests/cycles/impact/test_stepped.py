"""A stepped order: effect, p and interval are R's with every order enumerated; and at the limits."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.permutation import DRAWS
from halfterm.cycles.impact.reasons import reason
from halfterm.cycles.impact.statistics import CATALOGUE
from halfterm.cycles.impact.stepped import NO_CONTRAST, TOO_FEW_ORDERS, Started, SteppedCell, stepped_effect
from halfterm.cycles.impact.stepped_orders import how_many, orders_of

REFERENCE = Path(__file__).parent / "references/randomise.json"
NEVER = 99


@pytest.fixture(scope="module")
def said() -> dict[str, Any]:
    """What R says: references/randomise.R wrote references/randomise.json."""
    found: dict[str, Any] = json.loads(REFERENCE.read_text(encoding="utf-8"))["stepped"]
    return found


def made_of(case: dict[str, Any]) -> tuple[list[SteppedCell], dict[str, Started]]:
    cells = [SteppedCell(str(c["unit"]), c["time"], c["n"], c["mean"]) for c in case["data"]]
    starts = zip(case["starts"], case["blocks"], strict=True)
    return cells, {
        str(unit): Started(None if start == NEVER else start, block)
        for unit, (start, block) in enumerate(starts, start=1)
    }


def cells_of(rows: dict[str, list[float]], pupils: int = 10) -> list[SteppedCell]:
    return [
        SteppedCell(unit, t, pupils, mean) for unit, means in rows.items() for t, mean in enumerate(means)
    ]


def in_order(*units: str) -> dict[str, Started]:
    return {unit: Started(place) for place, unit in enumerate(units, start=1)}


@pytest.mark.parametrize("name", ["five", "uneven", "blocked", "few", "waiting"])
def test_effect_error_p_and_interval_are_rs(said: dict[str, Any], name: str) -> None:
    case = said[name]
    found = stepped_effect(*made_of(case))
    assert found.p == pytest.approx(case["p"], abs=1e-9)
    assert (found.value, found.standard_error) == pytest.approx(
        (case["value"], case["standard_error"]), rel=1e-9
    )
    assert f"exact over {case['orders']:,} orders" in found.method
    if case["lower"] is None:
        assert (found.lower, found.upper) == (None, None)
        assert TOO_FEW_ORDERS in found.method
    else:
        assert (found.lower, found.upper) == pytest.approx((case["lower"], case["upper"]), rel=1e-7)


def test_the_interval_holds_what_the_test_does_not_refuse_and_no_more(said: dict[str, Any]) -> None:
    cells, started = made_of(said["uneven"])
    found = stepped_effect(cells, started)
    assert found.lower is not None
    assert found.upper is not None

    def p_of(effect: float) -> float:
        less = [
            replace(
                cell,
                mean=cell.mean
                - effect * ((start := started[cell.unit].half_term) is not None and start <= cell.half_term),
            )
            for cell in cells
        ]
        p = stepped_effect(less, started).p
        assert p is not None
        return p

    assert min(p_of(found.lower + 1e-6), p_of(found.upper - 1e-6)) > 0.05
    assert max(p_of(found.lower - 1e-6), p_of(found.upper + 1e-6)) <= 0.05


def test_an_effect_without_scatter_is_found_as_it_is_and_moves_with_the_scores() -> None:
    rows = {"a": [10, 13, 14, 15], "b": [20, 21, 24, 25], "c": [15, 16, 17, 20], "d": [12, 13, 14, 15]}
    started = in_order("a", "b", "c") | {"d": Started(None)}
    found = stepped_effect(cells_of(rows), started)
    assert found.value == pytest.approx(2)
    assert found.p == pytest.approx(1 / 24)
    assert found.standard_error is None
    mirrored = stepped_effect(cells_of({unit: [-m for m in means] for unit, means in rows.items()}), started)
    assert (mirrored.value, mirrored.lower, mirrored.upper) == pytest.approx(
        (-2, -(found.upper or 0), -(found.lower or 0))
    )


def test_scores_that_never_move_show_no_effect_and_no_scatter() -> None:
    found = stepped_effect(cells_of({unit: [7.1] * 4 for unit in "abcd"}), in_order(*"abcd"))
    assert (found.value, found.p, found.standard_error) == (pytest.approx(0, abs=1e-12), 1.0, None)


def test_scores_with_and_without_the_idea_are_counted() -> None:
    found = stepped_effect(cells_of({unit: [1, 2, 4] for unit in "ab"}, pupils=3), in_order(*"ab"))
    assert (found.n_target, found.n_comparison) == (9, 9)


@pytest.mark.parametrize(
    ("cells", "started", "why"),
    [
        (cells_of({"a": [1, 2, 3]}), in_order("a"), "two schools and two half-terms"),
        (cells_of({"a": [1], "b": [2]}), in_order("a", "b"), "two schools and two half-terms"),
        ([], in_order("a", "b"), "two schools and two half-terms"),
        (
            cells_of({"a": [1, 2], "b": [2, 4]}, pupils=0),
            in_order("a", "b"),
            "two schools and two half-terms",
        ),
        (cells_of({"a": [1, 2, 3], "b": [3, 2, 1]}), {"a": Started(1), "b": Started(1)}, NO_CONTRAST),
        (cells_of({"a": [1, 2, 3], "b": [3, 2, 1]}), {"a": Started(7), "b": Started(None)}, NO_CONTRAST),
    ],
)
def test_what_cannot_be_computed_says_why(
    cells: list[SteppedCell], started: dict[str, Started], why: str
) -> None:
    found = stepped_effect(cells, started)
    assert not found.defined
    assert why in reason(found)


def test_units_that_were_not_drawn_take_no_part(said: dict[str, Any]) -> None:
    cells, started = made_of(said["five"])
    strangers = [SteppedCell("stranger", t, 50, 90.0 - t) for t in range(6)]
    assert stepped_effect([*cells, *strangers], started) == stepped_effect(cells, started)


def test_above_the_most_orders_seeded_draws_give_the_same_answer_again() -> None:
    generator = np.random.default_rng(3)
    rows = {unit: list(10 + generator.normal(0, 1, 12)) for unit in "abcdefghij"}
    started = in_order(*"abcdefghij")
    found: list[Finding] = [stepped_effect(cells_of(rows), started, seed=seed) for seed in (5, 5, 6)]
    assert found[0] == found[1]
    assert found[0].p != found[2].p
    assert found[0].p == pytest.approx(found[2].p, abs=0.03)
    assert f"{DRAWS:,} draws, seed 5" in found[0].method
    assert found[0].lower is not None


def test_every_order_is_there_once() -> None:
    starts, blocks = np.array([1, 1, 2, 3, 1, 2]), ["a", "a", "a", "a", "b", "b"]
    orders = orders_of(starts, blocks, seed=1)
    rows = {tuple(row) for row in orders.starts.tolist()}
    assert orders.exact
    assert len(rows) == len(orders.starts) == how_many(starts.tolist(), blocks) == 24
    assert all(sorted(row[:4]) == [1, 1, 2, 3] and sorted(row[4:]) == [1, 2] for row in rows)


def test_its_statistic_is_in_the_catalogue() -> None:
    assert CATALOGUE["stepped_effect"].unit == "points"
