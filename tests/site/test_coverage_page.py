"""The coverage page: a picture with words for those who do not see it, and the same as a table."""

from __future__ import annotations

import doctest
import re

from halfterm.cycles.coverage import CoverageCell, CoverageCounts, GroupCell, shown_coverage
from halfterm.site import coverage_page
from halfterm.site.coverage_page import CoveragePage, render_coverage

COUNTS = CoverageCounts(
    half_terms=("autumn-2", "spring-1"),
    measures=("reading",),
    cells=(
        CoverageCell("ash", "autumn-2", "reading", "scores", 40, 30),
        CoverageCell("ash", "spring-1", "reading", "scores", 40, 38),
        CoverageCell("beech", "autumn-2", "reading", "no load"),
        CoverageCell("beech", "spring-1", "reading", "no column", 31),
    ),
    without={("reading", "autumn-2"): {"absent": 10}, ("reading", "spring-1"): {"blank": 2}},
    matched={("reading", "autumn-2", "spring-1"): 29},
    groups=(GroupCell("fsm", "<b>no</b>", "reading", 20, 20), GroupCell("fsm", "yes", "reading", 20, 10)),
)


def page(counts: CoverageCounts = COUNTS) -> str:
    return render_coverage(
        CoveragePage(
            "Small & good",
            shown_coverage(counts, "cluster"),
            {"ash": "Ash School", "beech": "Beech <script>"},
            {"autumn-2": "Autumn 2, 2025/26", "spring-1": "Spring 1, 2025/26"},
        )
    )


def test_the_picture_has_a_title_a_description_and_its_table() -> None:
    html = page()
    assert '<title id="coverage-reading-title">reading: pupils with a score, in percent</title>' in html
    assert "Ash School: 75 %, c. Beech &lt;script&gt;: not loaded, no column." in html
    assert re.search(r'<th scope="row">Ash School</th><td class="n">75 %</td><td class="n">c</td>', html)


def test_every_state_has_a_look_of_its_own() -> None:
    looks = re.findall(r'<rect class="([\w-]+)"', page())
    assert looks == ["shade-2", "shade-3", "no-load", "no-column"]


def test_the_page_needs_nothing_from_elsewhere_and_nothing_of_a_file_is_markup() -> None:
    html = page()
    assert "<script" not in html
    assert "<b>no</b>" not in html
    assert not re.search(r'(?:src|href)="(?!#)', html)
    assert "default-src 'none'; style-src 'sha256-" in html


def test_no_small_count_is_anywhere_in_the_page() -> None:
    html = page()
    assert re.search(r"<td>Spring 1, 2025/26</td><td class=\"n\"></td><td class=\"n\">c</td>", html)
    assert not re.search(r">\s*[1-5]\s*<", html)


def test_what_a_study_could_use_is_listed_by_pair() -> None:
    assert '<td>Autumn 2, 2025/26</td><td>Spring 1, 2025/26</td><td class="n">29</td>' in page()


def test_the_examples_in_docstrings_hold() -> None:
    result = doctest.testmod(coverage_page)
    assert (result.attempted > 0, result.failed) == (True, 0)
