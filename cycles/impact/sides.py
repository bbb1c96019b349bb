"""The two sides of a study: the target group, and whom it is set beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.impact.moments import Moments, PanelSummary, Shift
from halfterm.cycles.impact.reasons import (
    EVERYBODY,
    NO_COMPARISON,
    NO_COMPARISON_PLANNED,
    NO_TARGET,
    ONLY_A_BENCHMARK,
)

Comparison = Literal["others", "whole_class", "matched", "national", "none"]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A published mean on the measure's scale, e.g. a national one; `dated` says when it is from."""

    baseline: float | None
    follow_up: float | None
    name: str
    dated: str


@dataclass(frozen=True, slots=True)
class Sides:
    """`target` and `rest` are disjoint; `rest` are the others, matched pupils, or the class less the target.

    `others` are the comparison pupils of known group: with a whole class, the rest less the unclassified.
    """

    comparison: Comparison
    shift: Shift
    target: Moments
    others: Moments
    rest: Moments
    benchmark: Benchmark | None = None

    @property
    def rest_share(self) -> float:
        """The factor 1 - q (q = target's share of the whole class) if pupils are in both sides, else 1.

        mean(target) - mean(whole class) = (1 - q) (mean(target) - mean(rest)).
        """
        if self.comparison != "whole_class":
            return 1.0
        return self.rest.n / (self.target.n + self.rest.n)

    @property
    def n_comparison(self) -> int:
        """Pupils of the comparison; a whole class includes the target."""
        if self.comparison in ("national", "none"):
            return 0
        return self.rest.n + (self.target.n if self.comparison == "whole_class" else 0)

    @property
    def named(self) -> str:
        """The comparison in words."""
        if self.comparison == "national" and self.benchmark:
            return f"the benchmark {self.benchmark.name} ({self.benchmark.dated})"
        return {
            "others": "the others",
            "whole_class": "the whole class, target included",
            "matched": "the matched pupils",
            "national": "a benchmark",
            "none": "nobody",
        }[self.comparison]

    def why_no_comparison(self) -> str:
        """Why the target cannot be set beside its comparison as the plan says; empty when it can."""
        if self.comparison == "none":
            return NO_COMPARISON_PLANNED
        if self.target.n == 0:
            return NO_TARGET
        if self.comparison == "national":
            return "" if self.benchmark else "no benchmark was given"
        if self.rest.n:
            return ""
        return EVERYBODY if self.comparison in ("others", "whole_class") else NO_COMPARISON

    def why_no_two_groups(self) -> str:
        """Why target pupils cannot be compared with other pupils one by one; empty when they can."""
        if self.comparison == "national":
            return ONLY_A_BENCHMARK
        if why := self.why_no_comparison():
            return why
        return "" if self.others.n else "no pupil is known to be outside the target group"

    def disjoint(self) -> str:
        """The remark that a statistic compares with the others where the plan says whole class."""
        if self.comparison == "whole_class":
            return "; target compared with the classified others, not with the whole class"
        return ""


def sides_of(
    summary: PanelSummary, *, comparison: Comparison = "others", benchmark: Benchmark | None = None
) -> Sides:
    """Both sides of a panel, summed. Raises `BadInput` for an unknown comparison."""
    if comparison not in get_args(Comparison):
        known = get_args(Comparison)
        raise BadInput(f"no comparison '{comparison}'{did_you_mean(comparison, known)}")
    others = summary.total(target=False)
    return Sides(
        comparison=comparison,
        shift=summary.shift,
        target=summary.total(target=True),
        others=others,
        rest=others + summary.unclassified if comparison == "whole_class" else others,
        benchmark=benchmark,
    )
