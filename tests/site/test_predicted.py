"""Targets and predictions in sentences: sign, agreement and the way to a target, whatever the figures."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfterm.cycles.disclosure import ShownFinding, hidden, show_number
from halfterm.cycles.words import GapFigures
from halfterm.site.predicted import other_scores, tone
from halfterm.site.safe import show_edition
from halfterm.site.shown import ShownPrediction, ShownStudy, ShownTarget
from tests.site.edition_factory import edition

Z = hidden("z")
STUDY = show_edition(edition(), "public").cycles[2].at("engagement", "dale-and-elm")[0]


def plain(study: ShownStudy) -> str:
    (line,) = other_scores(study)
    return re.sub(r"<[^>]+>", "", line)


def target(percent: float | None, *, met: bool | None, goal: float = -4.0) -> ShownStudy:
    gone = show_number(percent, decimals=0)
    found = ShownFinding("percent_of_goal", gone, Z, Z, Z, Z, Z, "way")
    made = ShownTarget("gap", show_number(goal, decimals=1), date(2026, 2, 13), found, met)
    return replace(STUDY, targets=(made,), predictions=())


def closing(percent: float, closed: bool | None) -> ShownStudy:
    outcome = "hidden" if closed is None else "not scored"
    made = ShownPrediction("gap closes", Z, Z, Z, Z, show_number(percent, decimals=0), Z, outcome, closed, "")
    return replace(STUDY, targets=(), predictions=(made,))


@pytest.mark.parametrize(
    ("percent", "met", "words"),
    [
        (78.0, False, "was not met, 78% of the way from the baseline."),
        (100.0, True, "was met, 100% of the way from the baseline."),
        (140.0, True, "was met."),
        (-12.0, False, "was not met and is further off than at the baseline."),
        (None, None, "Reading, gap: the target is −4.0 by 13 February 2026."),
    ],
)
def test_a_target_is_told_with_the_way_that_was_gone(
    percent: float | None, met: bool | None, words: str
) -> None:
    assert plain(target(percent, met=met)).endswith(words)


@pytest.mark.parametrize(
    ("closed", "words"),
    [(True, "60%, and it did."), (False, "60%, and it did not."), (None, "60%, outcome hidden.")],
)
def test_a_chance_of_closing_is_told_with_what_came(closed: bool | None, words: str) -> None:
    assert plain(closing(60, closed)).endswith(words)


@given(
    percent=st.none() | st.floats(-300, 300),
    goal=st.floats(-40, 40),
    met=st.sampled_from((True, False, None)),
)
def test_no_target_reads_wrong(percent: float | None, goal: float, met: bool | None) -> None:
    said = plain(target(percent, met=met, goal=goal))
    assert said.startswith("Reading, gap: the target ")
    assert said.endswith(".")
    assert ("further off" in said) == (
        percent is not None and show_number(percent, decimals=0).text[0] == "−"
    )
    assert "-" not in said
    assert "−0.0" not in said
    assert "nan" not in said
    assert "  " not in said
    assert ".." not in said


@pytest.mark.parametrize(
    ("before", "after", "coloured"),
    [
        (-3.0, -1.0, "closer"),
        (-1.0, -3.0, "wider"),
        (1.0, 3.0, "plain"),
        (3.0, 1.0, "plain"),
        (0.0, 2.0, "plain"),
    ],
)
def test_only_what_befalls_a_group_that_is_behind_is_coloured(
    before: float, after: float, coloured: str
) -> None:
    def shown(number: float) -> ShownFinding:
        value, lower, upper = (show_number(n, decimals=1) for n in (number, number - 0.5, number + 0.5))
        return ShownFinding("gap_change", value, lower, upper, Z, Z, Z, "t interval")

    figures = (shown(number) for number in (before, after, after - before, 2.0, 1.0))
    assert tone(GapFigures("Reading", "FSM pupils", "others", "Autumn", "Spring", *figures)) == coloured
