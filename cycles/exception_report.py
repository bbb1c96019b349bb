"""The exception report: a light for each group, measure and school, that says why it shows.

Traffic lights by rules, as authorities keep them every month about communities and pupil groups. Three
warnings go with any such figure (National Foundation for Educational Research for the Local Government
Association, 2009, on narrowing the gap); each is shown at the lights that it applies to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from scipy.special import ndtr

from halfterm.cycles.exception_conditions import Asked, Outcome, judge_rule
from halfterm.cycles.exception_figures import Figures, GapNow, Place
from halfterm.cycles.exception_rules import ExceptionRules
from halfterm.cycles.impact.estimate import NORMAL_QUANTILE
from halfterm.cycles.impact.movement import LEVEL

Colour = Literal["red", "amber", "green", "grey"]
Warned = Literal["small", "cohort", "rising"]

COLOURS: Final[tuple[Colour, ...]] = ("red", "amber", "green", "grey")
SYMBOLS: Final[Mapping[Colour, str]] = {"red": "▲ R", "amber": "◆ A", "green": "● G", "grey": "· –"}
"""A shape and a letter each, so that nobody has to tell colours apart."""

WARNINGS: Final[Mapping[Warned, str]] = {
    "small": "The group is small beside the whole: a few pupils more or less would turn the light.",
    "cohort": "Many of these pupils have no score from the earlier half-term: cohorts differ, so then and "
    "now are not like with like.",
    "rising": "Results rise for everyone: the group rose too, and the gap need not close for that.",
}
SMALL_GROUP: Final = 20
SMALL_SHARE: Final = 0.1
MATCHED_SHARE: Final = 0.8


@dataclass(frozen=True, slots=True)
class Light:
    """`why` says it in words with its numbers; `rules` hold; `not_judged` is what could not be asked."""

    place: Place
    colour: Colour
    why: tuple[str, ...]
    rules: tuple[str, ...]
    warnings: tuple[Warned, ...]
    not_judged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExceptionReport:
    """All lights, those that need looking at first, and how many chance alone would show.

    `chance_red` and `chance_any`: how many lights would be red, and red or amber, for their gap if no group
    were truly behind; at most, as a rule's further conditions only make it rarer. `gaps_judged`: out of.
    """

    lights: tuple[Light, ...]
    chance_red: float
    chance_any: float
    gaps_judged: int

    def count(self, colour: Colour) -> int:
        return sum(light.colour == colour for light in self.lights)


def report_on(
    figures: Mapping[Place, Figures], rules: ExceptionRules, *, asked: Mapping[str, Asked]
) -> ExceptionReport:
    """Judge every place; `asked` says of each scale what can be asked of it."""
    lights = [light_of(place, known, rules, asked[place.scale]) for place, known in figures.items()]
    lights.sort(key=lambda light: (COLOURS.index(light.colour), _how_bad(figures[light.place])))
    judged = [
        known.gap
        for place, known in figures.items()
        if asked[place.scale].subtract and known.gap is not None and _large_enough(known.gap, rules)
    ]
    red = sum(_chance(gap, rules, ("red",)) for gap in judged)
    both = sum(_chance(gap, rules, ("red", "amber")) for gap in judged)
    return ExceptionReport(tuple(lights), red, both, len(judged))


def _how_bad(known: Figures) -> float:
    return known.gap.sds if known.gap is not None and known.gap.sds is not None else 0.0


def _large_enough(gap: GapNow, rules: ExceptionRules) -> bool:
    return min(gap.n, gap.n_others) >= rules.fewest and bool(gap.standard_error) and bool(gap.sd)


def _chance(gap: GapNow, rules: ExceptionRules, lights: Sequence[str]) -> float:
    """How likely some rule's gap is by chance where there is none: normal, one-sided.

    The rules ask the same gap for different widths, so the least strict of them decides.
    """
    error = gap.standard_error
    if not error or not gap.sd:
        return 0.0
    widths = [
        max(width * gap.sd / error, NORMAL_QUANTILE if sure else 0.0)
        for light, width, sure in rules.thresholds
        if light in lights
    ]
    return float(ndtr(-min(widths))) if widths else 0.0


def light_of(place: Place, known: Figures, rules: ExceptionRules, asked: Asked) -> Light:
    """The light of one place.

    Red or amber when a rule holds, the worse first; grey when none holds and one could not be judged, or
    there was nothing to judge; else green.
    """
    judged = [(rule, judge_rule(rule.when, known, asked, fewest=rules.fewest)) for rule in rules.rules]
    colour: Colour
    for colour in ("red", "amber"):
        holding = [(rule.id, made) for rule, made in judged if rule.light == colour and made.holds is True]
        if holding:
            missing = _missing(made for rule, made in judged if rule.light == "red")
            ids = tuple(name for name, _ in holding)
            why = _said(made for _, made in holding)
            return Light(place, colour, why, ids, _warned(known, asked), missing if colour == "amber" else ())
    outcomes = [made for _, made in judged if made.applies]
    missing = _missing(outcomes)
    if missing or not outcomes:
        return Light(place, "grey", missing or ("there is nothing to judge it by",), (), ())
    return Light(place, "green", _said(outcomes), (), _warned(known, asked))


def _said(outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """What was found, each once."""
    return tuple(dict.fromkeys(words for outcome in outcomes for words in outcome.found))


def _missing(outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            words
            for outcome in outcomes
            if outcome.applies and outcome.holds is None
            for words in outcome.missing
        )
    )


def _warned(known: Figures, asked: Asked) -> tuple[Warned, ...]:
    return warnings_of(known, compared=asked.subtract and asked.earlier is not None)


def warnings_of(known: Figures, *, compared: bool) -> tuple[Warned, ...]:
    """The warnings that apply to the figures of a light; `compared`: with those of an earlier half-term.

    Small: under 20 pupils, or under a tenth of both sides together. Cohort: under four fifths of either
    side's pupils with a score had one at the earlier half-term, as where none had. Rising: both rose, the gap
    did not shrink.
    """
    found: list[Warned] = []
    gap, change = known.gap, known.change
    n, n_others = (gap.n, gap.n_others) if gap is not None else (known.pupils, 0)
    if n < SMALL_GROUP or n < SMALL_SHARE * (n + n_others):
        found.append("small")
    if gap is not None and change is None and compared:
        found.append("cohort")
    if gap is not None and change is not None:
        if change.n < MATCHED_SHARE * gap.n or change.n_others < MATCHED_SHARE * gap.n_others:
            found.append("cohort")
        if min(change.rise, change.rise_others) > LEVEL and gap.points < -LEVEL and change.change <= LEVEL:
            found.append("rising")
    return tuple(found)
