"""Every series of the fixture: runs, crossings, limits and signals as plain R has them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.series.limits import Limits
from halfterm.cycles.series.means import i_prime
from halfterm.cycles.series.run_chart import centre_of, run_chart
from halfterm.cycles.series.shares import p_chart, p_prime
from halfterm.cycles.series.xmr import xmr

FIXTURES = Path(__file__).parent / "fixtures"
SERIES = json.loads((FIXTURES / "series.json").read_text())
NAMES = [each["name"] for each in SERIES]


def limits_of(series: dict[str, Any]) -> Limits:
    values, baseline = series["values"], series["baseline"]
    match series["chart"]:
        case "XmR":
            return xmr(values, baseline=baseline)
        case "P":
            return p_chart(values, series["sizes"], baseline=baseline)
        case "P'":
            return p_prime(values, series["sizes"], baseline=baseline)
        case _:
            return i_prime(values, series["sizes"], baseline=baseline)


def test_the_fixture_holds_every_kind_of_chart_and_of_signal() -> None:
    assert len(SERIES) == len(set(NAMES)) >= 25
    assert {each["chart"] for each in SERIES} == {"XmR", "P", "P'", "I'"}
    assert any(each["runs"]["longest"] > each["runs"]["longest_allowed"] for each in SERIES)
    assert any(each["runs"]["crossings"] < each["runs"]["fewest_allowed"] for each in SERIES)
    assert any(each["limits"] and each["limits"]["beyond"] for each in SERIES)
    assert any(each["limits"] is None for each in SERIES)


@pytest.mark.parametrize("series", SERIES, ids=NAMES)
def test_runs_and_crossings_are_those_of_r(series: dict[str, Any]) -> None:
    values, told = series["values"], series["runs"]
    found = run_chart(values, centre=centre_of(values[: series["baseline"]]))
    assert found.centre == pytest.approx(told["centre"], rel=1e-12)
    counts = (found.useful, found.longest, found.longest_allowed, found.crossings, found.fewest_allowed)
    names = ("useful", "longest", "longest_allowed", "crossings", "fewest_allowed")
    assert counts == tuple(told[name] for name in names)
    assert found.signal is told["signal"]


@pytest.mark.parametrize("series", SERIES, ids=NAMES)
def test_limits_and_points_beyond_them_are_those_of_r(series: dict[str, Any]) -> None:
    told = series["limits"]
    if told is None:
        with pytest.raises(NotDefined):
            limits_of(series)
        return
    found = limits_of(series)
    for name in ("centre", "sigma", "lower", "upper"):
        assert getattr(found, name) == pytest.approx(told[name], rel=1e-9, abs=1e-12), name
    beyond = [i for i, value in enumerate(series["values"]) if found.side(i, value) != "within"]
    assert beyond == told["beyond"]


@pytest.mark.parametrize("series", SERIES, ids=NAMES)
def test_limits_do_not_depend_on_the_unit(series: dict[str, Any]) -> None:
    if series["limits"] is None or series["chart"].startswith("P"):
        return
    other = {**series, "values": [7 - 1000 * value for value in series["values"]]}
    found, mirrored = limits_of(series), limits_of(other)
    assert mirrored.lower == pytest.approx([7 - 1000 * upper for upper in found.upper], rel=1e-9)
