"""What a look at a plan says in plain sentences: what the pupils can show, how they start, what to expect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from halfterm.cycles.baseline_contrast import AttributeBalance, Contrast
from halfterm.cycles.impact.balance import ADJUSTABLE, balance_verdict
from halfterm.cycles.impact.ends import CROWDED
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.multilevel import FEWEST_SCHOOLS
from halfterm.cycles.impact.reasons import reason
from halfterm.cycles.plan_look import Aimed, Ends, MeasureLook
from halfterm.cycles.rounding import half_away
from halfterm.cycles.words import listed, sentence

MOST_ATTRIBUTES: Final = 5
NO_PROGRESS: Final = "How small a difference to others would show is not known"
NO_IMPACT: Final = (
    "How alike treated and untreated pupils start, and how small an impact would show, is not known"
)
GAP_IS_NOT_IMPACT: Final = "what moves between them is relative progress, never impact"


def look_sentences(look: MeasureLook, *, school_names: Mapping[str, str]) -> tuple[str, ...]:
    """The sentences about one measure, the most important first."""
    groups, treated = look.groups, look.treated
    said = [
        *_shown(groups, ("in the target group", "others"), unknown=NO_PROGRESS),
        *_gap_shown(look),
        *_aimed(look),
        *_start(groups, "The target group and the others", GAP_IS_NOT_IMPACT),
        *_apart(groups, "the target group", "the others"),
        *(_drift(aim, aim.drift.value) for aim in look.aims if aim.largely_drift and aim.drift.value),
    ]
    if treated is not None:
        said += _shown(treated, ("treated pupils of the target group", "untreated"), unknown=NO_IMPACT)
        said += _start(treated, "Treated and untreated pupils of the target group", "")
        said += _apart(treated, "treated pupils", "untreated pupils")
    said += _unscored(look, school_names)
    said += _crowded(look.target_ends, "the target group")
    said += _crowded(look.comparison_ends, "the others")
    return tuple(sentence(line) for line in said)


def _shown(contrast: Contrast, names: tuple[str, str], *, unknown: str) -> Iterator[str]:
    """The smallest effect; where there are no two groups the reason is said here and nowhere else."""
    effect, points = contrast.detectable, contrast.detectable_points
    if effect.value is None:
        yield f"{unknown}: {reason(effect)}"
        return
    size = f"{_number(effect.value, 2)} SD"
    if points.value is not None:
        size = f"{size} ({_points(points.value)})"
    yield (
        f"With {effect.n_target:,} {names[0]} and {effect.n_comparison:,} {names[1]}, a change smaller than "
        f"{size} would probably not be told from chance"
    )
    if contrast.design == "whole schools":
        yield (
            "Each school is on one side as a whole, so schools count more than pupils; with fewer than "
            f"{FEWEST_SCHOOLS} schools a side this is too few to rely on"
        )


def _gap_shown(look: MeasureLook) -> Iterator[str]:
    change = look.detectable_gap_change
    if change.value is not None:
        yield f"The gap itself would have to change by {_points(change.value)} or more to show"


def _aimed(look: MeasureLook) -> Iterator[str]:
    change = look.detectable_gap_change.value
    for aim in look.aims:
        if aim.at != "gap" or change is None:
            continue
        aims = f"The plan aims to change the gap by {_points(aim.points)}"
        if abs(aim.points) < change:
            yield f"{aims}, which is less: the aim could be reached and still look like chance"
        else:
            yield f"{aims}, which is enough to show"


def _drift(aim: Aimed, drift: float) -> str:
    would = "the gap would close by" if aim.at == "gap" else "they would gain"
    if drift < 0:
        would = "the gap would change by" if aim.at == "gap" else "they would lose"
    return (
        f"If these pupils were picked by their scores, {would} {_points(drift)} without any help "
        f"(regression to the mean): more than a quarter of the {_points(aim.points)} aimed for"
    )


def _start(contrast: Contrast, names: str, remark: str) -> Iterator[str]:
    g = contrast.balance.value
    if contrast.design is None or g is None:
        return
    apart = f"{names} start {_number(abs(g), 2)} SD apart"
    match balance_verdict(g):
        case "balanced":
            yield f"{names} start level ({_number(abs(g), 2)} SD apart)"
        case "needs adjustment":
            yield f"{apart}: scores must be adjusted for the baseline"
        case "not comparable":
            tail = f"; {remark}" if remark else ""
            yield f"{apart}: too far to be compared as like with like, even adjusted{tail}"


def _apart(contrast: Contrast, one: str, other: str) -> Iterator[str]:
    """The attributes in which the groups differ beyond adjustment, and by more than chance explains."""
    clear = [each for each in contrast.attributes if _clearly_apart(each)]
    if not clear:
        return
    furthest = sorted(clear, key=lambda each: -abs(each.difference.value or 0.0))[:MOST_ATTRIBUTES]
    shares = [
        f"{each.attribute} {each.value} {_percent(*each.one)} against {_percent(*each.other)}"
        for each in furthest
    ]
    yield f"Apart at the start too, {one} against {other}: {listed(shares)}"


def _clearly_apart(balance: AttributeBalance) -> bool:
    found = balance.difference
    if found.value is None or found.lower is None or found.upper is None:
        return False
    return abs(found.value) > ADJUSTABLE and not found.lower <= 0 <= found.upper


def _unscored(look: MeasureLook, names: Mapping[str, str]) -> Iterator[str]:
    empty = [
        names[school.school]
        for school in look.schools
        if school.target + school.comparison == school.target_unscored + school.comparison_unscored
    ]
    if empty:
        yield f"No pupil of {listed(empty)} has a baseline score on either side"
    sides = (
        (sum(s.target_unscored for s in look.schools), sum(s.target for s in look.schools), "target pupils"),
        (
            sum(s.comparison_unscored for s in look.schools),
            sum(s.comparison for s in look.schools),
            "others",
        ),
    )
    missing = [f"{lacking:,} of {all_:,} {name}" for lacking, all_, name in sides if lacking]
    if missing:
        yield f"Without a baseline score: {listed(missing)}; their change cannot be measured"
    if open_ := sum(school.unclassified for school in look.schools):
        yield f"Not known whether in the target group: {open_:,}; they count in a whole class only"


def _crowded(ends: Ends, name: str) -> Iterator[str]:
    for count, end, means in (
        (ends.at_top, "highest", "they have little room to show a gain (ceiling)"),
        (ends.at_bottom, "lowest", "the test may not reach down to them (floor)"),
    ):
        # One pupil always holds the highest score and one the lowest: that alone says nothing.
        if count > 1 and count > CROWDED * ends.pupils:
            yield f"{_percent(count, ends.pupils)} of {name} are at the {end} score there is: {means}"


def _number(number: float, decimals: int) -> str:
    return f"{half_away(number, decimals):,.{decimals}f}"


def _points(number: float) -> str:
    return f"{_number(abs(number), 1)} points"


def _percent(count: int, of: int) -> str:
    return f"{half_away(100 * count / of):.0f} %"


def interval_text(finding: Finding, decimals: int) -> str:
    """The interval of a finding as text; empty where it has none."""
    if finding.lower is None or finding.upper is None:
        return ""
    return f"{_number(finding.lower, decimals)} to {_number(finding.upper, decimals)}"
