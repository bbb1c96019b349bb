"""What a verdict rests on: figures made safe for one audience, the plan's names, what the counts warn of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from halfterm.cycles.cautions import NOTHING_COUNTED, CountedCautions
from halfterm.cycles.disclosure import POLICIES, Audience, Shown, ShownFinding, hidden
from halfterm.cycles.impact.sides import Comparison
from halfterm.cycles.words import GapFigures

if TYPE_CHECKING:
    # A plan's models take long to import; the verdict on one file does without them.
    from halfterm.cycles.plan import Plan
    from halfterm.cycles.quality_point import Point

PICKED_BY_SCORES: Final = frozenset(
    {
        *("ability", "attainment", "band", "below", "borderline", "level", "picked", "prior", "score"),
        *("screened", "screening", "set"),
    }
)
"""A group whose attribute has one of these words in its name may have been picked for its scores."""

Fate = Literal["met", "not met", "inside", "better", "worse", "not known"]
"""What became of a target (met or not) or a prediction (inside its interval, or on which side); not known
where it is hidden too."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One target or prediction by what it is of (`gap`, `mean`), and what became of it."""

    of: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class Outside:
    """Events from outside while the cycle ran: how many, and their words where the audience may read them."""

    events: int = 0
    words: tuple[str, ...] = ()


UNKNOWN: Final = hidden("z")
NOTHING_OUTSIDE: Final = Outside()


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the verdict on one measure of one study may rest on, as `audience` may see it.

    `idea` is the change idea, empty where none is named; `treated` whether it is said who got it, and
    `impact` then the estimate. `lost` and `kept` count target pupils with a baseline, without and with a
    follow-up. `picked` is whether the target group may have been picked for its scores; `reliability` is that
    of the baseline score, 0 to 1. `expected_gain` is what the scale expects of everybody in the time, if it
    says so.
    """

    gap: GapFigures
    comparison: Comparison
    audience: Audience
    idea: str = ""
    treated: bool = False
    impact: ShownFinding | None = None
    security: Point | None = None
    targets: tuple[Judged, ...] = ()
    predictions: tuple[Judged, ...] = ()
    counted: CountedCautions = NOTHING_COUNTED
    lost: Shown = UNKNOWN
    kept: Shown = UNKNOWN
    picked: bool = False
    reliability: float = 0.8
    outside: Outside = NOTHING_OUTSIDE
    expected_gain: Shown | None = None

    @property
    def about(self) -> str:
        """Said before a count that this audience knows only rounded."""
        return "about " if POLICIES[self.audience].step > 1 else ""

    @property
    def change(self) -> ShownFinding:
        """What is judged: the change of the gap, or the target group's gain where nobody is compared with."""
        return self.gap.change if self.gap.compared else self.gap.gain_target

    @property
    def may_be_told(self) -> bool:
        """Whether there are figures to speak of: neither hidden nor undefined."""
        if self.gap.hidden or self.change.value.value is None:
            return False
        return not self.gap.compared or None not in (self.gap.before.value.value, self.gap.after.value.value)


def may_be_picked(plan: Plan) -> bool:
    """Whether a plan's target group may have been picked for low or high scores: only a person knows.

    A list of pupils may have been made by scores; so may a group by an attribute that is called after them.
    """
    return plan.target_group.pupils is not None or called_after_scores(plan.target_group.attributes)


def called_after_scores(attributes: Iterable[str]) -> bool:
    """Whether the name of an attribute speaks of scores.

    >>> called_after_scores(["fsm", "prior_attainment"]), called_after_scores(["fsm", "sex"])
    (True, False)
    """
    words = {word for name in attributes for word in re.split("[^a-z]+", name.casefold())}
    return not words.isdisjoint(PICKED_BY_SCORES)
