"""`halfterm decide`, `stop` and `go-without`: what people do with a cycle, by command."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from halfterm.flows.cli_review import ByOption, WorkspaceArgument

CycleArgument = Annotated[str, typer.Argument(metavar="CYCLE", help="The cycle's id.")]


def decide(
    workspace: WorkspaceArgument,
    cycle: CycleArgument,
    kind: Annotated[
        Literal["adopt", "adapt", "abandon", "extend"],
        typer.Argument(metavar="adopt|adapt|abandon|extend", help="What happens to the change idea."),
    ],
    by: ByOption,
    approved_by: Annotated[str, typer.Option(help="Who agrees: somebody else.")],
    reason: Annotated[str, typer.Option(help="Why; it is published.")],
    learning: Annotated[str, typer.Option(help="What was learned; it is published.")] = "",
    extend_to: Annotated[str, typer.Option(help="To whom, with extend; it is published.")] = "",
    sustain: Annotated[str, typer.Option(help="How what was gained is kept; it is published.")] = "",
    ends: Annotated[
        bool, typer.Option("--ends", help="The engagement's work is over: draft no next cycle.")
    ] = False,
) -> None:
    """Decide what happens next with a studied cycle."""
    from halfterm.cycles.record import Decision
    from halfterm.flows.act import open_next_cycles
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.deciding import decide as record_decision
    from halfterm.flows.run import Run
    from halfterm.flows.workspace import open_workspace
    from halfterm.warehouse.register import register

    opened = open_workspace(workspace)
    engagement = opened.programme.engagement(opened.plan(cycle).engagement)
    decision = Decision(
        cycle=cycle,
        kind=kind,
        by=by,
        approved_by=approved_by,
        on=today_in_london(),
        reason=reason,
        learning=learning,
        extend_to=extend_to,
        sustain=sustain,
        ends=ends,
    )
    with register(opened.register) as events:
        record_decision(events, opened.programme, engagement, decision, one_person=opened.settings.one_person)
    typer.echo(f"{cycle}: {kind}")
    plan = opened.plan(cycle)
    open_next_cycles(Run(workspace, plan.follow_up, decision.on))
    for following in (p for p in open_workspace(workspace).plans if p.follows == cycle):
        typer.echo(f"the next cycle is drafted: cycles/{following.id}.yaml")


def stop(
    workspace: WorkspaceArgument,
    cycle: CycleArgument,
    by: ByOption,
    reason: Annotated[str, typer.Option(help="Why; it is kept in the register.")],
) -> None:
    """Stop a cycle that will not be studied. There is no way back: plan another."""
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.life import stop as record_stop
    from halfterm.flows.workspace import open_workspace
    from halfterm.warehouse.register import register

    opened = open_workspace(workspace)
    plan = opened.plan(cycle)
    with register(opened.register) as events:
        record_stop(events, opened.programme, plan, by=by, on=today_in_london(), reason=reason)
    typer.echo(f"{cycle}: stopped")


def go_without(
    workspace: WorkspaceArgument,
    cycle: CycleArgument,
    school: Annotated[str, typer.Argument(metavar="SCHOOL", help="The school's id.")],
    by: ByOption,
    reason: Annotated[str, typer.Option(help="Why; it is published.")],
) -> None:
    """Let a cycle go on without a school whose follow-up does not come; the pages say so."""
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.life import go_without as record_absence
    from halfterm.flows.workspace import open_workspace
    from halfterm.warehouse.register import register

    opened = open_workspace(workspace)
    plan = opened.plan(cycle)
    with register(opened.register) as events:
        record_absence(
            events, opened.programme, plan, school=school, by=by, on=today_in_london(), reason=reason
        )
    typer.echo(f"{cycle}: goes on without {school}")
