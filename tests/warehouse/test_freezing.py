"""Freezing: who is in a group is settled at the baseline, once, by rules that also know what is not known."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.matching import TIES
from halfterm.cycles.programme import Programme
from halfterm.warehouse.freezing import freeze_groups, listed_pupils
from halfterm.warehouse.pseudonym import PseudonymKey
from tests.warehouse.conftest import MEAN, Load, MakePlan, make_source, table

CLASS = table(
    "U1,A1,Y,5,10,1",
    "U2,A1,Y,6,11,1",
    "U3,A1,N,5,14,1",
    "U4,B2,N,,15,1",
    "U5,B2,,5,13,1",
    "U6,B2,,6,12,1",
    "U7,B2,Y,,9,1",
    "U8,C3,Y,5,9,1",
)


def sides(store: duckdb.DuckDBPyConnection) -> dict[float, str]:
    """Side by baseline score, which tells pupils apart where no name does."""
    return dict(
        store.execute(
            """
            SELECT r.score, g.side FROM frozen_group AS g
            JOIN result AS r ON r.load = g.baseline_load AND r.pupil = g.pupil AND r.measure = g.measure
            """
        ).fetchall()
    )


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        (
            {"fsm": "yes"},
            {10: "target", 11: "target", 14: "comparison", 15: "comparison", 13: "?", 12: "?", 9: "target"},
        ),
        (
            {"fsm": "yes", "year": ["5"]},
            # 15: no free meals, whatever the year; 12: not year 5, whatever the meals; 9 and 13: open.
            {
                10: "target",
                11: "comparison",
                14: "comparison",
                15: "comparison",
                13: "?",
                12: "comparison",
                9: "?",
            },
        ),
        (
            {"year": ["5", "6"]},
            {10: "target", 11: "target", 14: "target", 15: "?", 13: "target", 12: "target", 9: "?"},
        ),
    ],
)
def test_a_rule_holds_fails_or_is_open(
    load: Load,
    store: duckdb.DuckDBPyConnection,
    programme: Programme,
    make_plan: MakePlan,
    attributes: dict[str, object],
    expected: dict[float, str],
) -> None:
    load(CLASS)
    plan = make_plan(target_group={"name": "group", "attributes": attributes})
    freeze_groups(store, [plan], programme=programme, listed={})
    said = {score: "?" if side == "unclassified" else side for score, side in sides(store).items()}
    assert said == expected


@pytest.mark.parametrize(
    "comparison",
    [{"kind": "national", "name": "England", "benchmark": "england"}, {"kind": "none", "name": "nobody"}],
)
def test_without_comparison_pupils_the_others_are_set_aside(
    load: Load,
    store: duckdb.DuckDBPyConnection,
    programme: Programme,
    make_plan: MakePlan,
    comparison: dict[str, str],
) -> None:
    load(CLASS)
    freeze_groups(
        store, [make_plan(comparison=comparison, predictions=[MEAN])], programme=programme, listed={}
    )
    assert set(sides(store).values()) == {"target", "aside", "unclassified"}


def test_a_group_may_be_a_list_of_pupils(
    load: Load,
    store: duckdb.DuckDBPyConnection,
    programme: Programme,
    make_plan: MakePlan,
    key: PseudonymKey,
    tmp_path: Path,
) -> None:
    load(CLASS)
    (tmp_path / "list.csv").write_text("name,upn\nArthur,U3\nFord, U5 \n,\nTricia,U3\n", encoding="utf-8")
    plan = make_plan(target_group={"name": "the list", "pupils": "list.csv"})
    listed = listed_pupils(store, plan, source=make_source(), key=key, workspace=tmp_path)
    assert len(listed) == 2
    freeze_groups(store, [plan], programme=programme, listed={plan.id: listed})
    assert {score for score, side in sides(store).items() if side == "target"} == {14, 13}
    assert set(sides(store).values()) == {"target", "comparison"}


def test_a_list_outside_the_workspace_or_without_the_pupil_column_is_refused(
    store: duckdb.DuckDBPyConnection, make_plan: MakePlan, key: PseudonymKey, tmp_path: Path
) -> None:
    (tmp_path / "list.csv").write_text("UPN\nU1\n", encoding="utf-8")
    for pupils, said in (
        ("../list.csv", "lies outside the workspace"),
        ("list.csv", "did you mean 'UPN'"),
        ("no.csv", "there is no such file"),
    ):
        plan = make_plan(target_group={"name": "the list", "pupils": pupils})
        with pytest.raises(BadInput, match=said):
            listed_pupils(store, plan, source=make_source(), key=key, workspace=tmp_path)


def test_matches_are_the_nearest_within_school_and_year_and_the_rest_is_set_aside(
    load: Load, store: duckdb.DuckDBPyConnection, programme: Programme, make_plan: MakePlan
) -> None:
    load(
        table(
            "U1,A1,Y,5,10,1",
            "U2,A1,N,5,12,2",
            "U3,A1,N,5,11,3",
            "U4,A1,N,6,10.1,4",
            "U5,B2,N,5,10.5,5",
            "U6,A1,Y,6,20,6",
            "U7,A1,Y,5,,7",
            "U8,B2,,5,13,8",
        )
    )
    # The SD of the eight scores is 3.9: a caliper of 3 points.
    matched = {"kind": "matched", "name": "matched", "caliper": 0.77}
    freeze_groups(store, [make_plan(comparison=matched)], programme=programme, listed={})
    assert sides(store) == {
        10: "target",
        11: "comparison",
        12: "aside",
        10.1: "aside",
        10.5: "aside",
        20: "aside",
        13: "unclassified",
    }
    kept = store.execute(
        "SELECT side, count(*) FROM frozen_group WHERE side <> 'aside' GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    assert kept == [("comparison", 1), ("target", 1), ("unclassified", 1)]


def test_of_pupils_with_equal_scores_no_file_decides_who_is_matched(
    load: Load, store: duckdb.DuckDBPyConnection, programme: Programme, make_plan: MakePlan
) -> None:
    equals = [f"N{number},A1,N,5,10,{number}" for number in range(8)]
    matched = {"kind": "matched", "name": "matched"}
    load(table("U1,A1,Y,5,10,90", *equals))
    freeze_groups(store, [make_plan(comparison=matched)], programme=programme, listed={})
    by_hash = store.execute(
        """
        SELECT side FROM frozen_group WHERE pupil NOT IN (SELECT pupil FROM result WHERE score = 90)
        ORDER BY sha256(concat_ws('|', ?, cycle, measure, pupil))
        """,
        [TIES],
    ).fetchall()
    assert [side for (side,) in by_hash] == ["comparison", *["aside"] * 7]


def test_without_a_caliper_of_the_plan_pairs_are_a_fifth_of_an_sd_apart_at_most(
    load: Load, store: duckdb.DuckDBPyConnection, programme: Programme, make_plan: MakePlan
) -> None:
    # The SD of 10, 20, 21, 12 and 30 is 8.0: 10 and 12 are 2.0 apart, 20 and 21 only 1.
    load(table("U1,A1,Y,5,10,1", "U2,A1,Y,5,20,1", "U3,A1,N,5,21,1", "U4,A1,N,5,12,1", "U5,A1,N,5,30,1"))
    freeze_groups(
        store, [make_plan(comparison={"kind": "matched", "name": "m"})], programme=programme, listed={}
    )
    assert sides(store) == {10: "aside", 20: "target", 21: "comparison", 12: "aside", 30: "aside"}


def test_what_is_frozen_stays_whatever_is_loaded_later_and_has_the_same_hash(
    load: Load, store: duckdb.DuckDBPyConnection, programme: Programme, make_plan: MakePlan
) -> None:
    load(CLASS)
    first = freeze_groups(store, [make_plan()], programme=programme, listed={})
    load(CLASS.replace("U1,A1,Y", "U1,A1,N"))
    second = freeze_groups(store, [make_plan()], programme=programme, listed={})
    assert first == second
    assert sides(store)[10] == "target"


def test_two_plans_freeze_independently(
    load: Load, store: duckdb.DuckDBPyConnection, programme: Programme, make_plan: MakePlan
) -> None:
    load(CLASS)
    year = {"name": "year 6", "attributes": {"year": "6"}}
    hashes = freeze_groups(
        store, [make_plan(), make_plan(id="pairs-2", target_group=year)], programme=programme, listed={}
    )
    assert hashes.keys() == {"pairs-1", "pairs-2"}
    counts = store.execute(
        "SELECT cycle, count(*) FILTER (side = 'target') FROM frozen_group GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    assert counts == [("pairs-1", 3), ("pairs-2", 2)]


def test_an_empty_target_group_or_an_unloaded_measure_freezes_nothing(
    load: Load, store: duckdb.DuckDBPyConnection, programme: Programme, make_plan: MakePlan
) -> None:
    load(CLASS)
    nobody = make_plan(target_group={"name": "nobody", "attributes": {"fsm": "sometimes"}})
    with pytest.raises(BadInput, match="cycle 'pairs-1': nobody is in the target group 'nobody' at autumn"):
        freeze_groups(store, [nobody], programme=programme, listed={})
    levels = make_plan(measures=[{"id": "reading", "name": "Reading", "scale": "levels"}])
    with pytest.raises(BadInput, match="planned on scale 'levels' but autumn is loaded on 'points'"):
        freeze_groups(store, [levels], programme=programme, listed={})
    assert store.execute("SELECT count(*) FROM frozen_group").fetchall() == [(0,)]
