"""Every kind of chart from made-up figures, as small or as large as a test wants them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from halfterm.cycles.disclosure import Shown, hidden, show_number
from halfterm.cycles.series.chart import CycleMark, SeriesRequest, series_chart
from halfterm.cycles.series.segment import Point
from halfterm.cycles.series.shown import Unit, shown_series
from halfterm.site.charts import (
    CalendarMark,
    DistributionSeries,
    Dumbbell,
    ForestRow,
    Group,
    Key,
    LightCell,
    PredictionRow,
    Row,
    SlopeRow,
    calendar_chart,
    control_chart,
    distribution_chart,
    dumbbell_chart,
    forest_chart,
    lights_chart,
    matrix_chart,
    prediction_chart,
    slope_chart,
)
from halfterm.site.charts.lights import Colour
from halfterm.site.pieces import Chart

SHORT: Final = ("Ash", "Birch", "Cedar", "Dale", "Elm")
LONG: Final = (
    "Our Lady of Perpetual Help Voluntary Aided Catholic Junior and Infant School",
    "St Thomas of Canterbury Catholic Primary School and Nursery",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
)
TOO_LONG: Final = "a longer title than anybody should give a chart of some schools, "
COLOURS: Final[tuple[Colour, ...]] = ("red", "amber", "green", "grey")
TONES: Final = ("closer", "wider", "plain", "nearer", "further", "crossed", "rose", "fell")


def figure(value: float) -> Shown:
    return show_number(value, decimals=1)


@dataclass(frozen=True, slots=True)
class Gallery:
    """Charts of `count` rows; every `mask`-th figure is hidden, none when it is 0."""

    count: int = 5
    long: bool = False
    scale: float = 1.0
    mask: int = 3

    @property
    def names(self) -> list[str]:
        given = LONG if self.long else SHORT
        return [f"{given[i % len(given)]} {i}" for i in range(self.count)]

    def title(self, words: str) -> str:
        return f"{words}, {TOO_LONG if self.long else ''}by school"

    def shown(self, place: int, value: float) -> Shown:
        if self.mask and place % self.mask == self.mask - 1:
            return hidden("c")
        return figure(value * self.scale)

    def calendar(self) -> Chart:
        kinds = ("meeting", "baseline window", "lock by")
        begin = date(2026, 1, 5)
        events = [
            CalendarMark(begin + timedelta(days=(5 * i) % 37), name, kinds[i % 3])
            for i, name in enumerate(self.names)
        ]
        return calendar_chart(
            "calendar", self.title("Calendar"), events, from_=begin, until=date(2026, 2, 13)
        )

    def control(self) -> Chart:
        begin, last = date(2020, 1, 1), self.count - 1
        held = [
            Point(
                f"h{i}",
                f"Half-term {i}",
                begin + timedelta(days=50 * i),
                begin + timedelta(days=50 * i + 31),
                self.scale * (-8.0 + (i * 7) % 5 + (9.0 if i == last else 0.0)),
            )
            for i in range(self.count)
        ]
        marks = (CycleMark("pairs-1", held[self.count // 2].ends),)
        request = SeriesRequest("XmR", marks=marks, targets={"h0": -2.0 * self.scale}, good="higher")
        series = shown_series(
            series_chart(held, request),
            title=self.title("Reading gap"),
            measure="reading",
            of="gap",
            unit=Unit("points", signed=True),
            audience="school",
        )
        return control_chart(series, name="control")

    def distribution(self) -> Chart:
        series = [
            DistributionSeries(side, [self.shown(i, 3.0 + i % 7) for i in range(self.count)])
            for side in ("FSM pupils", "other pupils", f"pupils of {self.names[0]}")
        ]
        return distribution_chart(
            "distribution", self.title("Reading"), series, bands=self.names, unit="% of pupils"
        )

    def dumbbell(self) -> Chart:
        rows = []
        for i, name in enumerate(self.names):
            first = self.shown(i, -8.0 + i % 5)
            why = "" if first.visible else "hidden: few pupils"
            rows.append(Row(name, "2.0 closer", first, figure(-2.0), why))
        keys = (Key("before", "gap before the cycle"), Key("after", "gap after it"))
        groups = (Group("", tuple(rows)),)
        return dumbbell_chart(Dumbbell("dumbbell", self.title("Gap"), "Gap", keys, groups, zero=True))

    def forest(self) -> Chart:
        rows = []
        for i, name in enumerate(self.names):
            values = (-0.4 + 0.1 * (i % 9) + reach for reach in (0.0, -0.3, 0.2))
            rows.append(ForestRow(name, *(self.shown(i, value) for value in values), figure(3.0 + i)))
        ends = [figure(self.scale * value) for value in (0.1, 0.0, 0.2)]
        pooled = ForestRow("All together", *ends, figure(100.0), is_pooled=True)
        expected = (figure(-0.2 * self.scale), figure(0.4 * self.scale))
        unit = self.title("standard deviations")
        return forest_chart("forest", self.title("Pairs"), [*rows, pooled], unit=unit, expected=expected)

    def lights(self) -> Chart:
        cells = [
            [LightCell(COLOURS[(i + j) % 4], f"{i - j:+d}.0") for j in range(4)] for i in range(self.count)
        ]
        columns = ["Reading", "Writing", "Numeracy", LONG[0] if self.long else "Attendance"]
        return lights_chart("lights", self.title("Lights"), cells, rows=self.names, columns=columns)

    def matrix(self) -> Chart:
        columns = self.names[:12]
        cells = [
            [self.shown(i * 3 + j, float((i * j + 1) % 30)) for j in range(len(columns))]
            for i in range(self.count)
        ]
        return matrix_chart(
            "matrix",
            self.title("Progress, pupils"),
            cells,
            rows=self.names,
            columns=columns,
            row_head="Autumn",
            column_head=self.title("Spring"),
        )

    def prediction(self) -> Chart:
        numbers = [figure(self.scale * value) for value in (-8, -4, -5, -7, -3)]
        rows = [
            PredictionRow(name, *numbers, self.shown(i, -3.0 + i % 4), "prediction held")
            for i, name in enumerate(self.names)
        ]
        return prediction_chart(rows, name="prediction", title="Gap predicted and found")

    def slope(self) -> Chart:
        rows = [
            SlopeRow(
                name, self.shown(i, -4.0 + i % 6), figure(self.scale * (-3.0 + i % 4)), TONES[i % len(TONES)]
            )
            for i, name in enumerate(self.names)
        ]
        return slope_chart(
            "slope", self.title("Gap"), rows, before=self.title("Autumn"), after="Spring 1", unit="points"
        )

    @property
    def makers(self) -> dict[str, Callable[[], Chart]]:
        """What makes each kind."""
        kinds = (
            *(self.calendar, self.control, self.distribution, self.dumbbell, self.forest),
            *(self.lights, self.matrix, self.prediction, self.slope),
        )
        return {make.__name__: make for make in kinds}

    def made(self) -> dict[str, Chart]:
        """One chart of each kind."""
        return {kind: make() for kind, make in self.makers.items()}


SIZES: Final = {
    "one row": Gallery(1, mask=0),
    "one hidden row": Gallery(1, mask=1),
    "a few": Gallery(5),
    "long names": Gallery(5, long=True),
    "forty long names": Gallery(40, long=True),
    "nothing hidden, great numbers": Gallery(6, scale=12_345.0, mask=0),
    "all the same": Gallery(4, scale=0.0, mask=0),
}
