"""The run charts of a case study: the sentence says which rules fired, and that none did as plainly."""

from __future__ import annotations

import pytest

from halfterm.cycles.series.chart import SeriesRequest, series_chart
from halfterm.cycles.series.shown import ShownSeries, Unit, shown_series
from halfterm.site.case_page import case_draft
from halfterm.site.case_series import rules_words
from halfterm.site.rendering import Templates
from halfterm.site.safe import show_edition
from tests.cycles.series.test_segment import QUIET, points
from tests.site.edition_factory import edition


def shown(values: list[float]) -> ShownSeries:
    held: list[float | None] = [*values]
    chart = series_chart(points(held), SeriesRequest("XmR"))
    return shown_series(
        chart, title="Reading: gap", measure="reading", of="gap", unit=Unit("points"), audience="public"
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (QUIET[:4], "4 points: too few to tell change from chance. A centre line begins at 6."),
        (QUIET[:8], "8 points: no rule is asked yet. They begin at 10."),
        (
            QUIET[:10],
            "None of the rules fired (runs and crossings): over 10 points nothing is beyond chance.",
        ),
        (
            [*QUIET, 12.0],
            "None of the rules fired (runs, crossings and limits): over 13 points nothing is beyond chance.",
        ),
        (
            [*QUIET, 30.0],
            "More than chance explains, over 13 points: above the limits in Half-term 12. "
            "At the last point it is improving.",
        ),
        (
            [*QUIET, -30.0],
            "More than chance explains, over 13 points: below the limits in Half-term 12. "
            "At the last point it is getting worse.",
        ),
        (
            [*QUIET, 30.0, 12.0],
            "More than chance explains, over 14 points: above the limits in Half-term 12. "
            "At the last point there is no signal: it may be over.",
        ),
    ],
)
def test_the_rules_are_told_by_what_they_found(values: list[float], said: str) -> None:
    assert rules_words(shown(values)) == said


def test_a_long_run_and_few_crossings_are_told_with_what_chance_gives() -> None:
    words = rules_words(shown([1.0, 2.0, 1.5, 1.8, 1.2, 8.0, 9.0, 8.5, 9.5, 8.8]))
    assert words == (
        "More than chance explains, over 10 points: the centre is crossed once, and by chance twice or "
        "more. At the last point it is improving."
    )


def test_a_case_study_draws_the_series_of_each_measure_with_its_sentence_and_whose_scores_it_is() -> None:
    edited = show_edition(edition(series=()), "public").own()
    engagement = edited.programme.engagement("ash-and-partners")
    draft = case_draft(edited, engagement, schools=(), templates=Templates())
    assert {"series-reading", "series-maths"} <= {chart.name for chart in draft.charts}
    text = draft.markdown.split("### Half-term by half-term\n", 1)[1].split("\n#", 1)[0]
    assert text.count("3 points: too few to tell change from chance.") == 2
    assert text.count("Each point is of the groups of one cycle") == 1
    two = case_draft(edited, edited.programme.engagement("dale-and-elm"), schools=(), templates=Templates())
    assert "Half-term by half-term" not in two.markdown
