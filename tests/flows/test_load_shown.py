"""The report of loads in a terminal: counts by file, then what is wrong, where, and what to do."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from halfterm.cycles.load_report import WHY_NO_VALUES, LoadFinding, LoadReport
from halfterm.flows.load_shown import as_json, print_report
from tests.cycles.load_report_factory import report


def told(*reports: LoadReport, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=False)
    print_report(console, reports)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_a_clean_file_is_one_row_of_counts_and_no_more() -> None:
    lines = [one_line(line) for line in told(report(encoding="UTF-8 with BOM")).splitlines()]
    assert lines == [
        "What came in for autumn-2",
        "",
        "File Rows Accepted Rejected Held",
        "marks.csv 30 24 0 0",
        "loaded, marks, UTF-8 with BOM",
        "",
    ]


def test_what_is_wrong_is_said_with_its_code_rows_column_and_what_to_do() -> None:
    text = told(report(LoadFinding("upn-check-letter", "UPN", (3, 17, 18)), rejected=3))
    assert one_line(text).endswith(
        "Rejected: not taken in until the file is mended "
        "The UPN's check letter is not that of its other characters (upn-check-letter, census 1510) "
        "UPN: rows 3, 17-18 To do: one character is mistyped: copy the UPN anew "
        f"{WHY_NO_VALUES}"
    )


def test_a_rule_broken_in_two_columns_is_said_once() -> None:
    text = told(report(LoadFinding("not-a-number", "Maths", (3,)), LoadFinding("not-a-number", "PE", (4,))))
    assert text.count("Not a number") == 1
    assert "Maths: row 3 PE: row 4" in one_line(text)


def test_questions_come_with_the_command_that_answers_them() -> None:
    text = one_line(told(report(LoadFinding("age-year", "DOB", (5,)))))
    assert "To answer one: halfterm answer WORKSPACE marks autumn-2 RULE --by WHO --reason WHY" in text


def test_a_refused_file_says_so_and_xml_counts_lines() -> None:
    text = one_line(told(report(LoadFinding("upn-missing", "UPN", (7,)), load="", row_word="line")))
    assert "marks.csv, autumn-2: nothing was loaded" in text
    assert "UPN: line 7" in text


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    text = told(
        report(
            LoadFinding("impossible-change", "Reading Teacher Assessment Autumn 2", tuple(range(2, 900, 3))),
            LoadFinding("school-unknown", "School", (3,)),
            file_name="8012045_CTF_8012045LL26_001_with_a_name_that_does_not_end.xml",
            rows_read=1_234_567,
            outside=12,
            elsewhere=3,
            scores_missing=4,
        ),
        width=width,
    )
    assert max(map(len, text.splitlines())) <= width


def test_a_header_cannot_act_upon_the_terminal() -> None:
    assert "\x1b" not in told(report(LoadFinding("not-a-number", "\x1b[2J", (3,))))


def test_the_object_for_machines_has_every_row() -> None:
    rows = tuple(range(2, 2002, 2))
    (load,) = json.loads(as_json([report(LoadFinding("not-a-number", "Maths", rows), load="")]))["loads"]
    assert load["load"] is None
    assert load["findings"] == [
        {
            "rule": "not-a-number",
            "census": None,
            "verdict": "rejected",
            "column": "Maths",
            "rows": list(rows),
            "what": "not a number and not a known code",
            "mend": "correct the cell or leave it blank",
        }
    ]
