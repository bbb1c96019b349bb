"""Plan: check the workspace, load the baselines, freeze the groups, lock the plans."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from halfterm.cycles.errors import BadInput, NotAllowed, StoreTrouble
from halfterm.cycles.events import LOCKED
from halfterm.cycles.plan import Plan
from halfterm.cycles.plan_check import past_targets
from halfterm.flows.days import load_day
from halfterm.flows.engine import Engine
from halfterm.flows.run import Run, cycles_to_lock
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.freezing import freeze_groups, listed_pupils
from halfterm.warehouse.loading import LoadReport, load_half_term
from halfterm.warehouse.register import Register, register
from halfterm.warehouse.store import warehouse


@dataclass(frozen=True, slots=True)
class Planned:
    """How the Plan stage ended: the loads of baselines; how many plans are locked, how many of them anew."""

    loads: tuple[LoadReport, ...]
    locked: int
    fresh: int


def plan(run: Run, engine: Engine) -> Planned:
    """The Plan stage of a half-term.

    Raises:
        BadInput: anything is wrong in the workspace, or a baseline cannot be loaded.
        NotAllowed: a plan comes too late to be locked, or was changed after its lock.
    """
    engine.step("check the workspace", check, run)
    loads = engine.step("load baselines", load_baselines, run)
    fresh = engine.step("lock plans", lock_plans, run)
    return Planned(loads, len(cycles_to_lock(run.workspace(), run.half_term)), fresh)


def check(run: Run) -> None:
    """Read the whole workspace; whatever is wrong in it is raised at once."""
    workspace = run.workspace()
    known = [half_term.id for half_term in workspace.programme.half_terms]
    if run.half_term not in known:
        raise BadInput(f"no half-term '{run.half_term}'; the programme has {', '.join(known)}")
    if not cycles_to_lock(workspace, run.half_term):
        raise BadInput(f"no plan in cycles/ is for half-term '{run.half_term}'")


def load_baselines(run: Run) -> tuple[LoadReport, ...]:
    """Load every half-term that is a baseline of a cycle run now."""
    workspace = run.workspace()
    baselines = {plan.baseline for plan in cycles_to_lock(workspace, run.half_term)}
    return load(run, workspace, baselines)


def load(run: Run, workspace: Workspace, half_terms: set[str]) -> tuple[LoadReport, ...]:
    """Load these half-terms from every source that has them."""
    schools = {school.code: school.id for school in workspace.programme.schools}
    with warehouse(workspace.warehouse) as connection:
        return tuple(
            load_half_term(
                connection,
                source,
                half_term,
                path=source.path(workspace.folder),
                key=workspace.key,
                schools=schools,
                on=load_day(workspace.programme, half_term, today=run.today),
            )
            for half_term in sorted(half_terms, key=workspace.programme.position)
            for source in workspace.sources
            if half_term in source.half_terms
        )


def lock_plans(run: Run) -> int:
    """Freeze groups and lock every plan of this half-term; returns how many were locked anew."""
    workspace = run.workspace()
    plans = cycles_to_lock(workspace, run.half_term)
    day = run.days(workspace).lock
    with register(workspace.register) as events, warehouse(workspace.warehouse) as connection:
        open_plans = [plan for plan in plans if not is_locked(events, plan)]
        late = [problem for plan in open_plans for problem in past_targets(plan, today=day)]
        late += _followed_up_already(connection, open_plans, workspace)
        if late:
            raise NotAllowed(*late)
        hashes = freeze_groups(
            connection, plans, programme=workspace.programme, listed=pupil_lists(connection, plans, workspace)
        )
        _check_groups(events, [plan for plan in plans if plan not in open_plans], hashes)
        for plan in open_plans:
            nle = workspace.programme.engagement(plan.engagement).nle
            body = {
                "plan": plan.model_dump(mode="json"),
                "plan_hash": plan_hash(plan),
                "groups": hashes[plan.id],
            }
            events.append(LOCKED, plan.id, actor=nle, on=day, body=body)
    return len(open_plans)


def _check_groups(events: Register, locked: list[Plan], hashes: dict[str, str]) -> None:
    """See that the frozen groups are those of the lock.

    Raises:
        StoreTrouble: the warehouse holds other groups than those that the register remembers.
    """
    other = [
        plan.id
        for plan in locked
        if events.events(LOCKED, subject=plan.id)[-1].body["groups"] != hashes[plan.id]
    ]
    if other:
        raise StoreTrouble(
            *(
                f"cycle '{cycle}': its groups are not those that were locked; restore the warehouse"
                for cycle in other
            )
        )


def plan_hash(plan: Plan) -> str:
    """What identifies a plan's content: targets, predictions and all."""
    return hashlib.sha256(plan.model_dump_json().encode()).hexdigest()


def is_locked(events: Register, plan: Plan) -> bool:
    """Whether a plan is locked as it stands.

    Raises:
        NotAllowed: it was locked, and its file has been changed since.
    """
    locked = events.events(LOCKED, subject=plan.id)
    if locked and locked[-1].body["plan_hash"] != plan_hash(plan):
        raise NotAllowed(
            f"cycle '{plan.id}': its plan was locked on {locked[-1].on} and its file has been changed since; "
            "put it back"
        )
    return bool(locked)


def _followed_up_already(
    connection: DuckDBPyConnection, plans: list[Plan], workspace: Workspace
) -> list[str]:
    problems = []
    for plan in plans:
        schools = list(workspace.programme.engagement(plan.engagement).schools)
        seen = connection.execute(
            """
            SELECT count(*) FROM enrolment AS e JOIN load AS l USING (load)
            WHERE l.half_term = ? AND list_contains(?, e.school)
            """,
            [plan.follow_up, schools],
        ).fetchall()[0][0]
        if seen:
            problems.append(
                f"cycle '{plan.id}': its follow-up ({plan.follow_up}) was loaded before the plan was locked; "
                "a prediction made now would not be one"
            )
    return problems


def pupil_lists(
    connection: DuckDBPyConnection, plans: tuple[Plan, ...], workspace: Workspace
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
                key=workspace.key,
                workspace=workspace.folder,
            )
    return lists
