"""Holm's adjustment against R's p.adjust, and what it must be whatever the p-values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfterm.cycles.impact.holm import holm
from tests.cycles.impact.survey_references import SAID

ps = st.lists(st.floats(0, 1), min_size=1, max_size=12)


def test_it_is_rs() -> None:
    assert holm(SAID["holm"]["p"]) == pytest.approx(SAID["holm"]["adjusted"], rel=1e-12)


def test_of_no_test_nothing_is_adjusted() -> None:
    assert holm([]) == ()


@given(ps)
def test_no_p_falls_none_passes_bonferronis_and_their_order_stays(found: list[float]) -> None:
    adjusted = holm(found)
    for one, other in zip(found, adjusted, strict=True):
        assert one <= other <= min(len(found) * one, 1)
    in_order = [p for _, p in sorted(zip(found, adjusted, strict=True))]
    assert in_order == sorted(adjusted)
