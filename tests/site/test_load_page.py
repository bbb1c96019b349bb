"""The page of a load's report: one file without scripts, grouped by part and rule, readable anywhere."""

from __future__ import annotations

import html
import re
from pathlib import Path

from playwright.sync_api import Browser

from halfterm.cycles.load_report import LoadFinding, LoadReport
from halfterm.site.load_page import MOST_ROWS, render_report
from tests.cycles.load_report_factory import report


def text_of(page: str) -> str:
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def several() -> list[LoadReport]:
    """A file with faults of every verdict, a refused one with more rows than are listed, and a clean one."""
    faulty = report(
        LoadFinding("upn-check-letter", "UPN", (3, 17, 18)),
        LoadFinding("impossible-change", "Reading Teacher Assessment Autumn 2", (40,)),
        LoadFinding("school-unknown", "School", (50, 51)),
        file_name="a-long-name-of-a-file-without-a-break-anywhere-in-it.xlsx",
        rejected=3,
        held=1,
        outside=2,
    )
    refused = report(
        LoadFinding("mixed-grades", "Result", tuple(range(2, 2 * MOST_ROWS + 40, 2))),
        load="",
        file_name="8012045.xml",
        row_word="line",
        rejected=519,
    )
    return [faulty, refused, report(file_name="clean.csv", encoding="Windows-1252")]


def test_each_file_has_its_rules_with_rows_column_code_and_what_to_do() -> None:
    text = text_of(render_report(several()))
    assert (
        "The UPN's check letter is not that of its other characters "
        "To do: one character is mistyped: copy the UPN anew (upn-check-letter) UPN 3, 17-18 1510"
    ) in text
    assert "8012045.xml : nothing was loaded" in text.replace(".xml:", ".xml :")
    assert "90 rows of 3 files: 72 accepted, 522 rejected, 1 held as questions" in text
    assert "halfterm answer WORKSPACE marks autumn-2 RULE" in text
    assert "Windows-1252" in text


def test_rows_to_mend_are_listed_up_to_a_limit_and_the_rest_is_counted() -> None:
    text = text_of(render_report(several()))
    assert "3 UPN the UPN's check letter is not that of its other characters 17 UPN" in text
    assert "And 19 more; the CSV of this report has every one." in text
    assert "Lines" in text


def test_it_says_that_values_are_left_out_on_purpose() -> None:
    assert "What stands in the cells is not shown, on purpose" in text_of(render_report([report()]))


def test_the_page_needs_nothing_else_and_runs_nothing() -> None:
    page = render_report(several())
    assert "default-src 'none'" in page
    assert not re.search(r"<script|<link|src=|https?:", page)


def test_a_header_of_a_file_cannot_become_markup() -> None:
    page = render_report([report(LoadFinding("not-a-number", "<img src=x onerror=alert(1)>", (2,)))])
    assert "<img" not in page
    assert "&lt;img" in page


def test_a_file_without_findings_has_no_section() -> None:
    assert "<section" not in render_report([report()])


def test_on_phone_laptop_and_paper_nothing_leaves_the_page(tmp_path: Path, browser: Browser) -> None:
    (tmp_path / "load.html").write_text(render_report(several()), encoding="utf-8")
    said: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: said.append(message.text))
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto((tmp_path / "load.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        # The sheet is allowed by its hash: were it wrong, the page would have no rule under its heading.
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).borderBottomStyle") == "solid"
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 700
    page.close()
    assert said == []
