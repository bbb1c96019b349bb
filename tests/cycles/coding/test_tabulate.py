"""Counting coded reports, and finding printed figures that do not follow from their counts."""

from __future__ import annotations

from collections import Counter

from halfterm.cycles.coding.coded import CodedReport, CodedSource, Printed
from halfterm.cycles.coding.frame import TABLES
from halfterm.cycles.coding.tabulate import discrepancies, tabulate
from tests.cycles.coding.map_2010 import PRINTED, map_2010, synthetic_reports

# Table, code, count, printed percentage, computed percentage, kind: all that does not follow.
FOUND = [
    ("1_group_size", "4-7", 42, 32.5, 32.6, "truncated"),
    ("1_group_size", "8-11", 14, 10.8, 10.9, "truncated"),
    ("2_background", "not specified", 65, 50.3, 50.4, "truncated"),
    ("5_stakeholders", "middle leader", 66, 51.1, 51.2, "truncated"),
    # To the one decimal of its table this one follows: both are 0.8.
    ("7_gap", "risk of NEET", 1, 0.77, 0.78, "extra digit"),
    ("8_outcomes", "distributed leadership", 30, 24.0, 23.3, "wrong"),
    ("9_evidence", "meeting notes", 55, 42.9, 42.6, "wrong"),
    ("10_project_type", "", 128, 128.0, 129.0, "total"),
]


def test_the_printed_figures_of_2010_that_do_not_follow_are_found() -> None:
    found = discrepancies(map_2010())
    assert [(d.table, d.code, d.n, d.printed, d.computed, d.kind) for d in found] == FOUND


def test_six_percentages_and_one_total_do_not_follow_at_the_decimals_of_their_tables() -> None:
    kinds = Counter(d.kind for d in discrepancies(map_2010()))
    assert kinds["wrong"] + kinds["truncated"] == 6
    assert kinds["total"] == 1


def test_reports_made_to_the_printed_counts_add_no_discrepancy() -> None:
    assert discrepancies(map_2010(with_reports=True)) == discrepancies(map_2010())


def test_counts_are_those_of_the_reports_and_percent_is_of_all_of_them() -> None:
    for table in tabulate(synthetic_reports()):
        assert [row.n for row in table.rows] == [n for n, _ in PRINTED[table.table.id]]
        assert table.reports == 129
    phases = tabulate(synthetic_reports())[2]
    assert [row.percent for row in phases.rows] == [2.3, 48.1, 7.0, 25.6, 10.9, 4.7, 1.6]
    assert (phases.total, phases.coded) == (129, 129)


def test_a_report_without_a_code_counts_among_all() -> None:
    reports = [CodedReport("a", {"7_gap": ("gender", "SEN")}), CodedReport("b", {})]
    gap = tabulate(reports)[6]
    assert {row.code: (row.n, row.percent) for row in gap.rows if row.n} == {
        "gender": (1, 50.0),
        "SEN": (1, 50.0),
    }
    assert (gap.reports, gap.coded, gap.total) == (2, 1, 2)


def test_without_reports_there_is_no_percentage() -> None:
    assert {row.percent for table in tabulate(()) for row in table.rows} == {None}


def test_a_count_that_the_reports_do_not_have_is_found() -> None:
    reports = (CodedReport("a", {"6_target_group_identified": ("yes",)}),)
    printed = (Printed("6_target_group_identified", "yes", 1, 100.0),)
    made = CodedSource("s", "S", reports, (*printed, Printed("7_gap", "SEN", 1, 100.0)), 1)
    [found] = discrepancies(made)
    assert (found.code, found.kind, found.words) == (
        "SEN",
        "count",
        "Table 7, SEN: 0 reports have this code; printed is 1.",
    )


def test_halves_round_away_from_zero_and_noughts_may_be_left_out() -> None:
    """1 of 16 is 6.25%: 6.3 follows, 6.2 was cut off; 4 of 16 may be printed as 25."""
    rows = [("yes", 1, 6.3), ("no", 15, 93.8)]
    printed = tuple(Printed("6_target_group_identified", *row) for row in rows)
    assert discrepancies(CodedSource("s", "S", (), printed, 16)) == ()
    cut = Printed("7_gap", "SEN", 1, 6.2)
    round_number = Printed("7_gap", "EAL", 4, 25.0)
    [found] = discrepancies(CodedSource("s", "S", (), (cut, round_number), 16))
    assert (found.kind, found.computed) == ("truncated", 6.3)


def test_every_kind_has_a_sentence() -> None:
    said = {d.kind: d.words for d in discrepancies(map_2010())}
    assert said["wrong"] == "Table 9, meeting notes: 55 reports are 42.6%; printed is 42.9%."
    assert said["total"] == (
        "Table 10: each report has one code, so the rows should add up to 129; they add up to 128."
    )
    assert "one digit more than the rest of the table" in said["extra digit"]


def test_the_frame_and_the_printed_tables_have_the_same_rows() -> None:
    assert {table: len(rows) for table, rows in PRINTED.items()} == {
        name: len(table.codes) for name, table in TABLES.items()
    }
