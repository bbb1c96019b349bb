"""Who is missing: how many, what that could do to the gap, and how they differ from those who are not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from halfterm.cycles.disclosure import POLICIES, Audience
from halfterm.cycles.impact.movement import Direction
from halfterm.cycles.missing_shown import ShownDescription, ShownLoss, ShownMissing
from halfterm.cycles.plan import Plan
from halfterm.cycles.words import interval, listed
from halfterm.site.figures import figure
from halfterm.site.shown import ShownStudy

_MOVED: Final[dict[Direction, str]] = {
    "closing": "closed",
    "level": "stayed as it was",
    "widening": "widened",
    "flipped": "changed sides",
}


def missing_lines(studies: Sequence[ShownStudy], plan: Plan, audience: Audience) -> tuple[str, ...]:
    """A line for each visible study that was counted, measures of which the same is said together.

    Every rule reads the same whichever way the gap moved.
    """
    said: dict[str, list[str]] = {}
    for study in studies:
        if study.visible and study.missing is not None:
            said.setdefault(_line(study, study.missing, plan, audience), []).append(study.measure.name)
    return tuple(f"{listed(measures)}: {line}" for line, measures in said.items())


def _line(study: ShownStudy, missing: ShownMissing, plan: Plan, audience: Audience) -> str:
    if missing.whole.visible and not missing.whole.lost.value:
        return (
            f"Nobody is missing: all {missing.whole.pupils} pupils with a baseline score have a follow-up "
            "score too."
        )
    about = "" if POLICIES[audience].step == 1 else "about "
    parts = (
        _counted(missing, plan, about),
        _bounded(missing),
        _impact_bounded(missing),
        _weighted(study, missing),
        _described(missing, plan),
    )
    return " ".join(part for part in parts if part)


def _counted(missing: ShownMissing, plan: Plan, about: str) -> str:
    """How many are missing, of everybody and of each side."""
    target = (missing.target, plan.target_group.name)
    if missing.comparison is None:
        return _capital(_share(*target, about)) if missing.target.visible else _HIDDEN
    sides = (target, (missing.comparison, "others"))
    seen = [f"{loss.lost} of {loss.pupils} {name} ({loss.percent}%)" for loss, name in sides if loss.visible]
    if missing.whole.visible:
        return f"{_capital(_share(missing.whole, 'pupils', about))[:-1]}: {listed(seen)}."
    if not seen:
        return _HIDDEN
    loss, name = next(side for side in sides if side[0].visible)
    return (
        f"{_capital(_share(loss, name, about))[:-1]}; how many on the other side is hidden to protect them."
    )


_HIDDEN: Final = "How many pupils have no follow-up score is hidden to protect them."


def _share(loss: ShownLoss, name: str, about: str) -> str:
    verb = "has" if loss.lost.value == 1 else "have"
    return f"{about}{loss.lost} of {loss.pupils} {name} ({loss.percent}%) {verb} no follow-up score."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _bounded(missing: ShownMissing) -> str:
    """How the gap could have moved, whatever the missing pupils would have scored."""
    if not missing.could:
        return ""
    if len(missing.could) == 1:
        still = "still " if missing.could[0] == missing.found else ""
        moved = _MOVED[missing.could[0]]
        return (
            f"Even with the lowest or the highest scores for all of them{_ends(missing)}, the gap would "
            f"{still}have {moved}."
        )
    ways = [_MOVED[way] for way in missing.could]
    could = f"{', '.join(ways[:-1])} or {ways[-1]}"
    change = missing.finding("gap_change_bounds")
    reach = f" (a change from {change.lower} to {change.upper} points)" if interval(change) else ""
    return f"Depending on what they would have scored{_ends(missing)}, the gap could have {could}{reach}."


def _ends(missing: ShownMissing) -> str:
    if missing.ends is None:
        return ", within the scores that were seen"
    return f", from {missing.ends[0]} to {missing.ends[1]} on this scale"


def _impact_bounded(missing: ShownMissing) -> str:
    impact = missing.finding("impact_bounds")
    if not interval(impact):
        return ""
    return f"The impact then lies between {impact.lower} and {impact.upper} points."


def _weighted(study: ShownStudy, missing: ShownMissing) -> str:
    """The change of the gap with pupils like the missing ones counting for more, beside the plain one."""
    weighted, plain = missing.finding("weighted_gap_change"), figure(study, "gap_change")
    if weighted.value.value is None or plain.value.value is None:
        return ""
    bounds = interval(weighted)
    reach = f" (95% interval {bounds})" if bounds else ""
    return (
        "With pupils like them counting for more, the gap would have changed by "
        f"{weighted.value} points{reach} instead of {plain.value}."
    )


def _described(missing: ShownMissing, plan: Plan) -> str:
    """How those missing differ from the others of their side at baseline."""
    names = (plan.target_group.name, "others")
    parts = [
        f"the missing {name} {_stood(side)}"
        for name, side in zip(names, missing.described, strict=True)
        if side is not None and side.lost_mean.visible and side.kept_mean.visible
    ]
    said = [f"At baseline {listed(parts)}."] if parts else []
    if unlike := missing.unlike:
        said.append(
            f"Those missing differ most in “{unlike.attribute}: {unlike.value}”: {unlike.lost}% of them, "
            f"{unlike.kept}% of the rest."
        )
    return " ".join(said)


def _stood(side: ShownDescription) -> str:
    if side.alike or side.lost_mean.value == side.kept_mean.value:
        return f"scored much like those still there ({side.lost_mean} and {side.kept_mean})"
    lower = "lower" if (side.lost_mean.value or 0.0) < (side.kept_mean.value or 0.0) else "higher"
    return f"scored {lower} than those still there ({side.lost_mean} against {side.kept_mean})"
