"""A meeting's cycles at a glance: whatever a plan predicted is told, and means are not called gaps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from halfterm.cycles.record import GAP_CLOSES
from halfterm.site.glance import GlanceRow, glance_heads, glance_rows
from halfterm.site.predicted import outcome_words
from halfterm.site.safe import show_edition
from halfterm.site.shown import ShownEdition, ShownPrediction, ShownStudy
from tests.site.edition_factory import edition
from tests.site.test_gains import record
from tests.site.test_pack_parts import closing


def rows(made: ShownEdition, *engagements: str) -> tuple[GlanceRow, ...]:
    cycles = [(e, c) for e in made.programme.engagements if e.id in engagements and (c := made.current(e.id))]
    return glance_rows(made, cycles)


def reading() -> ShownStudy:
    cycle = show_edition(edition(), "public").current("ash-and-partners")
    assert cycle is not None
    return cycle.at("engagement", "ash-and-partners")[0]


def predicted(statistic: str) -> ShownPrediction:
    return replace(reading().predictions[0], statistic=statistic, outcome="missed")


@pytest.mark.parametrize(
    ("statistic", "words"),
    [
        ("mean", "missed (mean)"),
        ("threshold_share", "missed (share at the threshold)"),
        ("threshold_gap", "missed (gap between shares)"),
    ],
)
def test_a_prediction_of_anything_else_than_the_gap_is_told_with_what_it_is_of(
    statistic: str, words: str
) -> None:
    assert outcome_words(replace(reading(), predictions=(predicted(statistic),))) == words


def test_a_chance_of_closing_is_told_where_nothing_else_was_predicted() -> None:
    likely = closing(70, None)
    assert likely.statistic == GAP_CLOSES
    assert outcome_words(replace(reading(), predictions=(likely,))) == "closes (70%): not scored"


def test_the_gaps_own_prediction_comes_first_and_no_prediction_is_none() -> None:
    study = reading()
    both = replace(study, predictions=(predicted("mean"), *study.predictions))
    assert outcome_words(both) == outcome_words(study) == "held"
    assert outcome_words(replace(study, predictions=())) == "none"


def test_heads_tell_gaps_from_means_and_say_when_there_are_both() -> None:
    made = show_edition(record(), "cluster")
    gaps, means = rows(made, "ash-and-partners"), rows(made, "dale-and-elm")
    assert glance_heads(gaps).before.words == "Gap before"
    assert (glance_heads(means).what, glance_heads(means).change.words) == (
        "Mean of the target group in points",
        "Gain",
    )
    assert glance_heads((*gaps, *means)).what.startswith("Gap in points, or mean of the target group")
