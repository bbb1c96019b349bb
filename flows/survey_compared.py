"""`halfterm survey --compare`: two waves item by item, paired where respondents are known by pseudonym."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from halfterm.cycles.disclosure import POLICIES, show_number, show_p
from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.impact.paired_items import Meaning
from halfterm.cycles.programme import Programme
from halfterm.cycles.survey_changes import Compared, ShownChange, ShownSummary, compared
from halfterm.flows.plain_table import plain_table
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.counting import counted
from halfterm.warehouse.store import reading
from halfterm.warehouse.surveys import anonymous_twice, asked_twice

LIKERT: Final = "likert"
"""Results on scales whose ids begin so are answers to a survey; the others are scores."""

_KINDS: Final = {
    "same respondents": "the same respondents, known by pseudonym",
    "anonymous": "anonymous waves; who answered twice is not known",
}
_LOWER: Final = "↓"
_SURE: Final = "*"
_NO_COMPARISON: Final = "Nobody else was asked: answers change with the season and with age as well."


@dataclass(frozen=True, slots=True)
class SurveyCompared:
    """Two half-terms of a workspace's surveys, as a cluster's meeting may see them."""

    before: str
    after: str
    found: Compared


def compare_survey(folder: Path, before: str, after: str, *, by_school: bool) -> SurveyCompared:
    """Every item that was answered in both half-terms, all schools together or each apart.

    Raises:
        BadInput: there is no such half-term, they are in the wrong order, or an item changed its scale.
        StoreTrouble: nothing has been loaded.
    """
    workspace = open_workspace(folder)
    _check_half_terms(workspace.programme, before, after)
    meanings = {
        scale.id: Meaning(lower_is_better=scale.direction == "lower", subtracts=scale.subtract)
        for scale in workspace.scales.values()
    }
    likert = [scale for scale in meanings if scale.startswith(LIKERT)]
    with reading(workspace.warehouse) as connection:
        asked = asked_twice(connection, before, after, scales=likert, by_school=by_school)
        anonymous = anonymous_twice(connection, before, after, by_school=by_school)
    found = compared(asked, anonymous, meanings=meanings, smallest=POLICIES["cluster"].least)
    return SurveyCompared(before, after, found)


def _check_half_terms(programme: Programme, before: str, after: str) -> None:
    order = [half_term.id for half_term in programme.half_terms]
    unknown = [
        f"--compare: no half-term '{name}'{did_you_mean(name, order)}"
        for name in (before, after)
        if name not in order
    ]
    if unknown:
        raise BadInput(*unknown)
    if order.index(before) >= order.index(after):
        raise BadInput(f"--compare: {before} does not come before {after}; give the earlier one first")


def compared_as_json(survey: SurveyCompared) -> str:
    """One object: the two half-terms, every item (null: withheld or not to be had), and the summaries."""
    report = {
        "before": survey.before,
        "after": survey.after,
        "items": [asdict(change) for change in survey.found.changes],
        "summaries": [
            {"kind": one.kind, "place": one.place, **asdict(one.told), "withheld": one.withheld}
            for one in survey.found.summaries
        ],
    }
    return json.dumps(report, indent=2, ensure_ascii=False, allow_nan=False)


def print_compared(console: Console, survey: SurveyCompared) -> None:
    """A table for each kind and place, with what it comes to below it."""
    if not survey.found.changes:
        console.print(
            f"No survey item was answered in both {survey.before} and {survey.after}: there is nothing to "
            f"compare. Items are results on scales named {LIKERT}-..., and anonymous surveys."
        )
        return
    for summary in survey.found.summaries:
        where = f", {summary.place}" if summary.place else ""
        head = f"{survey.before} to {survey.after}{where}: {_KINDS[summary.kind]}"
        console.print(Text(head, style="bold"))
        changes = [
            one for one in survey.found.changes if (one.kind, one.place) == (summary.kind, summary.place)
        ]
        console.print(_table(changes, known=summary.kind == "same respondents"))
        console.print(Text(_summary_words(summary)))
        console.print()
    console.print(Text(_notes(survey.found), style="dim"))


def _table(changes: Sequence[ShownChange], *, known: bool) -> Table:
    moved = ["Better", "Same", "Worse"] if known else []
    heads = ["Item", "Answers", "Before", "After", "Change", *moved, "p", ""]
    rows = [
        [
            one.item + (f" {_LOWER}" if one.lower_is_better else ""),
            _count(one.respondents_after) if known else _waves(one),
            _number(one, one.before),
            _number(one, one.after),
            _number(one, one.change, signed=True),
            *([_count(count) for count in (one.better, one.same, one.worse)] if known else []),
            "c" if one.p_holm is None else show_p(one.p_holm).text,
            "c" if one.moved is None else one.moved + (_SURE if one.beyond_chance else ""),
        ]
        for one in changes
    ]
    return plain_table(heads, rows, numbers={*heads} - {"Item", ""}, unbroken={*heads} - {"Item"})


def _waves(one: ShownChange) -> str:
    return f"{_count(one.respondents_before)} then {_count(one.respondents_after)}"


def _count(count: int | None) -> str:
    return "c" if count is None else f"{count:,}"


def _number(one: ShownChange, number: float | None, *, signed: bool = False) -> str:
    """A number to two decimals; `c` where it is withheld, `z` where the scale has no means."""
    return "c" if one.moved is None else show_number(number, decimals=2, signed=signed).text


def _summary_words(summary: ShownSummary) -> str:
    told = summary.told
    same = told.items - told.better - told.worse
    withheld = f"{counted(summary.withheld, 'item')} withheld." if summary.withheld else ""
    if not told.items:
        return withheld
    return (
        f"{counted(told.items, 'item')}: {told.better} better, {told.better_beyond_chance} of them beyond "
        f"chance; {told.worse} worse, {told.worse_beyond_chance} of them beyond chance; {same} the same. "
        f"{withheld}"
    ).rstrip()


def _notes(found: Compared) -> str:
    lines = [
        "p: how often chance alone does as much, adjusted by Holm for all items of its table.",
        f"{_SURE} beyond chance: p is below 0.05.",
    ]
    if any(one.lower_is_better for one in found.changes):
        lines.append(f"{_LOWER} a lower answer is the better one.")
    if any(one.moved is None or (one.better is None and one.kind != "anonymous") for one in found.changes):
        lines.append("c: withheld, for few respondents stand behind it or all answered alike.")
    return "\n".join([*lines, _NO_COMPARISON])
