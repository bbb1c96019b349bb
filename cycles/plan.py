"""A plan: what one cycle will do, for whom, what it measures, aims at and predicts."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from halfterm.cycles.aims import (
    OF_GAP,
    OF_THRESHOLD,
    Aim,
    Focus,
    PlannedStatistic,
    Prediction,
    PupilTarget,
    Target,
)
from halfterm.cycles.arrangements import Assumptions, DataTask, Duty, Milestone, Risk
from halfterm.cycles.coding.frame import code_problems
from halfterm.cycles.errors import did_you_mean
from halfterm.cycles.intervention import Attributes, ChangeIdea, Intervention
from halfterm.cycles.measure import Measure
from halfterm.cycles.model import OneOrMore, Record, Slug, Words

__all__ = [
    "Attributes",
    "ChangeIdea",
    "ComparedWith",
    "Comparison",
    "Measure",
    "Plan",
    "PlannedStatistic",
    "Prediction",
    "PupilTarget",
    "Target",
    "TargetGroup",
]

Comparison = Literal["others", "whole_class", "matched", "national", "none"]


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
    """Whom the target group is set beside. `caliper` is for matched, `benchmark` for national.

    A caliper is the widest a pair may be apart, in SDs of the baseline scores; by default 0.2.
    """

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


class Plan(Record):
    """One file of `cycles/`. `half_term` is when the cycle is run and followed up.

    `driver` is what in the school's working moves the aim: the branch of a driver diagram that is tried.
    `coding` is what the synthesis of the programme cannot tell from the record: codes by table of its frame.
    """

    id: Slug
    title: Words
    engagement: Slug
    follows: Slug | None = None
    planned: date
    half_term: Slug
    baseline: Slug
    follow_up: Slug
    focus: Focus | None = None
    aim: Aim
    barriers: tuple[Words, ...] = ()
    driver: Words | None = None
    change_idea: ChangeIdea
    intervention: Intervention
    target_group: TargetGroup
    comparison: ComparedWith
    measures: tuple[Measure, ...] = Field(min_length=1)
    targets: tuple[Target, ...] = ()
    pupil_targets: tuple[PupilTarget, ...] = ()
    predictions: tuple[Prediction, ...] = Field(min_length=1)
    data_plan: tuple[DataTask, ...] = ()
    roles: tuple[Duty, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    risks: tuple[Risk, ...] = ()
    assumes: Assumptions = Assumptions()
    coding: dict[str, OneOrMore] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        problems = [
            *self._repeated(),
            *self._unknown(),
            *self._never_studied(),
            *self._never_known(),
            *self._past(),
            *(p for table, codes in self.coding.items() for p in code_problems(table, codes)),
        ]
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

    def _expectations(self) -> list[tuple[str, Target | PupilTarget | Prediction]]:
        return [
            *(("a target", target) for target in self.targets),
            *(("a pupil target", target) for target in self.pupil_targets),
            *(("a prediction", prediction) for prediction in self.predictions),
        ]

    def _unknown(self) -> list[str]:
        known = [measure.id for measure in self.measures]
        named = [(kind, item.measure) for kind, item in self._expectations()]
        named += [("the data plan", task.measure) for task in self.data_plan]
        return [
            f"{kind} names measure '{measure}', which the plan does not have{did_you_mean(measure, known)}"
            for kind, measure in named
            if measure not in known
        ]

    def _never_studied(self) -> list[str]:
        """Measures from the do-log have no pupils' scores, so none of a plan's statistics."""
        from_log = {measure.id for measure in self.measures if measure.from_log is not None}
        problems = [
            f"{kind} names measure '{item.measure}', which is counted from the do-log and has no such figure"
            for kind, item in self._expectations()
            if item.measure in from_log
        ]
        if not self.studied_measures:
            problems.append("every measure is counted from the do-log: none shows whether pupils gained")
        return problems

    def _never_known(self) -> list[str]:
        """Targets and predictions of figures that this plan can never have."""
        without_threshold = {measure.id for measure in self.studied_measures if measure.threshold is None}
        problems = []
        for kind, item in self._expectations():
            if isinstance(item, PupilTarget):
                continue
            if item.statistic in OF_THRESHOLD and item.measure in without_threshold:
                problems.append(f"{kind} is a {item.statistic}, but '{item.measure}' has no threshold")
            if item.statistic in OF_GAP and self.comparison.kind == "none":
                problems.append(f"{kind} is a {item.statistic}, but the plan compares with nobody")
        return problems

    def _past(self) -> list[str]:
        problems = [
            f"a target in the past: {target.measure} by {target.by}, planned {self.planned}"
            for target in self.targets
            if target.by < self.planned
        ]
        if self.aim.by < self.planned:
            problems.append(f"an aim in the past: by {self.aim.by}, planned {self.planned}")
        return problems

    @property
    def names_treated(self) -> bool:
        """Whether it is known which pupils get the change idea: by what the plan says, or by a draw."""
        return bool(self.change_idea.treated) or self.is_drawn

    @property
    def is_drawn(self) -> bool:
        """Whether `halfterm randomise` draws who gets the change idea: at random, and by nothing else."""
        return self.change_idea.assigned == "random" and not self.change_idea.treated

    @property
    def studied_measures(self) -> tuple[Measure, ...]:
        """The measures that have pupils' scores; those from the do-log have none."""
        return tuple(measure for measure in self.measures if measure.from_log is None)

    def measure(self, measure_id: str) -> Measure:
        """The measure of this id; it must be one of the plan's."""
        return next(m for m in self.measures if m.id == measure_id)
