"""A chart in the page: its drawing, and its figures folded beneath it as a table."""

from __future__ import annotations

from halfterm.cycles.disclosure import Shown
from halfterm.site.charts.drawing import HOUSE
from halfterm.site.pieces import Chart, ChartTable
from halfterm.site.rendering import Templates


def chart_markup(chart: Chart, *, templates: Templates = HOUSE) -> str:
    """The chart's SVG as it stands in a page, followed by its table if it has one."""
    drawing = chart.svg.strip()
    return f"{drawing}\n{table_markup(chart.table, templates=templates)}" if chart.table else drawing


def table_markup(table: ChartTable, *, templates: Templates = HOUSE) -> str:
    """The table as HTML, folded; columns of figures stand at the right."""
    numbers = [
        place > 0 and any(isinstance(row[place], Shown) for row in table.rows)
        for place in range(len(table.heads))
    ]
    return templates.markup("charts/table.html", table=table, numbers=numbers).strip()
