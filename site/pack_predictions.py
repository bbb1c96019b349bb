"""The predictions that a half-term resolved, one by one, and how a cluster's predictions have done so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.disclosure import Shown, hidden, show_number
from halfterm.cycles.programme import Cluster, Engagement
from halfterm.cycles.record import GAP_CLOSES
from halfterm.cycles.words import listed
from halfterm.site.cluster_page import Meeting
from halfterm.site.marks import told
from halfterm.site.predicted import OUTCOMES
from halfterm.site.shown import Outcome, ShownCycle, ShownEdition, ShownPrediction, ShownStudy

EVEN_ODDS: Final = 0.25
"""The Brier score of who says 50 % every time."""

_OF: Final = {
    "gap": "gap",
    "mean": "mean of the target group",
    "threshold_share": "share at the threshold, %",
    "threshold_gap": "gap between shares, percentage points",
}
_FIGURE: Final = {
    "gap": "gap_followup",
    GAP_CLOSES: "gap_followup",
    "threshold_gap": "threshold_gap_followup",
}
_CAME: Final[dict[Outcome, str]] = {"held": "held", "better": "came out better", "missed": "missed"}


@dataclass(frozen=True, slots=True)
class ResolvedRow:
    """One prediction with what became of it. `brier` is of a probability, `–` of all others."""

    engagement: str
    measure: str
    predicted: str
    found: str
    outcome: str
    brier: str


def resolved(meeting: Meeting) -> tuple[ResolvedRow, ...]:
    """The predictions of the cycles that a meeting looks at, engagement by engagement."""
    return tuple(
        _row(engagement, study, prediction)
        for engagement, cycle in meeting.cycles
        for study in cycle.at("engagement", engagement.id)
        for prediction in study.predictions
    )


def brier(prediction: ShownPrediction) -> Shown:
    """(probability - what came)², from the probability as printed: 0 is best, 1 worst.

    `z` for a prediction without a probability, `c` where what came is hidden.
    """
    percent = prediction.closing_probability.value
    if percent is None:
        return hidden("z")
    if prediction.closed is None:
        return hidden("c") if prediction.found.symbol == "c" else hidden("z")
    return show_number((percent / 100 - prediction.closed) ** 2, decimals=2)


def _row(engagement: Engagement, study: ShownStudy, prediction: ShownPrediction) -> ResolvedRow:
    figure = _FIGURE.get(prediction.statistic)
    found: str = prediction.found.text if figure is None else told(prediction.found, study, figure)
    score = brier(prediction)
    return ResolvedRow(
        engagement=engagement.name,
        measure=study.measure.name,
        predicted=_predicted(prediction),
        found=found,
        outcome=_outcome(prediction),
        brier="–" if score.symbol == "z" else score.text,
    )


def _predicted(prediction: ShownPrediction) -> str:
    if prediction.statistic == GAP_CLOSES:
        return f"gap closes: {prediction.closing_probability}%"
    said = f"{_OF[prediction.statistic]}: {prediction.predicted}"
    bounds = (prediction.lower, prediction.upper)
    # A no-break space: a narrow cell breaks before the bracket only.
    return f"{said} ({bounds[0]}\u00a0to\u00a0{bounds[1]})" if all(b.visible for b in bounds) else said


def _outcome(prediction: ShownPrediction) -> str:
    if prediction.statistic != GAP_CLOSES:
        return OUTCOMES[prediction.outcome].removeprefix("prediction ")
    if prediction.closed is None:
        return "hidden" if prediction.found.symbol == "c" else "not scored"
    return "it did" if prediction.closed else "it did not"


def record_so_far(edition: ShownEdition, cluster: Cluster) -> tuple[str, ...]:
    """How all predictions of a cluster have done up to this edition, in sentences; empty without any.

    Only of figures that may be seen; how many are hidden is said.
    """
    chains = [edition.chain(e.id) for e in edition.programme.engagements if e.cluster == cluster.id]
    made = [p for chain in chains for cycle in chain for p in _of(cycle)]
    if not made:
        return ()
    said = [
        *_intervals([p for p in made if p.statistic != GAP_CLOSES]),
        *_closings([p for p in made if p.statistic == GAP_CLOSES]),
    ]
    unseen = sum(p.outcome == "hidden" if p.statistic != GAP_CLOSES else p.closed is None for p in made)
    if unseen:
        said.append(
            f"{unseen} more {'is' if unseen == 1 else 'are'} not counted: "
            "what was found is hidden or unknown."
        )
    return tuple(said)


def _of(cycle: ShownCycle) -> Iterable[ShownPrediction]:
    return (p for study in cycle.at("engagement", cycle.plan.engagement) for p in study.predictions)


def _intervals(made: Sequence[ShownPrediction]) -> list[str]:
    seen = [p for p in made if p.outcome in _CAME]
    if not seen:
        return []
    counts = Counter(p.outcome for p in seen)
    parts = [f"{counts[outcome]} {words}" for outcome, words in _CAME.items() if counts[outcome]]
    said = f"Of {_many(len(seen), 'prediction')} of a figure so far, {listed(parts)}"
    coverages = [p.coverage.value for p in seen if p.coverage.value is not None]
    if not coverages:
        return [f"{said}."]
    mean = show_number(sum(coverages) / len(coverages), decimals=0)
    return [f"{said}; the plans expected {mean}% to hold."]


def _closings(made: Sequence[ShownPrediction]) -> list[str]:
    scores = [score.value for p in made if (score := brier(p)).value is not None]
    if not scores:
        return []
    closed = sum(p.closed is True for p in made)
    mean = show_number(sum(scores) / len(scores), decimals=2)
    even = show_number(EVEN_ODDS, decimals=2)
    gaps = f"{_many(len(scores), 'gap')} whose closing was given a probability"
    what = "Brier score" if len(scores) == 1 else "mean Brier score"
    return [
        f"Of {gaps}, {closed} closed; the {what} is {mean} (0 is perfect, {even} is what saying 50% gives)."
    ]


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
