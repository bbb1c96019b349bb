"""`halfterm load` and `halfterm answer`: data in by command, and questions about them settled."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from halfterm.flows.cli_review import ByOption, JsonOption, WorkspaceArgument


def load(
    workspace: WorkspaceArgument,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A file to load in place of the source's own.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Which source; by default all.")] = None,
    half_term: Annotated[str | None, typer.Option(help="Which half-term; by default all.")] = None,
    school: Annotated[str | None, typer.Option(help="Whose FILE it is, if no column says so.")] = None,
    html: Annotated[Path | None, typer.Option(help="Also write the report as a page to print.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Also write the rows to mend as CSV.")] = None,
    json: JsonOption = False,
) -> None:
    """Load scores from the sources, and say which rows were not taken in and why."""
    from rich.console import Console

    from halfterm.cycles.errors import BadInput
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.load_shown import as_json, print_report
    from halfterm.flows.loading import Wish, reports_of
    from halfterm.flows.loading import load as load_scores
    from halfterm.site.load_csv import report_csv
    from halfterm.site.load_page import render_report

    collected = load_scores(workspace, Wish(half_term, source, file, school), today=today_in_london())
    reports = reports_of(collected)
    for place, text in ((html, render_report), (csv, report_csv)):
        if place is not None:
            place.write_text(text(reports), encoding="utf-8", newline="")
    if json:
        typer.echo(as_json(reports))
    else:
        console = Console()
        print_report(console, reports)
        for line in collected.awaited:
            console.print(line, highlight=False, style="dim")
    turned_down = {report.file_name for report in collected.turned_down}
    said = [p for p in collected.refused if p.split(",")[0] not in turned_down]
    if collected.turned_down:
        said.append("some files were refused whole; nothing of them was loaded")
    if said:
        raise BadInput(*said)
    if not reports:
        raise BadInput("there is nothing to load", *collected.awaited)


def answer(
    workspace: WorkspaceArgument,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="Which source's file is asked about.")],
    half_term: Annotated[str, typer.Argument(metavar="HALF-TERM", help="Which half-term.")],
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The question, as the report names it.")],
    by: ByOption,
    reason: Annotated[str, typer.Option(help="Why the rows are right as they are.")],
    part: Annotated[str, typer.Option(help="Which part, when the source comes in several files.")] = "",
) -> None:
    """Answer for the rows that a question holds: they are right, and the next load takes them in."""
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.loading import Answer, answer_question

    answer_question(
        workspace, Answer(source, half_term, rule, part), by=by, reason=reason, today=today_in_london()
    )
    typer.echo("Noted. The rows come in with the next load of this very file.")


def survey(
    workspace: WorkspaceArgument,
    by_school: Annotated[bool, typer.Option("--by-school", help="Each school apart.")] = False,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="BEFORE AFTER", help="Two half-terms: which items moved between them."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Show what surveys say, wave by wave or two waves compared; small numbers are withheld."""
    from rich.console import Console

    if compare is not None:
        from halfterm.flows.survey_compared import compare_survey, compared_as_json, print_compared

        two = compare_survey(workspace, *compare, by_school=by_school)
        if json:
            typer.echo(compared_as_json(two))
        else:
            print_compared(Console(), two)
        return

    from halfterm.flows.survey import as_json, print_survey
    from halfterm.flows.survey import survey as waves_of

    found = waves_of(workspace, by_school=by_school)
    if json:
        typer.echo(as_json(found))
    else:
        print_survey(Console(), found, by_school=by_school)
