"""The schedule as Prefect deployments: dated runs of `due`, and every stage to be started by hand.

Prefect makes runs of a schedule only for times ahead of it (a hundred days, and none in the past), and an
update through `apply` keeps schedules that it is not told of. So the deployment is written whole each time,
which replaces its schedules and their runs, and what was missed is asked of the register, not of Prefect.
Prefect's own settings must stand (`prefect_home.prepare`) before this is imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import httpx
from prefect import Flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.schedules import RRuleSchedule
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import PrefectHTTPStatusError
from prefect.states import Crashed
from prefect.utilities.callables import parameter_schema

from halfterm.cycles.errors import StoreTrouble
from halfterm.cycles.occasion import DUE_AT, Occasion, due_days
from halfterm.flows import orchestrated

ZONE: Final = "Europe/London"
MODULE: Final = "halfterm.flows.orchestrated"
DUE: Final = "due"
_STAGES: Final[tuple[Flow[Any, Any], ...]] = (
    orchestrated.plan,
    orchestrated.do,
    orchestrated.study,
    orchestrated.act,
    orchestrated.publish,
    orchestrated.half_term,
)
_ALL: Final = 200  # runs asked for at once: the most that a server answers with


@dataclass(frozen=True, slots=True)
class Waiting:
    """A run that Prefect wants started: of `due` by its schedule, or anything that somebody asked for."""

    run: UUID
    flow: str

    @property
    def is_due(self) -> bool:
        return self.flow == DUE


class Deployed:
    """The deployments of one workspace on the server that Prefect's settings name.

    Raises, in every method:
        StoreTrouble: the server does not answer, or refuses.
    """

    def __init__(self, folder: Path, workspace_id: str) -> None:
        self._folder = folder.resolve()
        self._name = workspace_id
        self._flows: dict[UUID, str] = {}

    def deploy(self, occasions: Iterable[Occasion], *, now: datetime) -> tuple[date, ...]:
        """Write the deployments as they should be; returns the days on which `due` will run.

        Runs of earlier schedules are gone afterwards, those that came too late to be started too.
        """
        days = due_days(occasions, after=now)
        with _asked() as client:
            due = self._write(client, orchestrated.due, [self._on(day) for day in days])
            self._flows = {due: DUE}
            for stage in _STAGES:
                self._flows[self._write(client, stage, [])] = stage.name
            for run in self._too_late(client, due, now):
                client.delete_flow_run(run)
        return days

    def waiting(self, *, now: datetime) -> tuple[Waiting, ...]:
        """The runs whose time has come, oldest first."""
        with _asked() as client:
            runs = client.get_scheduled_flow_runs_for_deployments(list(self._flows), scheduled_before=now)
        return tuple(
            Waiting(run.id, self._flows[run.deployment_id])
            for run in runs
            if run.deployment_id in self._flows
        )

    def ask_for_due(self, day: date) -> UUID:
        """Have a run of `due` made for a day; it waits to be started."""
        due = next(deployment for deployment, flow in self._flows.items() if flow == DUE)
        with _asked() as client:
            return client.create_flow_run_from_deployment(due, parameters=self._parameters(day)).id

    def drop(self, run: UUID) -> None:
        """Take back a run that another one has made needless."""
        with _asked() as client:
            client.delete_flow_run(run)

    def ended(self, run: UUID) -> tuple[bool, str]:
        """Whether a run ended well, and what Prefect says of it; one whose process died has crashed."""
        with _asked() as client:
            state = client.read_flow_run(run).state
            if state is None or not state.is_final():
                client.set_flow_run_state(run, Crashed(message="its process ended"), force=True)
                return False, "its process ended before it was done"
            return state.is_completed(), state.message or state.name or ""

    def _write(
        self, client: SyncPrefectClient, flow: Flow[Any, Any], schedules: list[DeploymentScheduleCreate]
    ) -> UUID:
        parameters: dict[str, str] = {"folder": str(self._folder)}
        return client.create_deployment(
            flow_id=client.create_flow_from_name(flow.name),
            name=self._name,
            description=flow.description,
            entrypoint=f"{MODULE}.{flow.fn.__name__}",
            parameters=parameters,
            parameter_openapi_schema=parameter_schema(flow).model_dump(exclude_unset=True),
            enforce_parameter_schema=True,
            schedules=schedules,
        )

    def _on(self, day: date) -> DeploymentScheduleCreate:
        """One run on one day: a rule that happens once, told in the wall time of its zone."""
        rule = f"DTSTART:{day:%Y%m%d}T{DUE_AT:%H%M%S}\nRRULE:FREQ=DAILY;COUNT=1"
        return DeploymentScheduleCreate(
            schedule=RRuleSchedule(rrule=rule, timezone=ZONE),
            active=True,
            parameters=self._parameters(day),
            slug=f"due-{day.isoformat()}",
        )

    def _parameters(self, day: date) -> dict[str, str]:
        return {"folder": str(self._folder), "day": day.isoformat()}

    def _too_late(self, client: SyncPrefectClient, deployment: UUID, now: datetime) -> list[UUID]:
        """The runs of a deployment whose time passed while nobody was there to start them."""
        waits = FlowRunFilter(
            deployment_id=FlowRunFilterDeploymentId(any_=[deployment]),
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
            expected_start_time=FlowRunFilterExpectedStartTime(before_=now),
        )
        order = FlowRunSort.EXPECTED_START_TIME_ASC
        return [run.id for run in client.read_flow_runs(flow_run_filter=waits, sort=order, limit=_ALL)]


@contextmanager
def _asked() -> Iterator[SyncPrefectClient]:
    """A client of the server; what goes wrong on the way is said in our words, without the address."""
    try:
        with get_client(sync_client=True) as client:
            yield client
    except PrefectHTTPStatusError as refused:
        code = refused.response.status_code
        raise StoreTrouble(f"Prefect's server refuses what it is asked (status {code})") from None
    except httpx.HTTPError:
        raise StoreTrouble("Prefect's server does not answer; `halfterm up` starts one") from None
