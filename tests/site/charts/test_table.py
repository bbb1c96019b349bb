"""A chart in the page: its figures folded beneath it, part of what people approve."""

from __future__ import annotations

from dataclasses import replace

import pytest

from halfterm.cycles.disclosure import hidden, show_number
from halfterm.cycles.errors import BadInput
from halfterm.site.charts.drawing import HOUSE
from halfterm.site.dialect import to_html
from halfterm.site.pieces import Chart, ChartTable, Draft
from halfterm.site.publish import with_charts

TABLE = ChartTable(
    "Gap, <points>",
    ("School", "Before", "In words"),
    (("Ash & Co", show_number(-2.5, decimals=1), "closer"), ("Birch", hidden("c"), "")),
)
CHART = Chart("gap", "<svg></svg>\n", TABLE)
PAGE = Draft("case", "ash", "Ash", "![Gaps](gap.svg)\n\nWords.\n", charts=(CHART,))


def page(draft: Draft) -> str:
    return with_charts(to_html(draft.markdown), draft, HOUSE)


def test_the_table_stands_folded_in_the_figure_under_the_drawing() -> None:
    markup = page(PAGE)
    assert markup.startswith(
        '<figure><svg></svg>\n<details class="figures">\n<summary>The figures of this chart'
    )
    assert '<th scope="row">Ash &amp; Co</th><td class="n">−2.5</td><td>closer</td>' in markup
    assert '<th scope="row">Birch</th><td class="n">c</td><td></td>' in markup
    assert "<caption>Gap, &lt;points&gt;</caption>" in markup
    assert markup.index("</details></figure>") < markup.index("<p>Words.</p>")


def test_a_chart_without_a_table_is_its_drawing_alone() -> None:
    assert "<details" not in page(replace(PAGE, charts=(replace(CHART, table=None),)))


def test_a_chart_amid_a_sentence_is_refused_as_no_table_can_stand_there() -> None:
    with pytest.raises(BadInput, match="the chart 'gap' must stand in a paragraph of its own"):
        page(replace(PAGE, markdown="See ![Gaps](gap.svg) here.\n"))


def test_a_chart_in_a_list_stands_there_with_its_table() -> None:
    assert "<li><svg></svg>" in page(replace(PAGE, markdown="Words.\n\n- ![Gaps](gap.svg)\n"))


def test_what_people_approve_has_the_table_in_it() -> None:
    other = replace(TABLE, rows=(("Ash & Co", show_number(-2.6, decimals=1), "closer"),))
    hashes = {
        replace(PAGE, charts=(replace(CHART, table=table),)).content_hash for table in (TABLE, other, None)
    }
    assert len(hashes) == 3
