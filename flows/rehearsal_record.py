"""What the people of a rehearsal write down in a half-term: do-logs, steps and stages, meetings held."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import Field

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.do_log import body_of, do_log, entry_id, standing
from halfterm.cycles.do_log_entries import Entry, Quotation, Releasable
from halfterm.cycles.do_log_sheet import entries_of
from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.events import LOGGED
from halfterm.cycles.model import Record, Slug, Words
from halfterm.cycles.plan import Plan
from halfterm.cycles.record import Decision, DecisionKind
from halfterm.flows.do_log import Desk, check_permitted, log_of, problems_of, release, release_said
from halfterm.flows.meetings import record_held
from halfterm.flows.terms import engagement_of, progress_of, record_stage, record_step
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.do_log_file import read_log_file
from halfterm.warehouse.register import NewEvent, Register
from halfterm.warehouse.yaml_file import read_record


class RehearsedStep(Record):
    """A strategic step that is ticked off on its day; `by` is the engagement's NLE unless it is said."""

    step: str
    on: date
    evidence: Words
    by: Slug | None = None


class RehearsedStage(Record):
    """A stage that is reached on its day; `by` is the engagement's NLE unless it is said."""

    stage: int
    on: date
    evidence: Words
    by: Slug | None = None


class RehearsedDecision(Record):
    """What is decided on one cycle, whatever its pages show: history has it so."""

    cycle: Slug
    decide: DecisionKind
    reason: Words
    learning: Words | None = None
    extend_to: Words | None = None
    sustain: Words | None = None
    ends: bool = False

    def decision(self, *, by: str, approved_by: str, on: date) -> Decision:
        """The decision as it is recorded."""
        return Decision(
            cycle=self.cycle,
            kind=self.decide,
            by=by,
            approved_by=approved_by,
            on=on,
            reason=self.reason,
            learning=self.learning or "",
            extend_to=self.extend_to or "",
            sustain=self.sustain or "",
            ends=self.ends,
        )


class RehearsedMeeting(Record):
    """A cluster's meeting that was held, and how many people came."""

    cluster: Slug
    half_term: Slug
    present: int = Field(ge=1)


class RehearsedEngagement(Record):
    """One file of `rehearsal/`. With `release` the headteachers release the words of their do-logs."""

    engagement: Slug
    release: bool = False
    steps: tuple[RehearsedStep, ...] = ()
    stages: tuple[RehearsedStage, ...] = ()
    decisions: tuple[RehearsedDecision, ...] = ()


def read_engagements(workspace: Workspace) -> tuple[RehearsedEngagement, ...]:
    """The scripts of single engagements, in order of file names; none where there is no such folder.

    Raises:
        BadInput: a file is wrong, or names an engagement or cycle that is not there.
    """
    paths = sorted((workspace.folder / "rehearsal").glob("*.yaml"))
    scripts = tuple(
        read_record(path, RehearsedEngagement, shown_as=f"rehearsal/{path.name}") for path in paths
    )
    cycles = [plan.id for plan in workspace.plans]
    problems = [
        f"rehearsal/{path.name}: no cycle '{decided.cycle}'{did_you_mean(decided.cycle, cycles)}"
        for path, script in zip(paths, scripts, strict=True)
        for decided in script.decisions
        if decided.cycle not in cycles
    ]
    if problems:
        raise BadInput(*problems)
    for script in scripts:
        engagement_of(workspace.programme, script.engagement)
    return scripts


def rehearse_progress(
    events: Register, workspace: Workspace, script: RehearsedEngagement, *, until: date
) -> int:
    """Tick off the steps and reach the stages whose day has come; returns how many are new."""
    programme = workspace.programme
    engagement = engagement_of(programme, script.engagement)
    so_far = progress_of(events, engagement)
    taken = {(one.step.letter, proof.on) for one in so_far.steps for proof in one.proofs}
    reached = so_far.stage.number if so_far.stage else 0
    steps = [step for step in script.steps if step.on <= until and (step.step, step.on) not in taken]
    stages = [stage for stage in script.stages if stage.on <= until and stage.stage > reached]
    for step in steps:
        by = step.by or engagement.nle
        record_step(events, programme, engagement, step=step.step, evidence=step.evidence, by=by, on=step.on)
    for stage in stages:
        by = stage.by or engagement.nle
        record_stage(
            events, programme, engagement, stage=stage.stage, evidence=stage.evidence, by=by, on=stage.on
        )
    return len(steps) + len(stages)


def rehearse_meetings(
    events: Register, workspace: Workspace, held: tuple[RehearsedMeeting, ...], *, half_term: str
) -> None:
    """Record the meetings of a half-term as held, by the clusters' facilitators."""
    today = workspace.programme.half_term(half_term).ends
    for meeting in held:
        if meeting.half_term == half_term:
            record_held(
                events,
                workspace,
                cluster=meeting.cluster,
                half_term=half_term,
                present=meeting.present,
                by=workspace.programme.cluster(meeting.cluster).facilitator,
                today=today,
            )


def rehearse_logs(events: Register, workspace: Workspace, *, until: date, releasing: frozenset[str]) -> int:
    """Write the entries of `rehearsal/logs/CYCLE.csv` whose day has come; returns how many are new.

    The engagement's NLE writes, but for a quotation that somebody releases: that is written by who does.
    `releasing` are the engagements whose headteachers release the words that pages may show.
    """
    made = 0
    for plan in [held.plan for held in CycleBook(events.events()).locked.values()]:
        path = workspace.folder / "rehearsal" / "logs" / f"{plan.id}.csv"
        if path.is_file():
            made += _write(events, workspace, plan, path, until=until)
            if plan.engagement in releasing:
                _release_all(events, workspace, plan, today=until)
    return made


def _write(events: Register, workspace: Workspace, plan: Plan, path: Path, *, until: date) -> int:
    """Write the entries that are due all at once. Raises `BadInput` with everything that is wrong in them."""
    about = events.events(subject=plan.id)
    held = {logged.id for logged in do_log(about)}
    fresh = [
        (_desk(workspace, plan, entry, today=until), entry)
        for entry in _sheet(workspace, plan, path)
        if entry.on <= until and entry_id(plan.id, entry) not in held
    ]
    problems = []
    for desk, entry in fresh:
        check_permitted(desk, about, [entry])
        problems += [f"{path.name}: {problem}" for problem in problems_of(desk, about, entry)]
    if problems:
        raise BadInput(*problems)
    events.append_all(
        NewEvent(LOGGED, plan.id, desk.by, until, body_of(plan.id, entry)) for desk, entry in fresh
    )
    for desk in {desk.by: desk for desk, _ in fresh}.values():
        release_said(events, desk)
    return len(fresh)


def _sheet(workspace: Workspace, plan: Plan, path: Path) -> tuple[Entry, ...]:
    rows = read_log_file(path, key=lambda: workspace.key.first)
    entries, problems = entries_of(rows, name=path.name, cycle=plan.id, cycles=[plan.id])
    if problems:
        raise BadInput(*problems)
    return tuple(one.entry for one in entries)


def _desk(workspace: Workspace, plan: Plan, entry: Entry, *, today: date) -> Desk:
    by = workspace.programme.engagement(plan.engagement).nle
    if isinstance(entry, Quotation) and entry.released_by is not None:
        by = entry.released_by
    return Desk(workspace.programme, plan, by, today)


def _release_all(events: Register, workspace: Workspace, plan: Plan, *, today: date) -> None:
    """The head of the school that words are about, or of the lead school, releases them; quotations apart."""
    heads = {p.school: p.id for p in workspace.programme.people if p.role == "headteacher"}
    lead = workspace.programme.engagement(plan.engagement).lead
    log = log_of(events, plan.id)
    asked = {one.entry.words_of for one in standing(log) if one.entry.entry == "release"}
    for logged in standing(log):
        entry = logged.entry
        if isinstance(entry, Releasable) and not isinstance(entry, Quotation) and logged.number not in asked:
            by = heads[entry.school or lead]
            release(events, Desk(workspace.programme, plan, by, today), logged.number)
