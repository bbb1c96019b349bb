"""Locking plans and amending them: what was meant is written down before what happened can be seen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from halfterm.cycles.amendment import changed_parts, check_amendment
from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.errors import BadInput, NotAllowed, StoreTrouble
from halfterm.cycles.events import AMENDED, BY_HALFTERM, LOCKED, STOPPED
from halfterm.cycles.plan import Plan
from halfterm.cycles.plan_check import past_targets
from halfterm.cycles.record import Amendment
from halfterm.cycles.review_rules import check_decider
from halfterm.flows.collecting import expected_schools, load_baselines, missing_scores
from halfterm.flows.draw_record import check_drawn
from halfterm.flows.keys import finish_rotation
from halfterm.flows.review import person_of
from halfterm.flows.run import Run, cycles_to_lock
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.arrivals import arrived
from halfterm.warehouse.freezing import freeze_groups, frozen_hashes, listed_pupils
from halfterm.warehouse.key_file import warehouse_key
from halfterm.warehouse.register import Register, register
from halfterm.warehouse.store import reading, warehouse


@dataclass(frozen=True, slots=True)
class Locked:
    """How many plans are locked, how many of them anew; what keeps the others open."""

    locked: int = 0
    fresh: int = 0
    problems: tuple[str, ...] = ()


def plan_hash(plan: Plan) -> str:
    """What identifies a plan's content: targets, predictions and all."""
    return hashlib.sha256(plan.model_dump_json().encode()).hexdigest()


def changed_since_lock(plan: Plan, book: CycleBook) -> str | None:
    """What to say of a plan whose file is no longer what was locked; None when it is, or is not locked."""
    held = book.locked.get(plan.id)
    # Not by hash: a plan that was locked before the model knew a field is still the same plan.
    if held is None or held.plan == plan:
        return None
    return (
        f"cycle '{plan.id}': its plan was locked on {held.locked_on} and its file has been changed since; "
        f"put it back, or say why: halfterm plan amend WORKSPACE {plan.id} --by ... --reason ..."
    )


def lock_plans(run: Run, *, by: str | None = None) -> Locked:
    """Freeze groups and lock every plan of this half-term whose schools' baseline has arrived.

    `by` is who locks; without, each engagement's NLE is held to have let the day pass.
    """
    workspace = run.workspace()
    with (
        register(workspace.register) as events,
        warehouse(workspace.warehouse, doing="locking plans") as connection,
    ):
        finish_rotation(events, connection, workspace.key_place)
        book = CycleBook(events.events())
        _stop_left_behind(events, book, run=run, workspace=workspace)
        book = CycleBook(events.events())
        plans = [p for p in cycles_to_lock(workspace, run.half_term) if book.state(p.id) != "stopped"]
        locked = [plan for plan in plans if book.state(plan.id) != "drafted"]
        open_plans = [p for p in plans if p not in locked and (run.to_lock is None or p.id in run.to_lock)]
        problems = [problem for plan in locked if (problem := changed_since_lock(plan, book))]
        ready, undrawn = [], check_drawn(connection, events, plans)
        for plan in open_plans:
            stops = _stops(connection, plan, run=run, workspace=workspace, book=book)
            stops += [undrawn[plan.id]] if plan.id in undrawn else []
            problems += stops
            if not stops:
                ready.append(plan)
        _check_groups(connection, locked, book)
        fresh, refused = _lock(events, connection, ready, run=run, workspace=workspace, by=by)
    return Locked(len(locked) + fresh, fresh, (*problems, *refused))


def lock_now(folder: Path, cycle: str, *, by: str, today: date) -> None:
    """Lock one plan before its day, as somebody who leads the engagement or is its NLE.

    Raises:
        NotAllowed: the person may not, it is locked already, or something keeps it open.
    """
    workspace = open_workspace(folder)
    plan = workspace.plan(cycle)
    check_decider(
        person_of(workspace.programme, by), engagement=workspace.programme.engagement(plan.engagement)
    )
    with register(workspace.register) as events:
        state = CycleBook(events.events()).state(cycle)
    if state != "drafted":
        raise NotAllowed(f"cycle '{cycle}' is {state}; only a drafted plan is locked")
    run = Run(folder, plan.half_term, today, frozenset({cycle}))
    load_baselines(run)
    locked = lock_plans(run, by=by)
    if not locked.fresh:
        raise NotAllowed(*(p for p in locked.problems if f"'{cycle}'" in p))


def _stop_left_behind(events: Register, book: CycleBook, *, run: Run, workspace: Workspace) -> None:
    """Stop the cycles that have lost their lead school, or every school it supports, to a withdrawal."""
    programme = workspace.programme
    last = programme.half_term(run.half_term).ends
    for plan in workspace.plans:
        at_hand = run.half_term in (plan.half_term, plan.follow_up)
        if not at_hand or book.state(plan.id) not in ("drafted", "locked", "under way"):
            continue
        engagement = programme.engagement(plan.engagement)
        if not programme.school(engagement.lead).is_member(last):
            reason = f"{programme.school(engagement.lead).name} has left the programme."
        elif not any(programme.school(school).is_member(last) for school in engagement.supported):
            reason = "Every supported school has left the programme."
        else:
            continue
        body = {"reason": reason, "half_term": run.half_term}
        events.append(STOPPED, plan.id, actor=BY_HALFTERM, on=run.days(workspace).lock, body=body)


def _stops(
    connection: DuckDBPyConnection, plan: Plan, *, run: Run, workspace: Workspace, book: CycleBook
) -> list[str]:
    """What keeps a plan from being locked today."""
    stops = past_targets(plan, today=run.days(workspace).lock)
    schools = expected_schools(plan, plan.follow_up, workspace=workspace, book=book)
    if any(school in schools for school, _ in arrived(connection, plan.follow_up)):
        stops.append(
            f"cycle '{plan.id}': its follow-up ({plan.follow_up}) was loaded before the plan was locked; "
            "a prediction made now would not be one"
        )
    missing = missing_scores(connection, plan, plan.baseline, workspace=workspace, book=book)
    if missing:
        names = ", ".join(workspace.programme.school(school).name for school in missing)
        stops.append(f"cycle '{plan.id}': the baseline ({plan.baseline}) of {names} is not loaded yet")
    return stops


def _lock(
    events: Register,
    connection: DuckDBPyConnection,
    plans: list[Plan],
    *,
    run: Run,
    workspace: Workspace,
    by: str | None,
) -> tuple[int, tuple[str, ...]]:
    """Lock these plans; returns how many, and what is wrong with the others."""
    if not plans:
        return 0, ()
    try:
        hashes = freeze_groups(
            connection,
            plans,
            programme=workspace.programme,
            listed=pupil_lists(connection, plans, workspace),
        )
    except BadInput as wrong:
        if len(plans) == 1:
            return 0, wrong.problems
        # One of them cannot be: the others are locked without it.
        parts = [_lock(events, connection, [plan], run=run, workspace=workspace, by=by) for plan in plans]
        return sum(fresh for fresh, _ in parts), tuple(p for _, refused in parts for p in refused)
    for plan in plans:
        body = {
            "plan": plan.model_dump(mode="json"),
            "plan_hash": plan_hash(plan),
            "groups": hashes[plan.id],
        }
        actor = by or workspace.programme.engagement(plan.engagement).nle
        events.append(LOCKED, plan.id, actor=actor, on=run.days(workspace).lock, body=body)
    return len(plans), ()


def _check_groups(connection: DuckDBPyConnection, plans: list[Plan], book: CycleBook) -> None:
    """See that the frozen groups are those of the lock.

    Raises:
        StoreTrouble: the warehouse holds other groups than those that the register remembers.
    """
    hashes = frozen_hashes(connection, plans)
    other = [plan.id for plan in plans if book.locked[plan.id].groups_hash != hashes[plan.id]]
    if other:
        raise StoreTrouble(
            *(
                f"cycle '{cycle}': its groups are not those that were locked; restore the warehouse"
                for cycle in other
            )
        )


def pupil_lists(
    connection: DuckDBPyConnection, plans: Iterable[Plan], workspace: Workspace
) -> dict[str, tuple[str, ...]]:
    """The pseudonyms of each cycle whose target group is a named list."""
    lists = {}
    for plan in plans:
        if plan.target_group.pupils is not None:
            source = next(s for s in workspace.sources if plan.baseline in s.half_terms)
            lists[plan.id] = listed_pupils(
                connection,
                plan,
                source=source,
                key=warehouse_key(connection, workspace.key_place),
                workspace=workspace.folder,
            )
    return lists


def amend(folder: Path, cycle: str, *, by: str, reason: str, today: date) -> Amendment:
    """Record that a locked plan's file was changed, by whom and why; the pages say so from then on.

    Raises:
        BadInput: no reason is given, or there is no such cycle or person.
        NotAllowed: the plan is not locked, was not changed, or not in a part that may still change; or the
            person neither leads the engagement nor is its NLE.
    """
    workspace = open_workspace(folder)
    plan = workspace.plan(cycle)
    if not reason.strip():
        raise BadInput("say why the plan is amended")
    check_decider(
        person_of(workspace.programme, by), engagement=workspace.programme.engagement(plan.engagement)
    )
    with register(workspace.register) as events:
        book = CycleBook(events.events())
        held = book.locked.get(cycle)
        if held is None:
            raise NotAllowed(f"cycle '{cycle}' is not locked yet: change its file as you like")
        changed = changed_parts(held.plan, plan)
        check_amendment(cycle, changed, state=_state_by_data(held.plan, plan, workspace, book))
        amendment = Amendment(by, today, reason.strip(), changed)
        body = {
            "plan": plan.model_dump(mode="json"),
            "plan_hash": plan_hash(plan),
            "reason": amendment.reason,
            "changed": list(changed),
        }
        events.append(AMENDED, cycle, actor=by, on=today, body=body)
    return amendment


def _state_by_data(before: Plan, after: Plan, workspace: Workspace, book: CycleBook) -> str:
    """The cycle's state; followed up as soon as any of its schools' follow-up can be seen."""
    state = book.state(before.id)
    if state not in ("locked", "under way"):
        return state
    schools = workspace.programme.engagement(before.engagement).pupil_schools
    with reading(workspace.warehouse) as connection:
        seen = {
            school
            for half_term in {before.follow_up, after.follow_up}
            for school, _ in arrived(connection, half_term)
        }
    return "followed up" if seen & set(schools) else state
