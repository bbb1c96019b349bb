"""The prediction chart: what was aimed at, predicted and found; nothing drawn of what is hidden."""

from __future__ import annotations

from halfterm.cycles.disclosure import Shown, hidden, show_number
from halfterm.site.charts.axis import WIDTH
from halfterm.site.charts.prediction import PredictionRow, lay_out, prediction_chart


def figure(value: float) -> Shown:
    return show_number(value, decimals=1)


def predicted(found: Shown, note: str) -> PredictionRow:
    return PredictionRow("Reading", figure(-8), figure(-4), figure(-5), figure(-7), figure(-3), found, note)


def test_a_prediction_chart_shows_baseline_target_interval_and_what_was_found() -> None:
    layout = lay_out([predicted(figure(-4.9), "prediction held")], name="prediction", title="t")
    (marks,) = layout.rows
    assert [point.kind for point in marks.points] == ["before", "goal", "found"]
    assert marks.band is not None
    assert marks.band.x < marks.band.value_x < marks.band.x + marks.band.width
    assert all(0 <= point.x <= WIDTH for point in marks.points)
    assert layout.description == (
        "Reading: baseline gap −8.0; target −4.0; predicted −5.0, from −7.0 to −3.0; "
        "found −4.9; prediction held."
    )


def test_what_was_found_is_not_drawn_where_it_is_hidden() -> None:
    rows = [predicted(hidden("c"), "outcome hidden")]
    (marks,) = lay_out(rows, name="prediction", title="t").rows
    assert [point.kind for point in marks.points] == ["before", "goal"]
    assert "found: hidden" in prediction_chart(rows, name="prediction", title="t").svg


def test_the_table_has_every_figure_and_symbols_for_what_is_hidden() -> None:
    table = prediction_chart([predicted(hidden("c"), "outcome hidden")], name="prediction", title="Gap").table
    assert table is not None
    assert tuple(map(str, table.rows[0])) == (
        *("Reading", "−8.0", "−4.0", "−5.0", "−7.0", "−3.0", "c", "outcome hidden"),
    )
