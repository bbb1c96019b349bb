"""`halfterm movers`: who came to each school, went, or changed status, counted for the cluster's meeting."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

from halfterm.cycles.disclosure import POLICIES, Audience, Shown
from halfterm.cycles.movers import FLOWS, Change, ShownMovers, shown_movers
from halfterm.flows.plain_table import plain_table
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.as_at import as_at_words, set_as_at
from halfterm.warehouse.intervals import count_movers, status_attributes
from halfterm.warehouse.store import reading

AUDIENCE: Final[Audience] = "cluster"
"""For the schools that meet; a move from one to another is nobody else's business."""

_HEADS: Final = {"joined": "Joined", "left": "Left", "moved_in": "Moved in", "moved_out": "Moved out"}


@dataclass(frozen=True, slots=True)
class MoversReport:
    """The movers of a programme as a cluster may know them, with the names of schools and half-terms."""

    programme: str
    movers: tuple[ShownMovers, ...]
    schools: dict[str, str]
    half_terms: dict[str, str]
    attributes: tuple[str, ...]


def movers_of(folder: Path, *, attributes: Sequence[str] | None, as_at: str | None = None) -> MoversReport:
    """Count the movers of a workspace, from the loads as at a moment; nothing is changed.

    Raises:
        BadInput: there is no such attribute or load.
        StoreTrouble: nothing is loaded yet.
    """
    workspace = open_workspace(folder)
    programme = workspace.programme
    with reading(workspace.warehouse) as connection:
        if as_at is not None:
            set_as_at(connection, as_at_words(connection, as_at))
        wanted = tuple(attributes) if attributes else status_attributes(connection)
        movers = count_movers(connection, programme.half_terms, attributes=wanted)
    return MoversReport(
        programme.name,
        shown_movers(movers, AUDIENCE),
        {school.id: school.name for school in programme.schools},
        {half_term.id: half_term.name for half_term in programme.half_terms},
        wanted,
    )


def print_movers(console: Console, report: MoversReport) -> None:
    """A row a school and half-term, in the order of the programme; below it, what the columns mean."""
    if not report.movers:
        console.print("Of no school are two half-terms loaded: nobody can have come or gone yet.")
        return
    changes = list(report.movers[0].changed)
    heads = ["School, half-term", *_HEADS.values(), *(_change_words(change) for change in changes)]
    rows: list[list[str]] = []
    for school, ones in groupby(_in_order(report), key=lambda each: each.school):
        rows.append([report.schools.get(school, school), *[""] * (len(heads) - 1)])
        rows += [_row(report, each) for each in ones]
    console.print(Text(f"{report.programme}: movers", style="bold"))
    console.print()
    console.print(plain_table(heads, rows, numbers=heads[1:]))
    console.print()
    console.print(Text(_note(report), style="dim"))


def _in_order(report: MoversReport) -> list[ShownMovers]:
    schools, half_terms = list(report.schools), list(report.half_terms)
    last = len(schools)
    return sorted(
        report.movers,
        key=lambda m: (
            schools.index(m.school) if m.school in schools else last,
            half_terms.index(m.half_term),
        ),
    )


def _row(report: MoversReport, movers: ShownMovers) -> list[str]:
    flows = [movers.flows[name].text for name in FLOWS]
    changes = [shown.text for shown in movers.changed.values()]
    return [f"  {report.half_terms[movers.half_term]}", *flows, *changes]


def _change_words(change: Change) -> str:
    """A change in words: the attribute, and what it now is.

    >>> _change_words(("fsm", "yes")), _change_words(("year", "6"))
    ('fsm now yes', 'year now 6')
    """
    return "".join(sign if sign.isprintable() else "?" for sign in f"{change[0]} now {change[1]}")


def _note(report: MoversReport) -> str:
    least = POLICIES[AUDIENCE].least
    changed = (
        f" Changes of {', '.join(report.attributes)} are told by the new value." if report.attributes else ""
    )
    return (
        "Since the half-term of the school that was loaded before. Joined and left: from and to outside the "
        f"programme; moved: between its schools.{changed} c: fewer than {least} pupils, or hidden so that "
        "such a number cannot be worked out. For the cluster's meeting, not for the public."
    )


def movers_json(report: MoversReport) -> str:
    """One object with a row for each school and half-term; null where a count is hidden."""
    rows = [
        {
            "school": each.school,
            "half_term": each.half_term,
            **{name: _number(each.flows[name]) for name in FLOWS},
            "changed": [
                {"attribute": name, "value": value, "pupils": _number(shown)}
                for (name, value), shown in each.changed.items()
            ],
        }
        for each in _in_order(report)
    ]
    return json.dumps({"audience": AUDIENCE, "movers": rows}, indent=2)


def _number(shown: Shown) -> int | None:
    return None if shown.value is None else int(shown.value)
