"""`halfterm randomise`, `drawn` and `stepped`: lots, a school's own list, and what a drawn order shows."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from halfterm.flows.cli_plan import CycleArgument
from halfterm.flows.cli_review import ByOption, JsonOption, WorkspaceArgument


class UnitChoice(StrEnum):
    """What is drawn."""

    pupil = "pupil"
    class_ = "class"
    school = "school"


def randomise(
    workspace: WorkspaceArgument,
    cycle: CycleArgument,
    by: Annotated[str | None, typer.Option(help="Who draws: the NLE, or the lead school's head.")] = None,
    unit: Annotated[
        UnitChoice | None, typer.Option(help="What is drawn; pupils, or schools with --stepped.")
    ] = None,
    block: Annotated[
        str, typer.Option(metavar="NAME[,...]", help="Draw within each school, year or other attribute.")
    ] = "",
    class_attribute: Annotated[
        str, typer.Option(help="The attribute that says who is in which class.")
    ] = "class",
    seed: Annotated[
        str | None, typer.Option(help="A seed settled in public, such as next week's lottery numbers.")
    ] = None,
    waiting: Annotated[
        str | None, typer.Option(metavar="HALF_TERM", help="Those who are not drawn get it from then on.")
    ] = None,
    stepped: Annotated[
        bool, typer.Option("--stepped", help="Draw the order in which all of them start.")
    ] = False,
    starts: Annotated[
        str, typer.Option(metavar="HALF_TERM,...", help="With --stepped: the half-terms to start in.")
    ] = "",
    reason: Annotated[str | None, typer.Option(help="Why lots are drawn again; the record keeps it.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Repeat the recorded draw and compare.")] = False,
    json: JsonOption = False,
) -> None:
    """Draw who gets the change idea, or who starts when, before the lock and before the baseline is seen."""
    from rich.console import Console

    from halfterm.cycles.errors import BadInput
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.draw_record import check_draw
    from halfterm.flows.randomise import asked_for
    from halfterm.flows.randomise import randomise as draw_lots
    from halfterm.flows.randomise_shown import check_as_json, check_lines, draw_as_json, print_draw

    if check:
        checked = check_draw(workspace, cycle)
        for line in (check_as_json(cycle, checked),) if json else check_lines(cycle, checked):
            typer.echo(line)
        if checked.problems:
            raise typer.Exit(1)
        return
    if by is None:
        raise BadInput("say who draws: --by and an id from programme.yaml")
    asked = asked_for(
        unit=unit.value if unit else None,
        block=block,
        class_attribute=class_attribute,
        starts=starts,
        waiting=waiting,
        stepped=stepped,
        seed=seed,
        reason=reason,
    )
    record = draw_lots(workspace, cycle, asked, by=by, today=today_in_london())
    if json:
        typer.echo(draw_as_json(cycle, record))
    else:
        print_draw(Console(), cycle, record)


def drawn(
    workspace: WorkspaceArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The school's own export.")],
    source: Annotated[str, typer.Option(help="The source whose columns the file has.")],
    cycle: Annotated[str, typer.Option(help="The cycle whose draw is looked up.")],
    by: ByOption,
    out: Annotated[Path, typer.Option(help="Write the list here; only its owner may read it.")],
    json: JsonOption = False,
) -> None:
    """Write a school's own list of which of its pupils were drawn, by its own file."""
    from rich.console import Console

    from halfterm.flows.clock import today_in_london
    from halfterm.flows.drawn_list import ListWanted, listed_as_json, print_listed, write_drawn
    from halfterm.flows.workspace import open_workspace
    from halfterm.warehouse.register import register

    opened = open_workspace(workspace)
    wanted = ListWanted(file, source, cycle, by, out)
    with register(opened.register) as events:
        listed = write_drawn(events, opened, wanted, today=today_in_london())
    if json:
        typer.echo(listed_as_json(listed))
    else:
        print_listed(Console(), listed, wanted)


def stepped(workspace: WorkspaceArgument, cycle: CycleArgument, json: JsonOption = False) -> None:
    """Study a drawn order over its half-terms: the effect of having started, exact by the draw itself."""
    from rich.console import Console

    from halfterm.flows.stepped import print_stepped, stepped_as_json, study_stepped
    from halfterm.flows.workspace import open_workspace

    found = study_stepped(open_workspace(workspace), cycle)
    if json:
        typer.echo(stepped_as_json(found))
    else:
        print_stepped(Console(), found)
