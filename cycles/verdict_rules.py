"""The one table of what a verdict may say: a rule's name, its part, when it applies, and its sentence.

The order of the table is the order of every verdict. A rule asks the same of a figure and of its mirror: what
is said of a gap that closes by two points is said, with the words turned round, of one that widens by two.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from halfterm.cycles import verdict_words as words
from halfterm.cycles.impact.movement import Direction, Mover
from halfterm.cycles.impact.regression_to_mean import drift_matters
from halfterm.cycles.verdict_evidence import Evidence, Fate
from halfterm.cycles.words import could_be_chance, direction_words, impact_words, moved_words, who_moved

Part = Literal[
    "comparison", "direction", "interval", "mover", "target", "prediction", "impact", "security", "caution"
]
Condition = Callable[[Evidence], bool]
Sentence = Callable[[Evidence], str]

MANY_LOST: Final = 0.10
"""Pupils lost are many above this share: where attrition begins to cost security (`quality_security`)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. `of_plan`: the same for every measure, and said even where all figures are hidden."""

    name: str
    part: Part
    applies: Condition
    sentence: Sentence
    of_plan: bool = False


def _moves(direction: Direction) -> Condition:
    return lambda evidence: (
        evidence.gap.compared and evidence.may_be_told and evidence.gap.direction == direction
    )


def _direction(evidence: Evidence) -> str:
    return direction_words(evidence.gap)


def _reaches(*, chance: bool | None) -> Condition:
    return lambda evidence: evidence.may_be_told and could_be_chance(evidence.change) is chance


def _mover(mover: Mover) -> Condition:
    return lambda evidence: evidence.may_be_told and who_moved(evidence.gap) is mover


def _moved(evidence: Evidence) -> str:
    return moved_words(evidence.gap)


def _crossed(evidence: Evidence) -> bool:
    gains = (evidence.gap.gain_target.value.value, evidence.gap.gain_comparison.value.value)
    return _moves("flipped")(evidence) and None not in gains


def _growth_is_known(evidence: Evidence) -> bool:
    return not evidence.gap.compared and evidence.may_be_told and evidence.expected_gain is not None


def _target(fate: Fate) -> tuple[Condition, Sentence]:
    return (
        lambda evidence: any(each.fate == fate for each in evidence.targets),
        lambda evidence: words.targets(evidence, fate),
    )


def _prediction(fate: Fate) -> tuple[Condition, Sentence]:
    return (
        lambda evidence: any(each.fate == fate for each in evidence.predictions),
        lambda evidence: words.predictions(evidence, fate),
    )


def _impact(sign: int) -> Condition:
    """Higher (1), lower (-1) or perhaps chance (0); a difference of nought without an interval is chance."""

    def applies(evidence: Evidence) -> bool:
        found = evidence.impact
        if not evidence.treated or found is None or found.value.value is None:
            return False
        value = found.value.value
        claimed = 0 if could_be_chance(found) is not False else (value > 0) - (value < 0)
        return claimed == sign

    return applies


def _no_impact_figure(evidence: Evidence) -> bool:
    return evidence.treated and evidence.impact is not None and evidence.impact.value.value is None


def _impact_said(evidence: Evidence) -> str:
    found = evidence.impact
    return "" if found is None else impact_words(found, target=evidence.gap.target, idea=evidence.idea)


def _rated(evidence: Evidence) -> bool:
    return evidence.treated and evidence.security is not None


def _security(evidence: Evidence) -> str:
    return "" if evidence.security is None else words.security(evidence.security)


def _drifts(evidence: Evidence) -> bool:
    gap = evidence.gap
    if not (evidence.picked and gap.compared and evidence.may_be_told):
        return False
    return drift_matters(gap.change.value.value or 0.0, words.drift_of(evidence))


def _gain_of_the_picked(evidence: Evidence) -> bool:
    return evidence.picked and not evidence.gap.compared and evidence.may_be_told


def _many_lost(evidence: Evidence) -> bool:
    lost, kept = evidence.lost.value, evidence.kept.value
    return lost is not None and kept is not None and lost > MANY_LOST * (lost + kept)


def _everyone(sign: int) -> Condition:
    """Both sides rose (1) or fell (-1), neither by chance, while the gap did not close."""

    def applies(evidence: Evidence) -> bool:
        gains = (evidence.gap.gain_target, evidence.gap.gain_comparison)
        stayed = _moves("level")(evidence) or _moves("widening")(evidence)
        return stayed and all(
            sign * (gain.value.value or 0.0) > 0 and not could_be_chance(gain) for gain in gains
        )

    return applies


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "no comparison", "comparison", lambda e: e.comparison == "none", lambda _: words.NO_COMPARISON, True
    ),
    Rule("hidden", "direction", lambda e: e.gap.hidden, _direction),
    Rule("not known", "direction", lambda e: not e.gap.hidden and not e.may_be_told, _direction),
    Rule("gain alone", "direction", lambda e: not e.gap.compared and e.may_be_told, _direction),
    Rule("closing", "direction", _moves("closing"), _direction),
    Rule("widening", "direction", _moves("widening"), _direction),
    Rule("level", "direction", _moves("level"), _direction),
    Rule("flipped", "direction", _moves("flipped"), _direction),
    Rule("beyond chance", "interval", _reaches(chance=False), words.interval_words),
    Rule("could be chance", "interval", _reaches(chance=True), words.interval_words),
    Rule("no interval", "interval", _reaches(chance=None), words.interval_words),
    Rule("expected gain", "interval", _growth_is_known, words.expected_gain),
    *(Rule(mover.name.lower().replace("_", " "), "mover", _mover(mover), _moved) for mover in Mover),
    Rule("sides changed", "mover", _crossed, _moved),
    Rule("target met", "target", *_target("met")),
    Rule("target not met", "target", *_target("not met")),
    Rule("prediction inside", "prediction", *_prediction("inside")),
    Rule("prediction better", "prediction", *_prediction("better")),
    Rule("prediction worse", "prediction", *_prediction("worse")),
    Rule("nobody without", "impact", lambda e: bool(e.idea) and not e.treated, words.no_impact, True),
    Rule("impact higher", "impact", _impact(1), _impact_said),
    Rule("impact lower", "impact", _impact(-1), _impact_said),
    Rule("impact could be chance", "impact", _impact(0), _impact_said),
    Rule("impact not known", "impact", _no_impact_figure, _impact_said),
    Rule("security", "security", _rated, _security, True),
    Rule("few pupils", "caution", lambda e: bool(words.few_sides(e)), words.few),
    Rule("regression to the mean", "caution", _drifts, words.regression),
    Rule("picked pupils", "caution", _gain_of_the_picked, words.picked),
    Rule("ceiling", "caution", lambda e: bool(e.counted.at_top), words.ceiling),
    Rule("floor", "caution", lambda e: bool(e.counted.at_bottom), words.floor),
    Rule("switchers", "caution", lambda e: e.counted.many_switchers, lambda _: words.SWITCHED),
    Rule("attrition", "caution", _many_lost, words.attrition),
    Rule("cohort change", "caution", lambda e: e.counted.cohort_changed, lambda _: words.ANOTHER_COHORT),
    Rule("panels disagree", "caution", lambda e: e.counted.panels_disagree, lambda _: words.TWO_STORIES),
    Rule("everyone rose", "caution", _everyone(1), lambda e: words.all_moved(e, how="rose")),
    Rule("everyone fell", "caution", _everyone(-1), lambda e: words.all_moved(e, how="fell")),
    Rule(
        "whole class", "caution", lambda e: e.comparison == "whole_class", lambda _: words.WHOLE_CLASS, True
    ),
    Rule("benchmark", "caution", lambda e: e.comparison == "national", lambda _: words.BENCHMARK, True),
    Rule("external event", "caution", lambda e: bool(e.outside.events), words.outside, True),
)
"""Every rule, in the order in which what applies is said."""

COUNTED: Final = frozenset({"ceiling", "floor", "switchers", "cohort change", "panels disagree"})
"""The rules that rest on counts behind a study; outside a school they are asked of all its engagement."""
