"""A plan: what one cycle will do, for whom, what it measures, aims at and predicts."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from halfterm.cycles.errors import did_you_mean
from halfterm.cycles.model import OneOrMore, Record, Slug, Words

Attributes = dict[Slug, OneOrMore]
"""Attribute -> the values that count: `{fsm: [yes], sex: [M]}`. All attributes must match."""

Comparison = Literal["others", "whole_class", "matched", "national", "none"]
PlannedStatistic = Literal["gap", "mean", "threshold_share", "threshold_gap"]
"""What may be aimed at or predicted: in points, the threshold's two in percent and percentage points."""

OF_THRESHOLD: Final = frozenset({"threshold_share", "threshold_gap"})
OF_GAP: Final = frozenset({"gap", "threshold_gap"})


class TargetGroup(Record):
    """Pupils who match every attribute at baseline, or a named list of pupils in a file."""

    name: Words
    attributes: Attributes = Field(default_factory=dict)
    pupils: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.attributes) == bool(self.pupils):
            raise ValueError("give either attributes or a list of pupils")
        return self


class ComparedWith(Record):
    """Whom the target group is set beside. `caliper` (points) is for matched, `benchmark` for national."""

    kind: Comparison
    name: Words
    caliper: float | None = Field(default=None, gt=0)
    benchmark: Slug | None = None

    @model_validator(mode="after")
    def _benchmark_named(self) -> Self:
        if (self.kind == "national") != (self.benchmark is not None):
            raise ValueError("a national comparison, and only that, names its benchmark")
        if self.caliper is not None and self.kind != "matched":
            raise ValueError("only a matched comparison has a caliper")
        return self


class ChangeIdea(Record):
    """What is done differently, why it should work, who got it, and how it was settled who did."""

    name: Words
    theory: Words
    treated: Attributes = Field(default_factory=dict)
    untreated: Words | None = None
    assigned: Literal["random", "chosen", "waiting list", "not known"] = "not known"
    delivered_by: Words | None = None
    dosage: Words | None = None


class Measure(Record):
    """What is scored, on which scale. Scores subtract only on the same scale."""

    id: Slug
    name: Words
    scale: Slug
    threshold: float | None = None


class Target(Record):
    """A level to be reached by a date: of the gap, the target group's mean, or a share at threshold."""

    measure: Slug
    statistic: PlannedStatistic = "gap"
    goal: float
    by: date


class PupilTarget(Record):
    """Each pupil's own goal: baseline plus `gain`; `step` or more beyond it is exceeded (points)."""

    measure: Slug
    gain: float
    step: float = Field(gt=0)


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


class Plan(Record):
    """One file of `cycles/`. `half_term` is when the cycle is run and followed up."""

    id: Slug
    title: Words
    engagement: Slug
    follows: Slug | None = None
    planned: date
    half_term: Slug
    baseline: Slug
    follow_up: Slug
    theme: Words
    aim: Words
    target_group: TargetGroup
    comparison: ComparedWith
    change_idea: ChangeIdea
    measures: tuple[Measure, ...] = Field(min_length=1)
    targets: tuple[Target, ...] = ()
    pupil_targets: tuple[PupilTarget, ...] = ()
    predictions: tuple[Prediction, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        problems = [*self._repeated(), *self._unknown(), *self._never_known(), *self._past()]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _repeated(self) -> list[str]:
        """What is there twice would be counted twice."""
        measures = Counter(measure.id for measure in self.measures)
        goals = Counter(goal.measure for goal in self.pupil_targets)
        return [
            *(f"measure '{name}' is there twice" for name, times in measures.items() if times > 1),
            *(f"measure '{name}' has two pupil targets" for name, times in goals.items() if times > 1),
        ]

    def _unknown(self) -> list[str]:
        known = [measure.id for measure in self.measures]
        return [
            f"{kind} names measure '{item.measure}', which the plan does not have"
            + did_you_mean(item.measure, known)
            for kind, items in (
                ("a target", self.targets),
                ("a pupil target", self.pupil_targets),
                ("a prediction", self.predictions),
            )
            for item in items
            if item.measure not in known
        ]

    def _never_known(self) -> list[str]:
        """Targets and predictions of figures that this plan can never have."""
        without_threshold = {measure.id for measure in self.measures if measure.threshold is None}
        problems = []
        for kind, items in (("a target", self.targets), ("a prediction", self.predictions)):
            for item in items:
                if item.statistic in OF_THRESHOLD and item.measure in without_threshold:
                    problems.append(f"{kind} is a {item.statistic}, but '{item.measure}' has no threshold")
                if item.statistic in OF_GAP and self.comparison.kind == "none":
                    problems.append(f"{kind} is a {item.statistic}, but the plan compares with nobody")
        return problems

    def _past(self) -> list[str]:
        return [
            f"a target in the past: {target.measure} by {target.by}, planned {self.planned}"
            for target in self.targets
            if target.by < self.planned
        ]

    @property
    def names_treated(self) -> bool:
        """Whether the plan says which pupils get the change idea."""
        return bool(self.change_idea.treated)

    def measure(self, measure_id: str) -> Measure:
        """The measure of this id; it must be one of the plan's."""
        return next(m for m in self.measures if m.id == measure_id)
