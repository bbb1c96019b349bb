"""How well a programme's predictions came true: by programme and by cluster, never by person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from halfterm.cycles.calibration import (
    FEWEST,
    EventCalibration,
    IntervalCalibration,
    PredictedInterval,
    PredictedProbability,
    event_calibration,
    interval_calibration,
    scores_by_unit,
)
from halfterm.cycles.disclosure import Shown, hidden, show_number
from halfterm.cycles.record import GAP_CLOSES
from halfterm.site.shown import ShownCycle, ShownEdition, ShownPrediction
from halfterm.site.synthesis_coding import programme_cycles
from halfterm.site.synthesis_groups import count, many

_IN_PERCENT = frozenset({"threshold_share", "threshold_gap"})
_ANSWERS = {
    "held too seldom": "They held more seldom than that, by more than chance would give: the intervals are "
    "too narrow.",
    "held more often": "They held more often than that, by more than chance would give: the intervals are "
    "wider than they need be.",
    "no clear difference": "The two do not differ by more than chance would give.",
}


@dataclass(frozen=True, slots=True)
class Scored:
    """The predictions of some cycles that can be scored by what may be seen; `hidden` are how many cannot."""

    intervals: tuple[PredictedInterval, ...]
    events: tuple[PredictedProbability, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class ClusterRow:
    """The predictions of one cluster; shares are percent, `–` where there are too few to say."""

    cluster: str
    intervals: Shown
    held: Shown
    share: str
    stated: str
    events: Shown
    brier: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """Interval scores of one unit: lower is better, and no score can be below the width."""

    unit: str
    n: Shown
    score: Shown
    width: Shown


@dataclass(frozen=True, slots=True)
class BinRow:
    """Events predicted with about the same probability, and how often they came about, in percent."""

    said: str
    n: Shown
    mean: Shown
    happened: Shown
    share: str


@dataclass(frozen=True, slots=True)
class CalibrationLines:
    """All that is told of predictions."""

    sentences: tuple[str, ...]
    clusters: tuple[ClusterRow, ...]
    units: tuple[UnitRow, ...]
    bins: tuple[BinRow, ...]


def scored(cycles: Sequence[ShownCycle], scales: Mapping[str, str]) -> Scored:
    """The predictions of some cycles, each of the whole engagement: where plans make them.

    Scores come of the figures as they are printed, so they tell nothing that the pages do not. `scales` are
    the names of scales by id: points of two scales are two units.
    """
    held = [
        (prediction, _points_of(study.measure.scale, scales))
        for cycle in cycles
        for study in cycle.at("engagement", cycle.plan.engagement)
        for prediction in study.predictions
    ]
    return Scored(
        intervals=tuple(filter(None, (_interval(one, points) for one, points in held))),
        events=tuple(filter(None, (_event(one) for one, _ in held))),
        hidden=sum(one.outcome == "hidden" for one, _ in held),
    )


def _interval(one: ShownPrediction, points: str) -> PredictedInterval | None:
    lower, upper, coverage, found = (f.value for f in (one.lower, one.upper, one.coverage, one.found))
    if one.outcome not in ("held", "better", "missed"):
        return None
    if lower is None or upper is None or coverage is None or found is None:
        return None
    unit = "percentage points" if one.statistic in _IN_PERCENT else points
    return PredictedInterval(lower, upper, coverage / 100, found, one.outcome == "held", unit)


def _points_of(scale: str, scales: Mapping[str, str]) -> str:
    return "points" if scale == "points" else f"points: {scales.get(scale, scale)}"


def _event(one: ShownPrediction) -> PredictedProbability | None:
    percent = one.closing_probability.value
    if one.statistic != GAP_CLOSES or percent is None or one.closed is None:
        return None
    return PredictedProbability(percent / 100, one.closed)


def calibration_lines(edition: ShownEdition) -> CalibrationLines:
    """Everything about the predictions of the programme so far, and of each cluster that made any."""
    cycles = programme_cycles(edition)
    whole = scored(cycles, edition.scales)
    events = event_calibration(whole.events)
    return CalibrationLines(
        sentences=tuple(_sentences(whole, interval_calibration(whole.intervals), events)),
        clusters=tuple(_clusters(edition, cycles)),
        units=tuple(_units(whole)),
        bins=() if events is None or not events.enough else tuple(_bins(events)),
    )


def _sentences(
    whole: Scored, intervals: IntervalCalibration | None, events: EventCalibration | None
) -> Iterator[str]:
    if intervals is None and events is None:
        yield "No prediction has been scored yet that may be shown."
    if intervals is not None:
        yield from _of_intervals(intervals)
    if events is not None:
        yield from _of_events(events)
    if whole.hidden:
        rest = "prediction is" if whole.hidden == 1 else "predictions are"
        yield f"{whole.hidden:,} {rest} not counted here, since what was found is hidden to protect pupils."


def _of_intervals(made: IntervalCalibration) -> Iterator[str]:
    of_all = many(made.n, "predicted interval")
    if made.answer == "too few":
        yield (
            f"{made.held:,} of {of_all} held. That is too few to say how well predictions are made: "
            f"{FEWEST} or more are needed."
        )
        return
    yield (
        f"{made.held:,} of {of_all} held: {_percent(made.share)}% (95% interval {_percent(made.lower)} to "
        f"{_percent(made.upper)}%); they were meant to hold {_percent(made.stated)}% of the time. "
        f"{_ANSWERS[made.answer]}"
    )
    yield (
        "Measures of one cycle are of the same pupils and tend to hold or fail together, so chance reaches "
        "further than this interval says."
    )


def _of_events(made: EventCalibration) -> Iterator[str]:
    times = many(made.n, "time")
    if not made.enough:
        yield (
            f"That a gap closes was predicted with a probability {times}: too few to say how far such "
            f"probabilities can be trusted ({FEWEST} or more are needed)."
        )
        return
    yield (
        f"That a gap closes was predicted with a probability {times}, and it did "
        f"{many(made.happened, 'time')}. The mean Brier score is {_score(made.brier)} (0 is best; 50% "
        f"said each time gives 0.25). Saying {_percent(made.happened / made.n)}% each time, which nobody "
        f"could know before, would have given {_score(made.base_rate_brier)}."
    )


def _percent(share: float) -> Shown:
    return show_number(100 * share, decimals=0)


def _score(score: float) -> Shown:
    return show_number(score, decimals=2)


def _clusters(edition: ShownEdition, cycles: Sequence[ShownCycle]) -> Iterator[ClusterRow]:
    cluster_of = {e.id: e.cluster for e in edition.programme.engagements}
    for cluster in edition.programme.clusters:
        own = [cycle for cycle in cycles if cluster_of[cycle.plan.engagement] == cluster.id]
        of_it = scored(own, edition.scales)
        if of_it.intervals or of_it.events:
            yield _cluster(cluster.name, of_it)


def _cluster(name: str, of_it: Scored) -> ClusterRow:
    made, events = interval_calibration(of_it.intervals), event_calibration(of_it.events)
    told = made is not None and made.answer != "too few"
    return ClusterRow(
        cluster=name,
        intervals=count(len(of_it.intervals)),
        held=count(made.held) if made else hidden("z"),
        share=_share(made.share, made.lower, made.upper) if made is not None and told else "too few to say",
        stated=_percent(made.stated).text if made else "–",
        events=count(len(of_it.events)),
        brier=_score(events.brier).text if events is not None and events.enough else "too few to say",
    )


def _share(share: float, lower: float, upper: float) -> str:
    return f"{_percent(share)} ({_percent(lower)} to {_percent(upper)})"


def _units(whole: Scored) -> Iterator[UnitRow]:
    for unit in scores_by_unit(whole.intervals):
        yield UnitRow(
            unit.unit,
            count(unit.n),
            show_number(unit.mean_score, decimals=1),
            show_number(unit.mean_width, decimals=1),
        )


def _bins(made: EventCalibration) -> Iterator[BinRow]:
    for one in made.bins:
        last = one.upper == 1.0
        yield BinRow(
            said=f"{_percent(one.lower)} to {'' if last else 'under '}{_percent(one.upper)}%",
            n=count(one.n),
            mean=_percent(one.mean_probability),
            happened=count(one.happened),
            share=_share(one.share, one.share_lower, one.share_upper),
        )
