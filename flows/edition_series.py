"""What an edition's run charts are drawn from where no study tells it, one statement a cycle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import duckdb

from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme
from halfterm.cycles.record import CycleRecord, SeriesSums
from halfterm.cycles.scale import Scale
from halfterm.cycles.series.along_cycles import tellers
from halfterm.cycles.series.assurance import Good
from halfterm.cycles.series.sums import SideSum
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.series import frozen_sums, loaded_by_measure


def series_sums(
    connection: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    cycles: Iterable[CycleRecord],
    half_term: str,
) -> tuple[SeriesSums, ...]:
    """The sums of every engagement that has a cycle studied in this half-term, in the programme's order."""
    programme = workspace.programme
    chains = _chains([cycle.plan for cycle in cycles], programme, half_term)
    loaded = loaded_by_measure(connection)
    ordered = frozenset(scale.id for scale in workspace.scales.values() if not scale.subtract)
    return tuple(
        SeriesSums(
            engagement,
            {
                cycle: _sums(connection, cycle, sorted(positions), programme)
                for cycle, positions in _not_studied(chain, programme, loaded, ordered).items()
            },
            _good(chain[-1], workspace.scales),
        )
        for engagement, chain in chains.items()
    )


def _chains(plans: Iterable[Plan], programme: Programme, half_term: str) -> dict[str, list[Plan]]:
    """The plans of each engagement up to this half-term, in order; of those only that it studies."""
    here = programme.position(half_term)
    known = sorted(plans, key=lambda plan: (programme.position(plan.follow_up), plan.id))
    upto = [plan for plan in known if programme.position(plan.follow_up) <= here]
    chains = {e.id: [p for p in upto if p.engagement == e.id] for e in programme.engagements}
    return {e: chain for e, chain in chains.items() if chain and chain[-1].follow_up == half_term}


def _not_studied(
    chain: list[Plan], programme: Programme, loaded: Mapping[str, frozenset[str]], ordered: frozenset[str]
) -> dict[str, set[int]]:
    """By cycle, the places of the half-terms with scores of which its groups tell, and no study.

    On the `ordered` scales nothing is averaged, so they have no series.
    """
    asked: dict[str, set[int]] = {}
    for measure in chain[-1].studied_measures:
        if measure.scale in ordered:
            continue
        held = loaded.get(measure.id, frozenset())
        for teller in tellers(chain, measure.id, programme):
            if teller.plan is not None and not teller.time and teller.half_term.id in held:
                asked.setdefault(teller.plan.id, set()).add(programme.position(teller.half_term.id))
    return asked


def _sums(
    connection: duckdb.DuckDBPyConnection, cycle: str, positions: list[int], programme: Programme
) -> tuple[SideSum, ...]:
    half_terms = [programme.half_terms[position].id for position in positions]
    found = frozen_sums(connection, cycle, half_terms, thresholds={})
    return tuple(replace(each, position=positions[each.position]) for each in found)


def _good(plan: Plan, scales: Mapping[str, Scale]) -> dict[str, Good]:
    known = {m.id: scales[m.scale] for m in plan.studied_measures if m.scale in scales}
    return {measure: scale.direction for measure, scale in known.items()}
