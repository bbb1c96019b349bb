"""From loads to the figures of the exception report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.exception_figures import Figures, Place
from halfterm.cycles.exception_rules import ExceptionRules
from halfterm.cycles.impact.reached import Reached
from halfterm.warehouse.exceptions import ExceptionCounts, count_exceptions
from tests.warehouse.loads_factory import put_load, row

RULE = {"id": "wide", "light": "red", "when": {"gap_wider_than": 0.4}}


def rules(**changes: object) -> ExceptionRules:
    return ExceptionRules.model_validate({"rules": [RULE]} | changes)


def count(
    store: duckdb.DuckDBPyConnection,
    rules: ExceptionRules,
    *,
    earlier: str | None = "autumn",
    expected: Mapping[str, float] | None = None,
    **asked: Any,
) -> ExceptionCounts:
    return count_exceptions(store, rules, now="spring", earlier=earlier, expected=expected or {}, **asked)


@pytest.fixture
def two(store: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Two schools, two half-terms; U1, U2 and U5 have free meals, U2 only since; U4 has no score now."""
    put_load(
        store,
        [
            *(row("U1", "ash", 10, fsm="yes", year="3"), row("U2", "ash", 12, fsm="no", year="3")),
            *(row("U3", "ash", 14, fsm="no", year="3"), row("U4", "ash", 15, fsm="yes", year="3")),
            *(row("U5", "beech", 9, fsm="yes", year="3"), row("U6", "beech", 13, fsm="no", year="3")),
        ],
        load="one",
        half_term="autumn",
    )
    put_load(
        store,
        [
            *(row("U1", "ash", 11, fsm="yes", year="3"), row("U2", "ash", 13, fsm="yes", year="3")),
            *(row("U3", "ash", 18, fsm="no", year="3"), row("U4", "ash", "absent", fsm="yes", year="3")),
            *(row("U5", "beech", 12, fsm="yes", year="3"), row("U6", "beech", 15, fsm="no", year="3")),
        ],
        load="two",
        half_term="spring",
    )
    return store


def at(found: ExceptionCounts, school: str) -> Figures:
    return found.figures[Place(0, "reading", "points", school)]


def test_the_gap_is_of_who_is_of_the_group_now_within_school_and_year(
    two: duckdb.DuckDBPyConnection,
) -> None:
    found = count(two, rules())
    assert found.groups == ((("fsm", "yes"),),)
    ash, both = at(found, "ash").gap, at(found, "").gap
    assert ash is not None
    assert both is not None
    assert (ash.n, ash.n_others, ash.points) == (2, 1, pytest.approx(12 - 18))
    # Weighted by n1 n2 / (n1 + n2) of each school: 2/3 and 1/2.
    assert both.points == pytest.approx((-6 * 2 / 3 - 3 / 2) / (2 / 3 + 1 / 2))
    # SD about the schools' means: ash 11, 13, 18 and beech 12, 15.
    assert both.sd == pytest.approx(((9 + 1 + 16 + 2.25 + 2.25) / 3) ** 0.5)


def test_gains_are_of_who_was_of_the_group_then_with_both_scores(two: duckdb.DuckDBPyConnection) -> None:
    change = at(count(two, rules()), "ash").change
    assert change is not None
    # U1 gains 1; U2, not of the group then, and U3 gain 1 and 4; U4 has no score now.
    assert (change.n, change.n_others, change.rise, change.rise_others) == (1, 2, 1, 2.5)


def test_expected_progress_is_counted_by_school_and_for_all(two: duckdb.DuckDBPyConnection) -> None:
    found = count(two, rules(), expected={"points": 3})
    assert at(found, "ash").expected == (Reached(0, 1), Reached(1, 2))
    assert at(found, "").expected == (Reached(1, 2), Reached(1, 3))
    assert at(count(two, rules()), "ash").expected is None


def test_coverage_counts_the_groups_pupils_with_and_without_a_score(two: duckdb.DuckDBPyConnection) -> None:
    ash = at(count(two, rules()), "ash")
    assert (ash.pupils, ash.scored) == (3, 2)


def test_where_lower_is_better_the_gap_turns(two: duckdb.DuckDBPyConnection) -> None:
    ash = at(count(two, rules(), lower=["points"]), "ash")
    assert ash.gap is not None
    assert ash.change is not None
    assert ash.gap.points == pytest.approx(6)
    assert (ash.change.rise, ash.change.rise_others) == (-1, -2.5)


def test_without_an_earlier_half_term_there_are_no_gains(two: duckdb.DuckDBPyConnection) -> None:
    found = count(two, rules(), earlier=None)
    assert at(found, "ash").change is None
    assert at(found, "ash").gap is not None


def test_groups_are_those_of_the_rules_or_every_value_that_tells(two: duckdb.DuckDBPyConnection) -> None:
    put_load(
        two,
        [row("U1", "ash", sex="F"), row("U2", "ash", sex="M"), row("U3", "ash", sex="M")],
        load="three",
        half_term="spring",
        source="sex",
        measures={},
    )
    assert count(two, rules()).groups == ((("fsm", "yes"),), (("sex", "F"),), (("sex", "M"),))
    named = count(two, rules(groups=[{"fsm": "yes", "sex": "M"}]))
    assert named.groups == ((("fsm", "yes"), ("sex", "M")),)
    gap = at(named, "ash").gap
    assert gap is not None
    # U1 is no M and U3 has no free meals: neither needs the other value known. U4's sex is not known.
    assert (gap.n, gap.n_others) == (1, 2)


@pytest.mark.parametrize(
    ("group", "said"),
    [
        ({"fms": "yes"}, "groups: no attribute 'fms' is loaded; did you mean 'fsm'"),
        ({"fsm": "yess"}, "groups: no pupil has 'fsm' as 'yess'; did you mean 'yes'"),
    ],
)
def test_a_group_of_the_rules_that_nobody_can_be_of_is_refused(
    two: duckdb.DuckDBPyConnection, group: dict[str, str], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        count(two, rules(groups=[group]))


def test_one_school_alone_has_no_line_for_all_of_them(store: duckdb.DuckDBPyConnection) -> None:
    pupils = [row("U1", "ash", 1, fsm="yes"), row("U2", "ash", 2, fsm="no")]
    put_load(store, pupils, load="one", half_term="spring")
    found = count(store, rules(), earlier=None)
    assert {place.school for place in found.figures} == {"ash"}


def test_where_nobody_has_a_group_or_a_measure_it_is_said_so(store: duckdb.DuckDBPyConnection) -> None:
    put_load(store, [row("U1", "ash", 1)], load="one", half_term="spring")
    with pytest.raises(BadInput, match="spring: no pupil of these groups has a measure to report on"):
        count(store, rules(), earlier=None)


def test_the_number_of_statements_does_not_grow_with_groups(two: duckdb.DuckDBPyConnection) -> None:
    def statements(rules: ExceptionRules) -> int:
        class Counting:
            def __init__(self) -> None:
                self.many = 0

            def execute(self, *asked: Any) -> duckdb.DuckDBPyConnection:
                self.many += 1
                return two.execute(*asked)

        counting = Counting()
        count(counting, rules, expected={"points": 3})  # type: ignore[arg-type]
        return counting.many

    one = statements(rules(groups=[{"fsm": "yes"}]))
    many = statements(
        rules(groups=[{"fsm": "yes"}, {"fsm": "no"}, {"year": "3"}, {"fsm": "no", "year": "3"}])
    )
    assert one == many
