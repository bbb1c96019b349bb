"""What a synthesis says of predictions: by programme and cluster, and plainly when there are too few."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from halfterm.cycles.disclosure import hidden, show_number
from halfterm.site.safe import show_edition
from halfterm.site.shown import ShownCycle, ShownEdition, ShownPrediction
from halfterm.site.synthesis_calibration import calibration_lines, scored
from tests.site.edition_factory import edition

Z = hidden("z")


def number(value: float) -> Any:
    return show_number(value, decimals=0)


def interval(found: float, **changes: Any) -> ShownPrediction:
    """A gap predicted to lie from -7 to -3, 80 % sure."""
    held = -7 <= found <= -3
    made: dict[str, Any] = {
        "statistic": "gap",
        "predicted": number(-5),
        "lower": number(-7),
        "upper": number(-3),
        "coverage": number(80),
        "closing_probability": Z,
        "found": number(found),
        "outcome": "held" if held else "missed",
        "closed": None,
        "because": "",
    }
    return ShownPrediction(**(made | changes))


def event(percent: float, *, closed: bool) -> ShownPrediction:
    return interval(
        -4,
        statistic="gap closes",
        predicted=Z,
        lower=Z,
        upper=Z,
        coverage=Z,
        closing_probability=number(percent),
        outcome="held" if closed == (percent > 50) else "missed",
        closed=closed,
    )


def with_predictions(*predictions: ShownPrediction) -> ShownEdition:
    """An edition in which only Dale's cycle, of the south cluster, has predictions."""
    made = show_edition(edition(), "public")
    return replace(made, cycles=tuple(_with(cycle, predictions) for cycle in made.cycles))


def _with(cycle: ShownCycle, predictions: tuple[ShownPrediction, ...]) -> ShownCycle:
    def given(level: str) -> tuple[ShownPrediction, ...]:
        return predictions if cycle.plan.id == "dale-1" and level == "engagement" else ()

    return replace(
        cycle, studies=tuple(replace(study, predictions=given(study.level)) for study in cycle.studies)
    )


def test_without_predictions_that_is_said() -> None:
    made = calibration_lines(with_predictions())
    assert made.sentences == ("No prediction has been scored yet that may be shown.",)
    assert (made.clusters, made.units, made.bins) == ((), (), ())


def test_few_predictions_say_nothing_of_calibration() -> None:
    made = calibration_lines(with_predictions(*[interval(-5)] * 9, event(60, closed=True)))
    assert made.sentences[0].startswith("9 of 9 predicted intervals held. That is too few to say")
    assert made.sentences[1].startswith("That a gap closes was predicted with a probability 1 time: too few")
    [row] = made.clusters
    assert (row.cluster, row.share, row.brier) == ("South cluster", "too few to say", "too few to say")
    assert made.bins == ()


def test_intervals_that_hold_too_seldom_are_said_to_be_too_narrow() -> None:
    made = calibration_lines(with_predictions(*[interval(-5)] * 2, *[interval(0)] * 10))
    assert made.sentences[0] == (
        "2 of 12 predicted intervals held: 17% (95% interval 5 to 45%); they were meant to hold 80% of the "
        "time. They held more seldom than that, by more than chance would give: the intervals are too narrow."
    )
    [row] = made.clusters
    assert (str(row.intervals), str(row.held), row.share, row.stated) == ("12", "2", "17 (5 to 45)", "80")


def test_the_scale_of_an_interval_score_is_named_and_scales_are_not_mixed() -> None:
    """By hand: width 4 held; 3 points outside an 80 % interval cost 2 / 0.2 * 3 = 30 more."""
    share = interval(-5, statistic="threshold_gap")
    units = calibration_lines(with_predictions(interval(-5), interval(0), share)).units
    assert [(row.unit, str(row.n), str(row.score), str(row.width)) for row in units] == [
        ("points", "2", "19.0", "4.0"),
        ("percentage points", "1", "4.0", "4.0"),
    ]


def test_probabilities_are_set_beside_what_came_about() -> None:
    """By hand: the Brier score is (6 * .09 + 2 * .49 + 1 * .64 + 3 * .04) / 12 = .19."""
    events = [event(70, closed=True)] * 6 + [event(70, closed=False)] * 2
    events += [event(20, closed=True)] + [event(20, closed=False)] * 3
    made = calibration_lines(with_predictions(*events))
    assert (
        "predicted with a probability 12 times, and it did 7 times. The mean Brier score is 0.19"
        in (made.sentences[0])
    )
    assert "Saying 58% each time, which nobody could know before, would have given 0.24." in made.sentences[0]
    assert [(row.said, str(row.n), str(row.mean), str(row.happened)) for row in made.bins] == [
        ("20 to under 40%", "4", "20", "1"),
        ("60 to under 80%", "8", "70", "6"),
    ]


def test_hidden_findings_are_counted_apart_and_never_scored() -> None:
    c = hidden("c")
    lost = replace(interval(-5), found=c, outcome="hidden")
    made = with_predictions(interval(-5), lost, lost)
    assert len(scored(made.cycles, made.scales).intervals) == 1
    assert calibration_lines(made).sentences[-1].startswith("2 predictions are not counted here")


def test_predictions_of_a_later_half_term_are_not_in_an_earlier_edition() -> None:
    made = with_predictions(interval(-5))
    earlier = replace(made, half_term=made.programme.half_term("autumn-2"))
    assert calibration_lines(earlier).sentences == ("No prediction has been scored yet that may be shown.",)
