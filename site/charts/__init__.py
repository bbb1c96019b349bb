"""Charts as SVG: each a title, a description, colours of the page, and the same figures as a table."""

from halfterm.site.charts.control import control_chart, series_csv
from halfterm.site.charts.cycle_calendar import CalendarMark, calendar_chart
from halfterm.site.charts.distribution import DistributionSeries, distribution_chart
from halfterm.site.charts.dumbbell import Dumbbell, Group, Key, Row, shared_span
from halfterm.site.charts.dumbbell_layout import dumbbell_chart
from halfterm.site.charts.forest import ForestRow, forest_chart
from halfterm.site.charts.lights import LightCell, lights_chart
from halfterm.site.charts.matrix import matrix_chart
from halfterm.site.charts.prediction import PredictionRow, prediction_chart
from halfterm.site.charts.slope import SlopeRow, slope_chart

__all__ = [
    "CalendarMark",
    "DistributionSeries",
    "Dumbbell",
    "ForestRow",
    "Group",
    "Key",
    "LightCell",
    "PredictionRow",
    "Row",
    "SlopeRow",
    "calendar_chart",
    "control_chart",
    "distribution_chart",
    "dumbbell_chart",
    "forest_chart",
    "lights_chart",
    "matrix_chart",
    "prediction_chart",
    "series_csv",
    "shared_span",
    "slope_chart",
]
