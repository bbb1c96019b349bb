"""The sentences that a study's counts call for, and that none of them gives a small count away."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfterm.cycles.cautions import cautions
from halfterm.cycles.impact.cross_section import ChangeSplit
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.panels import CrossSection, PupilsByKind
from halfterm.cycles.record import Coverage

NOBODY = Coverage(100, 200, 100, 200, 0, 0, 0, 0, 0, 0)
CLOSING = (Finding("gap_change", 0.4, 0.1, 0.7, 0.01, 100, 200, "Welch t interval"),)
WIDENING = ChangeSplit(change=-1.0, stayers=0.4, joiners=-1.4, leavers=0.0, switched_in=0.0, switched_out=0.0)


def moved(pupils: int) -> PupilsByKind:
    return PupilsByKind(stayers=90, joiners=pupils, leavers=0, switched_in=0, switched_out=0)


def test_a_plain_study_needs_no_caution() -> None:
    assert cautions(CLOSING, NOBODY, None, drawn=None) == ()
    assert cautions(CLOSING, NOBODY, None, drawn=True) == ()


@pytest.mark.parametrize(("drawn", "said"), [(None, False), (True, False), (False, True)])
def test_treated_pupils_who_were_not_drawn_are_a_caution(drawn: bool | None, said: bool) -> None:
    found = cautions(CLOSING, NOBODY, None, drawn=drawn)
    assert any("not drawn at random" in sentence for sentence in found) is said


@pytest.mark.parametrize(
    ("switched_out", "switched_in", "both", "said"),
    [
        (15, 0, 100, True),
        (0, 15, 100, True),
        (10, 10, 100, True),
        (10, 0, 100, False),  # a tenth is not more than a tenth
        (12, 0, 100, False),  # 12 is published as 10
        (9, 9, 20, False),  # both are hidden
        (9, 0, 9, False),
    ],
)
def test_many_switchers_are_a_caution_counted_as_published(
    switched_out: int, switched_in: int, both: int, said: bool
) -> None:
    coverage = replace(NOBODY, target_both=both, switched_out=switched_out, switched_in=switched_in)
    found = cautions(CLOSING, coverage, None, drawn=None)
    assert any("changed group" in sentence for sentence in found) is said


@pytest.mark.parametrize(("target", "comparison", "said"), [(10, 10, True), (9, 10, False), (10, 9, False)])
def test_panels_that_disagree_are_a_caution_where_enough_pupils_moved(
    target: int, comparison: int, said: bool
) -> None:
    cross = CrossSection("gap_change", WIDENING, moved(target), moved(comparison))
    found = cautions(CLOSING, NOBODY, cross, drawn=None)
    assert any("tell different stories" in sentence for sentence in found) is said


def test_panels_that_agree_are_no_caution() -> None:
    cross = CrossSection("gap_change", replace(WIDENING, change=0.2), moved(20), moved(20))
    assert cautions(CLOSING, NOBODY, cross, drawn=None) == ()


@given(
    st.lists(st.integers(0, 9), min_size=6, max_size=6),
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 300),
    st.floats(-50, 50),
)
def test_no_small_count_and_no_score_of_few_pupils_makes_a_sentence_come_or_go(
    small: list[int], of_target: int, of_others: int, both: int, change: float
) -> None:
    missing, missing_others, out, into, joiners, leavers = small
    coverage = Coverage(both + missing, 200, both, 200, missing, missing_others, out, into, joiners, leavers)
    cross = CrossSection("gap_change", replace(WIDENING, change=change), moved(of_target), moved(of_others))
    assert cautions(CLOSING, coverage, cross, drawn=None) == ()


def test_no_sentence_holds_a_number() -> None:
    coverage = replace(NOBODY, switched_out=50)
    cross = CrossSection("gap_change", WIDENING, moved(20), moved(20))
    found = cautions(CLOSING, coverage, cross, drawn=False)
    assert len(found) == 3
    assert not any(letter.isdigit() for sentence in found for letter in sentence)
