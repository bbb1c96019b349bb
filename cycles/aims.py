"""What a cycle is after: its focus, its aim in one sentence, its targets, and what is predicted."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from halfterm.cycles.model import Record, Slug, Words

PlannedStatistic = Literal["gap", "mean", "threshold_share", "threshold_gap"]
"""What may be aimed at or predicted: in points, the threshold's two in percent and percentage points."""

OF_THRESHOLD: Final = frozenset({"threshold_share", "threshold_gap"})
OF_GAP: Final = frozenset({"gap", "threshold_gap"})

FocusRoute = Literal["school improvement", "what worked", "needs analysis"]
"""The three ways in which the groups of the 2008-10 programme came to their focus."""


class Focus(Record):
    """How the focus was chosen, and why: who is behind, and how that is known."""

    route: FocusRoute
    why: Words


class Aim(Record):
    """What gets better, from where to where, for whom, by doing what, and by when."""

    model_config = ConfigDict(serialize_by_alias=True)

    by: date
    improve: Words
    from_: Words = Field(alias="from")
    to: Words
    for_whom: Words
    by_doing: Words

    @property
    def sentence(self) -> str:
        """The aim in one sentence, as pages print it."""
        when = f"{self.by.day} {self.by:%B %Y}"
        return (
            f"By {when}, improve {self.improve} from {self.from_} to {self.to} "
            f"for {self.for_whom} by {self.by_doing.rstrip('.')}."
        )


class Target(Record):
    """A level to be reached by a date: of the gap, the target group's mean, or a share at threshold.

    `trajectory` says where it should stand on the way, half-term by half-term, in the goal's unit.
    """

    measure: Slug
    statistic: PlannedStatistic = "gap"
    goal: float
    by: date
    trajectory: dict[Slug, float] = Field(default_factory=dict)


class PupilTarget(Record):
    """Each pupil's own goal; `step` or more beyond it is exceeded (points).

    The goal is the baseline plus `gain`, the same for all; or it was set for each pupil, and stands in the
    baseline's data as a score of another measure: `goals` is that measure's id.
    """

    measure: Slug
    gain: float | None = None
    goals: Slug | None = None
    step: float = Field(gt=0)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.gain is None) == (self.goals is None):
            raise ValueError("a pupil target is a gain for all, or names the measure that holds the goals")
        if self.goals == self.measure:
            raise ValueError("goals are held by a measure of their own")
        return self


class Prediction(Record):
    """A number with its interval, or the probability that the gap closes; locked with the plan.

    `value`, `lower` and `upper` are in the statistic's unit; `coverage` is how sure the interval is to hold.
    """

    measure: Slug
    statistic: PlannedStatistic = "gap"
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    coverage: float = Field(default=0.8, gt=0, lt=1)
    closing_probability: float | None = Field(default=None, ge=0, le=1)
    because: Words | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        numbers = (self.value, self.lower, self.upper)
        if self.closing_probability is not None and self.statistic != "gap":
            raise ValueError("a closing_probability is about the gap")
        if self.closing_probability is None and None in numbers:
            raise ValueError("a prediction is a value with lower and upper, or a closing_probability")
        if self.value is None or self.lower is None or self.upper is None:
            if any(number is not None for number in numbers):
                raise ValueError("a predicted value needs lower and upper")
        elif not self.lower <= self.value <= self.upper:
            raise ValueError("a prediction's value lies between its lower and upper")
        return self
