"""Who is missing, made safe for one audience: all of it, a share of it, or nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.disclosure import (
    POLICIES,
    Audience,
    Shown,
    ShownFinding,
    hidden,
    hide_finding,
    safe_count,
    show_as_written,
    show_count,
    show_finding,
    show_mean,
    show_number,
    too_few,
)
from halfterm.cycles.impact.attrition import LostAndKept
from halfterm.cycles.impact.balance import balance_verdict, share_balance
from halfterm.cycles.impact.cohort import Loss
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.movement import Direction, direction
from halfterm.cycles.impact.statistics import CATALOGUE
from halfterm.cycles.missing import AttributeLoss, Missing
from halfterm.cycles.rounding import half_away

WORTH_SAYING: Final = 0.2
"""A small difference of two shares, Cohen's h (Cohen 1988, Statistical Power Analysis, ch. 6)."""


@dataclass(frozen=True, slots=True)
class ShownLoss:
    """The pupils of one side with a baseline score, those of them without a follow-up, and their share."""

    pupils: Shown
    lost: Shown
    percent: Shown

    @property
    def visible(self) -> bool:
        return self.percent.visible


@dataclass(frozen=True, slots=True)
class ShownAttribute:
    """The share, in percent, of those missing and of those kept who have one value of an attribute."""

    attribute: str
    value: str
    lost: Shown
    kept: Shown


@dataclass(frozen=True, slots=True)
class ShownDescription:
    """The mean baseline scores of one side's missing pupils and of the others of that side.

    `difference` is Hedges' g, lost minus kept. `alike`: within what counts as balanced.
    """

    lost_mean: Shown
    kept_mean: Shown
    difference: ShownFinding
    alike: bool


@dataclass(frozen=True, slots=True)
class ShownMissing:
    """Who is missing from a study, safe for one audience.

    `comparison` is None where no pupils are compared with; `ends` are the scale's, None where the lowest and
    highest scores observed stand for them. `findings` are empty unless both sides' losses
    may be seen. `found` is how the gap moved among pupils with both scores, `could` every way in which it
    could have moved: as exact figures have it, and only where the losses are seen. `described` are the target
    group's and the comparison's, None where they may not be seen; `unlike` is the attribute in which those
    missing differ most from the others.
    """

    whole: ShownLoss
    target: ShownLoss
    comparison: ShownLoss | None
    ends: tuple[Shown, Shown] | None
    findings: dict[str, ShownFinding]
    found: Direction | None
    could: tuple[Direction, ...]
    described: tuple[ShownDescription | None, ShownDescription | None]
    unlike: ShownAttribute | None

    def finding(self, statistic: str) -> ShownFinding:
        """One of the findings; hidden where it may not be seen."""
        return self.findings.get(statistic) or hide_finding(statistic)


def show_missing(missing: Missing, audience: Audience, *, known: Collection[str] = ()) -> ShownMissing:
    """As an audience may know it; `known` attributes, which make the target group, describe nobody.

    A side's loss is seen where neither those lost nor those kept are too few, nought included; the share is
    of the counts as shown. Bounds give the exact losses away, so an audience of rounded counts does not see
    them. A mean or a weighted figure is seen where both losses are.
    """
    alone = missing.comparison.pupils == 0
    target = _loss([missing.target], audience)
    comparison = None if alone else _loss([missing.comparison], audience)
    seen = target.visible and (comparison is None or comparison.visible)
    attributes = [loss for loss in missing.attributes if loss.attribute not in known]
    return ShownMissing(
        whole=_loss([missing.target, *([] if alone else [missing.comparison])], audience)
        if seen
        else _NOTHING,
        target=target,
        comparison=comparison,
        ends=_ends(missing),
        findings=_findings(missing, audience) if seen else {},
        found=_found(missing) if seen else None,
        could=_could(missing) if seen else (),
        described=_described(missing, audience) if seen else (None, None),
        unlike=_most_unlike(attributes, audience) if seen else None,
    )


_NOTHING = ShownLoss(hidden("c"), hidden("c"), hidden("c"))


def _loss(sides: Iterable[Loss], audience: Audience) -> ShownLoss:
    """Counts rounded side by side and then added up, as the audience's policy has it."""
    lost = pupils = 0
    for side in sides:
        if too_few(side.lost, audience) or too_few(side.kept, audience):
            return _NOTHING
        lost += safe_count(side.lost, audience) or 0
        pupils += (safe_count(side.lost, audience) or 0) + (safe_count(side.kept, audience) or 0)
    shown = show_number(float(lost), decimals=0, audience=audience)
    return ShownLoss(show_count(pupils, audience), shown, _percent(lost, pupils))


def _percent(lost: int, pupils: int) -> Shown:
    """In percent; not rounded to 0 or to 100 when it is neither, `z` of nobody."""
    if not pupils:
        return hidden("z")
    percent = 100 * lost / pupils
    return show_number(min(max(percent, 1.0), 99.0) if 0 < lost < pupils else percent, decimals=0)


def _findings(missing: Missing, audience: Audience) -> dict[str, ShownFinding]:
    return {
        finding.statistic: show_finding(
            finding,
            audience=audience,
            decimals=CATALOGUE[finding.statistic].decimals,
            signed=_signed(finding),
        )
        for finding in missing.findings
        if _may_be_seen(finding.statistic, missing, audience)
    }


def _may_be_seen(statistic: str, missing: Missing, audience: Audience) -> bool:
    """Whether a figure gives nothing away beyond the losses as this audience sees them.

    From bounds the exact losses can be worked out and, where they rest on scores observed, the lowest and the
    highest pupil's; from those of a threshold gap, how many reached it.
    """
    if audience == "school" or statistic.startswith("weighted"):
        return True
    if POLICIES[audience].step > 1 or statistic == "threshold_gap_bounds":
        return False
    bounds = statistic.endswith(("_bounds", "_alike"))
    return not bounds or (missing.extremes is not None and missing.extremes.of_scale)


def _signed(finding: Finding) -> bool:
    return finding.statistic not in (
        *("attrition", "attrition_target", "attrition_comparison"),
        *("attrition_treated", "attrition_untreated"),
    )


def _ends(missing: Missing) -> tuple[Shown, Shown] | None:
    ends = missing.extremes
    if ends is None or not ends.of_scale:
        return None
    return show_as_written(ends.lowest), show_as_written(ends.highest)


def _described(
    missing: Missing, audience: Audience
) -> tuple[ShownDescription | None, ShownDescription | None]:
    """Both sides. Beside the means of a whole class and of the target group, that of the others would give
    the exact numbers of pupils away, so an audience of rounded counts does not see it.
    """
    alone = missing.comparison.pupils == 0
    unsafe = missing.whole_class and POLICIES[audience].step > 1
    others = None if alone or unsafe else _description(missing.described_comparison, audience)
    return _description(missing.described_target, audience), others


def _description(made: LostAndKept, audience: Audience) -> ShownDescription | None:
    if made.lost_mean is None or made.kept_mean is None:
        return None
    g = made.difference
    return ShownDescription(
        lost_mean=_mean(made.lost_mean, made.loss.lost, audience),
        kept_mean=_mean(made.kept_mean, made.loss.kept, audience),
        difference=show_finding(g, audience=audience, decimals=CATALOGUE[g.statistic].decimals, signed=True),
        alike=g.value is not None and balance_verdict(g.value) == "balanced",
    )


def _mean(mean: float | None, pupils: int, audience: Audience) -> Shown:
    decimals = CATALOGUE["gap_baseline"].decimals
    return show_mean(mean, pupils=pupils, audience=audience, decimals=decimals)


def _found(missing: Missing) -> Direction | None:
    """How the gap moved among pupils with both scores."""
    after, change = missing.finding("gap_followup_bounds"), missing.finding("gap_change_bounds")
    if after is None or change is None or after.value is None or change.value is None:
        return None
    return direction(_rounded(after.value - change.value), _rounded(after.value))


def _rounded(gap: float) -> float:
    """As pages print it: what is said of a gap is said of the printed figures."""
    return half_away(gap, CATALOGUE["gap_baseline"].decimals)


def _could(missing: Missing) -> tuple[Direction, ...]:
    """Every way in which the gap could have moved, between the two bounds of the gap after."""
    before, after = missing.finding("gap_baseline_everyone"), missing.finding("gap_followup_bounds")
    if before is None or before.value is None or after is None or after.lower is None or after.upper is None:
        return ()
    start, lower, upper = (_rounded(gap) for gap in (before.value, after.lower, after.upper))
    # Inside the bounds the gap may also have been nought, or exactly as before: each lies between directions.
    within = [gap for gap in (0.0, start, -start) if lower < gap < upper]
    nudge = (upper - lower) / 1e4
    tried = (lower, upper, *(gap + step for gap in within for step in (-nudge, nudge)))
    found = {direction(start, min(max(gap, lower), upper)) for gap in tried}
    order: tuple[Direction, ...] = ("closing", "level", "widening", "flipped")
    return tuple(way for way in order if way in found)


def _most_unlike(attributes: Iterable[AttributeLoss], audience: Audience) -> ShownAttribute | None:
    """The value in which those missing differ most from those kept, among what may be seen.

    An attribute is left out where any count of any of its values is too small: from the others' it could be
    worked out. Differences within `WORTH_SAYING` are not named.
    """
    by_name: dict[str, list[AttributeLoss]] = {}
    for loss in attributes:
        by_name.setdefault(loss.attribute, []).append(loss)
    seen = [loss for values in by_name.values() if _all_seen(values, audience) for loss in values]
    best, furthest = None, WORTH_SAYING
    for loss in seen:
        lost, kept = (
            _share(loss.lost, loss.lost_known, audience),
            _share(loss.kept, loss.kept_known, audience),
        )
        difference = share_balance(lost, kept).value
        if difference is not None and difference > furthest:
            shares = (show_number(100 * n / of, decimals=0) for n, of in (lost, kept))
            best, furthest = ShownAttribute(loss.attribute, loss.value, *shares), difference
    return best


def _all_seen(values: Iterable[AttributeLoss], audience: Audience) -> bool:
    return not any(
        too_few(count, audience)
        for loss in values
        for count in (loss.lost, loss.lost_known - loss.lost, loss.kept, loss.kept_known - loss.kept)
    )


def _share(count: int, known: int, audience: Audience) -> tuple[int, int]:
    """A count and what it is out of, from counts as this audience may know them."""
    have, lack = safe_count(count, audience) or 0, safe_count(known - count, audience) or 0
    return have, have + lack
