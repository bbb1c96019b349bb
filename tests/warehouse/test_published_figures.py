"""Official open data: the one figure that filters leave, and the symbols that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.published_figures import figure

TIDY = """\
time_period,time_identifier,geographic_level,country_code,country_name,breakdown,avg_read,pct_exp
202425,Academic year,National,E92000001,England,Total,105.1,74%
202425,Academic year,National,E92000001,England,Disadvantaged,102.0,c
202425,Academic year,Local authority,E92000001,England,Total,104.2,"1,071.5"
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "ks2.csv"
    path.write_text(TIDY, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("level", "indicator", "wanted"),
    [
        ("National", "avg_read", 105.1),
        ("National", "pct_exp", 74.0),
        ("Local authority", "pct_exp", 1071.5),
    ],
)
def test_the_filters_leave_one_figure(data: Path, level: str, indicator: str, wanted: float) -> None:
    assert figure(data, indicator, {"geographic_level": level, "breakdown": "Total"}) == wanted


@pytest.mark.parametrize(
    ("where", "indicator", "said"),
    [
        (
            {"breakdown": "Total"},
            "avg_read",
            "2 rows have breakdown=Total; name more filters, of time_period",
        ),
        ({"breakdown": "Totals"}, "avg_read", "no row has breakdown=Totals"),
        ({"breakdown": "Disadvantaged"}, "pct_exp", "the figure is not given: confidential"),
        ({"breakdown": "Disadvantaged"}, "country_name", "not a figure"),
        ({"breakdwon": "Total"}, "avg_read", "no column 'breakdwon'; did you mean 'breakdown'"),
    ],
)
def test_anything_else_is_refused(data: Path, where: dict[str, str], indicator: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        figure(data, indicator, where)
