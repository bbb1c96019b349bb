"""The command line. Each command imports what it needs when it runs, so that `--help` is quick."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from halfterm.cycles.errors import UserError
from halfterm.flows.cli_audit import audit
from halfterm.flows.cli_benchmark import benchmark
from halfterm.flows.cli_calendar import calendar
from halfterm.flows.cli_data import movers, profile, repeat
from halfterm.flows.cli_decide import decide, go_without, stop
from halfterm.flows.cli_export import export
from halfterm.flows.cli_key import follow, key, trace
from halfterm.flows.cli_load import answer, load, survey
from halfterm.flows.cli_log import log
from halfterm.flows.cli_meeting import meeting
from halfterm.flows.cli_open_data import open_data, screen
from halfterm.flows.cli_plan import chain, plan_app
from halfterm.flows.cli_pool import pool
from halfterm.flows.cli_preview import preview
from halfterm.flows.cli_publish import publish
from halfterm.flows.cli_pupils import exceptions, progress, transitions
from halfterm.flows.cli_quality import judge, quality
from halfterm.flows.cli_randomise import drawn, randomise, stepped
from halfterm.flows.cli_review import WorkspaceArgument, review
from halfterm.flows.cli_safety import backup, doctor, restore
from halfterm.flows.cli_scale import scale
from halfterm.flows.cli_schedule import remind, schedule, status, up
from halfterm.flows.cli_schools import schools
from halfterm.flows.cli_series import series
from halfterm.flows.cli_source import source
from halfterm.flows.cli_synthesis import synthesis
from halfterm.flows.cli_terms import terms
from halfterm.flows.cli_two_way import before_after, two_way
from halfterm.flows.cli_words import words
from halfterm.flows.engine import StepFailed

if TYPE_CHECKING:
    from rich.console import Console

app = typer.Typer(
    name="halfterm",
    help="Action research for schools that want to close attainment gaps: plan, do, study, act by half-term.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

USER_ERROR = 2
BROKEN = 1


class GapComparison(StrEnum):
    """Whom `halfterm gap` sets the target group beside."""

    others = "others"
    whole_class = "whole_class"


@app.command()
def gap(
    file: Annotated[Path, typer.Argument(help="CSV, Excel or Parquet: a row a pupil, a column a score.")],
    pupil: Annotated[str, typer.Option(help="Column of the pupil identifier.")],
    school: Annotated[str, typer.Option(help="Column of the school.")],
    baseline: Annotated[str, typer.Option(help="Column of the score before.")],
    follow_up: Annotated[str, typer.Option(help="Column of the score after.")],
    target: Annotated[str, typer.Option(metavar="COL=VALUE[,...]", help="Who is in the target group.")],
    comparison: Annotated[GapComparison, typer.Option(help="Whom to set beside it.")] = GapComparison.others,
    treated: Annotated[
        str | None, typer.Option(metavar="COL=VALUE[,...]", help="Who got the change idea, if it is known.")
    ] = None,
    threshold: Annotated[float | None, typer.Option(help="A score whose reaching is compared.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Study the gap in one file: how it moved, how sure that is, and whether the idea did it."""
    from halfterm.cycles.impact.request import GapRequest
    from halfterm.flows.gap import as_json, parse_pairs, print_study, study_file

    request = GapRequest(
        pupil=pupil.strip(),
        school=school.strip(),
        baseline=baseline.strip(),
        follow_up=follow_up.strip(),
        target=parse_pairs("--target", target),
        treated=parse_pairs("--treated", treated) if treated is not None else (),
        comparison=comparison.value,
        threshold=threshold,
    )
    studied, findings = study_file(file, request)
    if json:
        typer.echo(as_json(studied, findings, request))
        return
    beside = "the whole class" if comparison is GapComparison.whole_class else "the others"
    print_study(_console(), studied, findings, request, title=f"{file.name}: {target} against {beside}")


class EngineChoice(StrEnum):
    """Prefect shows and schedules; local runs the same functions without it."""

    prefect = "prefect"
    local = "local"


EngineOption = Annotated[
    EngineChoice, typer.Option("--engine", help="Prefect, or the same steps without it.")
]


@app.command()
def demo(
    example: Annotated[Path, typer.Argument(help="An example workspace.")] = Path("examples/project-star"),
    into: Annotated[
        Path | None, typer.Option(help="Where to run it; by default demo/ and the example's name.")
    ] = None,
    engine: EngineOption = EngineChoice.prefect,
) -> None:
    """Run a whole example: every half-term planned, run, studied, reviewed by script and published."""
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.running import demo as run_demo

    place = into or Path("demo") / example.resolve().name
    place.parent.mkdir(parents=True, exist_ok=True)
    run_demo(example, place, engine=engine.value, today=today_in_london(), console=_console())


@app.command()
def run(
    workspace: WorkspaceArgument,
    half_term: Annotated[str | None, typer.Option(help="Which half-term; by default today's.")] = None,
    engine: EngineOption = EngineChoice.prefect,
    rehearse: Annotated[
        bool, typer.Option(help="Let rehearsal.yaml review and decide (replays only).")
    ] = False,
) -> None:
    """Run one half-term of a workspace, as far as people's reviews and decisions allow."""
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.running import half_term_of, run_half_terms
    from halfterm.flows.workspace import open_workspace

    today = today_in_london()
    name = half_term or half_term_of(open_workspace(workspace), today)
    run_half_terms(workspace, [name], engine=engine.value, rehearse=rehearse, today=today, console=_console())


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="A new folder.")],
    encrypted: Annotated[
        bool, typer.Option("--encrypted", help="Encrypt the warehouse; needs the extra 'lake'.")
    ] = False,
) -> None:
    """Begin a workspace: settings, a programme, a plan and a source to fill in."""
    from halfterm.flows.beginning import begin

    for name in begin(folder, encrypted=encrypted):
        typer.echo(f"wrote {folder / name}")
    if encrypted:
        typer.echo("Keep a copy of the key elsewhere: without it nobody can read the warehouse again.")
    typer.echo(f"Change what they say, then: halfterm check {folder}")


@app.command()
def check(workspace: WorkspaceArgument) -> None:
    """Read a workspace and report everything wrong in it at once; then what would make its plans better."""
    from halfterm.cycles.errors import BadInput
    from halfterm.flows.checking import advice_lines, to_mend
    from halfterm.flows.workspace import open_workspace
    from halfterm.warehouse.coded_file import read_coded
    from halfterm.warehouse.counting import counted

    try:
        checked = open_workspace(workspace)
        read_coded(workspace / "coded")
    except BadInput as wrong:
        for problem in wrong.problems:
            typer.echo(f"error: {problem}", err=True)
        typer.echo(to_mend(wrong.problems), err=True)
        raise typer.Exit(USER_ERROR) from None
    programme = checked.programme
    parts = (
        counted(len(programme.clusters), "cluster"),
        counted(len(programme.schools), "school"),
        counted(len(programme.engagements), "engagement"),
        counted(len(checked.plans), "plan"),
    )
    typer.echo(f"{programme.name}: {', '.join(parts)}. Nothing is wrong.")
    advised = tuple(advice_lines(workspace, checked.plans))
    if advised:
        typer.echo("\nWhat would make the plans better:")
    for line in advised:
        typer.echo(line)


@app.command("find-gaps", rich_help_panel="Plan and do")
def find_gaps(
    workspace: WorkspaceArgument,
    half_term: Annotated[str | None, typer.Option(help="Which one; by default the newest loaded.")] = None,
    measure: Annotated[str | None, typer.Option(help="One measure only.")] = None,
    school: Annotated[str | None, typer.Option(help="One school only: an id from programme.yaml.")] = None,
    smallest: Annotated[int, typer.Option(help="Pupils that a group and the others must have.")] = 5,
    share: Annotated[float, typer.Option(help="The share of chance finds that the list may hold.")] = 0.05,
    top: Annotated[int, typer.Option(help="How many groups to list.")] = 20,
    load: Annotated[bool, typer.Option("--load", help="Load the half-term from its sources first.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Scan every pupil group, also within bands of prior attainment, and list where one is behind."""
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.find_gaps import Asked, scan_workspace
    from halfterm.flows.gap_list import gaps_as_json, print_gaps

    asked = Asked(half_term, measure, school, smallest, share, top)
    report = scan_workspace(workspace, asked, load_first=load, today=today_in_london())
    if json:
        typer.echo(gaps_as_json(report))
        return
    print_gaps(_console(), report)


# How `--help` groups the commands: by what somebody is about to do.
PLAN, SCORES, STUDY, PEOPLE, SAFE = (
    "Plan and do", "Scores in", "Study and act", "Dates and people", "Keep it safe"
)  # fmt: skip

app.add_typer(plan_app, name="plan", rich_help_panel=PLAN)
app.add_typer(log, name="log", rich_help_panel=PLAN)
app.command(rich_help_panel=PLAN)(randomise)
app.command(rich_help_panel=PLAN)(drawn)
app.command(rich_help_panel=PLAN)(stop)
app.command("go-without", rich_help_panel=PLAN)(go_without)
app.command(rich_help_panel=SCORES)(load)
app.command(rich_help_panel=SCORES)(answer)
app.command(rich_help_panel=SCORES)(profile)
app.command(rich_help_panel=SCORES)(movers)
app.command(rich_help_panel=SCORES)(survey)
app.add_typer(source, name="source", rich_help_panel=SCORES)
app.add_typer(scale, name="scale", rich_help_panel=SCORES)
app.add_typer(schools, name="schools", rich_help_panel=SCORES)
app.add_typer(benchmark, name="benchmark", rich_help_panel=SCORES)
app.command(rich_help_panel=STUDY)(stepped)
app.command(rich_help_panel=STUDY)(repeat)
app.command(rich_help_panel=STUDY)(decide)
app.command(rich_help_panel=STUDY)(chain)
app.command(rich_help_panel=STUDY)(pool)
app.command(rich_help_panel=STUDY)(synthesis)
app.command(rich_help_panel=STUDY)(quality)
app.command(rich_help_panel=STUDY)(judge)
app.command(rich_help_panel=STUDY)(follow)
app.command(rich_help_panel=STUDY)(series)
app.command(rich_help_panel=STUDY)(exceptions)
app.command(rich_help_panel=STUDY)(transitions)
app.command(rich_help_panel=STUDY)(progress)
app.command("two-way", rich_help_panel=STUDY)(two_way)
app.command("before-after", rich_help_panel=STUDY)(before_after)
app.add_typer(review, name="review", rich_help_panel=STUDY)
app.add_typer(words, name="words", rich_help_panel=STUDY)
app.command(rich_help_panel=STUDY)(preview)
app.command(rich_help_panel=STUDY)(publish)
app.command(rich_help_panel=STUDY)(export)
app.command("open-data", rich_help_panel=STUDY)(open_data)
app.command(rich_help_panel=STUDY)(screen)
app.command(rich_help_panel=PEOPLE)(schedule)
app.command(rich_help_panel=PEOPLE)(status)
app.command(rich_help_panel=PEOPLE)(remind)
app.command(rich_help_panel=PEOPLE)(up)
app.add_typer(calendar, name="calendar", rich_help_panel=PEOPLE)
app.add_typer(meeting, name="meeting", rich_help_panel=PEOPLE)
app.add_typer(terms, name="terms", rich_help_panel=PEOPLE)
app.command(rich_help_panel=SAFE)(backup)
app.command(rich_help_panel=SAFE)(restore)
app.command(rich_help_panel=SAFE)(doctor)
app.command(rich_help_panel=SAFE)(audit)
app.command(rich_help_panel=SAFE)(trace)
app.add_typer(key, name="key", rich_help_panel=SAFE)


def _console() -> Console:
    from rich.console import Console

    return Console()


def main() -> NoReturn:
    """Run the command line; what a user can mend is printed without a traceback and exits with 2."""
    try:
        app(standalone_mode=True)
    except StepFailed as error:
        typer.echo(
            f"halfterm broke: {error}. Nothing half-done is kept; the same command goes on from here.",
            err=True,
        )
        sys.exit(BROKEN)
    except UserError as error:
        for problem in error.problems:
            typer.echo(f"error: {problem}", err=True)
        sys.exit(USER_ERROR)
    sys.exit(0)
