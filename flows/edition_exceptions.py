"""What the exception report judges of each cluster, for the packs of an edition."""

from __future__ import annotations

import duckdb

from halfterm.cycles.programme import Programme
from halfterm.cycles.record import ExceptionFigures
from halfterm.flows.exceptions import compared, what_can_be_asked
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.exceptions import count_by_area, read_rules
from halfterm.warehouse.gap_scan import loaded_half_terms


def exception_figures(
    connection: duckdb.DuckDBPyConnection, workspace: Workspace, half_term: str
) -> ExceptionFigures | None:
    """The figures of every cluster in a half-term, of the scales that the workspace has.

    None where nothing of the half-term is loaded.

    Raises:
        BadInput: everything that is wrong in exceptions.yaml.
    """
    loaded = loaded_half_terms(connection)
    if half_term not in loaded:
        return None
    rules, _ = read_rules(workspace.folder)
    now, earlier = compared(workspace, half_term, loaded, over=rules.over)
    asked = what_can_be_asked(workspace, now, earlier)
    counts, schools = count_by_area(
        connection,
        rules,
        now=now.id,
        earlier=earlier.id if earlier is not None else None,
        expected={scale: each.expected for scale, each in asked.items() if each.expected is not None},
        lower=[scale.id for scale in workspace.scales.values() if scale.direction == "lower"],
        areas=_clusters(workspace.programme, half_term),
    )
    return ExceptionFigures(
        rules=rules,
        groups=counts.groups,
        figures={place: known for place, known in counts.figures.items() if place.scale in asked},
        schools=schools,
        asked=asked,
        since=earlier.name if earlier is not None else "",
    )


def _clusters(programme: Programme, half_term: str) -> dict[str, str]:
    """The cluster of each school that is a member at the end of the half-term."""
    ends = programme.half_term(half_term).ends
    return {
        school.id: cluster.id
        for cluster in programme.clusters
        for school in cluster.schools
        if school.is_member(ends)
    }
