"""How the exception report is told: a grid of lights, why they show, and what chance alone would show."""

from __future__ import annotations

import json
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from halfterm.cycles.exception_figures import Place
from halfterm.cycles.exception_report import COLOURS, SYMBOLS, WARNINGS, Colour, Light, Warned
from halfterm.cycles.exception_rules import group_words
from halfterm.cycles.rounding import half_away
from halfterm.flows.exceptions import Exceptions
from halfterm.flows.plain_table import plain_table
from halfterm.warehouse.counting import counted

MOST_SCHOOLS = 8
"""So many columns of schools fit on a page; with more, lights are counted by school."""

_STYLES: dict[Colour, str] = {"red": "bold red", "amber": "yellow", "green": "green", "grey": "dim"}
_MARKS: dict[Warned, str] = {"small": "s", "cohort": "c", "rising": "r"}


def print_exceptions(console: Console, found: Exceptions) -> None:
    """The lights, then what is behind those that need looking at."""
    since = f", since {found.earlier.name}" if found.earlier is not None else ""
    console.print(Text(f"Exception report, {found.now.name}{since}", style="bold"))
    console.print()
    schools = list(dict.fromkeys(light.place.school for light in found.report.lights))
    console.print(_grid(found) if len(schools) <= MOST_SCHOOLS else _by_school(found))
    console.print()
    for light in found.report.lights:
        if light.colour in ("red", "amber"):
            console.print(_reason(found, light))
    for sentence in sentences(found):
        console.print(Text(sentence))
    for note in notes(found):
        console.print(Text(note, style="dim"))


def _order(found: Exceptions) -> list[str]:
    """The schools in the programme's order, all together last."""
    there = {light.place.school for light in found.report.lights}
    known = [school.id for school in found.workspace.programme.schools if school.id in there]
    return [*known, *sorted(there - {*known, ""}), *([""] if "" in there else [])]


def _grid(found: Exceptions) -> Table:
    """A row a group and measure, a column a school."""
    schools = _order(found)
    lights = {light.place: light for light in found.report.lights}
    table = Table(box=None, pad_edge=False, header_style="dim")
    for head in ("Group", "Measure", *map(found.school_name, schools)):
        table.add_column(Text(head))
    rows = sorted({(p.group, p.measure, p.scale) for p in lights})
    for group, measure, scale in rows:
        cells = [lights.get(Place(group, measure, scale, school)) for school in schools]
        name = group_words(found.counts.groups[group])
        table.add_row(Text(name), Text(measure), *(_symbol(light) for light in cells))
    return table


def _symbol(light: Light | None) -> Text:
    if light is None:
        return Text("")
    marks = "".join(_MARKS[warned] for warned in light.warnings if light.colour in ("red", "amber"))
    return Text(f"{SYMBOLS[light.colour]} {marks}".rstrip(), style=_STYLES[light.colour])


def _by_school(found: Exceptions) -> Table:
    """A row a school: how many lights of each colour."""
    heads = ("School", *(f"{SYMBOLS[colour]} {colour}" for colour in COLOURS))
    rows = []
    for school in _order(found):
        colours = [light.colour for light in found.report.lights if light.place.school == school]
        rows.append((found.school_name(school), *(f"{colours.count(colour):,}" for colour in COLOURS)))
    return plain_table(heads, rows, numbers=heads[1:])


def _named(found: Exceptions, light: Light) -> str:
    place = light.place
    return (
        f"{group_words(found.counts.groups[place.group])}, {place.measure}, {found.school_name(place.school)}"
    )


def _reason(found: Exceptions, light: Light) -> Text:
    """The light, whose it is, why, the warnings that apply, and what could not be judged."""
    text = Text(SYMBOLS[light.colour], style=_STYLES[light.colour])
    text.append(f" {_named(found, light)}: ", style="not dim bold default")
    text.append(f"{'; '.join(light.why)} [{', '.join(light.rules)}].", style="not bold default")
    marks = "".join(f" ({_MARKS[warned]})" for warned in light.warnings)
    text.append(marks, style="dim not bold default")
    if light.not_judged:
        text.append(f" Not judged for red: {'; '.join(light.not_judged)}.", style="dim not bold default")
    return text


def sentences(found: Exceptions) -> Iterator[str]:
    """How many lights there are of each colour, and how many chance would show."""
    report = found.report
    by_colour = ", ".join(f"{report.count(colour):,} {colour}" for colour in COLOURS)
    yield f"{counted(len(report.lights), 'light')}: {by_colour}."
    if report.gaps_judged:
        yield (
            f"If no group were truly behind, chance alone would show up to {_expected(report.chance_any)} of "
            f"{counted(report.gaps_judged, 'light')} with a gap to judge as red or amber for the gap, up to "
            f"{_expected(report.chance_red)} of them as red. halfterm find-gaps lists those that chance does "
            "not explain."
        )


def _expected(number: float) -> str:
    return f"{half_away(number, 1):.1f}"


def notes(found: Exceptions) -> Iterator[str]:
    """How to read it, and for whom it is."""
    fewest = found.rules.fewest
    yield (
        f"{', '.join(f'{SYMBOLS[colour]} {colour}' for colour in COLOURS)}: fewer than {fewest} pupils on a "
        f"side, or no data. By {found.rules_from}; a group is set beside the others of its school and year."
    )
    shown = {w for light in found.report.lights if light.colour in ("red", "amber") for w in light.warnings}
    told = [f"({mark}) {WARNINGS[warned]}" for warned, mark in _MARKS.items() if warned in shown]
    if told:
        yield "Letters beside a light are the warnings that apply to it. " + " ".join(told)
    if found.earlier is None:
        yield "No earlier half-term is loaded within reach: whether gaps close, and progress, are not asked."
    yield "A light says where to look, not why. It names small groups, so it is for the schools' own eyes."


def exceptions_json(found: Exceptions) -> str:
    """One object: every light with its reasons, what chance would show, and the rules' file."""
    report = found.report
    whole = {
        "half_term": found.now.id,
        "since": found.earlier.id if found.earlier is not None else None,
        "school": found.school,
        "rules": found.rules_from,
        "fewest": found.rules.fewest,
        "counts": {colour: report.count(colour) for colour in COLOURS},
        "expected_by_chance": {
            "of": report.gaps_judged,
            "red_or_amber_at_most": report.chance_any,
            "red_at_most": report.chance_red,
        },
        "lights": [_light_json(found, light) for light in report.lights],
        "warnings": dict(WARNINGS),
        "notes": list(notes(found)),
    }
    return json.dumps(whole, indent=2, allow_nan=False, ensure_ascii=False)


def _light_json(found: Exceptions, light: Light) -> dict[str, object]:
    place = light.place
    return {
        "light": light.colour,
        "group": dict(found.counts.groups[place.group]),
        "measure": place.measure,
        "scale": place.scale,
        "school": place.school or None,
        "why": light.why,
        "rules": light.rules,
        "warnings": light.warnings,
        "not_judged": light.not_judged,
    }
