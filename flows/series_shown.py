"""How a series is told: a table and sentences for a person, an object for a machine, a chart as files."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.text import Text

from halfterm.cycles.disclosure import Shown
from halfterm.cycles.errors import BadInput
from halfterm.cycles.series.shown import ShownPoint, ShownSeries
from halfterm.flows.plain_table import plain_table
from halfterm.flows.whole_file import write_whole
from halfterm.site.charts import control_chart, series_csv
from halfterm.site.rendering import Templates

_FOR = {"school": "", "cluster": " As the cluster may know it.", "public": " As the public may know it."}


def print_series(console: Console, series: ShownSeries) -> None:
    """The points with their lines and signals, then what they say, the verdict first."""
    console.print(Text(series.title, style="bold"))
    console.print()
    console.print(_table(series))
    console.print()
    for words in series.sentences:
        console.print(Text(words))
    console.print(Text(_legend(series), style="dim"))


def _table(series: ShownSeries) -> object:
    """Columns that would say nothing are left out."""
    begun: dict[int, list[str]] = {}
    for label, before in series.marks:
        begun.setdefault(before, []).append(label)
    rows = [_cells(point, begun.get(place, [])) for place, point in enumerate(series.points)]
    heads = [head for head in rows[0] if head in _ALWAYS or any(row[head] for row in rows)]
    numbers = [head for head in heads if head in _NUMBERS]
    return plain_table(
        heads, [[row[head] for head in heads] for row in rows], numbers=numbers, unbroken=["When", *numbers]
    )


_ALWAYS = ("When", "Value")
_NUMBERS = ("Value", "Pupils", "Centre", "Limits", "Target")


def _cells(point: ShownPoint, begun: list[str]) -> dict[str, str]:
    said = [point.signal, point.why, *(f"start of {label}" for label in begun)]
    others = f" v {point.n_others}" if point.n_others.visible else ""
    return {
        "When": point.name,
        "Value": point.value.text,
        "Pupils": f"{point.n}{others}" if point.n.visible else "",
        "Centre": point.centre.text if point.centre.visible else "",
        "Limits": f"{point.lower} to {point.upper}" if point.lower.visible else "",
        "Target": point.target.text if point.target.visible else "",
        "": "; ".join(filter(None, said)),
    }


def _legend(series: ShownSeries) -> str:
    unit = f"In {series.unit.name}." if series.unit.name != "count" else ""
    absent = {point.value.symbol for point in series.points}
    keys = [
        words for sign, words in (("c", "c hidden, few pupils"), ("x", "x not available")) if sign in absent
    ]
    return f"{unit}{' ' + '; '.join(keys) + '.' if keys else ''}{_FOR[series.audience]}".strip()


def series_json(series: ShownSeries) -> str:
    """One object; figures that are hidden or not there are null, with their symbol beside."""

    def figure(shown: Shown) -> dict[str, object]:
        return {"value": shown.value, "symbol": shown.symbol}

    def row(point: ShownPoint) -> dict[str, object]:
        fields = {name: getattr(point, name) for name in asdict(point)}
        return {name: figure(held) if isinstance(held, Shown) else held for name, held in fields.items()}

    content = {
        "title": series.title,
        "measure": series.measure,
        "of": series.of,
        "unit": series.unit.name,
        "audience": series.audience,
        "chart": series.kind,
        "good": series.good,
        "points": [row(point) for point in series.points],
        "segments": [asdict(segment) for segment in series.segments],
        "cycles": [{"label": label, "points_before": before} for label, before in series.marks],
        "variation": series.variation,
        "special_cause": asdict(series.cause) if series.cause is not None else None,
        "target": figure(series.target),
        "assurance": series.assurance,
        "sentences": list(series.sentences),
    }
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)


def write_chart(path: Path, series: ShownSeries, *, overrides: Path | None) -> tuple[Path, Path]:
    """Write the chart as SVG, and its table beside it as CSV under the same name; returns both.

    Raises:
        BadInput: they cannot be written there.
    """
    table = path.with_suffix(".csv")
    chart = control_chart(series, name="series", templates=Templates(overrides))
    try:
        write_whole(path, chart.svg.encode())
        write_whole(table, series_csv(series).encode())
    except OSError:
        raise BadInput(f"{path.name}: the chart cannot be written there") from None
    return path, table
