"""The half-term: plan, do, study, act, publish, in that order, each stage picking up where it was left."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from halfterm.cycles.due import ALL_STAGES, StageName
from halfterm.cycles.errors import BadInput
from halfterm.flows import act as act_stage
from halfterm.flows import do as do_stage
from halfterm.flows import plan as plan_stage
from halfterm.flows import publish as publish_stage
from halfterm.flows import study as study_stage
from halfterm.flows.act import Acted
from halfterm.flows.do import Done
from halfterm.flows.engine import Engine
from halfterm.flows.plan import Planned
from halfterm.flows.publish import Publication
from halfterm.flows.run import Run
from halfterm.flows.study import Studied


@dataclass(frozen=True, slots=True)
class HalfTermReport:
    """How each stage of a half-term ended; a stage that was not run is as if it had found nothing to do."""

    half_term: str
    planned: Planned = field(default_factory=Planned)
    done: Done = field(default_factory=Done)
    studied: Studied = field(default_factory=Studied)
    acted: Acted = field(default_factory=Acted)
    publication: Publication = field(default_factory=Publication)

    @property
    def changed(self) -> bool:
        """Whether this run left anything other than it found it."""
        loads = (*self.planned.collected.loads, *self.done.collected.loads)
        return (
            any(load.fresh for load in loads)
            or self.planned.locked.fresh > 0
            or self.done.fresh > 0
            or self.studied.fresh
            or self.acted.drafted > 0
            or self.acted.opened > 0
            or self.publication.changed
        )

    @property
    def problems(self) -> tuple[str, ...]:
        """What kept single schools or cycles back while the others went on; each said once."""
        said = (*self.planned.stops, *self.done.stops, *self.studied.problems)
        return tuple(dict.fromkeys(said))


@dataclass(frozen=True, slots=True)
class Stages:
    """The five stages as the engine runs them: plain functions, or Prefect flows of the same names."""

    plan: Callable[[Run], Planned]
    do: Callable[[Run], Done]
    study: Callable[[Run], Studied]
    act: Callable[[Run], Acted]
    publish: Callable[[Run], Publication]


def half_term(
    run: Run, stages: Stages, *, only: Collection[StageName] = ALL_STAGES, wait: bool = False
) -> HalfTermReport:
    """Run one half-term from its plans to its edition. Running it again changes nothing that is done.

    `only` some stages may be due. With `wait`, having nothing to go on with is no error.

    Raises:
        BadInput: no plan can be locked, or no follow-up loaded, and why.
    """
    planned = stages.plan(run) if "plan" in only else Planned()
    if not wait and not planned.locked.locked and planned.stops:
        raise BadInput(*planned.stops)
    done = stages.do(run) if "do" in only else Done()
    if not wait and not done.followed_up and done.stops:
        raise BadInput(*done.stops)
    return HalfTermReport(
        half_term=run.half_term,
        planned=planned,
        done=done,
        studied=stages.study(run) if "study" in only else Studied(),
        acted=stages.act(run) if "act" in only else Acted(),
        publication=stages.publish(run) if "publish" in only else Publication(),
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
