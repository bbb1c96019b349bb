"""Impact: who counts as treated and untreated, whole schools treated, and what is said where it fails."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.moments import PanelSummary
from halfterm.cycles.impact.study import study_panel

Summarise = Callable[..., PanelSummary]
Row = tuple[str, bool, float, float, bool | None]

NAMES = ("impact", "impact_multilevel", "impact_effect_size", "impact_months", "impact_on_gap")


def pupils(
    *, schools: int, treated: Callable[[int, int], bool | None], effect: float = 3.0, seed: int = 2
) -> list[Row]:
    """Twelve pupils a school, every second in the target group; treated target pupils get `effect` more."""
    random = Random(seed)
    rows: list[Row] = []
    for school in range(schools):
        level = random.gauss(0, 1)
        for place in range(12):
            given, target = treated(school, place), place % 2 == 0
            before = random.gauss(20, 3)
            after = before + 4 + level + random.gauss(0, 1) - 2 * target + effect * bool(given and target)
            rows.append((str(school), target, before, after, given))
    return rows


def impacts(summary: PanelSummary, **options: str) -> dict[str, Finding]:
    found = study_panel(summary, with_treated=True, **options)  # type: ignore[arg-type]
    return {made.statistic: made for made in found if made.statistic in NAMES}


def test_what_was_put_in_comes_out(summary_from_rows: Summarise) -> None:
    rows = pupils(schools=30, treated=lambda school, place: place % 4 < 2)
    found = impacts(summary_from_rows(rows))
    for name in ("impact", "impact_multilevel", "impact_on_gap"):
        made = found[name]
        assert made.lower is not None
        assert made.upper is not None
        assert made.lower < 3 < made.upper
        assert (made.n_target, made.n_comparison) == (90, 90)


def test_pupils_whose_treatment_is_not_known_take_no_part(summary_from_rows: Summarise) -> None:
    rows = pupils(schools=6, treated=lambda school, place: place % 4 < 2)
    unknown: list[Row] = [("0", True, 90.0, 1.0, None), ("1", False, 1.0, 90.0, None)]
    assert impacts(summary_from_rows(rows + unknown)) == impacts(summary_from_rows(rows))


@pytest.mark.parametrize(
    ("treated", "why"),
    [
        (lambda school, place: None, "it is not known which target pupils were treated"),
        (lambda school, place: True, "every target pupil with both scores was treated"),
        (lambda school, place: place % 2 == 1, "no target pupil with both scores was treated"),
    ],
)
def test_without_both_kinds_of_target_pupils_there_is_no_impact(
    treated: Callable[[int, int], bool | None], why: str, summary_from_rows: Summarise
) -> None:
    for made in impacts(summary_from_rows(pupils(schools=6, treated=treated))).values():
        assert made.value is None
        assert why in made.method


def test_impact_on_the_gap_needs_treated_and_untreated_others(summary_from_rows: Summarise) -> None:
    rows = pupils(schools=6, treated=lambda school, place: place % 4 == 0)
    found = impacts(summary_from_rows(rows))
    assert found["impact"].defined
    assert found["impact_on_gap"].method == (
        "not computed: it needs treated and untreated comparison pupils as well"
    )


def test_impact_stands_without_a_comparison_and_the_impact_on_the_gap_does_not(
    summary_from_rows: Summarise,
) -> None:
    found = impacts(
        summary_from_rows(pupils(schools=6, treated=lambda school, place: place % 4 < 2)), comparison="none"
    )
    assert found["impact"].defined
    assert found["impact_on_gap"].method == "not computed: the plan names no comparison"


@pytest.mark.parametrize(("schools", "few"), [(9, True), (10, False)])
def test_whole_schools_treated_are_clusters_and_fewer_than_five_a_side_are_too_few(
    schools: int, few: bool, summary_from_rows: Summarise
) -> None:
    found = impacts(summary_from_rows(pupils(schools=schools, treated=lambda school, place: school % 2 == 0)))
    for name in ("impact", "impact_effect_size", "impact_on_gap"):
        assert "cluster-robust (CR2) t interval" in found[name].method
        assert found[name].lower is not None
        assert ("fewer than 5 schools a side are too few" in found[name].method) is few
    assert "cluster-robust" not in found["impact_multilevel"].method
    assert ("fewer than 5 schools a side are too few" in found["impact_multilevel"].method) is few


def test_one_treated_school_gives_a_difference_but_no_interval(summary_from_rows: Summarise) -> None:
    found = impacts(summary_from_rows(pupils(schools=8, treated=lambda school, place: school == 0)))
    for name in ("impact", "impact_effect_size", "impact_on_gap"):
        assert found[name].value is not None
        assert (found[name].lower, found[name].p) == (None, None)
        assert "one side is a single school" in found[name].method


def test_a_school_with_both_kinds_makes_pupils_the_unit(summary_from_rows: Summarise) -> None:
    rows = pupils(schools=8, treated=lambda school, place: school % 2 == 0 if school else place % 4 < 2)
    assert impacts(summary_from_rows(rows))["impact"].method.endswith(
        "follow-up ~ baseline + treated; t interval"
    )


def test_treatment_that_follows_the_baseline_exactly_cannot_be_told_from_it(
    summary_from_rows: Summarise,
) -> None:
    rows: list[Row] = [("a", True, float(place % 2), float(place), place % 2 == 0) for place in range(10)]
    for made in impacts(summary_from_rows(rows)).values():
        assert made.value is None
    assert (
        "'baseline' and 'treated' cannot be told apart" in impacts(summary_from_rows(rows))["impact"].method
    )
