"""What may be done with scores: subtracting, converting, thresholds."""

from __future__ import annotations

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.scale_use import check_subtract, convert, scale_problems, threshold_of, way_problems
from halfterm.warehouse.scale_file import built_in_scales
from tests.cycles.test_scale import make_scale

SCALES = built_in_scales()


def test_official_and_two_point_scores_do_not_subtract_and_both_are_named() -> None:
    with pytest.raises(BadInput) as refused:
        check_subtract(SCALES["nc-official-aps"], SCALES["nc-levels"])
    (said,) = refused.value.problems
    assert said.startswith("scores on scale 'nc-official-aps' and on scale 'nc-levels' do not subtract (")
    assert said.endswith(" has other points on each); load both on the same scale")


def test_a_grade_with_other_points_on_each_scale_is_named() -> None:
    with pytest.raises(BadInput, match=r"do not subtract \(\w+ has other points on each\)"):
        check_subtract(SCALES["gcse-letters-2016"], SCALES["gcse-letters-qca"])


def test_differences_of_an_order_mean_nothing() -> None:
    expected = SCALES["ks2-teacher-assessment"]
    with pytest.raises(BadInput, match="'ks2-teacher-assessment' mean nothing; use ranks or a threshold"):
        check_subtract(expected, expected)


def test_scores_of_one_scale_with_distances_subtract() -> None:
    with_distances = [scale for scale in SCALES.values() if scale.subtract]
    for scale in with_distances:
        check_subtract(scale, scale)
    assert SCALES.keys() - {scale.id for scale in with_distances} == {"ks2-teacher-assessment", "rubric-5"}


@pytest.mark.parametrize(
    ("value", "source", "target", "points"),
    [
        ("3b", "nc-levels", "nc-whole-levels", 21),
        ("3c", "nc-levels", "nc-whole-levels", 21),
        ("1a", "nc-levels", "nc-official-aps", 9),
        ("3a", "nc-levels", "nc-official-aps", 21),
        ("2a", "nc-levels", "nc-official-aps", 17),
        (11.0, "nc-levels", "nc-official-aps", 9),
        ("W", "nc-levels", "nc-official-aps", 3),
        ("c", "gcse-letters-qca", "gcse-letters-2016", 5),
        ("B", "gcse-letters-2016", "gcse-letters-2017", 5.5),
        ("A*", "gcse-letters-2017", "gcse-letters-qca", 58),
        (40, "gcse-letters-qca", "gcse-letters-2017", 4),
    ],
)
def test_grades_convert_where_an_official_table_leads(
    value: str | float, source: str, target: str, points: float
) -> None:
    assert convert(value, SCALES[source], SCALES[target]) == points


def test_letters_go_from_each_points_to_each_other_and_come_back() -> None:
    letters = [SCALES[name] for name in ("gcse-letters-qca", "gcse-letters-2016", "gcse-letters-2017")]
    for source in letters:
        for target in letters:
            if source is not target:
                for grade, points in source.grades.items():
                    assert convert(convert(grade, source, target), target, source) == points


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("nc-official-aps", "nc-levels"),
        ("nc-whole-levels", "nc-levels"),
        ("gcse-letters-2017", "gcse-9-1"),
        ("gcse-9-1", "gcse-letters-2017"),
        ("nc-levels", "ks2-scaled-score"),
        ("percent", "standardised-score"),
    ],
)
def test_no_way_is_gone_that_no_official_table_has(source: str, target: str) -> None:
    with pytest.raises(
        BadInput, match=f"'{source}' does not convert to '{target}': there is no official table"
    ):
        convert("1", SCALES[source], SCALES[target])


def test_an_average_and_an_unknown_grade_do_not_convert_and_are_not_repeated() -> None:
    for value in (21.5, "Zaphod", "A"):
        with pytest.raises(
            BadInput, match="this is not a grade of scale 'nc-levels'; it has W, 1c"
        ) as refused:
            convert(value, SCALES["nc-levels"], SCALES["nc-whole-levels"])
        assert "Zaphod" not in str(refused.value)


@pytest.mark.parametrize(
    ("scale", "name", "points"),
    [
        ("nc-levels", "level-4", 25),
        ("nc-levels", "level-4b", 27),
        ("nc-official-aps", "level-4", 27),
        ("ks2-scaled-score", "expected", 100),
        ("ks2-scaled-score", "higher", 110),
        ("ks2-teacher-assessment", "expected", 8),
        ("gcse-letters-qca", "good", 40),
        ("gcse-9-1", "strong-pass", 5),
        ("five-good-gcses", "reached", 1),
    ],
)
def test_a_threshold_is_known_by_its_name(scale: str, name: str, points: float) -> None:
    assert threshold_of(SCALES[scale], name) == points


def test_the_pass_mark_of_phonics_is_that_of_the_year_and_unknown_years_are_told() -> None:
    phonics = SCALES["phonics"]
    assert {threshold_of(phonics, "pass", year) for year in ("2011/12", "2018/19", "2023/24")} == {32}
    with pytest.raises(
        BadInput, match="is not known in 2019/20; it is known for 12 years from 2011/12 to 2023/24"
    ):
        threshold_of(phonics, "pass", "2019/20")
    with pytest.raises(BadInput, match="is not known without an academic year"):
        threshold_of(phonics, "pass")


def test_a_threshold_that_is_not_there_is_told_with_the_nearest() -> None:
    with pytest.raises(BadInput, match="no threshold 'expcted'; did you mean 'expected'"):
        threshold_of(SCALES["ks2-scaled-score"], "expcted")
    with pytest.raises(BadInput, match="no threshold 'pass'; it has none"):
        threshold_of(SCALES["points"], "pass")


def test_a_threshold_off_its_scale_and_a_way_to_nowhere_are_problems() -> None:
    mine = make_scale(
        grades={"low": 1, "high": 2},
        numbers="none",
        thresholds={"t": {"name": "T", "at": "top"}},
        convert_to={"percnt": {"rule": "?"}, "likert-4": {"rule": "?", "grades": {"hihg": "1", "low": "9"}}},
    )
    assert scale_problems(mine) == ["threshold 't' does not lie on the scale; it has low, high"]
    assert way_problems(mine, SCALES) == [
        "converts to 'percnt': no such scale; did you mean 'percent'?",
        "converts to 'likert-4': no grade 'hihg'; did you mean 'high'?",
        "converts to 'likert-4': it has no grade '9'",
    ]
