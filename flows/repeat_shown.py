"""How a repeated study is told: whether every number is the recorded one, and those that are not."""

from __future__ import annotations

import json
import re
from typing import Final

from rich.console import Console
from rich.text import Text

from halfterm.cycles.disclosure import Audience, Shown, hidden, show_finding
from halfterm.cycles.impact.statistics import CATALOGUE
from halfterm.cycles.record import Study
from halfterm.flows.plain_table import plain_table
from halfterm.flows.repeat import Figures, Repeated
from halfterm.warehouse.as_at import LoadMoment
from halfterm.warehouse.counting import counted

_FINDING_VALUE: Final = re.compile(r"findings\.(\w+)\.value")


def print_repeated(
    console: Console, repeated: Repeated, *, names: dict[str, str], audience: Audience
) -> None:
    """One line that says yes or no; below it, what is different, and why it may be."""
    moment = repeated.moment
    console.print(Text(f"{repeated.cycle} as at load {moment.number}", style="bold"))
    console.print(Text(f"{_load_words(moment)}; id {moment.load}", style="dim"))
    console.print()
    for sentence in sentences(repeated):
        console.print(Text(sentence))
    rows = _rows(repeated, names, audience)
    if rows:
        heads = ["Where", "Measure", "Figure", "Recorded", f"As at load {moment.number}", "Now"]
        kept = [i for i in range(len(heads)) if heads[i] != "Now" or any(row[i] for row in rows)]
        console.print()
        console.print(
            plain_table(
                [heads[i] for i in kept],
                [[row[i] for i in kept] for row in rows],
                numbers=heads[3:],
                unbroken=heads[3:],
            )
        )


def _load_words(load: LoadMoment) -> str:
    part = f", {load.part}" if load.part else ""
    return f"{load.source}{part}, {load.half_term}, loaded on {load.loaded_on}"


def sentences(repeated: Repeated) -> list[str]:
    """The answer, what it rests on, and what has come since."""
    total = sum(each.count for each in repeated.figures)
    differing = sum(len(each.differing) for each in repeated.figures)
    studies = counted_studies(len(repeated.figures))
    if repeated.is_equal:
        said = [f"All {total:,} numbers and words of {studies} are what was recorded, to the last bit."]
    else:
        said = [f"{differing:,} of {total:,} numbers and words of {studies} are not what was recorded."]
    return [*said, *_why(repeated), *_since(repeated)]


def counted_studies(number: int) -> str:
    """A number of studies.

    >>> counted_studies(1), counted_studies(3)
    ('1 study', '3 studies')
    """
    return "1 study" if number == 1 else f"{number:,} studies"


def _why(repeated: Repeated) -> list[str]:
    if repeated.proved:
        said = "Plans, loads and code are those of the record: together they give its key."
        return [said if repeated.is_equal else f"{said} What else decides is not: {_ELSE}."]
    if repeated.is_equal:
        return []
    if repeated.rests_on_newer:
        return ["The record rests on a newer load than these."]
    code = (
        ""
        if repeated.recorded_code == repeated.code
        else f" It was made by {repeated.recorded_code}; this is {repeated.code}."
    )
    return [f"Plans and loads are the nearest to the record's; its key is not found again.{code}"]


_ELSE = "programme.yaml, benchmarks.yaml, or a list of pupils has been changed since"


def _since(repeated: Repeated) -> list[str]:
    if not repeated.newer:
        return []
    changed = sum(len(each.changed_since) for each in repeated.figures)
    loads = "; ".join(f"load {load.number}: {_load_words(load)}" for load in repeated.newer)
    does = f"it changes {changed:,} of them" if changed else "it changes none of them"
    if len(repeated.newer) > 1:
        does = does.replace("it changes", "they change")
    return [
        f"{counted(len(repeated.newer), 'load')} of {repeated.half_term} since then, and {does} ({loads})."
    ]


def _rows(repeated: Repeated, names: dict[str, str], audience: Audience) -> list[tuple[str, ...]]:
    """A row a finding whose value is not the same everywhere, as the audience may see it."""
    rows = [
        (
            names.get(each.place, each.place),
            each.measure,
            _label(statistic),
            *map(str, _values(each, statistic, audience)),
        )
        for each in repeated.figures
        for statistic in _moved(each)
    ]
    return [row if i == 0 or row[:2] != rows[i - 1][:2] else ("", "", *row[2:]) for i, row in enumerate(rows)]


def _moved(figures: Figures) -> list[str]:
    paths = (*figures.differing, *figures.changed_since)
    return list(dict.fromkeys(match[1] for path in paths if (match := _FINDING_VALUE.fullmatch(path))))


def _label(statistic: str) -> str:
    return CATALOGUE[statistic].label if statistic in CATALOGUE else statistic


def _values(figures: Figures, statistic: str, audience: Audience) -> tuple[Shown | str, ...]:
    return (
        _value(figures.recorded, statistic, audience),
        _value(figures.then, statistic, audience),
        "" if figures.now is None else _value(figures.now, statistic, audience),
    )


def _value(study: Study | None, statistic: str, audience: Audience) -> Shown:
    found = [f for f in study.findings if f.statistic == statistic] if study else []
    if not found:
        return hidden("x")
    decimals = CATALOGUE[statistic].decimals if statistic in CATALOGUE else 2
    return show_finding(found[0], audience=audience, decimals=decimals).value


def repeated_json(repeated: Repeated, *, audience: Audience) -> str:
    """One object: the answer, the moment, every part that differs, numbers as the audience may see them."""
    moment = repeated.moment
    whole = {
        "cycle": repeated.cycle,
        "half_term": repeated.half_term,
        "as_at": {"number": moment.number, "load": moment.load, "loaded_on": moment.loaded_on.isoformat()},
        "equal": repeated.is_equal,
        "proved": repeated.proved,
        "recorded_by": repeated.recorded_code,
        "computed_by": repeated.code,
        "newer_loads": [load.load for load in repeated.newer],
        "studies": [_study_json(each, audience) for each in repeated.figures],
    }
    return json.dumps(whole, indent=2, allow_nan=False)


def _study_json(figures: Figures, audience: Audience) -> dict[str, object]:
    return {
        "level": figures.level,
        "place": figures.place,
        "measure": figures.measure,
        "parts": figures.count,
        "differing": list(figures.differing),
        "changed_since": list(figures.changed_since),
        "findings": [
            {"statistic": statistic}
            | {
                when: shown.value if isinstance(shown, Shown) else None
                for when, shown in zip(
                    ("recorded", "as_at", "now"), _values(figures, statistic, audience), strict=True
                )
            }
            for statistic in _moved(figures)
        ],
    }
