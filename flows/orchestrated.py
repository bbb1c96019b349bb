"""The stages as Prefect flows of the same names: Prefect says when and how far, the register is the record.

Parameters are a folder, names and a day, never data: Prefect keeps them. Nothing is cached or persisted. Call
`prefect_home.prepare` before importing this module: it settles where Prefect keeps its own records.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import ParamSpec, TypeVar

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from halfterm.flows import act as act_stage
from halfterm.flows import do as do_stage
from halfterm.flows import half_term as parent
from halfterm.flows import plan as plan_stage
from halfterm.flows import publish as publish_stage
from halfterm.flows import study as study_stage
from halfterm.flows.act import Acted
from halfterm.flows.do import Done
from halfterm.flows.due import DueReport, run_due
from halfterm.flows.due_process import said_of, tell
from halfterm.flows.engine import Engine, LocalEngine
from halfterm.flows.half_term import HalfTermReport, Stages
from halfterm.flows.plan import Planned
from halfterm.flows.publish import Publication
from halfterm.flows.run import Run
from halfterm.flows.study import Studied
from halfterm.flows.summary import as_markdown, summary_rows

P = ParamSpec("P")
R = TypeVar("R")


class PrefectEngine:
    """Runs each step as a Prefect task of the flow it is called in; `within` runs the step itself."""

    def __init__(self, within: Engine) -> None:
        self._within = within

    def step(self, name: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run one step; its arguments stay in a closure, out of Prefect's sight."""

        def run() -> R:
            return self._within.step(name, function, *args, **kwargs)

        return task(name=name, persist_result=False, cache_policy=NO_CACHE, log_prints=False)(run)()


_engine = PrefectEngine(LocalEngine())


def show_on(engine: Engine) -> None:
    """Run the steps of this process's flows through an engine that shows them, on a terminal say."""
    global _engine  # a flow's parameters can only be data, so the engine cannot be one of them
    _engine = PrefectEngine(engine)


def _run(folder: str, half_term: str, day: str) -> Run:
    return Run(Path(folder), half_term, date.fromisoformat(day))


@flow(name="plan", persist_result=False)
def plan(folder: str, half_term: str, day: str) -> Planned:
    """Check the workspace, load baselines, lock plans."""
    return plan_stage.plan(_run(folder, half_term, day), _engine)


@flow(name="do", persist_result=False)
def do(folder: str, half_term: str, day: str) -> Done:
    """Start cycles, load the follow-up."""
    return do_stage.do(_run(folder, half_term, day), _engine)


@flow(name="study", persist_result=False)
def study(folder: str, half_term: str, day: str) -> Studied:
    """Study every due cycle."""
    return study_stage.study(_run(folder, half_term, day), _engine)


@flow(name="act", persist_result=False)
def act(folder: str, half_term: str, day: str, rehearse: bool = False) -> Acted:
    """Draft pages, open the next cycles of decided ones."""
    return act_stage.act(_run(folder, half_term, day), _engine, rehearse=rehearse)


@flow(name="publish", persist_result=False)
def publish(folder: str, half_term: str, day: str) -> Publication:
    """Publish the edition once its pages are approved."""
    return publish_stage.publish(_run(folder, half_term, day), _engine)


@flow(name="half_term", persist_result=False)
def half_term(folder: str, half_term: str, day: str, rehearse: bool = False) -> HalfTermReport:
    """One half-term from its plans to its edition; its summary is kept as two artifacts."""
    where = (folder, half_term, day)
    stages = Stages(
        plan=lambda _: plan(*where),
        do=lambda _: do(*where),
        study=lambda _: study(*where),
        act=lambda _: act(*where, rehearse=rehearse),
        publish=lambda _: publish(*where),
    )
    report = parent.half_term(_run(*where), stages)
    rows = summary_rows(_run(*where))
    create_table_artifact(table=rows, key=f"{half_term}-found", description=f"What was found in {half_term}")
    create_markdown_artifact(markdown=as_markdown(rows), key=f"{half_term}-summary")
    return report


@flow(name="due", persist_result=False)
def due(folder: str, day: str) -> DueReport:
    """Everything that is due on a day and not done yet, in every half-term."""
    report = run_due(Path(folder), today=date.fromisoformat(day), engine=_engine)
    tell(said_of(report))
    return report


def run_at_once(run: Run, *, rehearse: bool, shown_on: Engine) -> HalfTermReport:
    """Run one half-term in this process, its steps shown by an engine.

    Heartbeats are left out: a flow that lasts seconds would wait a second for each to stop.
    """
    show_on(shown_on)
    with temporary_settings(updates={PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        return half_term(str(run.folder), run.half_term, run.today.isoformat(), rehearse=rehearse)
