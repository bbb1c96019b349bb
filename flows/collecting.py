"""Collecting scores from every source of a half-term, each for itself: a late school holds up nobody."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.errors import BadInput
from halfterm.cycles.plan import Plan
from halfterm.flows.days import load_day
from halfterm.flows.run import Run, cycles_to_lock
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.arrivals import arrived
from halfterm.warehouse.loading import LoadReport, load_half_term
from halfterm.warehouse.register import register
from halfterm.warehouse.store import warehouse


@dataclass(frozen=True, slots=True)
class Collected:
    """What came in, which files are not there yet, and what is wrong with those that are."""

    loads: tuple[LoadReport, ...] = ()
    awaited: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def load_baselines(run: Run) -> Collected:
    """Load every half-term that is a baseline of a cycle run now."""
    workspace = run.workspace()
    with register(workspace.register) as events:
        book = CycleBook(events.events())
    baselines = {
        p.baseline for p in cycles_to_lock(workspace, run.half_term) if book.state(p.id) != "stopped"
    }
    return collect(run, workspace, baselines, kept_out=schools_kept_out(workspace, book))


def schools_kept_out(workspace: Workspace, book: CycleBook) -> dict[str, frozenset[str]]:
    """By half-term, the schools whose scores would be the follow-up of a plan that is not locked."""
    held: dict[str, set[str]] = {}
    for plan in workspace.plans:
        if book.state(plan.id) == "drafted":
            schools = workspace.programme.engagement(plan.engagement).schools
            held.setdefault(plan.follow_up, set()).update(schools)
    return {half_term: frozenset(schools) for half_term, schools in held.items()}


def collect(
    run: Run, workspace: Workspace, half_terms: Collection[str], *, kept_out: Mapping[str, Collection[str]]
) -> Collected:
    """Load these half-terms from every source that has them.

    `kept_out` names, by half-term, the schools whose rows may not be loaded (yet): those of plans that are
    not locked.
    """
    loads: list[LoadReport] = []
    awaited: list[str] = []
    refused: list[str] = []
    with warehouse(workspace.warehouse) as connection:
        for half_term in sorted(half_terms, key=workspace.programme.position):
            # What can be seen already is not hidden by loading it again without the school.
            seen = {school for school, _ in arrived(connection, half_term)}
            closed = set(kept_out.get(half_term, ())) - seen
            schools = _codes(workspace, half_term, closed)
            for source in workspace.sources:
                if half_term not in source.half_terms:
                    continue
                path = source.path(workspace.folder, half_term)
                if not path.is_file():
                    name = source.file_of(half_term)
                    awaited.append(f"source '{source.source}', {half_term}: there is no file {name}")
                    continue
                try:
                    report = load_half_term(
                        connection,
                        source,
                        half_term,
                        path=path,
                        key=workspace.key,
                        schools=schools,
                        on=load_day(workspace.programme, half_term, today=run.today),
                    )
                except BadInput as wrong:
                    refused += wrong.problems
                else:
                    loads.append(report)
    return Collected(tuple(loads), tuple(awaited), tuple(refused))


def _codes(workspace: Workspace, half_term: str, closed: Collection[str]) -> dict[str, str]:
    """Code in the files -> school, for the schools whose rows may be loaded; former codes count too."""
    last = workspace.programme.half_term(half_term).ends
    return {
        code: school.id
        for school in workspace.programme.schools
        if school.id not in closed and school.is_member(last)
        for code in school.codes
    }


def missing_scores(
    connection: DuckDBPyConnection,
    plan: Plan,
    half_term: str,
    *,
    workspace: Workspace,
    book: CycleBook,
) -> tuple[str, ...]:
    """The schools of a cycle whose scores of a half-term are not all there yet."""
    here = arrived(connection, half_term)
    wanted = expected_schools(plan, half_term, workspace=workspace, book=book)
    return tuple(s for s in wanted if any((s, m.id) not in here for m in plan.studied_measures))


def expected_schools(plan: Plan, half_term: str, *, workspace: Workspace, book: CycleBook) -> tuple[str, ...]:
    """The schools that a cycle waits for in a half-term: members that it has not gone on without."""
    last = workspace.programme.half_term(half_term).ends
    held = book.locked.get(plan.id)
    without = {gone.school for gone in held.without} if held else set()
    schools = workspace.programme.engagement(plan.engagement).schools
    return tuple(s for s in schools if s not in without and workspace.programme.school(s).is_member(last))
