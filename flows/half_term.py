"""The half-term: plan, do, study, act, publish, in that order, each stage picking up where it was left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from halfterm.flows import act as act_stage
from halfterm.flows import do as do_stage
from halfterm.flows import plan as plan_stage
from halfterm.flows import publish as publish_stage
from halfterm.flows import study as study_stage
from halfterm.flows.act import Acted
from halfterm.flows.engine import Engine
from halfterm.flows.plan import Planned
from halfterm.flows.publish import Publication
from halfterm.flows.run import Run
from halfterm.flows.study import Studied
from halfterm.warehouse.loading import LoadReport


@dataclass(frozen=True, slots=True)
class HalfTermReport:
    """How each stage of a half-term ended."""

    half_term: str
    planned: Planned
    follow_up: tuple[LoadReport, ...]
    studied: Studied
    acted: Acted
    publication: Publication

    @property
    def changed(self) -> bool:
        """Whether this run left anything other than it found it."""
        loads = (*self.planned.loads, *self.follow_up)
        return (
            any(load.fresh for load in loads)
            or self.planned.fresh > 0
            or self.studied.fresh
            or self.acted.drafted > 0
            or self.acted.opened > 0
            or self.publication.changed
        )


@dataclass(frozen=True, slots=True)
class Stages:
    """The five stages as the engine runs them: plain functions, or Prefect flows of the same names."""

    plan: Callable[[Run], Planned]
    do: Callable[[Run], tuple[LoadReport, ...]]
    study: Callable[[Run], Studied]
    act: Callable[[Run], Acted]
    publish: Callable[[Run], Publication]


def half_term(run: Run, stages: Stages) -> HalfTermReport:
    """Run one half-term from its plans to its edition. Running it again changes nothing that is done."""
    return HalfTermReport(
        half_term=run.half_term,
        planned=stages.plan(run),
        follow_up=stages.do(run),
        studied=stages.study(run),
        acted=stages.act(run),
        publication=stages.publish(run),
    )


def plain_stages(engine: Engine, *, rehearse: bool) -> Stages:
    """The stages without Prefect."""
    return Stages(
        plan=lambda run: plan_stage.plan(run, engine),
        do=lambda run: do_stage.do(run, engine),
        study=lambda run: study_stage.study(run, engine),
        act=lambda run: act_stage.act(run, engine, rehearse=rehearse),
        publish=lambda run: publish_stage.publish(run, engine),
    )
