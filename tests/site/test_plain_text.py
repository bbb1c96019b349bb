"""Pages as plain text for a terminal."""

from __future__ import annotations

from halfterm.site.draft import draft_pages
from halfterm.site.plain_text import WIDTH, plain_text
from tests.site.edition_factory import edition


def test_headings_lists_tables_and_charts_become_lines() -> None:
    page = """\
## A heading

Some *words* and <data value="a/b/c/d/e">−4.9</data> points.

- one
- two

1. first
2. second

Table: Of numbers

| Name | Value |
|---|---:|
| Reading | 1 |
| Maths | −10.5 |

![A chart of gaps](gap.svg)
"""
    assert plain_text(page) == (
        "A heading\n---------\nSome words and −4.9 points.\n\n- one\n- two\n\n1. first\n2. second\n\n"
        "Of numbers\n\nName     Value\nReading  1\nMaths    −10.5\n\n[Chart: A chart of gaps]\n"
    )


def test_every_page_of_an_edition_can_be_read_without_markup() -> None:
    for draft in draft_pages(edition(), audience="public"):
        text = plain_text(draft.markdown)
        assert "<" not in text.replace("<0.", ""), draft.path
        assert "{:" not in text
        assert "|" not in text
        assert "\n\n\n" not in text


def test_long_sentences_are_wrapped() -> None:
    assert max(map(len, plain_text("word " * 100).splitlines())) <= WIDTH


def test_what_people_wrote_stays_what_they_wrote() -> None:
    assert plain_text("a &lt;b&gt; &#124; c") == "a <b> | c\n"
