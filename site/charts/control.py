"""Run and control charts: a series of half-terms with its icons, and the table that stands beside it."""

from __future__ import annotations

from typing import Final

from halfterm.cycles.series.shown import ShownSeries
from halfterm.site.charts.control_frame import RIGHT
from halfterm.site.charts.control_layout import KeyPlace, RunLayout, Spot, lay_out
from halfterm.site.charts.drawing import HOUSE, Disc, Drawing, Line, Mark, Path, Words, draw
from halfterm.site.charts.lettering import point
from halfterm.site.pieces import Chart, ChartTable
from halfterm.site.rendering import Templates
from halfterm.site.tidy import rows_csv

COLUMNS: Final = (
    *("point", "name", "starts", "ends", "value", "n", "n_others"),
    *("centre", "lower", "upper", "target", "signal", "why_none"),
)


def control_chart(series: ShownSeries, *, name: str, templates: Templates = HOUSE) -> Chart:
    """The chart, with its verdicts and points told in words in its description and as figures in its table.

    Centre line from 6 points, limits from 12 (`cycles.series.policy`); a hidden point leaves a gap.
    """
    heads = ("When", "Value", "Centre", "From", "To", "Target", "More than chance")
    rows = tuple((p.name, p.value, p.centre, p.lower, p.upper, p.target, p.signal) for p in series.points)
    title = series.title if series.unit.behind else f"{series.title}, {series.unit.name}"
    layout = lay_out(series, name=name)
    return Chart(name, draw(drawn(layout), templates=templates), ChartTable(title, heads, rows))


def series_csv(series: ShownSeries) -> str:
    """The table that stands beside the chart, as CSV: a row a point, hidden figures as their symbol."""
    return rows_csv(
        COLUMNS,
        (
            (
                *(p.id, p.name, p.starts, p.ends, p.value, p.n, p.n_others),
                *(p.centre, p.lower, p.upper, p.target, p.signal, p.why),
            )
            for p in series.points
        ),
    )


def drawn(layout: RunLayout) -> Drawing:
    """The layout as marks: rules first, points last."""
    marks: list[Mark] = [*layout.over.marks]
    for key in layout.keys:
        marks += _key(key)
    for tick in layout.value_ticks:
        marks.append(Line(layout.left, tick.y, RIGHT, tick.y, "grid"))
        marks.append(Words(tick.x, tick.y + 4.5, tick.text, "soft", "end"))
    if layout.zero_y is not None:
        marks.append(Line(layout.left, layout.zero_y, RIGHT, layout.zero_y, "zero"))
    marks += [Line(m.x, m.top, m.x, layout.bottom, "zero cycle") for m in layout.marks]
    marks += [Words(label.x, label.y, label.text, "halo soft") for label in layout.mark_labels]
    marks += [Line(x, layout.top, x, layout.bottom, "bar") for x in layout.rebases]
    for paths, look in (
        (layout.limits, "bar limit"),
        (layout.centres, "value"),
        (layout.goals, "aim"),
        (layout.courses, "bar course"),
    ):
        marks += [Path(path, look) for path in paths]
    marks += [_spot(spot) for spot in layout.spots]
    marks += [Words(tick.x, tick.y, tick.text, "soft", "middle") for tick in layout.time_ticks]
    return Drawing(layout.name, layout.title, layout.description, layout.width, layout.height, tuple(marks))


def _spot(spot: Spot) -> Mark:
    if spot.text:
        return Words(spot.x, spot.y, spot.text, "halo soft italic", "middle")
    return point("diamond", spot.x, spot.y, "found") if spot.special else Disc(spot.x, spot.y, 4, "after")


def _key(key: KeyPlace) -> list[Mark]:
    """A sample of what a key explains, and its words."""
    x, y = key.x, key.y - 4
    words = Words(x + (0 if key.kind == "absent" else 20), key.y, key.words, "soft")
    match key.kind:
        case "point":
            return [Disc(x + 8, y, 4, "after"), words]
        case "special":
            return [point("diamond", x + 8, y, "found"), words]
        case "centre":
            return [Line(x, y, x + 16, y, "value"), words]
        case "limit":
            return [Line(x, y, x + 16, y, "bar limit"), words]
        case "goal":
            return [Line(x, y, x + 16, y, "aim"), words]
        case "cycle":
            return [Line(x + 8, y - 7, x + 8, y + 7, "zero cycle"), words]
        case "rebase":
            return [Line(x + 8, y - 7, x + 8, y + 7, "bar"), words]
        case "absent":
            return [words]
