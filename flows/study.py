"""Study: compute what changed, for every due cycle at once, and keep it as Parquet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.events import BY_HALFTERM, STUDIED
from halfterm.cycles.impact.ends import Ends
from halfterm.cycles.impact.progress_steps import expected_points
from halfterm.cycles.life import HAS_FOLLOW_UP
from halfterm.cycles.missing import added
from halfterm.cycles.plan import Measure, Plan
from halfterm.cycles.record import Study
from halfterm.cycles.study import Material, study_cluster, study_cycle
from halfterm.flows.benchmarks import benchmark_of, published
from halfterm.flows.engine import Engine
from halfterm.flows.locking import plan_hash, pupil_lists
from halfterm.flows.run import Run, code_version
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.register import Register, register
from halfterm.warehouse.store import warehouse
from halfterm.warehouse.study_files import read_studies, studies_key, write_studies
from halfterm.warehouse.studying import MeasureRows, StudyRows, loads_of, misscaled, read_study_rows


@dataclass(frozen=True, slots=True)
class Studied:
    """How many cycles were studied, whether anything in them is new, what kept others from it."""

    cycles: int = 0
    fresh: bool = False
    problems: tuple[str, ...] = ()


def study(run: Run, engine: Engine) -> Studied:
    """The Study stage of a half-term: every cycle whose follow-up is complete."""
    return engine.step("study due cycles", study_due_cycles, run)


def study_due_cycles(run: Run) -> Studied:
    """Sum up in SQL, compute, write; nothing is computed again while loads, plans and code are the same."""
    workspace = run.workspace()
    folder = workspace.studies / run.half_term
    with register(workspace.register) as events:
        book = CycleBook(events.events())
        due = book.followed_up_in(run.half_term, states=HAS_FOLLOW_UP)
        if not due:
            return Studied()
        on = run.days(workspace).study
        plans, problems, rows = _summed_up(workspace, tuple(cycle.plan for cycle in due), folder, on=on)
        if rows is not None:
            key, summed = rows
            studies = [
                *cycle_studies(workspace, plans, summed, on=on),
                *_cluster_studies(workspace, plans, summed),
            ]
            write_studies(folder, studies, key=key)
        _note_studied(events, run, workspace, plans)
    return Studied(len(plans), rows is not None, problems)


def _summed_up(
    workspace: Workspace, plans: tuple[Plan, ...], folder: Path, *, on: date
) -> tuple[tuple[Plan, ...], tuple[str, ...], tuple[str, StudyRows] | None]:
    """The plans that can be studied, what is wrong with others, and sums with their key unless old."""
    with warehouse(workspace.warehouse, doing="studying") as connection:
        wrong = misscaled(connection, plans, programme=workspace.programme)
        sound = tuple(plan for plan in plans if plan.id not in wrong)
        problems = tuple(problem for said in wrong.values() for problem in said)
        half_terms = {half_term for plan in sound for half_term in (plan.baseline, plan.follow_up)}
        key = study_key(sound, loads_of(connection, half_terms), published(workspace, sound, on=on))
        if not sound or studies_key(folder) == key:
            return sound, problems, None
        rows = read_study_rows(
            connection,
            sound,
            programme=workspace.programme,
            listed=pupil_lists(connection, sound, workspace),
        )
    return sound, problems, (key, rows)


def _note_studied(events: Register, run: Run, workspace: Workspace, plans: tuple[Plan, ...]) -> None:
    """One event a cycle, unless the last says the same. From the files: a run killed before goes on here."""
    if not plans:
        return
    loads = {
        study.cycle: study.loads
        for study in read_studies(workspace.studies / run.half_term)
        if study.level == "engagement"
    }
    for plan in plans:
        body = {
            "half_term": run.half_term,
            "loads": list(loads[plan.id]),
            "code_version": code_version(),
        }
        events.append_once(STUDIED, plan.id, actor=BY_HALFTERM, on=run.days(workspace).study, body=body)


def study_key(
    plans: tuple[Plan, ...], loads: tuple[str, ...], figures: tuple[str, ...], code: str | None = None
) -> str:
    """What decides a study: plans, loads, published figures, and the code, by default this one's."""
    parts = [sorted(plan_hash(plan) for plan in plans), loads, code or code_version(), *figures]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def cycle_studies(
    workspace: Workspace, plans: tuple[Plan, ...], rows: StudyRows, *, on: date
) -> Iterator[Study]:
    """Every measure of every cycle: for the engagement as a whole, then school by school.

    Published figures count as they were out on a day.
    """
    for plan in plans:
        schools = workspace.programme.engagement(plan.engagement).pupil_schools
        places = [
            ("engagement", plan.engagement, schools),
            *(("school", school, (school,)) for school in schools),
        ]
        for measure in plan.studied_measures:
            held = rows.measures.get((plan.id, measure.id), MeasureRows())
            for level, place, within in places:
                material = Material(
                    measure=measure.id,
                    level="engagement" if level == "engagement" else "school",
                    place=place,
                    summary=held.summary(within),
                    flows=held.flows_at("" if level == "engagement" else place),
                    frozen=held.frozen_at(within),
                    loads=rows.loads[plan.id],
                    pupil_targets=held.pupil_targets_at(within),
                    scale_ends=_ends(workspace, measure),
                    missing=held.missing_at(within),
                    expected_gain=_expected_gain(workspace, plan, measure),
                    subtracts=_subtracts(workspace, measure),
                )
                yield study_cycle(
                    material,
                    plan,
                    benchmark=benchmark_of(workspace, plan, measure, on=on),
                    code_version=code_version(),
                )


def _cluster_studies(workspace: Workspace, plans: tuple[Plan, ...], rows: StudyRows) -> Iterator[Study]:
    """Every measure of every cluster over the cycles that compare in the same way on the same scale.

    Cycles that set their target group beside something else than the cluster's first cycle are left out:
    their gaps are other quantities.
    """
    for cluster in workspace.programme.clusters:
        own = [
            plan for plan in plans if workspace.programme.engagement(plan.engagement).cluster == cluster.id
        ]
        for measure in dict.fromkeys(measure for plan in own for measure in plan.studied_measures):
            alike = [
                plan
                for plan in own
                if measure in plan.studied_measures
                and plan.comparison.kind == own[0].comparison.kind not in ("national", "none")
            ]
            held = [
                rows.measures[plan.id, measure.id] for plan in alike if (plan.id, measure.id) in rows.measures
            ]
            panels = [one.panel for one in held if one.panel is not None]
            if not panels:
                continue
            whole = panels[0]
            for panel in panels[1:]:
                whole = whole + panel
            material = Material(
                measure=measure.id,
                level="cluster",
                place=cluster.id,
                summary=whole.summary(),
                flows=tuple(flow for one in held for flow in one.flows_at("")),
                frozen=tuple(count for one in held for _, count in one.frozen),
                loads=tuple(sorted({load for plan in alike for load in rows.loads[plan.id]})),
                scale_ends=_ends(workspace, measure),
                missing=added(one.missing for one in held),
                subtracts=_subtracts(workspace, measure),
            )
            yield study_cluster(
                material,
                comparison=own[0].comparison.kind,
                with_treated=all(plan.names_treated for plan in alike),
                code_version=code_version(),
            )


def _ends(workspace: Workspace, measure: Measure) -> Ends:
    """The lowest and highest score that the measure's scale has."""
    scale = workspace.scales.get(measure.scale)
    return (None, None) if scale is None else scale.ends


def _subtracts(workspace: Workspace, measure: Measure) -> bool:
    """Whether differences on the measure's scale mean anything; an unknown scale is refused elsewhere."""
    scale = workspace.scales.get(measure.scale)
    return scale is None or scale.subtract


def _expected_gain(workspace: Workspace, plan: Plan, measure: Measure) -> float | None:
    """What the measure's scale says is gained from baseline to follow-up without anything done, in points."""
    scale = workspace.scales.get(measure.scale)
    before, after = (workspace.programme.position(h) for h in (plan.baseline, plan.follow_up))
    return None if scale is None else expected_points(scale, after - before)
