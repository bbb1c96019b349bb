"""The search of an edition: its index holds what is on its pages and nothing else."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from halfterm.site.frame import EditionFrame
from halfterm.site.rendering import Templates
from halfterm.site.search import search_files
from halfterm.site.search_text import Section, page_text
from tests.site.refresh_golden import build

FRAME = EditionFrame("Programme", "spring-1", "Spring 1", "", "Nothing is hidden.", "0.1.0")
PAGE = """<title>Not this</title><h1>Ash <em>School</em>: closing</h1><main id="main" tabindex="-1">
<p>Reading rose by <strong>2.4</strong>.</p><svg><title>A chart</title></svg>
<h2 id="done">What was done &amp; when</h2><p>Paired a&gt;b reading.</p>
<table><caption>Gaps</caption><thead><tr><th>Measure</th></tr></thead>
<tbody><tr><th>Reading</th><td>-3.1</td></tr><tr><th>Maths</th><td>-8.0</td></tr></tbody></table>
<details><summary>All figures</summary><p>Hedges</p></details></main><footer>Footer</footer>"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    build(root)
    return root / "spring-1"


def index_of(script: str) -> dict[str, list[list[str]]]:
    found = re.fullmatch(r"const HALFTERM_SEARCH=(.*);\n", script, re.DOTALL)
    assert found is not None
    index: dict[str, Any] = json.loads(found[1])
    rows = [[*row[:3], " ".join(index["texts"][part] for part in row[3])] for row in index["rows"]]
    return {"pages": index["pages"], "rows": rows}


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text))


def test_a_page_is_read_by_its_sections_without_charts_and_numbers_of_tables() -> None:
    said = page_text(PAGE)
    assert said.title == "Ash School: closing"
    assert said.sections == (
        Section("", "", "Reading rose by 2.4."),
        Section("done", "What was done & when", "Paired a>b reading. Gaps Measure Reading · Maths Hedges"),
    )


def test_no_word_is_in_the_index_that_is_on_no_page(site: Path) -> None:
    index = index_of((site / "search-index.js").read_text())
    pages = {path: (site / path).read_text() for path, _, _ in index["pages"]}
    for number, _, heading, text in index["rows"]:
        path = index["pages"][int(number)][0]
        on_page = words(unescape(re.sub(r"<[^>]*>", " ", pages[path])))
        assert words(f"{heading} {text}") <= on_page, path


def test_every_page_of_the_edition_can_be_found_and_every_anchor_is_there(site: Path) -> None:
    index = index_of((site / "search-index.js").read_text())
    there = {p.relative_to(site).as_posix() for p in site.rglob("*.html")}
    assert {path for path, _, _ in index["pages"]} == there - {"search.html"}
    for number, anchor, _, _ in index["rows"]:
        markup = (site / index["pages"][int(number)][0]).read_text()
        assert not anchor or f'id="{anchor}"' in markup


def test_without_a_script_every_page_is_listed_from_a_to_z(site: Path) -> None:
    listed = re.findall(r'<li><a href="([^"]+)">([^<]+)</a> <span', (site / "search.html").read_text())
    titles = [unescape(title).casefold() for _, title in listed]
    assert titles == sorted(titles)
    assert {href for href, _ in listed} == {
        p for p, _, _ in index_of((site / "search-index.js").read_text())["pages"]
    }


def test_only_the_search_allows_a_script_and_only_the_sites_own(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert ("script-src 'self'" in page.read_text()) == (page.name == "search.html")
        assert "unsafe" not in page.read_text()


def test_a_page_cannot_close_the_script_of_the_index() -> None:
    hostile = "<h1>t</h1><main><p>&lt;/script&gt;&lt;script&gt; \u2028</p></main>"
    made = search_files({"index.html": hostile}, frame=FRAME, templates=Templates())
    assert "<" not in made["search-index.js"]
    assert index_of(made["search-index.js"])["rows"] == [[0, "", "", "</script><script>"]]


def test_the_script_stays_small() -> None:
    assert len(Templates().asset("search.js").encode()) < 6 * 1024


def test_a_sentence_that_many_pages_share_is_in_the_index_once() -> None:
    page = "<h1>t</h1><main><p>Whose own words. What all say.</p></main>"
    pages = {"a.html": page, "b.html": page.replace("own", "other")}
    script = search_files(pages, frame=FRAME, templates=Templates())["search-index.js"]
    assert script.count("What all say.") == 1
    assert [row[3] for row in index_of(script)["rows"]] == [
        "Whose own words. What all say.",
        "Whose other words. What all say.",
    ]
