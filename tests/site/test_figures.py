"""Which side moved, and the threshold's gap: what moved, what it is now, and whether both agree."""

from __future__ import annotations

from dataclasses import replace

import pytest

from halfterm.cycles.disclosure import ShownFinding, hidden, show_number
from halfterm.site.figures import closing_lines
from halfterm.site.safe import show_study
from halfterm.site.shown import ShownCoverage, ShownStudy
from tests.site.edition_factory import plan, programme, study

Z = hidden("z")


def shown(statistic: str, number: float, decimals: int) -> ShownFinding:
    value = show_number(number, decimals=decimals, signed=True)
    return ShownFinding(statistic, value, Z, Z, Z, Z, Z, "")


def told(
    means: tuple[float, float], shares: tuple[float, float], *, threshold: float = 7.0, pupils: float = -23.0
) -> str:
    """The line of a study whose gaps between means and between shares moved so."""
    one = show_study(study(), plans=[plan()], audience="public", why_hidden=None)
    findings = [
        shown("gap_baseline", means[0], 1),
        shown("gap_followup", means[1], 1),
        shown("gap_change", means[1] - means[0], 1),
        shown("threshold_gap_baseline", shares[0], 0),
        shown("threshold_gap_followup", shares[1], 0),
    ]
    made = replace(
        one,
        measure=one.measure.model_copy(update={"threshold": threshold}),
        findings={**one.findings, **{finding.statistic: finding for finding in findings}},
        pupils_equivalent=show_number(pupils, decimals=0, signed=True),
    )
    return line(made)


def line(made: ShownStudy) -> str:
    (said,) = closing_lines([made], plan(), programme())
    return said


@pytest.mark.parametrize(
    ("means", "shares", "said"),
    [
        (
            (-8.0, -6.0),
            (-28, -23),
            "At 7 points or above, the gap went from −28 to −23 percentage points, and is now as much as 23 "
            "pupils of the target group.",
        ),
        (
            (-8.0, -6.0),
            (-22, -25),
            "But at 7 points or above, the gap went from −22 to −25 percentage points",
        ),
        (
            (-6.0, -8.0),
            (-25, -22),
            "But at 7 points or above, the gap went from −25 to −22 percentage points",
        ),
        ((6.0, 8.0), (25, 22), "But at 7 points or above, the gap went from +25 to +22 percentage points"),
        ((-6.0, -6.0), (-25, -22), "At 7 points or above, the gap went from −25 to −22 percentage points"),
    ],
)
def test_a_gap_between_shares_that_moved_the_other_way_is_set_against_the_means(
    means: tuple[float, float], shares: tuple[float, float], said: str
) -> None:
    assert f". {said}" in told(means, shares)


@pytest.mark.parametrize(
    ("threshold", "said"),
    [(1.0, "At 1 point or above"), (40.0, "At 40 points or above"), (-0.5, "At −0.5 points")],
)
def test_a_threshold_is_said_in_points(threshold: float, said: str) -> None:
    assert said in told((-8.0, -6.0), (-28, -23), threshold=threshold)


def test_one_pupil_is_not_pupils() -> None:
    assert "as much as 1 pupil of the target group." in told((-8.0, -6.0), (-28, -23), pupils=-1.0)


def test_who_changed_group_moved_into_it_or_out_of_it() -> None:
    one = show_study(
        study(level="engagement", place="ash-and-partners"),
        plans=[plan()],
        audience="public",
        why_hidden=None,
    )
    none = ShownCoverage(*[hidden("c")] * 10)
    ten, fifteen = (show_number(n, decimals=0) for n in (10, 15))
    out = line(replace(one, coverage=replace(none, switched_out=ten)))
    assert "Of the target pupils, about 10 moved out of the group between the tests; who changed" in out
    both = line(replace(one, coverage=replace(none, switched_in=fifteen, switched_out=ten)))
    assert "about 15 moved into the group and 10 moved out of the group between the tests" in both
