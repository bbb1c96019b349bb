"""`halfterm run` and `halfterm demo`: half-terms of a workspace, shown as they go, summed up at the end."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.table import Table

from halfterm.cycles.errors import BadInput
from halfterm.cycles.load_report import LoadReport
from halfterm.flows.clock import now_in_london
from halfterm.flows.engine import Engine
from halfterm.flows.half_term import HalfTermReport, half_term, plain_stages
from halfterm.flows.ledger_engine import under_ledger
from halfterm.flows.progress import ShownEngine
from halfterm.flows.rehearsal import has_rehearsal
from halfterm.flows.run import Run
from halfterm.flows.summary import LEGEND, Row, summary_rows
from halfterm.flows.workspace import Workspace, open_workspace

EngineName = Literal["prefect", "local"]

# What a run leaves behind in a workspace; the rest of it is the user's own.
_MADE = ("warehouse", "drafts", "site", ".prefect", "pupil.key", "pupil.key.next")


def run_half_terms(
    folder: Path, half_terms: list[str], *, engine: EngineName, rehearse: bool, today: date, console: Console
) -> tuple[HalfTermReport, ...]:
    """Run half-terms in their order and show what was found and where it is published.

    Raises:
        UserError: whatever the user can mend, from any stage.
    """
    reports, rows = [], []
    for name in half_terms:
        console.print(f"[bold]{name}[/bold]", highlight=False)
        run = Run(folder, name, today)
        with under_ledger(
            ShownEngine(console),
            open_workspace(folder).register,
            scope=name,
            now=now_in_london,
            say=lambda line: console.print(line, style="yellow", highlight=False),
        ) as shown:
            report = _run_one(run, engine=engine, rehearse=rehearse, shown=shown)
        reports.append(report)
        if report.studied.cycles:
            rows += summary_rows(run)
    _print_end(console, reports, rows, folder)
    if problems := tuple(dict.fromkeys(problem for report in reports for problem in report.problems)):
        raise BadInput(*problems)
    return tuple(reports)


def _run_one(run: Run, *, engine: EngineName, rehearse: bool, shown: Engine) -> HalfTermReport:
    if engine == "local":
        return half_term(run, plain_stages(shown, rehearse=rehearse))
    from halfterm.flows.prefect_home import prepare

    prepare(run.folder)
    from halfterm.flows import orchestrated

    return orchestrated.run_at_once(run, rehearse=rehearse, shown_on=shown)


def _print_end(console: Console, reports: list[HalfTermReport], rows: list[Row], folder: Path) -> None:
    """What was loaded, what was found, what waits for people, where the site is."""
    loads = {
        load.load: load
        for report in reports
        for load in (*report.planned.collected.loads, *report.done.collected.loads)
    }
    if loads:
        _print_table(console, "Loaded", [_load_row(load) for load in loads.values()], words=2)
    if rows:
        _print_table(console, "Found", rows, words=2)
        console.print(f"[dim]{LEGEND}[/dim]\n", highlight=False)
    for report in reports:
        if report.publication.waiting:
            console.print(
                f"{report.half_term}: {len(report.publication.waiting)} pages wait for approval and "
                f"{report.acted.undecided} cycles for a decision; the edition is not published yet.",
                highlight=False,
            )
    if not any(report.changed for report in reports):
        console.print("Nothing has changed since the last run.")
    index = folder / "site" / "index.html"
    if index.exists():
        console.print(f"The site is at {index}", highlight=False, soft_wrap=True)


def _load_row(load: LoadReport) -> Row:
    return {
        "Half-term": load.half_term,
        "Source": load.source,
        "Accepted": f"{load.pupils:,}",
        "Rejected": f"{load.rejected:,}",
        "Scores missing": f"{load.scores_missing:,}",
        "Other schools": f"{load.outside:,}",
        "": "new" if load.fresh else "loaded before",
    }


def _print_table(console: Console, title: str, rows: list[Row], *, words: int) -> None:
    """A plain table; the first `words` columns are text, the others numbers."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for i, head in enumerate(rows[0]):
        table.add_column(head, justify="left" if i < words else "right", header_style="dim")
    for row in rows:
        table.add_row(*row.values())
    console.print()
    console.print(table)


def demo(
    example: Path, into: Path, *, engine: EngineName, today: date, console: Console
) -> tuple[HalfTermReport, ...]:
    """Copy an example to a folder of its own, unless it is there, and run all its half-terms, rehearsed."""
    if not (into / "halfterm.toml").exists():
        _copy_example(example, into)
    workspace = open_workspace(into)
    if not has_rehearsal(workspace):
        raise BadInput(f"{example}: not an example that can be rehearsed; use `halfterm run`")
    console.print(
        f"[bold]{workspace.programme.name}[/bold]: {workspace.programme.stands_in or ''}\n", highlight=False
    )
    return run_half_terms(
        into, half_terms_with_cycles(workspace), engine=engine, rehearse=True, today=today, console=console
    )


def _copy_example(example: Path, into: Path) -> None:
    if not (example / "halfterm.toml").is_file():
        raise BadInput(f"{example}: there is no example workspace there")
    fresh = into.with_name(f".{into.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(example, fresh, ignore=lambda _, names: [name for name in names if name in _MADE])
    fresh.rename(into)


def half_terms_with_cycles(workspace: Workspace) -> list[str]:
    """The half-terms from the first that has a cycle on; later ones get theirs from decisions."""
    first = min(workspace.programme.position(plan.half_term) for plan in workspace.plans)
    return [half_term.id for half_term in workspace.programme.half_terms[first:]]


def half_term_of(workspace: Workspace, today: date) -> str:
    """The half-term that today is in, or the last one before today.

    Raises:
        BadInput: the programme has not begun.
    """
    begun = [half_term for half_term in workspace.programme.half_terms if half_term.starts <= today]
    if not begun:
        raise BadInput(
            f"the programme's first half-term starts on {workspace.programme.half_terms[0].starts}"
        )
    return begun[-1].id
