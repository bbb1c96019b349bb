"""Targets and predictions in sentences: sign, agreement and the way to a target, whatever the figures."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfterm.cycles.disclosure import Shown, ShownFinding, hidden, show_number
from halfterm.cycles.words import GapFigures
from halfterm.site.predicted import other_scores, outcome_words, tone
from halfterm.site.safe import show_edition
from halfterm.site.shown import Outcome, ShownPrediction, ShownPupilTargets, ShownStudy, ShownTarget
from tests.site.edition_factory import edition

Z = hidden("z")
STUDY = show_edition(edition(), "public").cycles[2].at("engagement", "dale-and-elm")[0]


def plain(study: ShownStudy) -> str:
    (line,) = other_scores(study)
    return re.sub(r"<[^>]+>", "", line)


def shown(statistic: str, number: float, reach: float | None = None) -> ShownFinding:
    bounds = (None, None) if reach is None else (number - reach, number + reach)
    value, lower, upper = (show_number(n, decimals=1, signed=True) for n in (number, *bounds))
    return ShownFinding(statistic, value, lower, upper, Z, Z, Z, "t interval")


def moved(study: ShownStudy, before: float, after: float, *, reach: float) -> ShownStudy:
    """The study with another gap before and after."""
    made = (
        shown("gap_baseline", before),
        shown("gap_followup", after),
        shown("gap_change", after - before, reach),
    )
    return replace(study, findings={**study.findings, **{one.statistic: one for one in made}})


def target(
    percent: float | None,
    *,
    met: bool | None,
    goal: float = -4.0,
    bounds: tuple[float, float] | None = None,
    statistic: str = "gap",
) -> ShownStudy:
    gone, lower, upper = (show_number(n, decimals=0) for n in (percent, *(bounds or (None, None))))
    found = ShownFinding("percent_of_goal", gone, lower, upper, Z, Z, Z, "way")
    made = ShownTarget(statistic, show_number(goal, decimals=1), date(2026, 2, 13), found, met)
    return moved(replace(STUDY, targets=(made,), predictions=()), -8.0, -6.0, reach=0.5)


def closing(percent: float, closed: bool | None, found: Shown = Z) -> ShownStudy:
    outcome: Outcome = "hidden" if found.symbol == "c" else "not scored"
    chance = show_number(percent, decimals=0)
    made = ShownPrediction("gap closes", Z, Z, Z, Z, chance, found, outcome, closed, "")
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


def test_the_way_to_a_target_has_an_interval_in_percent_and_is_not_told_beyond_its_end() -> None:
    assert plain(target(74, met=False, bounds=(-91, 239))).endswith(
        "was not met, 74% of the way from the baseline (95% interval −91% to 239%)."
    )
    assert plain(target(-50, met=True)).endswith("was met.")
    assert plain(target(100, met=False)).endswith("was not met, by less than is printed.")
    assert plain(target(-12, met=False, bounds=(-80, 40))).endswith(
        "was not met and is further off than at the baseline, which could be chance."
    )


@pytest.mark.parametrize(("percent", "after"), [(14.0, -1.56), (-14.0, -1.64)])
def test_a_gap_that_is_printed_as_the_same_is_no_way_gone_in_either_direction(
    percent: float, after: float
) -> None:
    still = moved(target(percent, met=False), -1.6, after, reach=0.5)
    assert plain(still).endswith("was not met and is as far off as at the baseline.")
    assert plain(target(0.2, met=False, statistic="threshold_gap")).endswith("as far off as at the baseline.")


@pytest.mark.parametrize(
    ("closed", "before", "after", "reach", "words"),
    [
        (True, -3.0, -1.0, 0.5, "60%, and it did."),
        (False, -1.0, -3.0, 0.5, "60%, and it did not."),
        (True, -3.0, -1.0, 4.0, "60%, and it did, by no more than chance explains."),
        (False, -1.0, -3.0, 4.0, "60%, and it did not, by no more than chance explains."),
        (True, -1.64, -1.56, 0.5, "60%, and it did, by less than is printed."),
        (False, -1.56, -1.64, 0.5, "60%, and it did not: it is about the same."),
    ],
)
def test_a_chance_of_closing_is_told_with_what_came(
    closed: bool, before: float, after: float, reach: float, words: str
) -> None:
    study = moved(closing(60, closed, show_number(after, decimals=1)), before, after, reach=reach)
    assert plain(study).endswith(words)
    assert words.removeprefix("60%, and ").removesuffix(".") in outcome_words(study)


def test_what_is_hidden_is_said_in_words_and_not_by_its_symbol() -> None:
    assert plain(closing(60, None, hidden("c"))).endswith("and whether it did is hidden to protect pupils.")
    assert plain(closing(60, None)).endswith("and whether it did is not known.")
    numbers = [show_number(n, decimals=1) for n in (5.0, 3.0, 7.0, 80.0)]
    made = ShownPrediction("mean", *numbers, Z, hidden("c"), "hidden", None, "")
    assert plain(replace(STUDY, targets=(), predictions=(made,))).endswith(
        "predicted was 5.0 (3.0 to 7.0); what was found is hidden to protect pupils."
    )
    few = ShownPupilTargets(*[hidden("c")] * 3)
    assert plain(replace(STUDY, targets=(), predictions=(), pupil_targets=few)).endswith(
        "pupils against their own goals: hidden to protect pupils."
    )


@given(
    percent=st.none() | st.floats(-300, 300),
    goal=st.floats(-40, 40),
    met=st.sampled_from((True, False, None)),
)
def test_no_target_reads_wrong(percent: float | None, goal: float, met: bool | None) -> None:
    said = plain(target(percent, met=met, goal=goal))
    assert said.startswith("Reading, gap: the target ")
    assert said.endswith(".")
    backwards = percent is not None and show_number(percent, decimals=0).text[0] == "−"
    assert ("further off" in said) == (backwards and not met)
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
        (1.0, 3.0, "further"),
        (3.0, 1.0, "nearer"),
        (0.0, 2.0, "further"),
        (-1.0, 1.0, "crossed"),
        (-1.0, -1.2, "plain"),
        (1.0, 1.2, "plain"),
    ],
)
def test_every_change_beyond_chance_has_a_tone_of_its_own(before: float, after: float, coloured: str) -> None:
    assert tone(gap(before, after)) == coloured


@pytest.mark.parametrize(
    ("gain", "coloured"), [(2.0, "rose"), (-2.0, "fell"), (0.2, "plain"), (-0.2, "plain")]
)
def test_where_nobody_is_compared_with_the_tone_is_of_the_groups_own_gain(gain: float, coloured: str) -> None:
    alone = replace(gap(-1.0, -1.0), compared=False, gain_target=shown("gain_target", gain, 0.5))
    assert tone(alone) == coloured


def gap(before: float, after: float) -> GapFigures:
    figures = (shown("gap_change", number, 0.5) for number in (before, after, after - before, 2.0, 1.0))
    return GapFigures("Reading", "FSM pupils", "others", "Autumn", "Spring", *figures)
