"""Everything about the missing pupils of one study, put together."""

from __future__ import annotations

import pytest

from halfterm.cycles.impact.cohort import Loss
from halfterm.cycles.impact.sides import Comparison
from halfterm.cycles.impact.statistics import CATALOGUE
from halfterm.cycles.missing import (
    AttributeCount,
    AttributeLoss,
    MissingCounts,
    added,
    missing_of,
    missing_of_ordered,
)
from halfterm.cycles.missing_shown import show_missing
from tests.cycles.impact.cohorts import cohort_of, reference_cohort

ATTRIBUTES = (
    AttributeCount("ash", "target", "sen", "no", 30, 4),
    AttributeCount("ash", "target", "sen", "yes", 5, 6),
    AttributeCount("elm", "comparison", "sen", "no", 50, 3),
    AttributeCount("elm", "unclassified", "sen", "yes", 7, 7),
)


@pytest.mark.parametrize("comparison", ["others", "whole_class", "matched", "national", "none"])
def test_every_figure_has_its_words_in_the_catalogue(comparison: Comparison) -> None:
    made = missing_of(MissingCounts(reference_cohort()), comparison=comparison, with_treated=True)
    names = [finding.statistic for finding in made.findings]
    assert set(names) <= set(CATALOGUE)
    assert len(set(names)) == len(names)
    assert made.described_target.difference.statistic in CATALOGUE
    assert made.finding("impact_bounds") is not None
    assert made.whole_class is (comparison == "whole_class")


def test_without_treated_nothing_is_said_of_impact() -> None:
    made = missing_of(MissingCounts(reference_cohort()), comparison="others", with_treated=False)
    assert not [finding for finding in made.findings if "treated" in finding.statistic]
    assert made.finding("impact_bounds") is made.finding("weighted_impact") is None


def test_counts_by_attribute_are_added_up_over_schools_and_the_sides_that_compare() -> None:
    rows = [("target", 1, 2), ("comparison", 1, 2), ("unclassified", 1, 2)]
    counts = MissingCounts(cohort_of(rows), ATTRIBUTES)
    others = missing_of(counts, comparison="others", with_treated=False).attributes
    assert others == (AttributeLoss("sen", "no", 7, 13, 80, 85), AttributeLoss("sen", "yes", 6, 13, 5, 85))
    whole = missing_of(counts, comparison="whole_class", with_treated=False).attributes
    assert whole[1] == AttributeLoss("sen", "yes", 13, 20, 12, 92)
    alone = missing_of(counts, comparison="none", with_treated=False).attributes
    assert alone[1] == AttributeLoss("sen", "yes", 6, 10, 5, 35)


def test_a_place_has_its_own_pupils_and_places_add_up() -> None:
    counts = MissingCounts(
        cohort_of([("target", 1, None, "ash", None), ("target", 1, 2, "elm", None)]), ATTRIBUTES
    )
    ash, elm = counts.at(["ash"]), counts.at(["elm"])
    assert Loss.of(ash.cohort.cells) == Loss(1, 1)
    assert {count.school for count in ash.attributes} == {"ash"}
    whole = added([ash, None, elm])
    assert whole is not None
    assert set(whole.cohort.cells) == set(counts.cohort.cells)
    assert added([None]) is None


def test_measures_read_at_other_shifts_do_not_add_up() -> None:
    one, other = (MissingCounts(cohort_of([("target", 1, 2)], shift=shift)) for shift in (0, 5))
    with pytest.raises(ValueError, match="different measures"):
        added([one, other])


def test_nobody_at_all_has_reasons_and_no_number() -> None:
    made = missing_of(MissingCounts(cohort_of([])), comparison="others", with_treated=True)
    assert not any(finding.defined or finding.lower for finding in made.findings)
    assert made.extremes is None
    assert (made.target, made.comparison) == (Loss(0, 0), Loss(0, 0))


def test_on_a_scale_without_equal_steps_the_missing_are_counted_and_no_points_said_of_them() -> None:
    counts = MissingCounts(reference_cohort())
    equal = missing_of(counts, comparison="others", with_treated=True, ends=(0, 20))
    ordered = missing_of_ordered(equal)
    kept = {made.statistic for made in ordered.findings if made.defined}
    assert kept == {
        made.statistic
        for made in equal.findings
        if made.defined and made.statistic.startswith(("attrition", "threshold"))
    }
    assert (ordered.target, ordered.comparison) == (equal.target, equal.comparison)
    assert equal.described_target.lost_mean is not None
    assert ordered.described_target.lost_mean is None
    assert ordered.extremes is None
    shown = show_missing(ordered, "school")
    assert shown.target.visible
    assert (shown.described, shown.could, shown.found, shown.ends) == ((None, None), (), None, None)
