"""The sentences of the verdict's rules: said after "Reading: ", or by themselves with a capital letter.

None is praise or blame: a sentence and its mirror, for a figure of the other sign, are one rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from halfterm.cycles.cautions import Crowd
from halfterm.cycles.disclosure import Shown, show_number
from halfterm.cycles.impact.ends import CROWDED
from halfterm.cycles.impact.permutation import FEW_PUPILS
from halfterm.cycles.verdict_evidence import Evidence, Fate, Judged
from halfterm.cycles.words import OTHER_REASONS, OTHER_REASONS_ALONE, amount, could_be_chance, listed

if TYPE_CHECKING:
    from halfterm.cycles.quality_point import Point

NO_COMPARISON: Final = "There is no comparison: nothing here separates the cycle from ordinary growth"
SWITCHED: Final = "some pupils changed group after the baseline; they count where the baseline put them"
ANOTHER_COHORT: Final = "so many pupils joined or left between the tests that it is partly another cohort"
TWO_STORIES: Final = (
    "pupils tested both times and all pupils tested each time tell different stories: who joined and left "
    "matters"
)
WHOLE_CLASS: Final = "the comparison includes the target pupils themselves, so it makes the gap look smaller"
BENCHMARK: Final = "the comparison is a published national figure, not pupils of these schools"
NAMES: Final = {
    "gap": "the gap",
    "mean": "the mean",
    "threshold_share": "the share at the threshold",
    "threshold_gap": "the gap at the threshold",
}


def interval_words(evidence: Evidence) -> str:
    """How far chance may reach, in the words of the question: who gained more than whom, or how much."""
    change = evidence.change
    low, high = change.lower, change.upper
    if low.value is None or high.value is None:
        return "no interval was computed, so nobody can tell this from chance"
    reach = _reach(low, high, evidence)
    alike = "an equal gain" if evidence.gap.compared else "no change at all"
    clear = "" if could_be_chance(change) else f", but not with {alike}"
    return f"the 95% interval reaches from {low} to {high}, so the data are compatible with {reach}{clear}"


def _reach(low: Shown, high: Shown, evidence: Evidence) -> str:
    if evidence.gap.compared:
        return f"{evidence.gap.target} gaining {_more_or_less(low, high)} than {evidence.gap.comparison}"
    return _rise_or_fall(low, high)


def _more_or_less(low: Shown, high: Shown) -> str:
    near, far = _by_size(low, high)
    if not (low.value or 0.0) < 0 < (high.value or 0.0):
        way = "less" if (far.value or 0.0) < 0 else "more"
        return f"{_size(near)} to {amount(far)} {way}" if near.value else f"up to {amount(far)} {way}"
    return f"anything from {amount(low)} less to {amount(high)} more"


def expected_gain(evidence: Evidence) -> str:
    """What ordinary growth alone would give, beside a gain that has no comparison."""
    expected = evidence.expected_gain
    if expected is None:
        return ""
    what = "fall" if (expected.value or 0.0) < 0 else "rise"
    return f"a {what} of {amount(expected)} is what the scale expects of everybody in that time"


def _rise_or_fall(low: Shown, high: Shown) -> str:
    """Neither word says which is hoped for: of some measures it is that they fall."""
    near, far = _by_size(low, high)
    if not (low.value or 0.0) < 0 < (high.value or 0.0):
        what = "fall" if (far.value or 0.0) < 0 else "rise"
        return (
            f"a {what} of {_size(near)} to {amount(far)}"
            if near.value
            else f"a {what} of up to {amount(far)}"
        )
    return f"anything from a fall of {amount(low)} to a rise of {amount(high)}"


def _by_size(low: Shown, high: Shown) -> tuple[Shown, Shown]:
    return (low, high) if abs(low.value or 0.0) <= abs(high.value or 0.0) else (high, low)


def _size(figure: Shown) -> str:
    return figure.text.lstrip("−+")


def targets(evidence: Evidence, fate: Fate) -> str:
    """Which targets were met, or were not."""
    names = _names(evidence.targets, fate)
    said = "the target for {} was" if len(names) == 1 else "the targets for {} were"
    return f"{said.format(listed(names))} {fate}"


def predictions(evidence: Evidence, fate: Fate) -> str:
    """Which figures were inside the interval that was predicted, or on which side of it."""
    names = _names(evidence.predictions, fate)
    where = "inside" if fate == "inside" else f"{fate} than"
    verb, intervals = (
        ("was", "the predicted interval") if len(names) == 1 else ("were", "the predicted intervals")
    )
    return f"{listed(names)} {verb} {where} {intervals}"


def _names(judged: Iterable[Judged], fate: Fate) -> list[str]:
    return list(dict.fromkeys(NAMES[each.of] for each in judged if each.fate == fate))


def no_impact(evidence: Evidence) -> str:
    """For a plan that does not say who got its idea. The word impact is not in it."""
    others = OTHER_REASONS if evidence.gap.compared else OTHER_REASONS_ALONE
    return (
        f"nobody was compared with and without “{evidence.idea}”, so nothing here says that it made the "
        f"difference (security 0 of 5). {others}"
    )


def security(point: Point) -> str:
    """The level of a claim about the change idea, and what holds it down."""
    if point.answer == "not rated":
        return f"the security of this claim is not rated, for want of {point.missing} ({point.because})"
    return f"the security of this claim is {point.answer}, {point.because}"


def few(evidence: Evidence) -> str:
    """How few there are on the sides that are few."""
    sides = [f"{name}: {evidence.about}{count:,.0f}" for count, name in few_sides(evidence)]
    return f"few pupils have both scores ({'; '.join(sides)}), so one child can move a mean"


def few_sides(evidence: Evidence) -> list[tuple[float, str]]:
    """The sides with pupils, but under `FEW_PUPILS`, each with its number."""
    sides = (
        (evidence.change.n_target.value, evidence.gap.target),
        (evidence.change.n_comparison.value if evidence.gap.compared else None, evidence.gap.comparison),
    )
    return [(n, name) for n, name in sides if n is not None and 0 < n < FEW_PUPILS]


def drift_of(evidence: Evidence) -> float:
    """The change of the gap, points, that a group picked for its scores shows without any help.

    -(1 - reliability) x gap before, as `regression_to_mean.expected_gap_drift` has it; a benchmark stands
    for the mean towards which the group drifts.
    """
    return -(1 - evidence.reliability) * (evidence.gap.before.value.value or 0.0)


def regression(evidence: Evidence) -> str:
    """That part of the change would come by itself, if the pupils were picked by their scores."""
    end = "low" if (evidence.gap.before.value.value or 0.0) < 0 else "high"
    drift = amount(show_number(drift_of(evidence), decimals=1))
    return (
        f"if {evidence.gap.target} were picked for their {end} scores, about {drift} of the change would "
        "come without any help (regression to the mean), which is more than a quarter of it"
    )


def picked(evidence: Evidence) -> str:
    """For picked pupils without a comparison: how much would come by itself is not known."""
    return (
        f"if {evidence.gap.target} were picked for low scores, part of this would come without any help "
        "(regression to the mean)"
    )


def ceiling(evidence: Evidence) -> str:
    """Who stood at the highest score, before or after."""
    return _crowded(evidence, evidence.counted.at_top, "highest", "rises there cannot show (ceiling)")


def floor(evidence: Evidence) -> str:
    """Who stood at the lowest score, before or after."""
    return _crowded(evidence, evidence.counted.at_bottom, "lowest", "falls there cannot show (floor)")


def _crowded(evidence: Evidence, crowds: tuple[Crowd, ...], end: str, means: str) -> str:
    stood = [
        f"{evidence.gap.target if crowd.target else evidence.gap.comparison} "
        f"{'before' if crowd.time == 'baseline' else 'after'}"
        for crowd in crowds
    ]
    return f"more than {CROWDED:.0%} had the {end} score ({', '.join(stood)}): {means}"


def attrition(evidence: Evidence) -> str:
    """How many of the target pupils with a baseline have no follow-up score."""
    lost, kept = evidence.lost.value or 0.0, evidence.kept.value or 0.0
    share = show_number(100 * lost / (lost + kept), decimals=0)
    who = f"{lost:,.0f} of {lost + kept:,.0f} {evidence.gap.target} with a baseline score"
    return f"{evidence.about}{who} ({share}%) have no follow-up score, and they may have done otherwise"


def all_moved(evidence: Evidence, *, how: str) -> str:
    """That both sides moved the same way while the gap, or the lead, did not get smaller."""
    gap = evidence.gap
    stayed = "lead did not narrow" if gap.ahead else "gap did not close"
    return f"both {gap.target} and {gap.comparison} {how} and the {stayed}: a tide that moved everyone"


def outside(evidence: Evidence) -> str:
    """What happened outside while the cycle ran: in words only where they may be read."""
    held = evidence.outside
    if held.words:
        return f"what happened outside the cycle may have moved these figures: {'; '.join(held.words)}"
    what = "an event" if held.events == 1 else f"{held.events} events"
    return f"the do-log tells of {what} outside the cycle that may have moved these figures"
