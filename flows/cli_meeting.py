"""`halfterm meeting ...`: who hosts which meeting of a cluster, swaps, and meetings that were held."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from halfterm.flows.cli_calendar import DayOption, JsonOption
from halfterm.flows.cli_review import ByOption, WorkspaceArgument

if TYPE_CHECKING:
    from rich.table import Table

    from halfterm.flows.meetings import MeetingShown
    from halfterm.flows.workspace import Workspace
    from halfterm.warehouse.register import Register

meeting = typer.Typer(help="The clusters' meetings: hosts in turn, swaps, attendance.", no_args_is_help=True)

ClusterArgument = Annotated[str, typer.Argument(metavar="CLUSTER", help="The cluster's id.")]
HalfTermArgument = Annotated[str, typer.Argument(metavar="HALF_TERM", help="The half-term's id.")]


@meeting.command("list")
def list_meetings(
    workspace: WorkspaceArgument,
    cluster: Annotated[str | None, typer.Option(help="Only this cluster's, by its id.")] = None,
    json: JsonOption = False,
) -> None:
    """List the meetings of every half-term: day, host, and how many came."""
    from rich.console import Console

    from halfterm.cycles.errors import BadInput, did_you_mean
    from halfterm.flows.meetings import meetings_shown

    with _at_work(workspace) as (events, opened):
        shown = meetings_shown(events, opened)
    clusters = [c.id for c in opened.programme.clusters]
    if cluster is not None and cluster not in clusters:
        raise BadInput(f"no cluster '{cluster}' in programme.yaml{did_you_mean(cluster, clusters)}")
    chosen = sorted(
        (one for one in shown if cluster in (None, one.meeting.cluster)), key=lambda one: one.meeting.on
    )
    if json:
        typer.echo(_as_json(chosen))
        return
    Console().print(_table(chosen, opened))


@meeting.command()
def swap(
    workspace: WorkspaceArgument,
    cluster: ClusterArgument,
    half_term: HalfTermArgument,
    by: ByOption,
    reason: Annotated[str, typer.Option(help="Why.")],
    host: Annotated[str | None, typer.Option(metavar="SCHOOL", help="Another host, by its id.")] = None,
    other: Annotated[
        str | None,
        typer.Option("--with", metavar="HALF_TERM", help="Exchange hosts with that half-term's meeting."),
    ] = None,
    on: DayOption = None,
) -> None:
    """Give a meeting another host or day, or let two meetings exchange their hosts; later turns stay."""
    from halfterm.cycles.rota import Swap
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.meetings import record_swap
    from halfterm.site.pieces import dated

    wanted = Swap(cluster, half_term, host, other, on.date() if on else None)
    with _at_work(workspace) as (events, opened):
        changed = record_swap(events, opened, wanted, by=by, reason=reason, today=today_in_london())
    for one in changed:
        name = opened.programme.school(one.host).name
        typer.echo(f"{one.subject}: {name} hosts on {one.on:%A} {dated(one.on)}")


@meeting.command()
def held(
    workspace: WorkspaceArgument,
    cluster: ClusterArgument,
    half_term: HalfTermArgument,
    present: Annotated[int, typer.Option(min=1, help="How many people were there.")],
    by: ByOption,
) -> None:
    """Record that a meeting was held, and how many people were there."""
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.meetings import record_held

    with _at_work(workspace) as (events, opened):
        one = record_held(
            events,
            opened,
            cluster=cluster,
            half_term=half_term,
            present=present,
            by=by,
            today=today_in_london(),
        )
    typer.echo(f"{one.subject}: held at {opened.programme.school(one.host).name}, {present} present")


@contextmanager
def _at_work(workspace: Path) -> Iterator[tuple[Register, Workspace]]:
    from halfterm.flows.workspace import open_workspace
    from halfterm.warehouse.register import register

    opened = open_workspace(workspace)
    with register(opened.register) as events:
        yield events, opened


def _table(shown: list[MeetingShown], opened: Workspace) -> Table:
    from halfterm.flows.plain_table import plain_table

    clusters = {c.id: c.name for c in opened.programme.clusters}
    schools = {s.id: s.name for s in opened.programme.schools}
    rows = [
        (
            one.meeting.half_term,
            f"{one.meeting.on:%a} {one.meeting.on}",
            clusters[one.meeting.cluster],
            schools[one.meeting.host],
            _note(one),
        )
        for one in shown
    ]
    heads = ("Half-term", "Day", "Cluster", "Host", "")
    return plain_table(heads, rows, title="Meetings", unbroken=["Half-term", "Day"])


def _note(one: MeetingShown) -> str:
    notes = [
        "swapped" if one.meeting.swapped else "",
        "" if one.present is None else f"held, {one.present} present",
    ]
    return "; ".join(note for note in notes if note)


def _as_json(shown: list[MeetingShown]) -> str:
    import json

    return json.dumps(
        [
            {
                "cluster": one.meeting.cluster,
                "half_term": one.meeting.half_term,
                "on": one.meeting.on.isoformat(),
                "host": one.meeting.host,
                "swapped": one.meeting.swapped,
                "present": one.present,
            }
            for one in shown
        ],
        indent=2,
    )
