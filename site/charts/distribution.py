"""The distribution: what share of each group is in each band, bar beside bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from halfterm.cycles.disclosure import Shown
from halfterm.site.charts.axis import WIDTH, Axis, axis_over, width_of
from halfterm.site.charts.drawing import HOUSE, Box, Drawing, Line, Mark, Words, draw
from halfterm.site.charts.lettering import LINE, Placed, Sample, absent_keys, heading, keys, told, wrapped
from halfterm.site.pieces import Chart, ChartTable
from halfterm.site.rendering import Templates

BAR, BETWEEN_BARS, BETWEEN_BANDS = 13.0, 2.0, 11.0
MOST_SERIES: Final = 4
"""As many as can be told apart without colour."""
MOST_LABEL: Final = 130.0


@dataclass(frozen=True, slots=True)
class DistributionSeries:
    """One group at one time: its share in each band, in the order of the bands."""

    label: str
    shares: Sequence[Shown]


def distribution_chart(
    name: str,
    title: str,
    series: Sequence[DistributionSeries],
    *,
    bands: Sequence[str],
    unit: str,
    templates: Templates = HOUSE,
) -> Chart:
    """Bars of every series band by band, from nought, each with its figure.

    Args:
        name: of the chart, its own on the page.
        title: what is distributed, as its heading.
        series: up to four.
        bands: lowest first, as many as each series has shares.
        unit: of the shares, as said behind the title.
        templates: those of the workspace.

    Raises:
        ValueError: more than four series, or one that has not a share for every band.
    """
    if len(series) > MOST_SERIES:
        raise ValueError(f"{len(series)} series: more than {MOST_SERIES} cannot be told apart")
    if any(len(each.shares) != len(bands) for each in series):
        raise ValueError("a series has not as many shares as there are bands")
    table = _table(f"{title}, {unit}", series, bands)
    return Chart(name, draw(_lay_out(name, title, series, bands, unit), templates=templates), table)


def _table(caption: str, series: Sequence[DistributionSeries], bands: Sequence[str]) -> ChartTable:
    rows: list[tuple[str | Shown, ...]] = [
        (band, *(each.shares[i] for each in series)) for i, band in enumerate(bands)
    ]
    return ChartTable(caption, ("Band", *(each.label for each in series)), tuple(rows))


def _lay_out(
    name: str, title: str, series: Sequence[DistributionSeries], bands: Sequence[str], unit: str
) -> Drawing:
    top = heading(title, unit)
    figures = [share for each in series for share in each.shares]
    entries: list[tuple[Sample, str]] = [
        (partial(_sample, _look(i)), each.label) for i, each in enumerate(series)
    ]
    key = keys([*entries, *absent_keys(figures)], top.bottom)
    left = min(max((width_of(band) for band in bands), default=0.0), MOST_LABEL) + 10
    behind = max((width_of(figure.text) for figure in figures), default=0.0) + 8
    values = [figure.value for figure in figures if figure.value is not None]
    axis = axis_over(values, left=left, right=WIDTH - behind, zero=True)
    marks: list[Mark] = []
    y = key.bottom + 4
    for i, band in enumerate(bands):
        placed = _band(band, [each.shares[i] for each in series], axis, y, room=left - 10)
        marks += placed.marks
        y = placed.bottom + BETWEEN_BANDS
    bottom = y - BETWEEN_BANDS + 3
    base = Line(axis.x(0.0), key.bottom, axis.x(0.0), bottom, "zero")
    described = " ".join(_told(each, bands) for each in series)
    return Drawing(
        name, title, f"In {unit}. {described}", WIDTH, bottom + 6, (*top.marks, *key.marks, *marks, base)
    )


def _sample(look: str, x: float, y: float) -> tuple[Mark]:
    return (Box(x - 7, y - 5.5, 14, 11, look),)


def _look(place: int) -> str:
    return f"series-{place + 1}"


def _band(band: str, shares: Sequence[Shown], axis: Axis, top: float, *, room: float) -> Placed:
    """A band's name with the bars of all series beside it, both about one middle."""
    lines = wrapped(band, room, most=3)
    bars = len(shares) * (BAR + BETWEEN_BARS) - BETWEEN_BARS
    height = max(bars, LINE * len(lines))
    middle = top + height / 2
    first = middle - LINE * (len(lines) - 1) / 2 + 4.5
    marks: list[Mark] = [Words(0.0, first + LINE * i, line) for i, line in enumerate(lines)]
    for i, share in enumerate(shares):
        y = middle - bars / 2 + i * (BAR + BETWEEN_BARS)
        if share.value is None:
            marks.append(Words(axis.x(0.0) + 5, y + BAR - 2, share.text, "soft italic"))
            continue
        ends = sorted((axis.x(0.0), axis.x(share.value)))
        if ends[1] > ends[0]:
            marks.append(Box(ends[0], y, ends[1] - ends[0], BAR, _look(i)))
        marks.append(Words(ends[1] + 5, y + BAR - 2, share.text, "soft"))
    return Placed(tuple(marks), top + height)


def _told(series: DistributionSeries, bands: Sequence[str]) -> str:
    each = ", ".join(f"{band} {told(share)}" for band, share in zip(bands, series.shares, strict=True))
    return f"{series.label}: {each}."
