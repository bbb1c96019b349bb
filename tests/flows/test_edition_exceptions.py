"""What the exception report judges of each cluster: the schools' figures, added up."""

from __future__ import annotations

from pathlib import Path

import pytest

from halfterm.cycles.exception_report import report_on
from halfterm.cycles.record import ExceptionFigures
from halfterm.flows.edition_exceptions import exception_figures
from halfterm.flows.exceptions import exceptions_of
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.store import reading
from tests.flows.series_workspace import series_workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Three half-terms of two schools in one cluster."""
    return series_workspace(tmp_path_factory.mktemp("lights") / "w", gaps=[-9.0, -9.5, -8.0])


def gathered(workspace: Workspace, half_term: str) -> ExceptionFigures | None:
    with reading(workspace.warehouse) as connection:
        return exception_figures(connection, workspace, half_term)


def test_a_cluster_of_all_schools_has_the_figures_of_all_schools_together(workspace: Workspace) -> None:
    found = gathered(workspace, "h03")
    assert found is not None
    ((cluster, known),) = ((place.school, known) for place, known in found.figures.items())
    assert cluster in {each.id for each in workspace.programme.clusters}
    whole = exceptions_of(workspace.folder, half_term="h03")
    assert {known} == {f for place, f in whole.counts.figures.items() if not place.school}
    assert list(found.schools.values()) == [2]
    assert found.since == "H01"


def test_they_are_judged_as_the_command_judges_them(workspace: Workspace) -> None:
    found = gathered(workspace, "h03")
    assert found is not None
    (light,) = report_on(found.figures, found.rules, asked=found.asked).lights
    command = exceptions_of(workspace.folder, half_term="h03").report.lights
    assert (light.colour, light.why) == next((o.colour, o.why) for o in command if not o.place.school)


def test_a_half_term_without_data_has_no_figures(workspace: Workspace) -> None:
    assert gathered(workspace, "h04") is None


def test_a_group_that_nobody_is_of_is_left_out(workspace: Workspace) -> None:
    rules: Path = workspace.folder / "exceptions.yaml"
    rules.write_text(
        "groups: [{fsm: yes}, {eal: yes}]\nrules: [{id: wide, light: red, when: {gap_wider_than: 0.4}}]\n"
    )
    try:
        found = gathered(workspace, "h03")
    finally:
        rules.unlink()
    assert found is not None
    assert found.groups == ((("fsm", "yes"),),)
