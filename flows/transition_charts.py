"""The charts of `halfterm transitions`: a matrix for each side, and who was in which band when."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from halfterm.cycles.disclosure import Shown, show_count, show_number
from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.transition import Transition
from halfterm.flows.transitions import TransitionReport
from halfterm.flows.whole_file import write_whole
from halfterm.site.charts import DistributionSeries, distribution_chart, matrix_chart
from halfterm.site.pieces import Chart
from halfterm.site.tidy import rows_csv


def transition_charts(report: TransitionReport) -> tuple[Chart, ...]:
    """The matrices and the distribution, for the school's own eyes as the command's tables are.

    Bands outside of which nobody is are left out; pupils without both scores are in the tables only.
    """
    kept = _kept(report.matrices)
    labels = [report.bands.labels[place] for place in kept]
    before, after = report.moves.before.name, report.moves.after.name
    sides = list(zip(report.moves.names, report.matrices, strict=True))
    matrices = [
        matrix_chart(
            f"matrix-{number}",
            f"{report.moves.asked.measure}, {side}: pupils",
            [[show_count(matrix.cells[row][column], "school") for column in kept] for row in kept],
            rows=labels,
            columns=labels,
            row_head=before,
            column_head=after,
        )
        for number, (side, matrix) in enumerate(sides, start=1)
    ]
    series = [
        DistributionSeries(f"{side}, {when}", [_share(matrix, place, after=later) for place in kept])
        for side, matrix in sides
        for when, later in ((before, False), (after, True))
    ]
    title = f"{report.moves.asked.measure}: pupils with both scores"
    return (*matrices, distribution_chart("distribution", title, series, bands=labels, unit="percent"))


def _kept(matrices: Sequence[Transition]) -> list[int]:
    used = [
        place
        for matrix in matrices
        for place in range(len(matrix.labels))
        if any(matrix.cells[place]) or any(row[place] for row in matrix.cells)
    ]
    return list(range(min(used), max(used) + 1)) if used else []


def _share(matrix: Transition, place: int, *, after: bool) -> Shown:
    """The percent of a side's pupils with both scores that are in a band."""
    there = sum(row[place] for row in matrix.cells) if after else sum(matrix.cells[place])
    return show_number(100 * there / matrix.matched if matrix.matched else None, decimals=0)


def write_charts(folder: Path, report: TransitionReport) -> tuple[Path, ...]:
    """Write each chart as SVG and its table as CSV into a folder, which is made if need be.

    Raises:
        BadInput: nobody has both scores, or they cannot be written there.
    """
    if not any(matrix.matched for matrix in report.matrices):
        raise BadInput("nobody has both scores: there is nothing to draw")
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for chart in transition_charts(report):
            path = folder / f"{chart.name}.svg"
            write_whole(path, chart.svg.encode())
            if chart.table is not None:
                write_whole(path.with_suffix(".csv"), rows_csv(chart.table.heads, chart.table.rows).encode())
            written.append(path)
    except OSError:
        raise BadInput(f"{folder}: the charts cannot be written there") from None
    return tuple(written)
