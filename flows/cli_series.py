"""`halfterm series`: a measure over time, with what of its ups and downs is more than chance."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class OfChoice(StrEnum):
    """What a point shows."""

    gap = "gap"
    mean = "mean"
    share = "share"


class GoodChoice(StrEnum):
    """Which way is better."""

    HIGHER = "higher"  # in capitals: text has a `lower` of its own
    LOWER = "lower"
    NEITHER = "neither"


class EveryChoice(StrEnum):
    """How long a point of the do-log lasts."""

    half_term = "half-term"
    week = "week"


class AudienceChoice(StrEnum):
    """Who may read it."""

    school = "school"
    cluster = "cluster"
    public = "public"


def series(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[WORKSPACE] MEASURE", help="The workspace's folder (here, if none), a measure."
        ),
    ],
    cycle: Annotated[
        str | None, typer.Option(metavar="ID", help="A cycle's target group, and the points before it.")
    ] = None,
    group: Annotated[
        str | None, typer.Option(metavar="NAME=VALUE[,...]", help="The pupils of a group, such as fsm=yes.")
    ] = None,
    school: Annotated[str | None, typer.Option(help="One school only: an id from programme.yaml.")] = None,
    of: Annotated[
        OfChoice | None, typer.Option(help="What a point shows; by default the gap, where there is a group.")
    ] = None,
    target: Annotated[
        list[str] | None, typer.Option(metavar="N|HALF-TERM=N", help="A target, or one from a half-term on.")
    ] = None,
    threshold: Annotated[
        float | None, typer.Option(help="The score to reach, for --of share; by default the plans'.")
    ] = None,
    good: Annotated[GoodChoice | None, typer.Option(help="Which way is better; the scale says it.")] = None,
    rebase: Annotated[
        list[str] | None,
        typer.Option(metavar="HALF-TERM", help="Begin new lines here, as planned; the old ones stay."),
    ] = None,
    every: Annotated[
        EveryChoice, typer.Option(help="For measures of the do-log: a point a half-term, or a week.")
    ] = EveryChoice.half_term,
    audience: Annotated[
        AudienceChoice, typer.Option(help="Who may read it; few pupils are hidden from all but the school.")
    ] = AudienceChoice.school,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="FILE", help="Write the chart, its table beside it.")
    ] = None,
) -> None:
    """Show a measure half-term by half-term, and what of it is more than chance (run and control charts)."""
    from rich.console import Console

    from halfterm.cycles.errors import BadInput
    from halfterm.flows.series import check_writable, series_of
    from halfterm.flows.series_asked import Asked
    from halfterm.flows.series_shown import print_series, series_json, write_chart
    from halfterm.flows.workspace import open_workspace

    if len(words) > 2:
        raise BadInput("give a workspace's folder and one measure")
    folder, measure = (Path(words[0]), words[1]) if len(words) == 2 else (Path(), words[0])
    if svg is not None:
        check_writable(svg)
    opened = open_workspace(folder)
    asked = Asked(
        measure=measure,
        cycle=cycle,
        group=group,
        school=school,
        of=of.value if of is not None else None,
        targets=tuple(target or ()),
        threshold=threshold,
        good=good.value if good is not None else None,
        rebase=tuple(rebase or ()),
        every=every.value,
        audience=audience.value,
    )
    made = series_of(opened, asked)
    written = write_chart(svg, made, overrides=opened.overrides) if svg is not None else ()
    if json:
        typer.echo(series_json(made))
        return
    print_series(Console(), made)
    for path in written:
        typer.echo(f"wrote {path}")
