"""Measures of three kinds, and those that are counted from the do-log."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from halfterm.cycles.measure import LOG_SCALES, FromLog, Measure


def measure(**changes: Any) -> Measure:
    return Measure.model_validate({"id": "held", "name": "Held", "scale": "count"} | changes)


def test_a_measure_is_an_outcome_unless_it_says_so() -> None:
    assert (measure().kind, measure().from_log) == ("outcome", None)


@pytest.mark.parametrize("log", get_args(FromLog))
def test_each_figure_of_the_do_log_has_its_scale(log: FromLog) -> None:
    made = measure(kind="process", from_log=log, scale=LOG_SCALES[log])
    assert made.from_log == log
    other = "count" if LOG_SCALES[log] == "percent" else "percent"
    with pytest.raises(ValidationError, match=f"{log} from the do-log is on the scale '{LOG_SCALES[log]}'"):
        measure(kind="process", from_log=log, scale=other)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"from_log": "sessions"}, "only a process measure is counted from the do-log"),
        ({"from_log": "sessions", "kind": "balancing"}, "only a process measure"),
        ({"from_log": "sessions", "kind": "process", "threshold": 3}, "has no threshold"),
        ({"kind": "outcomes"}, "kind"),
    ],
)
def test_a_measure_that_contradicts_itself_is_refused(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        measure(**changes)
