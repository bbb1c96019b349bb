"""`halfterm terms ...`: what an engagement agreed, and how far its steps and stages have come."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from halfterm.flows.cli_calendar import JsonOption
from halfterm.flows.cli_review import ByOption, WorkspaceArgument

if TYPE_CHECKING:
    from rich.console import Console

    from halfterm.cycles.engagement_terms import Checklist, Proof
    from halfterm.cycles.programme import Engagement, Programme
    from halfterm.warehouse.register import Register

terms = typer.Typer(
    help="The terms of an engagement, its eight strategic steps and four stages.", no_args_is_help=True
)

EngagementArgument = Annotated[str, typer.Argument(metavar="ENGAGEMENT", help="The engagement's id.")]
EvidenceOption = Annotated[str, typer.Option(help="By what one can see it.")]


@terms.command()
def show(workspace: WorkspaceArgument, engagement: EngagementArgument, json: JsonOption = False) -> None:
    """Show what was agreed, which steps are taken and which stage is reached, with the evidence."""
    from rich.console import Console

    from halfterm.flows.terms import progress_of

    with _at_work(workspace, engagement) as (events, programme, chosen):
        progress = progress_of(events, chosen)
    if json:
        typer.echo(_as_json(chosen, progress))
        return
    console = Console()
    _print_terms(console, chosen, programme)
    _print_progress(console, progress, programme)


@terms.command()
def check(
    workspace: WorkspaceArgument,
    engagement: EngagementArgument,
    step: Annotated[str, typer.Argument(metavar="STEP", help="A letter, b to h; `terms show` lists them.")],
    evidence: EvidenceOption,
    by: ByOption,
) -> None:
    """Record that a strategic step was taken, and by what one can see it."""
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.terms import record_step

    with _at_work(workspace, engagement) as (events, programme, chosen):
        fresh = record_step(
            events, programme, chosen, step=step, evidence=evidence, by=by, on=today_in_london()
        )
    typer.echo(
        f"{chosen.id}: step {step} is taken" if fresh else f"{chosen.id}: step {step} was recorded already"
    )


@terms.command()
def stage(
    workspace: WorkspaceArgument,
    engagement: EngagementArgument,
    number: Annotated[int, typer.Argument(metavar="STAGE", help="A number, 1 to 4.")],
    evidence: EvidenceOption,
    by: ByOption,
) -> None:
    """Record that the engagement has reached its next stage, and by what one can see it."""
    from halfterm.cycles.engagement_terms import STAGES
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.terms import record_stage

    with _at_work(workspace, engagement) as (events, programme, chosen):
        record_stage(events, programme, chosen, stage=number, evidence=evidence, by=by, on=today_in_london())
    typer.echo(f"{chosen.id}: stage {number} is reached, {STAGES[number - 1].name}")


@contextmanager
def _at_work(workspace: Path, engagement: str) -> Iterator[tuple[Register, Programme, Engagement]]:
    from halfterm.flows.terms import engagement_of
    from halfterm.flows.workspace import open_workspace
    from halfterm.warehouse.register import register

    opened = open_workspace(workspace)
    chosen = engagement_of(opened.programme, engagement)
    with register(opened.register) as events:
        yield events, opened.programme, chosen


def _print_terms(console: Console, engagement: Engagement, programme: Programme) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from halfterm.cycles.words import listed
    from halfterm.site.pieces import dated

    console.print(Text(engagement.name, style="bold"))
    agreed = engagement.terms
    if agreed is None:
        console.print(
            "No terms are agreed yet: they are written as `terms` of the engagement in programme.yaml."
        )
        return
    who = listed([programme.person(person).name for person in agreed.by])
    console.print(Text(f"Agreed on {dated(agreed.agreed)} by {who}."))
    if agreed.review_on:
        console.print(Text(f"To be reviewed on {dated(agreed.review_on)}."))
    if agreed.days_of_support:
        console.print(Text(f"Days of support: {agreed.days_of_support:g}."))
    for head, points in (
        ("Aims", agreed.aims),
        ("The lead school offers", agreed.lead_offers),
        ("The supported schools commit themselves to", agreed.supported_commit),
        ("Data shared", agreed.data_shared),
    ):
        console.print(Text(head, style="dim"))
        for point in points:
            console.print(Padding(Text(point), (0, 0, 0, 2)))


def _print_progress(console: Console, progress: Checklist, programme: Programme) -> None:
    from halfterm.flows.plain_table import plain_table

    names = {person.id: person.name for person in programme.people}
    heads = ("", "Step", "Done", "Evidence")
    for kind in ("gather evidence", "make progress"):
        chosen = [one for one in progress.steps if one.step.kind == kind]
        done = sum(bool(one.proofs) for one in chosen)
        rows = [
            (one.step.letter, one.step.name, _day(one.proofs), _evidence(one.proofs, names)) for one in chosen
        ]
        console.print()
        title = f"{kind.capitalize()}: {done} of {len(chosen)} steps"
        console.print(plain_table(heads, rows, title=title, unbroken=["Done"]))
    rows = []
    for stage in progress.stages:
        proofs = () if stage.proof is None else (stage.proof,)
        rows.append((str(stage.stage.number), stage.stage.name, _day(proofs), _evidence(proofs, names)))
    console.print()
    title = f"Stage: {progress.stage.name if progress.stage else 'not begun'}"
    console.print(plain_table(("", "Stage", "Reached", "Evidence"), rows, title=title, unbroken=["Reached"]))


def _day(proofs: tuple[Proof, ...]) -> str:
    return proofs[0].on.isoformat() if proofs else "-"


def _evidence(proofs: tuple[Proof, ...], names: dict[str, str]) -> str:
    """Every proof in a line of its own, with the names of those who give it."""
    return "\n".join(f"{p.evidence} ({', '.join(names.get(by, by) for by in p.by)})" for p in proofs)


def _as_json(engagement: Engagement, progress: Checklist) -> str:
    import json

    def proof(one: Proof) -> dict[str, object]:
        return {"on": one.on.isoformat(), "by": list(one.by), "evidence": one.evidence}

    content = {
        "engagement": engagement.id,
        "terms": None if engagement.terms is None else engagement.terms.model_dump(mode="json"),
        "steps": [
            {
                "step": one.step.letter,
                "name": one.step.name,
                "kind": one.step.kind,
                "proofs": [proof(p) for p in one.proofs],
            }
            for one in progress.steps
        ],
        "stages": [
            {
                "stage": one.stage.number,
                "name": one.stage.name,
                "proof": None if one.proof is None else proof(one.proof),
            }
            for one in progress.stages
        ],
    }
    return json.dumps(content, indent=2, ensure_ascii=False)
