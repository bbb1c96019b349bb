"""A plan: what one cycle will do, for whom, what it measures, aims at and predicts."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from halfterm.cycles.model import OneOrMore, Record, Slug, Words

Attributes = dict[Slug, OneOrMore]
"""Attribute -> the values that count: `{fsm: [yes], sex: [M]}`. All attributes must match."""

Comparison = Literal["others", "whole_class", "matched", "national", "none"]
PlannedStatistic = Literal["gap", "mean", "threshold_share", "threshold_gap"]


class TargetGroup(Record):
    """Pupils who match every attribute at baseline, or a named list of pupils in a file."""

    name: Words
    attributes: Attributes = {}
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
        return self


class ChangeIdea(Record):
    """What is done differently, why it should work, who got it, and how it was settled who did."""

    name: Words
    theory: Words
    treated: Attributes = {}
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
    """A number with its interval, or the probability that the gap closes; locked with the plan."""

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
        interval = (self.value, self.lower, self.upper)
        if self.closing_probability is None and None in interval:
            raise ValueError("a prediction is a value with lower and upper, or a closing_probability")
        if self.value is not None and self.lower is not None and self.upper is not None:
            if not self.lower <= self.value <= self.upper:
                raise ValueError("a prediction's value lies between its lower and upper")
        elif any(number is not None for number in interval):
            raise ValueError("a predicted value needs lower and upper")
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
    def _measures_known(self) -> Self:
        known = {measure.id for measure in self.measures}
        problems = [
            f"{kind} names measure '{item.measure}', which the plan does not have"
            for kind, items in (
                ("a target", self.targets),
                ("a pupil target", self.pupil_targets),
                ("a prediction", self.predictions),
            )
            for item in items
            if item.measure not in known
        ]
        problems += [
            f"a target in the past: {t.measure} by {t.by}, planned {self.planned}"
            for t in self.targets
            if t.by < self.planned
        ]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @property
    def names_treated(self) -> bool:
        return bool(self.change_idea.treated)

    def measure(self, measure_id: str) -> Measure:
        return next(m for m in self.measures if m.id == measure_id)
