"""What an edition is made of, gathered from the register and the studies; and its pages as drafts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from halfterm.cycles.cycle_book import CycleBook, LockedCycle
from halfterm.cycles.events import BY_HALFTERM
from halfterm.cycles.outside import outside_events
from halfterm.cycles.programme import Programme
from halfterm.cycles.record import CycleRecord, EditionRecord, GoneWithout, LoadRecord, Review, Study
from halfterm.cycles.rewording import text_edits
from halfterm.flows.disputes import disputes_by_engagement
from halfterm.flows.drafts import DraftPage
from halfterm.flows.review import Reviews, decisions
from halfterm.flows.run import Run, code_version
from halfterm.flows.workspace import Workspace
from halfterm.site.draft import draft_pages
from halfterm.site.pieces import Draft
from halfterm.warehouse.register import Register
from halfterm.warehouse.store import reading
from halfterm.warehouse.study_files import read_studies
from halfterm.warehouse.studying import load_records


def edition_record(run: Run, workspace: Workspace, events: Register) -> EditionRecord:
    """Everything known about the cycles studied up to this half-term, without reviews."""
    programme = workspace.programme
    upto = programme.position(run.half_term)
    half_terms = [h.id for h in programme.half_terms[: upto + 1] if (workspace.studies / h.id).is_dir()]
    studies = {half_term: read_studies(workspace.studies / half_term) for half_term in half_terms}
    decided = decisions(
        events, next_cycles=[(p.follows, p.id) for p in workspace.plans if p.follows is not None]
    )
    doubts, book = disputes_by_engagement(events), CycleBook(events.events())
    cycles = [
        CycleRecord(
            plan=cycle.plan,
            plan_hash=cycle.first_plan_hash,
            locked_on=cycle.locked_on,
            state=cycle.state,
            studies=tuple(s for s in studies[cycle.plan.follow_up] if s.cycle == cycle.plan.id),
            decision=decided.get(cycle.plan.id),
            amendments=cycle.amendments,
            disputes=doubts.get((cycle.plan.follow_up, cycle.plan.engagement), ()),
            without=_without(cycle, programme),
            outside=outside_events(book.events(cycle.plan.id), cycle.plan, programme),
        )
        for cycle in book.locked.values()
        if any(study.cycle == cycle.plan.id for study in studies.get(cycle.plan.follow_up, ()))
    ]
    return EditionRecord(
        programme=programme,
        half_term=programme.half_term(run.half_term),
        cycles=tuple(cycles),
        cluster_studies=_of_clusters(studies[run.half_term]),
        loads=_loads(workspace, half_terms),
        code_version=code_version(),
        edits=text_edits(events.events()),
        earlier_cluster_studies={h: _of_clusters(studies[h]) for h in half_terms if h != run.half_term},
    )


def _without(cycle: LockedCycle, programme: Programme) -> tuple[GoneWithout, ...]:
    """The schools that a cycle went on without: late ones, and those that have left the programme."""
    last = programme.half_term(cycle.plan.follow_up).ends
    named = {gone.school for gone in cycle.without}
    left = [programme.school(school) for school in programme.engagement(cycle.plan.engagement).schools]
    return (
        *cycle.without,
        *(
            GoneWithout(school.id, BY_HALFTERM, school.withdrawn.on, school.withdrawn.reason)
            for school in left
            if school.withdrawn is not None and not school.is_member(last) and school.id not in named
        ),
    )


def _of_clusters(studies: Iterable[Study]) -> tuple[Study, ...]:
    return tuple(study for study in studies if study.level == "cluster")


def _loads(workspace: Workspace, half_terms: list[str]) -> tuple[LoadRecord, ...]:
    """The loads behind these half-terms' studies: their baselines too, but nothing later."""
    latest = max(workspace.programme.position(half_term) for half_term in half_terms)
    with reading(workspace.warehouse) as connection:
        return tuple(
            load
            for load in load_records(connection)
            if workspace.programme.position(load.half_term) <= latest
        )


def undecided(record: EditionRecord) -> EditionRecord:
    """The record as it was before this half-term's decisions: what schools read and approve."""
    now = record.half_term.id
    return replace(
        record,
        cycles=tuple(
            replace(c, decision=None, disputes=(), state="studied") if c.plan.follow_up == now else c
            for c in record.cycles
        ),
    )


def with_reviews(record: EditionRecord, pages: Iterable[DraftPage], reviews: Reviews) -> EditionRecord:
    """The record with what happened to each of this half-term's pages."""
    lines: dict[str, list[Review]] = {}
    for page in pages:
        lines.setdefault(page.engagement, []).extend(reviews.lines(page))
    now = record.half_term.id
    return replace(
        record,
        cycles=tuple(
            replace(c, reviews=tuple(lines.get(c.plan.engagement, ()))) if c.plan.follow_up == now else c
            for c in record.cycles
        ),
    )


def drafts_of(
    workspace: Workspace, record: EditionRecord, *, left_out: frozenset[str] = frozenset()
) -> tuple[Draft, ...]:
    """All pages of an edition, for the workspace's audience, from its own templates where it has any.

    `left_out` are engagements whose cycle of this half-term may not be read yet.
    """
    return draft_pages(
        record, audience=workspace.settings.audience, overrides=workspace.overrides, left_out=left_out
    )
