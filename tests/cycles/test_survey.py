"""Survey waves: what is told of many answers, and what of few."""

from __future__ import annotations

import pytest

from halfterm.cycles.survey import Answers, Wave, waves

MIDDLES = {"likert-5": 3.0}


def one(counts: dict[float, int]) -> Wave:
    (wave,) = waves([Answers("enjoy", "likert-5", "autumn-1", "north", counts)], smallest=5, middles=MIDDLES)
    return wave


@pytest.mark.parametrize(
    ("counts", "respondents", "mean", "favourable"),
    [
        ({1: 6, 3: 4, 5: 10}, 20, 3.4, 50.0),
        ({3: 4, 5: 10}, 14, 62 / 14, None),  # four who do not agree are few
        ({5: 20}, 20, None, None),  # everybody's answer would be known
        ({1: 2, 5: 2}, None, None, None),
        ({}, None, None, None),
    ],
)
def test_small_numbers_are_withheld(
    counts: dict[float, int], respondents: int | None, mean: float | None, favourable: float | None
) -> None:
    wave = one(counts)
    assert (wave.respondents, wave.favourable) == (respondents, favourable)
    assert wave.mean == (None if mean is None else pytest.approx(mean))
