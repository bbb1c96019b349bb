"""What an edition's run charts are drawn from: the frozen groups, in half-terms that no cycle studied."""

from __future__ import annotations

from datetime import date

import pytest

from halfterm.cycles.record import CycleRecord, SeriesSums
from halfterm.flows.edition_series import series_sums
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.as_at import view_loads
from halfterm.warehouse.database import sql
from halfterm.warehouse.store import reading, warehouse
from tests.flows.series_workspace import only_ordered, series_workspace
from tests.warehouse.loads_factory import pseudonym


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Ten half-terms are loaded; the cycle of h08 and h09 has one pupil on each side."""
    made = series_workspace(tmp_path_factory.mktemp("series") / "w", gaps=[-4.0] * 10)
    with warehouse(made.warehouse) as connection:
        connection.executemany(
            "INSERT INTO frozen_group VALUES ('ash-beech-1', 'reading', ?, 'ash', ?, 'load-h08')",
            [[pseudonym("ash-yes-0"), "target"], [pseudonym("ash-no-0"), "comparison"]],
        )
        connection.execute(sql("ledger_entry"), {"entries": ["ash-beech-1"]})
    return made


def gathered(workspace: Workspace, half_term: str) -> tuple[SeriesSums, ...]:
    cycle = CycleRecord(workspace.plan("ash-beech-1"), "5d41", date(2024, 9, 1), "studied")
    with reading(workspace.warehouse) as connection:
        return series_sums(connection, workspace, [cycle], half_term)


def test_the_groups_are_summed_up_where_no_cycle_studied_them(workspace: Workspace) -> None:
    (found,) = gathered(workspace, "h09")
    assert (found.engagement, found.good) == ("ash-beech", {"reading": "higher"})
    sums = found.sums["ash-beech-1"]
    half_terms = workspace.programme.half_terms
    places = [half_terms[each.position].id for each in sums if each.side]
    assert places == [f"h{number:02}" for number in range(1, 8)]
    assert {(each.measure, each.scored) for each in sums} == {("reading", 1)}


def test_the_sums_are_those_of_the_groups_scores(workspace: Workspace) -> None:
    (found,) = gathered(workspace, "h09")
    told = {each.side: each.total for each in found.sums["ash-beech-1"] if each.position == 0}
    with reading(workspace.warehouse) as connection:
        view_loads(connection)
        scores = connection.execute(
            "SELECT pupil, held.score FROM pupil_result WHERE half_term = 'h01' AND measure = 'reading'"
        ).fetchall()
    held = {pupil: float(score) for pupil, score in scores}
    assert told == pytest.approx({True: held[pseudonym("ash-yes-0")], False: held[pseudonym("ash-no-0")]})


def test_an_edition_of_a_half_term_that_the_cycle_does_not_study_asks_nothing(workspace: Workspace) -> None:
    assert gathered(workspace, "h10") == ()


def test_scores_that_are_only_ordered_are_not_averaged_into_a_series(workspace: Workspace) -> None:
    (found,) = gathered(only_ordered(workspace), "h09")
    assert found.sums == {}
