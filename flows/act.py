"""Act: draft the pages, let people read and decide, open the next cycle of each chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from halfterm.cycles.chain import GOES_ON, next_plan, to_finish
from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.disclosure import Shown
from halfterm.cycles.events import BY_HALFTERM, DRAFTED, IN_REVIEW
from halfterm.cycles.plan import Plan
from halfterm.flows.drafts import pages_to_read, write_drafts
from halfterm.flows.edition import drafts_of, edition_record, undecided
from halfterm.flows.engine import Engine
from halfterm.flows.made import is_made, key_of, note_made
from halfterm.flows.plan_file import write_plan
from halfterm.flows.rehearsal import rehearse_decisions, rehearse_record, rehearse_reviews
from halfterm.flows.review import Reviews
from halfterm.flows.run import Run
from halfterm.flows.workspace import Workspace
from halfterm.site.safe import show_edition
from halfterm.site.shown import ShownEdition
from halfterm.warehouse.register import Register, register

DRAFT: Final = "Drafted from the decision on {}. Change what should change before it is locked."


@dataclass(frozen=True, slots=True)
class Acted:
    """Pages drafted anew, approved, waiting; cycles decided, not decided, opened: how many of each."""

    drafted: int = 0
    approved: int = 0
    waiting: int = 0
    decided: int = 0
    undecided: int = 0
    opened: int = 0


def act(run: Run, engine: Engine, *, rehearse: bool) -> Acted:
    """The Act stage of a half-term. With `rehearse`, the workspace's script reads, approves and decides."""
    if rehearse:
        engine.step("rehearse the half-term's record", rehearse_record, run)
    if not (run.workspace().studies / run.half_term).is_dir():
        return Acted()
    drafted = engine.step("draft summaries and case studies", draft, run)
    if rehearse:
        engine.step("rehearse reviews", rehearse_reviews, run)
        engine.step("rehearse decisions", rehearse_decisions, run)
    opened = engine.step("open next cycles", open_next_cycles, run)
    return _tally(run, drafted=drafted, opened=opened)


def draft(run: Run) -> int:
    """Draft the pages that schools read, as they are before the decisions; returns how many are new."""
    workspace = run.workspace()
    with register(workspace.register) as events:
        record = undecided(edition_record(run, workspace, events))
        folder, key = workspace.drafts / run.half_term, key_of(record, workspace)
        note = folder.with_name(f".{folder.name}.drafted.json")
        changed = 0
        if not is_made(folder, key, note=note):
            changed = write_drafts(folder, drafts_of(workspace, record))
            note_made(folder, key, note=note)
        _put_to_review(events, run, workspace)
    return changed


def _put_to_review(events: Register, run: Run, workspace: Workspace) -> None:
    """The drafts are there: from now on their cycles are in people's hands."""
    for cycle in CycleBook(events.events()).followed_up_in(run.half_term, states={"studied"}):
        body = {"half_term": run.half_term}
        events.append(IN_REVIEW, cycle.plan.id, actor=BY_HALFTERM, on=run.days(workspace).study, body=body)


def open_next_cycles(run: Run) -> int:
    """Draft the plan that follows each decision to go on, unless somebody wrote it already."""
    workspace = run.workspace()
    with register(workspace.register) as events:
        record = edition_record(run, workspace, events)
        shown = show_edition(record, workspace.settings.audience)
        followed, taken = {p.follows for p in workspace.plans}, {p.id for p in workspace.plans}
        opened = 0
        for cycle in record.cycles:
            decision = cycle.decision
            if decision is None or decision.ends or decision.kind not in GOES_ON:
                continue
            if cycle.plan.follow_up != run.half_term:
                continue
            following = next_plan(
                cycle.plan,
                programme=workspace.programme,
                decision=decision,
                found=_gaps_as_shown(shown, cycle.plan),
                taken=taken,
            )
            if following is None:
                continue
            taken.add(following.id)
            if cycle.plan.id not in followed:
                path = workspace.folder / "cycles" / f"{following.id}.yaml"
                write_plan(path, following, about=(DRAFT.format(cycle.plan.id), *to_finish(decision)))
                opened += 1
            body = {"follows": cycle.plan.id, "half_term": following.half_term}
            events.append_once(
                DRAFTED,
                _follower(workspace, cycle.plan, following),
                actor=decision.by,
                on=decision.on,
                body=body,
            )
    return opened


def _follower(workspace: Workspace, plan: Plan, drafted: Plan) -> str:
    """The cycle that follows: one that a person wrote, else the drafted one."""
    return next((other.id for other in workspace.plans if other.follows == plan.id), drafted.id)


def _gaps_as_shown(shown: ShownEdition, plan: Plan) -> dict[str, Shown]:
    """Each measure's gap at follow-up as the pages of the edition have it, hidden where they hide it."""
    cycle = next(cycle for cycle in shown.cycles if cycle.plan.id == plan.id)
    return {
        study.measure.id: study.findings["gap_followup"].value
        for study in cycle.at("engagement", plan.engagement)
    }


def _tally(run: Run, *, drafted: int, opened: int) -> Acted:
    workspace = run.workspace()
    with register(workspace.register) as events:
        now = [
            cycle
            for cycle in edition_record(run, workspace, events).cycles
            if cycle.plan.follow_up == run.half_term
        ]
        reviews = Reviews(events, workspace.programme, one_person=workspace.settings.one_person)
        states = [reviews.state(page) for page in pages_to_read(workspace.drafts / run.half_term)]
    approved = sum(state in ("approved", "published") for state in states)
    decided = sum(cycle.decision is not None for cycle in now)
    return Acted(drafted, approved, len(states) - approved, decided, len(now) - decided, opened)
