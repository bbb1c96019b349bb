"""Studying the cycles of a workspace: what its scales allow."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from halfterm.cycles.record import Study
from halfterm.flows.study import cycle_studies
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.database import sql
from halfterm.warehouse.store import warehouse
from halfterm.warehouse.studying import StudyRows, read_study_rows
from tests.flows.series_workspace import only_ordered, series_workspace
from tests.warehouse.loads_factory import pseudonym


@pytest.fixture(scope="module")
def summed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, StudyRows]:
    """One cycle with two pupils on each side."""
    made = series_workspace(Path(tmp_path_factory.mktemp("study")) / "w", gaps=[-4.0] * 10)
    sides = {"ash-yes-0": "target", "ash-yes-1": "target", "ash-no-0": "comparison", "ash-no-1": "comparison"}
    frozen = [[pseudonym(pupil), side] for pupil, side in sides.items()]
    with warehouse(made.warehouse) as connection:
        connection.executemany(
            "INSERT INTO frozen_group VALUES ('ash-beech-1', 'reading', ?, 'ash', ?, 'load-h08')", frozen
        )
        connection.execute(sql("ledger_entry"), {"entries": ["ash-beech-1"]})
        plans = [made.plan("ash-beech-1")]
        return made, read_study_rows(connection, plans, programme=made.programme, listed={})


def whole(workspace: Workspace, rows: StudyRows) -> Study:
    plan = workspace.plan("ash-beech-1")
    studies = cycle_studies(workspace, (plan,), rows, on=date(2026, 1, 1))
    return next(study for study in studies if study.level == "engagement" and study.measure == "reading")


def test_scores_of_equal_steps_have_a_gap_in_points(summed: tuple[Workspace, StudyRows]) -> None:
    study = whole(*summed)
    assert study.finding("gap_baseline").defined
    assert study.means


def test_scores_that_are_only_ordered_have_ranks_and_no_points(summed: tuple[Workspace, StudyRows]) -> None:
    workspace, rows = summed
    study = whole(only_ordered(workspace), rows)
    assert study.finding("cliffs_delta").defined
    assert study.finding("gap_baseline").method.startswith("not computed: the scale's steps are not equal")
    assert study.means == {}
