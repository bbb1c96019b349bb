"""From loads to the sums of a study: the same numbers as adding up a small table by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import duckdb
import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.flow import Flow, FrozenCount
from halfterm.cycles.impact.moments import Gain, Moments, PanelSummary, ScoreCount
from halfterm.cycles.impact.study import study_panel
from halfterm.cycles.programme import Programme
from halfterm.cycles.record import PupilTargetCount
from halfterm.warehouse.freezing import freeze_groups
from halfterm.warehouse.studying import MeasureRows, StudyRows, misscaled, read_study_rows
from tests.warehouse.conftest import MEAN, Load, MakePlan, make_source, table

# U1 and U3 stay, U2 leaves, U4 is absent later, U5 and U12 are of unknown group, U6 moves from Ash to Beech,
# U7 stops and U8 begins to have free meals, U9 is absent first, U10 joins, U11 is of another engagement.
AUTUMN = table(
    "U1,A1,Y,5,10,1",
    "U2,A1,Y,5,11,1",
    "U3,A1,N,5,14,1",
    "U4,B2,N,5,15,1",
    "U5,B2,,5,13,1",
    "U6,A1,N,5,12,1",
    "U7,B2,Y,5,9,1",
    "U8,A1,N,5,16,1",
    "U9,A1,Y,5,A,1",
    "U11,C3,Y,5,40,1",
    "U12,B2,,5,12,1",
)
SPRING = table(
    "U1,A1,Y,5,13,1",
    "U3,A1,N,5,15,1",
    "U4,B2,N,5,A,1",
    "U5,B2,,5,14,1",
    "U6,B2,N,5,13,1",
    "U7,B2,N,5,12,1",
    "U8,A1,Y,5,17,1",
    "U9,A1,Y,5,11,1",
    "U10,A1,Y,5,12,1",
    "U11,C3,Y,5,40,1",
    "U12,B2,,5,A,1",
)
BOTH = ("ash", "beech")

Studied = Callable[..., StudyRows]


@pytest.fixture
def studied(
    store: duckdb.DuckDBPyConnection, load: Load, programme: Programme, make_plan: MakePlan
) -> Studied:
    """Loads autumn, freezes a plan, loads spring, and reads what the study rests on."""

    def study(**changes: object) -> StudyRows:
        plan = make_plan(**changes)
        load(AUTUMN)
        freeze_groups(store, [plan], programme=programme, listed={})
        load(SPRING, "spring")
        return read_study_rows(store, [plan], programme=programme, listed={})

    return study


def of(rows: StudyRows) -> MeasureRows:
    return rows.measures["pairs-1", "reading"]


def moments(summary: PanelSummary, *scores: tuple[float, float], threshold: float = 12) -> Moments:
    """The sums over these (baseline, follow-up) pairs, added up one by one."""
    shifted = [(b - summary.shift.baseline, f - summary.shift.follow_up) for b, f in scores]
    return Moments(
        len(scores),
        sum(b for b, _ in shifted),
        sum(f for _, f in shifted),
        sum(b * b for b, _ in shifted),
        sum(f * f for _, f in shifted),
        sum(b * f for b, f in shifted),
        sum(b >= threshold for b, _ in scores),
        sum(f >= threshold for _, f in scores),
    )


def test_the_panels_sums_are_those_of_the_table(studied: Studied) -> None:
    summary = of(studied()).summary(BOTH)
    assert summary.total(target=True) == moments(summary, (10, 13), (9, 12))
    assert summary.total(target=False) == moments(summary, (14, 15), (12, 13), (16, 17))
    assert summary.unclassified == moments(summary, (13, 14))
    assert summary.threshold == 12
    assert set(summary.follow_up_counts) == {
        ScoreCount(True, 13, 1),
        ScoreCount(True, 12, 1),
        ScoreCount(False, 15, 1),
        ScoreCount(False, 13, 1),
        ScoreCount(False, 17, 1),
    }
    assert sorted(summary.gains, key=repr) == sorted(
        [
            Gain("ash", True, 3),
            Gain("beech", True, 3),
            Gain("ash", False, 1),
            Gain("ash", False, 1),
            Gain("ash", False, 1),
        ],
        key=repr,
    )


def test_a_schools_panel_holds_its_own_pupils_as_the_lock_had_them(studied: Studied) -> None:
    rows = of(studied())
    ash = rows.summary(("ash",))
    assert ash.total(target=True) == moments(ash, (10, 13))
    assert ash.total(target=False) == moments(ash, (14, 15), (12, 13), (16, 17))
    assert rows.summary(("cedar",)).cells == ()


def test_absent_pupils_are_counted_on_their_side_unclassified_ones_too(studied: Studied) -> None:
    summary = of(studied()).summary(BOTH)
    assert (summary.absent_baseline_target, summary.absent_follow_up_target) == (1, 0)
    assert (summary.absent_baseline_comparison, summary.absent_follow_up_comparison) == (0, 1)
    assert (summary.absent_baseline_unclassified, summary.absent_follow_up_unclassified) == (0, 1)


def test_in_a_whole_class_the_absent_of_unknown_group_are_in_the_denominator(studied: Studied) -> None:
    summary = of(studied()).summary(BOTH)
    shares = {
        comparison: next(
            finding
            for finding in study_panel(summary, comparison=comparison, with_treated=False)
            if finding.statistic == "threshold_gap_followup"
        )
        for comparison in ("others", "whole_class")
    }
    # Target: both reached 12. The others: three, and U4 absent. The class: all six, U4 and U12 absent.
    assert shares["others"].value == pytest.approx(100 * (2 / 2 - 3 / 4))
    assert shares["others"].n_comparison == 4
    assert shares["whole_class"].value == pytest.approx(100 * (2 / 2 - 6 / 8))
    assert shares["whole_class"].n_comparison == 8


def test_flows_split_both_cross_sections_into_who_stayed_came_went_and_switched(studied: Studied) -> None:
    rows = of(studied())
    assert set(rows.flows_at("")) == {
        Flow(True, "stayer", 1, 10, 13),
        Flow(True, "leaver", 1, 11, 0),
        Flow(True, "switched_out", 1, 9, 12),
        Flow(True, "switched_in", 1, 16, 17),
        Flow(True, "joiner", 2, 0, 23),
        Flow(False, "stayer", 2, 26, 28),
        Flow(False, "leaver", 1, 15, 0),
        Flow(False, "switched_out", 1, 16, 17),
        Flow(False, "switched_in", 1, 9, 12),
    }


def test_who_moves_between_two_schools_leaves_one_and_joins_the_other(studied: Studied) -> None:
    rows = of(studied())
    assert Flow(False, "leaver", 1, 12, 0) in rows.flows_at("ash")
    assert Flow(False, "joiner", 1, 0, 13) in rows.flows_at("beech")
    assert Flow(False, "stayer", 1, 14, 15) in rows.flows_at("ash")


def test_a_benchmark_has_no_flows_of_its_own_and_switchers_are_not_joiners(studied: Studied) -> None:
    rows = of(studied(comparison={"kind": "none", "name": "nobody"}, predictions=[MEAN]))
    assert set(rows.flows_at("")) == {
        Flow(True, "stayer", 1, 10, 13),
        Flow(True, "leaver", 1, 11, 0),
        Flow(True, "switched_out", 1, 9, 12),
        Flow(True, "switched_in", 1, 16, 17),
        Flow(True, "joiner", 2, 0, 23),
    }


def test_who_was_set_aside_for_want_of_a_match_is_in_no_cross_section(studied: Studied) -> None:
    rows = of(studied(comparison={"kind": "matched", "name": "matched", "caliper": 0.75}))
    # The SD is 2.6. At Ash U1 (10) or U2 (11) may pair with U6 (12): only U2 is within two points.
    summary = rows.summary(BOTH)
    assert summary.total(target=True).n + summary.total(target=False).n == 1
    assert set(rows.flows_at("")) == {
        Flow(True, "leaver", 1, 11, 0),
        Flow(False, "stayer", 1, 12, 13),
        Flow(True, "joiner", 1, 0, 12),
    }


def test_the_lock_and_what_its_pupils_lack_are_counted(studied: Studied) -> None:
    rows = of(studied())
    assert set(rows.frozen_at(BOTH)) == {
        FrozenCount(True, 3, 1, 1, 1),
        FrozenCount(False, 3, 3, 0, 0),
        FrozenCount(True, 1, 1, 0, 0),
        FrozenCount(False, 1, 0, 1, 0),
    }


def test_treated_are_told_from_untreated_and_from_unknown(
    store: duckdb.DuckDBPyConnection, load: Load, programme: Programme, make_plan: MakePlan
) -> None:
    idea = {"name": "pairs", "theory": "It helps.", "treated": {"year": ["6"]}}
    plan = make_plan(change_idea=idea)
    load(table("U1,A1,Y,5,10,1", "U2,A1,Y,5,11,1", "U3,A1,Y,5,12,1", "U4,A1,N,5,13,1"))
    freeze_groups(store, [plan], programme=programme, listed={})
    load(table("U1,A1,Y,6,13,1", "U2,A1,Y,5,14,1", "U3,A1,Y,,15,1", "U4,A1,N,6,16,1"), "spring")
    summary = of(read_study_rows(store, [plan], programme=programme, listed={})).summary(BOTH)
    assert {(cell.target, cell.treated, cell.moments.n) for cell in summary.cells} == {
        (True, True, 1),
        (True, False, 1),
        (True, None, 1),
        (False, True, 1),
    }


def test_pupils_stand_against_their_own_goals(studied: Studied) -> None:
    rows = of(studied(pupil_targets=[{"measure": "reading", "gain": 3, "step": 2}]))
    assert rows.pupil_targets_at(BOTH) == PupilTargetCount(0, 2, 0)
    assert rows.pupil_targets_at(("cedar",)) is None


def test_goals_set_pupil_by_pupil_are_read_from_another_measure(studied: Studied) -> None:
    # Maths is 1 at baseline wherever it is loaded, so that every reading score exceeds that goal.
    rows = of(studied(pupil_targets=[{"measure": "reading", "goals": "maths", "step": 2}]))
    assert rows.pupil_targets_at(BOTH) == PupilTargetCount(0, 0, 2)


def test_goals_that_are_not_loaded_keep_their_cycle_from_being_studied(
    store: duckdb.DuckDBPyConnection, load: Load, programme: Programme, make_plan: MakePlan
) -> None:
    plan = make_plan(pupil_targets=[{"measure": "reading", "goals": "hoped-for", "step": 2}])
    load(AUTUMN)
    freeze_groups(store, [plan], programme=programme, listed={})
    load(SPRING, "spring")
    assert misscaled(store, [plan], programme=programme) == {
        "pairs-1": ("cycle 'pairs-1': no goals of pupils ('hoped-for') are loaded for autumn",)
    }


def test_only_the_schools_are_studied_whose_pupils_take_part(
    store: duckdb.DuckDBPyConnection, load: Load, programme: Programme, make_plan: MakePlan
) -> None:
    only_beech = programme.engagements[0].model_copy(update={"pupils_at": ("beech",)})
    programme = programme.model_copy(update={"engagements": (only_beech,)})
    load(AUTUMN)
    freeze_groups(store, [make_plan()], programme=programme, listed={})
    assert store.execute("SELECT DISTINCT school FROM frozen_group").fetchall() == [("beech",)]


def test_a_year_group_that_has_moved_up_has_not_left_its_group(
    store: duckdb.DuckDBPyConnection, load: Load, programme: Programme, make_plan: MakePlan
) -> None:
    after_summer = programme.half_terms[1].model_copy(
        update={"starts": date(2025, 9, 1), "ends": date(2025, 12, 19)}
    )
    programme = programme.model_copy(update={"half_terms": (programme.half_terms[0], after_summer)})
    plan = make_plan(target_group={"name": "Year 5", "attributes": {"year": "5"}})
    load(table("U1,A1,Y,5,10,1", "U2,A1,Y,5,11,1", "U3,A1,N,4,12,1"))
    freeze_groups(store, [plan], programme=programme, listed={})
    load(table("U1,A1,Y,6,13,1", "U2,A1,Y,5,14,1", "U3,A1,N,5,15,1"), "spring")
    flows = of(read_study_rows(store, [plan], programme=programme, listed={})).flows_at("")
    # U2 repeats the year, which is a change of group.
    assert {(flow.target, flow.kind): flow.pupils for flow in flows} == {
        (True, "stayer"): 1,
        (True, "switched_out"): 1,
        (False, "stayer"): 1,
        (False, "switched_in"): 1,
    }


@pytest.mark.parametrize(
    ("gain", "count"), [(2.9, (0, 1, 0)), (3.1, (1, 0, 0)), (2.0, (0, 0, 1)), (2.3, (0, 1, 0))]
)
def test_a_goal_of_decimals_is_not_missed_by_a_rounding_error(
    store: duckdb.DuckDBPyConnection,
    load: Load,
    programme: Programme,
    make_plan: MakePlan,
    gain: float,
    count: tuple[int, int, int],
) -> None:
    plan = make_plan(pupil_targets=[{"measure": "reading", "gain": gain, "step": 0.7}])
    load(table("U1,A1,Y,5,4.3,1"))
    freeze_groups(store, [plan], programme=programme, listed={})
    load(table("U1,A1,Y,5,7.2,1"), "spring")
    rows = of(read_study_rows(store, [plan], programme=programme, listed={}))
    assert rows.pupil_targets_at(BOTH) == PupilTargetCount(*count)


def test_the_study_names_the_loads_it_rests_on(studied: Studied, store: duckdb.DuckDBPyConnection) -> None:
    rows = studied()
    loads = [row[0] for row in store.execute("SELECT load FROM load").fetchall()]
    assert rows.loads["pairs-1"] == tuple(sorted(loads))


def test_scores_of_another_scale_or_none_at_all_are_refused(
    store: duckdb.DuckDBPyConnection, load: Load, programme: Programme, make_plan: MakePlan
) -> None:
    plan = make_plan()
    load(AUTUMN)
    freeze_groups(store, [plan], programme=programme, listed={})
    with pytest.raises(BadInput, match="cycle 'pairs-1': no scores of 'reading' are loaded for spring"):
        read_study_rows(store, [plan], programme=programme, listed={})
    other = make_source().model_dump()
    other["half_terms"]["spring"]["measures"]["reading"]["scale"] = "points-2"
    load(SPRING, "spring", source=make_source(**other))
    with pytest.raises(BadInput, match="planned on scale 'points' but spring is loaded on 'points-2'"):
        read_study_rows(store, [plan], programme=programme, listed={})


def test_a_later_load_changes_the_follow_up_and_leaves_the_frozen_baseline(
    studied: Studied,
    store: duckdb.DuckDBPyConnection,
    load: Load,
    programme: Programme,
    make_plan: MakePlan,
) -> None:
    studied()
    load(AUTUMN.replace("U1,A1,Y,5,10", "U1,A1,Y,5,99"))
    load(SPRING.replace("U1,A1,Y,5,13", "U1,A1,Y,5,20"), "spring")
    summary = of(read_study_rows(store, [make_plan()], programme=programme, listed={})).summary(BOTH)
    assert summary.total(target=True) == moments(summary, (10, 20), (9, 12))
