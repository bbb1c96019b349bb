"""How a profile is told in the terminal: a picture of what is missing, a block a measure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from halfterm.cycles.coverage import BLANK, ShownCell, ShownShare
from halfterm.cycles.disclosure import POLICIES, Shown
from halfterm.flows.coverage import AUDIENCE, Profile
from halfterm.flows.plain_table import plain_table

_SHADES: Final = ("··", "░░", "▒▒", "▓▓", "██")
_STATES: Final = {"no load": "   –   ", "no column": "no col."}
_CELL: Final = 7  # characters of a cell: a shade and a percentage
_NAME: Final = 24  # of the longest school's name


def print_profile(console: Console, profile: Profile) -> None:
    """A block a measure, what stands instead of scores, what a study could use, and how to read it."""
    coverage = profile.coverage
    console.print(Text(f"{profile.programme}: pupils with a score, in percent", style="bold"))
    shown = _fitting(console, profile)
    if len(shown) < len(coverage.half_terms):
        left_out = len(coverage.half_terms) - len(shown)
        console.print(
            Text(f"The last {len(shown)} half-terms; {left_out} earlier ones do not fit.", style="dim")
        )
    for measure in coverage.measures:
        console.print()
        console.print(_heat(profile, measure, shown))
    for table in (*_without(profile, shown), *_groups(profile), *_matched(profile)):
        console.print()
        console.print(table)
    console.print()
    for line in legend(profile):
        console.print(Text(line, style="dim"))


def _fitting(console: Console, profile: Profile) -> Sequence[str]:
    """The last half-terms for which there is room."""
    names = max((len(name) for name in profile.schools.values()), default=0)
    room = (console.width - min(names, _NAME)) // (_CELL + 2)
    return profile.coverage.half_terms[-max(room, 1) :]


def _heat(profile: Profile, measure: str, half_terms: Sequence[str]) -> Table:
    table = Table(title=measure, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column(Text("School"), header_style="dim", max_width=_NAME, vertical="bottom")
    for half_term in half_terms:
        table.add_column(Text(_head(half_term)), header_style="dim", width=_CELL, no_wrap=True)
    for school, name in profile.schools.items():
        cells = [profile.coverage.cells[measure, school, half_term] for half_term in half_terms]
        table.add_row(Text(name), *(Text(_cell(cell), style=_style(cell)) for cell in cells))
    return table


def _head(half_term: str) -> str:
    """A half-term's id over several lines, each short enough for its column.

    >>> _head("autumn-2-202627")
    'autumn\\n2\\n202627'
    """
    lines: list[str] = []
    for word in half_term.split("-"):
        if lines and len(lines[-1]) + 1 + len(word) <= _CELL - 1:
            lines[-1] += f" {word}"
        else:
            lines.append(word[:_CELL])
    return "\n".join(lines)


def _cell(cell: ShownCell) -> str:
    return _STATES.get(cell.state) or _share(cell.share)


def _share(share: ShownShare) -> str:
    shade = "  " if share.shade is None else _SHADES[share.shade]
    return f"{shade} {share.percent.text:>3}"


def _style(cell: ShownCell) -> str:
    return "dim" if cell.state != "scores" else ""


def _without(profile: Profile, half_terms: Sequence[str]) -> Iterable[Table]:
    """What stands instead of a score, a row a measure and half-term."""
    coverage = profile.coverage
    rows = [
        [measure, half_term, *(_text(counts.get(name)) for name in coverage.instead)]
        for measure in coverage.measures
        for half_term in half_terms
        if (counts := coverage.without.get((measure, half_term)))
    ]
    if rows:
        heads = ["Measure", "Half-term", *coverage.instead]
        title = "Instead of a score, all schools"
        yield plain_table(heads, _once(rows), title=title, numbers=coverage.instead, unbroken=heads[1:2])


def _text(shown: Shown | None) -> str:
    return "" if shown is None else shown.text


def _once(rows: list[list[str]]) -> list[list[str]]:
    """The rows with the same first cell shown once."""
    return [["" if i and row[0] == rows[i - 1][0] else row[0], *row[1:]] for i, row in enumerate(rows)]


def _groups(profile: Profile) -> Iterable[Table]:
    """A row a group, a column a measure, when one half-term was asked for."""
    coverage = profile.coverage
    shares = {(cell.attribute, cell.value, cell.measure): share for cell, share in coverage.groups}
    named = dict.fromkeys((cell.attribute, cell.value) for cell, _ in coverage.groups)
    rows = [
        [
            _plain(attribute),
            _plain(value),
            *(
                _share(share) if (share := shares.get((attribute, value, measure))) else ""
                for measure in coverage.measures
            ),
        ]
        for attribute, value in named
    ]
    if rows:
        title = f"By group, {coverage.half_terms[-1]}, all schools"
        yield plain_table(["Attribute", "Value", *coverage.measures], _once(rows), title=title)


def _plain(text: str) -> str:
    """Text of a file without anything that a terminal would act upon."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def _matched(profile: Profile) -> Iterable[Table]:
    """What a study could use: pupils with a score in both half-terms, on one scale."""
    coverage = profile.coverage
    rows = [
        [measure, earlier, later, shown.text]
        for measure in coverage.measures
        for earlier, later in _pairs(coverage.half_terms)
        if (shown := coverage.matched.get((measure, earlier, later)))
    ]
    if rows:
        title = "Pupils a study could use: a score in both"
        heads = ["Measure", "Baseline", "Follow-up", "Pupils"]
        yield plain_table(heads, _once(rows), title=title, numbers=heads[3:], unbroken=heads[1:3])


def _pairs(half_terms: Sequence[str]) -> list[tuple[str, str]]:
    """Every half-term with every later one; the nearest first, being the likeliest to be wanted."""
    pairs = [(i, j) for i in range(len(half_terms)) for j in range(i + 1, len(half_terms))]
    return [
        (half_terms[i], half_terms[j]) for i, j in sorted(pairs, key=lambda pair: (pair[1] - pair[0], pair))
    ]


def legend(profile: Profile) -> list[str]:
    """How the picture is read, in sentences."""
    least = POLICIES[AUDIENCE].least
    lines = [
        f"{_SHADES[4]} 95 % or more, {_SHADES[3]} 80 or more, {_SHADES[2]} 50 or more, {_SHADES[1]} fewer, "
        f"{_SHADES[0]} none; – not loaded; no col.: the file has no such column.",
        f"c: fewer than {least} pupils have a score ({_SHADES[1]}), lack one ({_SHADES[3]}), or are at the "
        "school; sums are hidden where a single school's share is.",
    ]
    if BLANK in profile.coverage.instead:
        lines.append(f"{BLANK}: neither a score nor a code.")
    return lines


def profile_json(profile: Profile) -> str:
    """One object: every cell, what stands instead of scores, groups and pairs; null where it is hidden."""
    coverage = profile.coverage
    whole = {
        "audience": AUDIENCE,
        "half_terms": list(coverage.half_terms),
        "measures": list(coverage.measures),
        "cells": [
            {
                "school": cell.school,
                "half_term": cell.half_term,
                "measure": cell.measure,
                "state": cell.state,
                "pupils": cell.share.pupils.value,
                "percent_with_a_score": cell.share.percent.value,
            }
            for cell in coverage.cells.values()
        ],
        "without": [
            {"measure": measure, "half_term": half_term, "instead": name, "pupils": shown.value}
            for (measure, half_term), counts in coverage.without.items()
            for name, shown in counts.items()
        ],
        "groups": [
            {
                "attribute": cell.attribute,
                "value": cell.value,
                "measure": cell.measure,
                "pupils": share.pupils.value,
                "percent_with_a_score": share.percent.value,
            }
            for cell, share in coverage.groups
        ],
        "matched": [
            {"measure": measure, "baseline": earlier, "follow_up": later, "pupils": shown.value}
            for (measure, earlier, later), shown in coverage.matched.items()
        ],
    }
    return json.dumps(whole, indent=2, allow_nan=False)
