"""`halfterm survey`: what anonymous surveys say, wave by wave."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from halfterm.cycles.disclosure import POLICIES
from halfterm.cycles.survey import Wave, waves
from halfterm.flows.plain_table import plain_table
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.store import reading
from halfterm.warehouse.surveys import survey_answers


def survey(folder: Path, *, by_school: bool) -> tuple[Wave, ...]:
    """Every item's waves, all schools together or each apart, as a cluster's meeting may see them.

    Raises:
        StoreTrouble: nothing has been loaded.
    """
    workspace = open_workspace(folder)
    with reading(workspace.warehouse) as connection:
        answers = survey_answers(connection, by_school=by_school)
    order = {half_term.id: place for place, half_term in enumerate(workspace.programme.half_terms)}
    answers = tuple(sorted(answers, key=lambda one: (one.item, one.place, order.get(one.wave, len(order)))))
    return waves(answers, smallest=POLICIES["cluster"].least, middles=_middles(workspace))


def _middles(workspace: Workspace) -> dict[str, float]:
    """The middle of every scale that has two ends."""
    ends = {scale.id: scale.ends for scale in workspace.scales.values()}
    return {
        scale: (lowest + highest) / 2
        for scale, (lowest, highest) in ends.items()
        if lowest is not None and highest is not None
    }


def as_json(found: tuple[Wave, ...]) -> str:
    return json.dumps([asdict(wave) for wave in found], indent=2, ensure_ascii=False)


def print_survey(console: Console, found: tuple[Wave, ...], *, by_school: bool) -> None:
    """A line an item and wave; `c` stands where numbers are withheld."""
    if not found:
        console.print("No anonymous survey is loaded: a source with `identifier: anonymous` brings one.")
        return
    heads = ["Item", *(["School"] if by_school else []), "Wave", "Answers", "Mean", "Above the middle"]
    rows = [
        [
            wave.item,
            *([wave.place] if by_school else []),
            wave.wave,
            "c" if wave.respondents is None else f"{wave.respondents:,}",
            "c" if wave.mean is None else f"{wave.mean:.2f}",
            "c" if wave.favourable is None else f"{wave.favourable:.0f} %",
        ]
        for wave in found
    ]
    numbers = {"Answers", "Mean", "Above the middle"}
    console.print(plain_table(heads, rows, numbers=numbers, unbroken={"Wave"}))
    console.print("c: withheld, for few respondents stand behind it.", style="dim")
