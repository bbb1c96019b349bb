"""What an edition is made of, gathered from the register and the studies; and its pages as drafts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import duckdb

from halfterm.cycles.carried_out import CarriedOut, carried_out, log_to_the_end
from halfterm.cycles.cycle_book import CycleBook, LockedCycle
from halfterm.cycles.disclosure import Audience
from halfterm.cycles.engagement_terms import checklist
from halfterm.cycles.events import BY_HALFTERM
from halfterm.cycles.occasion import Occasion
from halfterm.cycles.outside import outside_events
from halfterm.cycles.programme import Programme
from halfterm.cycles.quality_point import CycleStory
from halfterm.cycles.record import (
    CycleRecord,
    EditionRecord,
    GoneWithout,
    LoadRecord,
    MeetingRecord,
    Review,
    Study,
)
from halfterm.cycles.rewording import text_edits
from halfterm.flows.disputes import disputes_by_engagement
from halfterm.flows.drafts import DraftPage
from halfterm.flows.edition_exceptions import exception_figures
from halfterm.flows.edition_series import series_sums
from halfterm.flows.meetings import meetings_shown
from halfterm.flows.review import Reviews, decisions
from halfterm.flows.run import Run, code_version
from halfterm.flows.schedule import schedule_of
from halfterm.flows.workspace import Workspace
from halfterm.site.draft import draft_pages
from halfterm.site.pieces import Draft
from halfterm.warehouse.coded_file import read_coded
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
    of_cycles = _by_cycle(studies)
    cycles = [
        CycleRecord(
            plan=cycle.plan,
            plan_hash=cycle.first_plan_hash,
            locked_on=cycle.locked_on,
            state=cycle.state,
            studies=of_cycles[cycle.plan.follow_up, cycle.plan.id],
            decision=decided.get(cycle.plan.id),
            amendments=cycle.amendments,
            disputes=doubts.get((cycle.plan.follow_up, cycle.plan.engagement), ()),
            without=_without(cycle, programme),
            outside=outside_events(book.events(cycle.plan.id), cycle.plan, programme),
            carried_out=_carried_out(cycle, book, of_cycles[cycle.plan.follow_up, cycle.plan.id]),
            story=_story(cycle, book, workspace),
        )
        for cycle in book.locked.values()
        if (cycle.plan.follow_up, cycle.plan.id) in of_cycles
    ]
    with reading(workspace.warehouse) as connection:
        loads = _loads(connection, programme, half_terms)
        series = series_sums(connection, workspace, cycles, run.half_term)
        exceptions = exception_figures(connection, workspace, run.half_term)
    return EditionRecord(
        programme=programme,
        half_term=programme.half_term(run.half_term),
        cycles=tuple(cycles),
        cluster_studies=_of_clusters(studies[run.half_term]),
        loads=loads,
        code_version=code_version(),
        checklists={e.id: checklist(e.terms, book.events(e.id)) for e in programme.engagements},
        meetings=_meetings(events, workspace),
        coded=read_coded(workspace.folder / "coded"),
        scales=_scale_names(cycles, workspace),
        occasions=_next_occasions(run, workspace, events),
        edits=text_edits(events.events()),
        series=series,
        exceptions=exceptions,
        earlier_cluster_studies={h: _of_clusters(studies[h]) for h in half_terms if h != run.half_term},
    )


def _scale_names(cycles: Iterable[CycleRecord], workspace: Workspace) -> dict[str, str]:
    """The names of the scales that the cycles measure on, by id."""
    used = {measure.scale for cycle in cycles for measure in cycle.plan.studied_measures}
    return {scale: workspace.scales[scale].name for scale in sorted(used) if scale in workspace.scales}


def _by_cycle(studies: Mapping[str, Iterable[Study]]) -> dict[tuple[str, str], tuple[Study, ...]]:
    """The studies of each cycle, by its half-term and id."""
    held: dict[tuple[str, str], list[Study]] = {}
    for half_term, of_half_term in studies.items():
        for study in of_half_term:
            held.setdefault((half_term, study.cycle), []).append(study)
    return {name: tuple(of_cycle) for name, of_cycle in held.items()}


def _carried_out(cycle: LockedCycle, book: CycleBook, studies: Iterable[Study]) -> CarriedOut:
    """What was done, for as many pupils as were treated, or are in the target group where none are named."""
    whole = next((study for study in studies if study.level == "engagement"), None)
    pupils = None
    if whole is not None:
        treated = [finding.n_target for finding in whole.findings if finding.statistic == "impact"]
        pupils = treated[0] if treated else whole.coverage.target_frozen
    return carried_out(log_to_the_end(book.events(cycle.plan.id)), cycle.plan, pupils=pupils)


def _story(cycle: LockedCycle, book: CycleBook, workspace: Workspace) -> CycleStory:
    name = cycle.plan.id
    return CycleStory(cycle.plan, plan_place(workspace, name), book.events(name)).as_published()


def plan_place(workspace: Workspace, cycle: str) -> str:
    """Where a plan is written, as a line of the record names it."""
    file = f"cycles/{cycle}.yaml"
    return file if (workspace.folder / file).is_file() else f"the plan of '{cycle}'"


def _meetings(events: Register, workspace: Workspace) -> tuple[MeetingRecord, ...]:
    timing = workspace.settings.timing
    return tuple(
        MeetingRecord(one.meeting, one.present, timing.meeting_starts, timing.meeting_ends)
        for one in meetings_shown(events, workspace)
    )


def _next_occasions(run: Run, workspace: Workspace, events: Register) -> tuple[Occasion, ...]:
    """What is due in the two half-terms after this one, for the calendar from one meeting to the next."""
    half_terms = workspace.programme.half_terms
    coming = half_terms[workspace.programme.position(run.half_term) + 1 :][:2]
    names = {h.id for h in coming}
    return tuple(o for o in schedule_of(workspace, events) if o.half_term in names) if names else ()


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


def _loads(
    connection: duckdb.DuckDBPyConnection, programme: Programme, half_terms: list[str]
) -> tuple[LoadRecord, ...]:
    """The loads behind these half-terms' studies: their baselines too, but nothing later."""
    latest = max(programme.position(half_term) for half_term in half_terms)
    return tuple(load for load in load_records(connection) if programme.position(load.half_term) <= latest)


def undecided(record: EditionRecord) -> EditionRecord:
    """The record as it was before this half-term's decisions: what schools read and approve.

    An approval is of the content that was read, so nothing that comes to pass after the reading may be in it:
    decisions and doubts are added when a page is published, and the quality of its cycles is then told with
    the decision and with people's own judgement. What is due next follows from decisions. Meetings, pools and
    coded reports are in no page that is approved, and no step taken later (`ShownEdition.own`). Words that
    are released, or taken back, make another content: the page is read again.
    """
    now = record.half_term.id
    return replace(record, cycles=tuple(_undecided(c, now) for c in record.cycles), occasions=())


def _undecided(cycle: CycleRecord, now: str) -> CycleRecord:
    current = cycle.plan.follow_up == now
    story = None if cycle.story is None else cycle.story.as_drafted(decided=not current)
    told = replace(cycle, story=story)
    return replace(told, decision=None, disputes=(), state="studied") if current else told


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
    workspace: Workspace,
    record: EditionRecord,
    *,
    audience: Audience | None = None,
    left_out: frozenset[str] = frozenset(),
) -> tuple[Draft, ...]:
    """All pages of an edition, for the workspace's audience, from its own templates where it has any.

    `left_out` are engagements whose cycle of this half-term may not be read yet.
    """
    shown_to = audience or workspace.settings.audience
    return draft_pages(record, audience=shown_to, overrides=workspace.overrides, left_out=left_out)
