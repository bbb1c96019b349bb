"""Bands of a scale: whole levels, grades, and quarters where there are neither."""

from __future__ import annotations

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.score_bands import bands_of
from halfterm.cycles.impact.score_pairs import PairCount
from halfterm.cycles.scale import Scale
from halfterm.warehouse.scale_file import built_in_scales

SCALES = built_in_scales()


def pair(before: float, pupils: int = 1) -> PairCount:
    return PairCount(True, before, before, pupils)


def test_levels_are_those_of_the_official_conversion() -> None:
    bands = bands_of(SCALES["nc-levels"], [], scales=SCALES)
    assert bands.labels == ("W", "1", "2", "3", "4", "5", "6", "7", "8")
    assert [bands.place(points) for points in (3, 7, 11, 13, 17, 53)] == [0, 1, 1, 2, 2, 8]
    assert bands.about == "whole levels: the sub-level is dropped"


def test_sub_levels_can_be_asked_for() -> None:
    bands = bands_of(SCALES["nc-levels"], [], scales=SCALES, kind="grades")
    assert bands.labels[:4] == ("W", "1c", "1b", "1a")
    assert bands.labels[bands.place(21)] == "3b"


def test_grades_of_equal_points_are_one_band() -> None:
    bands = bands_of(SCALES["ks2-teacher-assessment"], [], scales=SCALES)
    assert bands.labels[-3:] == ("WTS or HNM", "EXS", "GDS")


def test_where_lower_is_better_the_worst_grade_still_comes_first() -> None:
    scale = Scale.model_validate(
        {
            "id": "understood",
            "name": "I understand",
            "about": "1 is best.",
            "kind": "ordered",
            "subtract": False,
            "direction": "lower",
            "grades": {"1": 1, "2": 2, "3": 3},
            "numbers": "none",
        }
    )
    bands = bands_of(scale, [], scales={})
    assert bands.labels == ("3", "2", "1")
    assert [bands.place(points) for points in (1, 2, 3)] == [2, 1, 0]


def test_without_grades_the_scores_before_are_cut_in_quarters() -> None:
    pairs = [pair(score) for score in range(1, 9)]
    bands = bands_of(SCALES["percent"], pairs, scales=SCALES)
    assert bands.labels == ("lowest", "second", "third", "highest")
    assert bands.starts == (2.75, 4.5, 6.25)  # R: quantile(1:8, c(.25, .5, .75))
    assert bands.about == "quarters of the 8 scores before, cut at 2.75, 4.5, 6.25; the same cuts after"


def test_scores_that_are_mostly_the_same_make_fewer_parts() -> None:
    bands = bands_of(SCALES["percent"], [pair(50, 8), pair(60, 4)], scales=SCALES)
    assert bands.labels == ("part 1", "part 2")
    assert "fewer than four parts" in bands.about
    alike = bands_of(SCALES["percent"], [pair(50, 8)], scales=SCALES)
    assert (alike.labels, alike.starts) == (("part 1",), ())


@pytest.mark.parametrize(
    ("scale", "kind", "said"),
    [
        ("percent", "levels", "scale 'percent' has no whole levels; take quarters"),
        ("gcse-9-1", "levels", "has no whole levels; take grades or quarters"),
        ("percent", "grades", "scale 'percent' has no grades; take quarters"),
        ("percent", None, "nobody has a score before"),
    ],
)
def test_bands_that_a_scale_does_not_have_are_refused(scale: str, kind: str | None, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        bands_of(SCALES[scale], [], scales=SCALES, kind=kind)  # type: ignore[arg-type]


@pytest.mark.parametrize("scale", [scale for scale in SCALES.values() if scale.grades], ids=lambda s: s.id)
def test_every_grade_of_every_scale_has_a_band_and_better_grades_none_before_it(scale: Scale) -> None:
    for kind in (None, "grades"):
        bands = bands_of(scale, [], scales=SCALES, kind=kind)  # type: ignore[arg-type]
        places = [bands.place(points) for points in scale.grades.values()]
        assert places == sorted(places)
        assert set(places) == set(range(len(bands.labels)))
