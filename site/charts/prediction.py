"""The prediction chart: baseline gap, target, predicted interval and what was found, one row a measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from halfterm.cycles.disclosure import Shown
from halfterm.site.charts.axis import WIDTH, Axis, Tick, axis_over, fitted, width_of
from halfterm.site.charts.drawing import HOUSE, Box, Drawing, Line, Mark, Words, draw
from halfterm.site.charts.lettering import keyed
from halfterm.site.pieces import Chart, ChartTable
from halfterm.site.rendering import Templates

MarkKind = Literal["before", "goal", "predicted", "found"]

EDGE: Final = 24.0
"""Room for half the widest number under the axis."""
HEADING: Final = 24.0
KEYS: Final[tuple[tuple[MarkKind, str, float, float], ...]] = (
    ("before", "baseline gap", 0.0, HEADING + 19),
    ("found", "found", 150.0, HEADING + 19),
    ("predicted", "predicted, with its interval", 0.0, HEADING + 38),
    ("goal", "target", 250.0, HEADING + 38),
)
GRID_TOP: Final = HEADING + 52
ROW, AXIS_FOOT = 50.0, 30.0


@dataclass(frozen=True, slots=True)
class PredictionRow:
    """One measure: figures of the gap in points; those that are hidden or not planned are left out.

    `note` says how the prediction fared.
    """

    measure: str
    before: Shown
    goal: Shown
    predicted: Shown
    lower: Shown
    upper: Shown
    found: Shown
    note: str

    @property
    def figures(self) -> tuple[Shown, ...]:
        return (self.before, self.goal, self.predicted, self.lower, self.upper, self.found)


@dataclass(frozen=True, slots=True)
class Band:
    """The predicted interval, and where in it the predicted value is."""

    x: float
    width: float
    value_x: float


@dataclass(frozen=True, slots=True)
class PointMark:
    kind: MarkKind
    x: float


@dataclass(frozen=True, slots=True)
class PredictionMarks:
    y: float
    label: str
    note: str
    band: Band | None
    points: tuple[PointMark, ...]


@dataclass(frozen=True, slots=True)
class KeyMark:
    kind: MarkKind
    words: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class PredictionLayout:
    """Every place of the chart, in chart units."""

    name: str
    title: str
    description: str
    width: float
    height: float
    heading: str
    keys: tuple[KeyMark, ...]
    rows: tuple[PredictionMarks, ...]
    ticks: tuple[Tick, ...]
    zero_x: float
    grid_top: float
    grid_bottom: float


def prediction_chart(
    rows: Sequence[PredictionRow], *, name: str, title: str, templates: Templates = HOUSE
) -> Chart:
    """The chart, with the same rows told in words in its description and as figures in its table."""
    heads = ("Measure", "Baseline gap", "Target", "Predicted", "From", "To", "Found", "In words")
    table = ChartTable(
        f"{title}, points",
        heads,
        tuple((r.measure, r.before, r.goal, r.predicted, r.lower, r.upper, r.found, r.note) for r in rows),
    )
    return Chart(name, draw(drawn(lay_out(rows, name=name, title=title)), templates=templates), table)


def drawn(layout: PredictionLayout) -> Drawing:
    """The layout as marks."""
    marks: list[Mark] = [Words(0.0, 16.0, layout.heading, "head")]
    for key in layout.keys:
        marks.append(keyed(key.kind, key.x + 7, key.y - 4))
        marks.append(Words(key.x + 20, key.y, key.words, "soft"))
    marks += [Words(tick.x, layout.grid_bottom + 16, tick.label, "soft", "middle") for tick in layout.ticks]
    for row in layout.rows:
        marks += _row_marks(row, layout)
    return Drawing(layout.name, layout.title, layout.description, layout.width, layout.height, tuple(marks))


def _row_marks(row: PredictionMarks, layout: PredictionLayout) -> list[Mark]:
    """The words of a measure, and under them its interval and points."""
    marks: list[Mark] = [
        Words(0.0, row.y + 12, row.label, "halo"),
        Words(layout.width, row.y + 12, row.note, "halo soft", "end"),
        *(Line(tick.x, row.y + 20, tick.x, row.y + 48, "grid") for tick in layout.ticks),
        Line(layout.zero_x, row.y + 20, layout.zero_x, row.y + 48, "zero"),
    ]
    if row.band:
        marks.append(Box(row.band.x, row.y + 28, row.band.width, 12, "predicted"))
        marks.append(Line(row.band.value_x, row.y + 28, row.band.value_x, row.y + 40, "value"))
    # A target stands over the place it aims at, so that what was found may lie on it.
    marks += [keyed(p.kind, p.x, row.y + (28 if p.kind == "goal" else 34)) for p in row.points]
    return marks


def lay_out(rows: Sequence[PredictionRow], *, name: str, title: str) -> PredictionLayout:
    """Where everything goes; no gap (0) is always on the axis."""
    values = [f.value for row in rows for f in row.figures if f.value is not None]
    axis = axis_over(values, left=EDGE, right=WIDTH - EDGE, zero=True)
    bottom = GRID_TOP + ROW * len(rows)
    return PredictionLayout(
        name=name,
        title=title,
        description=" ".join(_told(row) for row in rows),
        width=WIDTH,
        height=bottom + AXIS_FOOT,
        heading="Gap predicted and found, points",
        keys=tuple(KeyMark(*key) for key in KEYS),
        rows=tuple(_marks(row, axis, GRID_TOP + ROW * i) for i, row in enumerate(rows)),
        ticks=axis.ticks,
        zero_x=axis.x(0.0),
        grid_top=GRID_TOP,
        grid_bottom=bottom,
    )


def _marks(row: PredictionRow, axis: Axis, y: float) -> PredictionMarks:
    label = fitted(row.measure, WIDTH - width_of(row.note) - 12)
    kinds: tuple[tuple[MarkKind, Shown], ...] = (
        ("before", row.before),
        ("goal", row.goal),
        ("found", row.found),
    )
    points = tuple(PointMark(kind, axis.x(f.value)) for kind, f in kinds if f.value is not None)
    return PredictionMarks(y, label, row.note, _band(row, axis), points)


def _band(row: PredictionRow, axis: Axis) -> Band | None:
    if row.lower.value is None or row.upper.value is None or row.predicted.value is None:
        return None
    left, right = axis.x(row.lower.value), axis.x(row.upper.value)
    return Band(left, round(max(right - left, 2.0), 1), axis.x(row.predicted.value))


def _told(row: PredictionRow) -> str:
    said = [
        f"baseline gap {row.before}",
        f"target {row.goal}" if row.goal.visible else "",
        f"predicted {row.predicted}, from {row.lower} to {row.upper}" if row.predicted.visible else "",
        f"found {row.found}" if row.found.visible else "found: hidden",
        row.note,
    ]
    return f"{row.measure}: {'; '.join(filter(None, said))}."
