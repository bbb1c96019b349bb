"""What an audience may know of those missing: enough pupils on every side, or nothing."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.impact.sides import Comparison
from halfterm.cycles.missing import AttributeCount, Missing, MissingCounts, missing_of
from halfterm.cycles.missing_shown import ShownMissing, show_missing
from tests.cycles.impact.cohorts import cohort_of

Pupils = Iterable[tuple[str, float, float | None]]


def side(name: str, kept: int, lost: int, *, level: float, gain: float) -> Pupils:
    """Pupils about a level, of whom the lowest are missing."""
    scores = [level - 3 + (7 * i) % 6 for i in range(kept)]
    return [
        *((name, score, score + gain + i % 3) for i, score in enumerate(scores)),
        *((name, level - 6 + i % 5, None) for i in range(lost)),
    ]


def made(
    target: tuple[int, int] = (32, 12),
    others: tuple[int, int] = (57, 13),
    *,
    comparison: Comparison = "others",
    ends: tuple[float | None, float | None] = (0, 40),
    attributes: tuple[AttributeCount, ...] = (),
    gain: float = 4,
) -> Missing:
    pupils = [*side("target", *target, level=12, gain=gain), *side("comparison", *others, level=20, gain=2)]
    counts = MissingCounts(cohort_of(pupils, threshold=18), attributes)  # type: ignore[arg-type]
    return missing_of(counts, comparison=comparison, with_treated=False, ends=ends)


def numbers(shown: ShownMissing) -> list[str]:
    """Every text of a figure that is seen."""
    losses = [shown.whole, shown.target, *([shown.comparison] if shown.comparison else [])]
    figures = [figure for loss in losses for figure in (loss.pupils, loss.lost, loss.percent)]
    figures += [f for found in shown.findings.values() for f in (found.value, found.lower, found.upper)]
    figures += [f for each in shown.described if each for f in (each.lost_mean, each.kept_mean)]
    return [figure.text for figure in figures if figure.visible]


def test_a_school_sees_all_of_it() -> None:
    shown = show_missing(made(), "school")
    assert (str(shown.whole.lost), str(shown.whole.pupils), str(shown.whole.percent)) == ("25", "114", "22")
    assert shown.finding("threshold_gap_bounds").value.visible
    assert shown.finding("gap_change_bounds").lower.visible


def test_others_see_rounded_counts_and_shares_of_those() -> None:
    shown = show_missing(made(), "public")
    assert (str(shown.target.lost), str(shown.target.pupils), str(shown.target.percent)) == ("10", "40", "25")
    assert (str(shown.whole.lost), str(shown.whole.pupils), str(shown.whole.percent)) == ("25", "110", "23")
    assert set(shown.findings) == {"weighted_gap_change", "weighted_ancova"}


@pytest.mark.parametrize(
    ("target", "others", "audience"),
    [
        ((32, 9), (57, 9), "public"),
        ((32, 0), (57, 0), "public"),
        ((9, 12), (9, 13), "public"),
        ((32, 5), (57, 5), "cluster"),
        ((32, 0), (57, 0), "cluster"),
    ],
)
def test_where_too_few_are_lost_or_kept_nothing_is_seen(
    target: tuple[int, int], others: tuple[int, int], audience: Audience
) -> None:
    shown = show_missing(made(target, others), audience)
    assert numbers(shown) == []
    assert (shown.found, shown.could, shown.described, shown.unlike) == (None, (), (None, None), None)


def test_one_sides_loss_may_be_seen_without_the_other_but_not_their_sum() -> None:
    shown = show_missing(made((32, 12), (57, 3)), "public")
    assert shown.target.visible
    assert shown.comparison is not None
    assert not shown.comparison.visible
    assert not shown.whole.visible
    assert shown.findings == {}


def test_bounds_from_observed_scores_stay_in_the_school_for_they_give_the_extreme_pupils_away() -> None:
    scale, observed = made(), made(ends=(None, None))
    assert show_missing(scale, "cluster").finding("gap_change_bounds").lower.visible
    assert not show_missing(observed, "cluster").finding("gap_change_bounds").lower.visible
    assert show_missing(observed, "school").finding("gap_change_bounds").lower.visible
    assert show_missing(observed, "cluster").ends is None


def test_how_many_reached_a_threshold_is_not_given_away_by_its_bounds() -> None:
    assert not show_missing(made(), "cluster").finding("threshold_gap_bounds").value.visible


def test_in_a_whole_class_the_mean_of_the_rest_would_give_the_numbers_away() -> None:
    shown = show_missing(made(comparison="whole_class"), "public")
    assert shown.described[0] is not None
    assert shown.described[1] is None
    assert show_missing(made(comparison="whole_class"), "cluster").described[1] is not None


def test_without_a_comparison_only_the_target_group_is_told_of() -> None:
    shown = show_missing(made(comparison="none"), "public")
    assert shown.comparison is None
    assert shown.whole == shown.target
    assert shown.described[1] is None
    assert (shown.found, shown.could) == (None, ())


def test_a_gap_that_no_missing_score_could_turn_is_said_to_have_moved_that_one_way() -> None:
    kept = (1000, 1)
    assert show_missing(made(kept, kept, gain=6), "school").could == ("closing",)
    assert show_missing(made(kept, kept, gain=0), "school").could == ("widening",)
    assert show_missing(made(kept, kept, gain=20), "school").could == ("flipped",)
    assert show_missing(made((40, 0), (40, 0), gain=2), "school").could == ("level",)
    assert show_missing(made((30, 20), (30, 20)), "school").could == ("closing", "widening", "flipped")
    assert show_missing(made(kept, kept, gain=6), "school").found == "closing"


def by_sen(lost: int, kept: int) -> tuple[AttributeCount, ...]:
    """Of 25 lost and 89 kept, how many have special needs."""
    return (
        AttributeCount("ash", "target", "sen", "yes", kept, lost),
        AttributeCount("ash", "target", "sen", "no", 89 - kept, 25 - lost),
    )


def test_the_attribute_that_tells_most_is_named_where_all_its_counts_are_large() -> None:
    shown = show_missing(made(attributes=by_sen(14, 20)), "public")
    assert shown.unlike is not None
    assert (shown.unlike.attribute, shown.unlike.value) == ("sen", "yes")
    assert (str(shown.unlike.lost), str(shown.unlike.kept)) == ("60", "22")
    assert show_missing(made(attributes=by_sen(14, 20)), "public", known={"sen"}).unlike is None
    assert show_missing(made(attributes=by_sen(16, 20)), "public").unlike is None
    assert show_missing(made(attributes=by_sen(16, 20)), "cluster").unlike is not None


@pytest.mark.parametrize(("girls", "named"), [(20, False), (23, False), (28, True)])
def test_an_attribute_in_which_those_missing_hardly_differ_is_not_named(girls: int, named: bool) -> None:
    sexes = (
        AttributeCount("ash", "target", "sex", "F", 40, girls),
        AttributeCount("ash", "target", "sex", "M", 40, 40 - girls),
    )
    assert (show_missing(made(attributes=sexes), "school").unlike is not None) is named
