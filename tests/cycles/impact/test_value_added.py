"""Value added against a dated table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.score_pairs import PairCount
from halfterm.cycles.impact.value_added import ExpectedBand, ExpectedTable, ValueAdded, value_added
from halfterm.warehouse.scale_file import built_in_scales
from tests.cycles.impact.year_group import REFERENCE, pairs_of

SCALES = built_in_scales()
LEVELS = SCALES["nc-levels"]
JULY = date(2013, 7, 24)

TABLE = ExpectedTable(
    name="national.csv",
    scale="nc-levels",
    dated=date(2012, 9, 1),
    source="National pupils of 2012",
    half_terms=6,
    bands=(
        ExpectedBand(7, 11, 13.5),
        *(ExpectedBand(b, b, b + 2.25) for b in (13, 15, 17)),
        *(ExpectedBand(b, b, b + 3.1) for b in (19, 21, 23, 25, 27)),
    ),
)


def added(pairs: list[PairCount], table: ExpectedTable = TABLE, *, half_terms: int = 6) -> ValueAdded:
    return value_added(pairs, table, scale=LEVELS, followed_up=JULY, half_terms=half_terms)


@pytest.mark.parametrize(
    ("name", "statistic"),
    [
        ("group", "value_added"),
        ("others", "value_added_others"),
        ("difference", "value_added_difference"),
    ],
)
def test_means_and_their_difference_are_those_of_rs_t_test(name: str, statistic: str) -> None:
    made: Finding = getattr(added(pairs_of()), name)
    found = (made.value, made.lower, made.upper, made.p, made.standard_error)
    assert made.statistic == statistic
    assert found == pytest.approx(REFERENCE[statistic], rel=1e-6)


def test_pupils_without_a_row_are_counted_and_said() -> None:
    made = added([*pairs_of(), PairCount(True, 3, 9, 2), PairCount(None, 3, 9, 7)])
    assert made.without_row == 2
    assert made.group.n_target == 10
    assert any("2 pupils with both scores began where the table has no row" in note for note in made.notes)


def test_a_table_dated_after_the_follow_up_is_said() -> None:
    late = replace(TABLE, dated=date(2014, 1, 1))
    assert any("The table is of 2014-01-01, after the follow-up ended" in n for n in added([], late).notes)
    assert not any("after the follow-up" in note for note in added([]).notes)


def test_a_table_over_another_time_is_said() -> None:
    assert any("over 6 half-terms; these scores are 2 apart" in n for n in added([], half_terms=2).notes)
    mute = replace(TABLE, half_terms=None)
    assert any("does not say over how many half-terms" in note for note in added([], mute).notes)


def test_a_table_on_another_scale_is_refused() -> None:
    with pytest.raises(BadInput, match="the table is on scale 'percent', the scores are on 'nc-levels'"):
        added(pairs_of(), replace(TABLE, scale="percent"))


def test_nothing_is_subtracted_where_differences_mean_nothing() -> None:
    table = replace(TABLE, scale="ks2-teacher-assessment")
    with pytest.raises(BadInput, match="differences on scale 'ks2-teacher-assessment' mean nothing"):
        value_added([], table, scale=SCALES["ks2-teacher-assessment"], followed_up=JULY, half_terms=6)


@pytest.mark.parametrize(
    ("bands", "said"),
    [
        ((), "the table has no row"),
        ((ExpectedBand(9, 7, 13),), "from a higher score to a lower one"),
        ((ExpectedBand(7, 11, 13), ExpectedBand(11, 13, 15)), "two rows overlap"),
        ((ExpectedBand(13, 13, 15), ExpectedBand(7, 11, 13)), "not in rising order"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(bands: tuple[ExpectedBand, ...], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        replace(TABLE, bands=bands)


def test_one_pupil_and_equal_pupils_have_a_mean_and_no_interval() -> None:
    one = added([PairCount(True, 13, 15, 1), PairCount(False, 15, 19, 5)])
    assert one.group.value == pytest.approx(-0.25)
    assert one.group.lower is None
    assert "one pupil shows no scatter" in one.group.method
    assert one.others.value == pytest.approx(1.75)
    assert "the scores do not vary" in one.others.method
    assert one.difference.value == pytest.approx(-2)


def test_nobody_has_no_value_added() -> None:
    made = added([PairCount(False, 15, 19, 5)])
    assert made.group.value is None
    assert "no pupil with both scores began where the table has a row" in made.group.method
    assert made.difference.value is None


def test_where_lower_is_better_getting_lower_than_expected_adds_value() -> None:
    falling = LEVELS.model_copy(update={"direction": "lower"})
    made = value_added([PairCount(True, 15, 13, 2)], TABLE, scale=falling, followed_up=JULY, half_terms=6)
    assert made.group.value == pytest.approx(4.25)
