"""How secure a claim of impact is: 0 to 5, the lowest of its design, its power and its attrition.

The ancestor is the padlocks by which the Education Endowment Foundation classifies the security of its
trials' findings ("Classification of the security of findings from EEF evaluations", 2014 and 2019): levels
of design, minimum detectable effect and attrition, of which the lowest counts. Its judgement of threats to
validity, which may take padlocks away, is a person's and not computed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from halfterm.cycles.events import DRAWN
from halfterm.cycles.plan import Plan
from halfterm.cycles.quality_point import CycleStory, Line, Point, line_of
from halfterm.cycles.words import listed

Design = Literal["randomised", "matched", "others", "none"]

DESIGN_LEVELS: Final[dict[Design, int]] = {"randomised": 5, "matched": 3, "others": 2, "none": 0}
"""Randomised: who got the idea was drawn. Matched: the untreated are alike in being picked for it (a waiting
list). Others: other pupils of the same kind, whose baseline score alone is allowed for. None: nobody."""

_DESIGN_WORDS: Final[dict[Design, str]] = {
    "randomised": "who got the change idea was drawn at random",
    "matched": "compared with pupils who wait for it",
    "others": "compared with other pupils of the same kind, not drawn at random",
    "none": "nobody was compared with and without the change idea",
}

DETECTABLE: Final = (0.20, 0.30, 0.40, 0.50, 0.60)
"""Minimum detectable effect in SDs: up to the first is level 5, up to the next level 4, beyond the last 0."""

ATTRITION: Final = (0.10, 0.20, 0.30, 0.40, 0.50)
"""Share of pupils lost from baseline to follow-up: up to the first is level 5, beyond the last 0."""


def design_of(plan: Plan) -> Design:
    """The design of a plan's claim of impact: whom treated pupils are compared with."""
    if not plan.names_treated:
        return "none"
    match plan.change_idea.assigned:
        case "random":
            return "randomised"
        case "waiting list":
            return "matched"
        case "chosen" | "not known":
            return "others"


def level_of(number: float, thresholds: Sequence[float]) -> int:
    """The level of a number by five rising thresholds, each of which belongs to the better level.

    >>> [level_of(number, DETECTABLE) for number in (0.2, 0.21, 0.6, 0.61)]
    [5, 4, 1, 0]
    """
    return sum(number <= threshold for threshold in thresholds)


def security(
    *, design: Design, detectable: float | None, attrition: float | None, proof: tuple[Line, ...] = ()
) -> Point:
    """The level of a claim of impact, and which of the three holds it down.

    `detectable` is the minimum detectable effect in SDs, `attrition` the share of pupils lost, 0 to 1; None
    where it is not known: the level is then not rated, unless the design already makes it 0. Where a number
    is hidden from the reader, give the worst that it may be.
    """
    name, words = "security of impact", _DESIGN_WORDS[design]
    if design == "none":
        missing = "pupils of the same kind without it"
        return Point(name, "0 of 5", words, level=0.0, proof=proof, missing=missing)
    if detectable is None or attrition is None:
        asked = {"the minimum detectable effect": detectable, "the attrition": attrition}
        missing = " and ".join(said for said, number in asked.items() if number is None)
        because = f"{words}: at most {DESIGN_LEVELS[design]} of 5"
        return Point(name, "not rated", because, proof=proof, missing=missing)
    levels = {
        f"its design ({words})": DESIGN_LEVELS[design],
        f"its minimum detectable effect ({detectable:.2f} SD)": level_of(detectable, DETECTABLE),
        f"its attrition (at most {100 * attrition:.0f} %)": level_of(attrition, ATTRITION),
    }
    lowest = min(levels.values())
    held_by = listed([said for said, level in levels.items() if level == lowest])
    return Point(name, f"{lowest} of 5", f"held there by {held_by}", level=float(lowest), proof=proof)


def security_of(story: CycleStory, *, detectable: float | None, attrition: float | None) -> Point:
    """The security of a cycle's claim of impact, proved by its plan, and by the draw if there was one."""
    proof: tuple[Line, ...] = (story.says("change_idea"),) if story.plan.names_treated else ()
    if story.plan.is_drawn and (drawn := story.last(DRAWN)) is not None:
        proof += (line_of(drawn),)
    return security(design=design_of(story.plan), detectable=detectable, attrition=attrition, proof=proof)
