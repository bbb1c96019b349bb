"""Tidy data: one row a figure, numbers as numbers, words that no spreadsheet runs."""

from __future__ import annotations

import csv
import io

import pytest

from halfterm.cycles.disclosure import Shown, hidden, show_number, show_p
from halfterm.site.safe import show_edition
from halfterm.site.tidy import COLUMNS, findings_csv, number, rows_csv, words
from tests.site.edition_factory import edition


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_every_figure_of_a_study_is_a_row_with_its_provenance() -> None:
    shown = show_edition(edition(), "public")
    (ash,) = [s for s in shown.cycles[1].at("school", "ash") if s.measure.id == "reading"]
    rows = read(findings_csv([ash]))
    assert list(rows[0]) == list(COLUMNS)
    assert [row["statistic"] for row in rows] == list(ash.findings)
    assert rows[0] == {
        "cycle": "ash-2",
        "measure": "reading",
        "level": "school",
        "place": "ash",
        "statistic": "gap_baseline",
        "value": "-6.5",
        "lower": "-10.5",
        "upper": "-2.5",
        "p": "0.041",
        "n_target": "25",
        "n_comparison": "30",
        "method": "Welch t interval",
        "loads": "9f2c41d07ab35e66 b07755c1d2e38f90",
        "code_version": "0.1.0+1a2b3c4",
    }


def test_targets_have_their_row_too() -> None:
    shown = show_edition(edition(), "public")
    studies = shown.cycles[1].at("engagement", "ash-and-partners")
    assert [r["value"] for r in read(findings_csv(studies)) if r["statistic"] == "percent_of_goal"] == ["78"]


def test_hidden_figures_show_their_symbol() -> None:
    shown = show_edition(edition(), "public")
    rows = read(findings_csv(shown.cycles[1].at("school", "cedar")))
    assert {row[column] for row in rows for column in ("value", "lower", "upper", "p", "n_target")} == {"c"}


@pytest.mark.parametrize(
    ("figure", "written"),
    [
        (show_number(-19.4, decimals=1), "-19.4"),
        (show_number(0.4, decimals=1, signed=True), "0.4"),
        (show_number(1204, decimals=0), "1204"),
        (show_p(0.0001), "<0.001"),
        (hidden("c"), "c"),
    ],
)
def test_figures_are_written_as_programs_read_them(figure: Shown, written: str) -> None:
    assert number(figure) == written


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1", "\t=1", "\r=1", "＝1", "＠x"])
def test_words_that_begin_a_formula_get_an_apostrophe(text: str) -> None:
    assert words(text) == f"'{text}"


def test_other_words_stay_as_they_are_and_commas_are_quoted() -> None:
    assert rows_csv(["a"], [["x, y"], ["it's"]]) == 'a\n"x, y"\nit\'s\n'
