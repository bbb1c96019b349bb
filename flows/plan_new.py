"""`halfterm plan new`: ask for a plan, in the terminal or from a file of answers, and write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.model import Record
from halfterm.cycles.plan import Plan
from halfterm.cycles.plan_advice import advice
from halfterm.cycles.plan_check import check_plans
from halfterm.flows.plan_file import plan_text, write_plan
from halfterm.flows.plan_known import Known
from halfterm.flows.plan_questions import plan_questions
from halfterm.flows.question import Asking, Question
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.yaml_file import read_record

ABOUT: Final = (
    "One cycle. It is locked, predictions and all, before its follow-up can be loaded.",
    "Roles, milestones, more costs and risks may be added until then.",
)

Answer = Callable[[Question], Any]


class AnswerFile(Record):
    """A file of answers: the name of each question and what is answered."""

    answers: dict[str, str]


def known_in(workspace: Workspace, *, today: date) -> Known:
    """What a workspace knows that a new plan may name."""
    return Known(
        workspace.programme,
        workspace.plans,
        workspace.sources,
        tuple((benchmark.id, benchmark.name) for benchmark in workspace.benchmarks),
        today,
    )


def ask_in_terminal(folder: Path, *, today: date, console: Console) -> None:
    """Ask every question, show the plan, and write it when the asker agrees.

    Raises:
        BadInput: the workspace is not in order, or there is nothing to plan with.
    """
    workspace = open_workspace(folder)
    console.print(
        "A plan, question by question. Enter takes the answer in brackets or skips; Ctrl-C leaves, "
        "and nothing is written.",
    )
    plan = planned(workspace, lambda question: _ask(console, question), today=today)
    console.print(f"\n{escape(plan_text(plan))}", highlight=False, soft_wrap=True)
    console.print(f"[bold]{escape(plan.aim.sentence)}[/bold]\n", highlight=False, soft_wrap=True)
    if not typer.confirm(f"Write it to cycles/{plan.id}.yaml?", default=True):
        console.print("Nothing was written.")
        return
    write(folder, plan, console=console)


def take_from(answers: Path, folder: Path, *, today: date, console: Console) -> None:
    """Write the plan that a file of answers describes: question -> answer, the rest by default.

    Raises:
        BadInput: everything that is wrong with the answers, at once, or with the workspace.
    """
    workspace = open_workspace(folder)
    given = read_record(answers, AnswerFile).answers
    write(folder, plan_from(given, workspace, name=answers.name, today=today), console=console)


def plan_from(given: Mapping[str, str], workspace: Workspace, *, name: str, today: date) -> Plan:
    """The plan that answers describe; `name` is that of their file.

    Raises:
        BadInput: an answer is missing or wrong, or answers no question; everything at once.
    """
    problems: list[str] = []
    asked: list[str] = []

    def answer(question: Question) -> Any:
        asked.append(question.key)
        try:
            return question.answer(given.get(question.key, ""))
        except BadInput as wrong:
            problems.extend(f"{name}: {question.key}: {problem}" for problem in wrong.problems)
            return question.stand_in

    content = _interview(plan_questions(known_in(workspace, today=today)), answer)
    if not problems:
        # With a wrong answer, some of the questions that depend on it were not asked.
        unasked = [key for key in given if key not in asked]
        problems += [f"{name}: no question is called '{key}'{did_you_mean(key, asked)}" for key in unasked]
    if problems:
        raise BadInput(*problems)
    return _plan(content, workspace)


def planned(workspace: Workspace, answer: Answer, *, today: date) -> Plan:
    """The plan that comes out of all questions, answered one by one.

    Raises:
        BadInput: the answers make no plan that fits the workspace.
    """
    return _plan(_interview(plan_questions(known_in(workspace, today=today)), answer), workspace)


def _interview(asking: Asking, answer: Answer) -> dict[str, Any]:
    try:
        question = next(asking)
        while True:
            question = asking.send(answer(question))
    except StopIteration as done:
        content: dict[str, Any] = done.value
        return content


def _plan(content: dict[str, Any], workspace: Workspace) -> Plan:
    try:
        plan = Plan.model_validate(content)
    except ValidationError as invalid:
        raise BadInput(
            *(
                f"{'.'.join(map(str, error['loc'])) or 'plan'}: {error['msg'].removeprefix('Value error, ')}"
                for error in invalid.errors(include_input=False, include_url=False)
            )
        ) from None
    plans = {f"cycles/{held.id}.yaml": held for held in (*workspace.plans, plan)}
    benchmarks = [benchmark.id for benchmark in workspace.benchmarks]
    problems = check_plans(plans, programme=workspace.programme, benchmarks=benchmarks)
    if problems:
        raise BadInput(*problems)
    return plan


def write(folder: Path, plan: Plan, *, console: Console) -> None:
    """Write a plan to its file and say what to do next."""
    path = folder / "cycles" / f"{plan.id}.yaml"
    write_plan(path, plan, about=ABOUT)
    console.print(f"wrote {escape(str(path))}", highlight=False, soft_wrap=True)
    lacking = advice(plan)
    if lacking:
        console.print("\nWhat would make it better:")
    for line in lacking:
        console.print(f"  {escape(line)}", highlight=False, soft_wrap=True)
    console.print(
        f"\nNext: halfterm plan look {escape(str(folder))} {plan.id}", highlight=False, soft_wrap=True
    )


def _ask(console: Console, question: Question) -> Any:
    """Ask until the answer can be read."""
    console.print(f"\n[bold]{escape(question.ask)}[/bold]", highlight=False)
    if question.why:
        console.print(f"[dim]{escape(question.why)}[/dim]", highlight=False)
    if question.choices:
        table = Table.grid(padding=(0, 2, 0, 0))
        for place, (word, meaning) in enumerate(question.choices, start=1):
            table.add_row(f"  {place}", escape(word), f"[dim]{escape(meaning)}[/dim]")
        console.print(table)
    hint = f"[{question.default}] " if question.default else "(Enter skips) " if question.optional else ""
    while True:
        text: str = typer.prompt(f"{hint}> ", default="", show_default=False, prompt_suffix="")
        try:
            return question.answer(text)
        except BadInput as wrong:
            console.print(f"[red]{escape('; '.join(wrong.problems))}[/red]", highlight=False)
