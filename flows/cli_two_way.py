"""`halfterm two-way` and `halfterm before-after`: counts and percentages at hand, without a workspace."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from halfterm.flows.cli_review import JsonOption


class AudienceChoice(StrEnum):
    """Who will see the numbers."""

    school = "school"
    cluster = "cluster"
    public = "public"


def two_way(
    file: Annotated[Path, typer.Argument(help="CSV, Excel or Parquet: a row a pupil.")],
    group: Annotated[str, typer.Option(metavar="COL=VALUE[,...]", help="Who is in the group.")],
    outcome: Annotated[
        str, typer.Option(metavar="COL=VALUE[,...] | COL", help="What is a yes; or a column of numbers.")
    ],
    order: Annotated[
        str | None, typer.Option(metavar="LOWEST,...,HIGHEST", help="The words of the outcome's column.")
    ] = None,
    audience: Annotated[
        AudienceChoice, typer.Option(help="Whom the numbers are for; small ones are withheld.")
    ] = AudienceChoice.school,
    json: JsonOption = False,
) -> None:
    """Set a group beside the others by what became of them: who led the session by who progressed."""
    from rich.console import Console

    from halfterm.flows.two_way import print_two_way, two_way_as_json, two_way_of

    report = two_way_of(file, group, outcome, order=order, audience=audience.value)
    if json:
        typer.echo(two_way_as_json(report))
    else:
        print_two_way(Console(), report, name=file.name)


def before_after(
    before: Annotated[str, typer.Argument(help="A percentage (47, 46.7%) or a count (14/30).")],
    after: Annotated[str, typer.Argument(help="The same afterwards.")],
    of: Annotated[
        int | None, typer.Option("--of", min=1, help="How many pupils the percentages are of.")
    ] = None,
    both: Annotated[
        int | None, typer.Option("--both", min=0, help="Of the same pupils: how many had it both times.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Say how sure the change of a percentage is: 47 % before and 80 % after, of 30 pupils."""
    from rich.console import Console

    from halfterm.flows.before_after import before_after_as_json, before_after_of, print_before_after

    found = before_after_of(before, after, of=of, both=both)
    if json:
        typer.echo(before_after_as_json(found))
    else:
        print_before_after(Console(), found)
