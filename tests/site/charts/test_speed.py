"""What a chart costs, beside the Markdown of a page turned into HTML in the same run."""

from __future__ import annotations

from statistics import median

from bench.charts import costs


def test_a_chart_costs_less_than_a_page_of_markdown() -> None:
    """Five rows a chart. Measured on one machine: 0.1 to 0.3 of a page; a whole page is the limit."""
    ratios = costs(rounds=3)
    assert median(ratios.values()) < 0.6
    assert max(ratios.values()) < 1.0
