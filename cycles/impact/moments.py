"""What SQL hands to the arithmetic: counts and sums of a group's scores, never a pupil.

Every mean, variance, regression and multilevel fit of `halfterm.cycles.impact` is computed from
these sums. They are taken about a shift (`Shift`, a number near the mean of the scores) so that the
squares do not lose digits; differences of group means do not depend on the shift.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shift:
    """What was subtracted from every score before it was summed; on the measure's scale."""

    baseline: float = 0.0
    follow_up: float = 0.0


@dataclass(frozen=True, slots=True)
class Moments:
    """Sums over the pupils of one group who have both scores, about a common `Shift`.

    `b` is the shifted baseline score and `f` the shifted follow-up score of a pupil.
    `reached_baseline` and `reached_follow_up` count the pupils at or above the measure's threshold.
    """

    n: int = 0
    b: float = 0.0
    f: float = 0.0
    bb: float = 0.0
    ff: float = 0.0
    bf: float = 0.0
    reached_baseline: int = 0
    reached_follow_up: int = 0

    def __add__(self, other: Moments) -> Moments:
        return Moments(
            self.n + other.n,
            self.b + other.b,
            self.f + other.f,
            self.bb + other.bb,
            self.ff + other.ff,
            self.bf + other.bf,
            self.reached_baseline + other.reached_baseline,
            self.reached_follow_up + other.reached_follow_up,
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """The moments of one school's pupils of one kind.

    `target`: in the target group. `treated`: True or False where the plan names who was treated and
    it is known for these pupils, None where not.
    """

    school: str
    target: bool
    treated: bool | None
    moments: Moments


@dataclass(frozen=True, slots=True)
class ScoreCount:
    """How many pupils of one side have one score: what the rank statistics need, and the ends of a scale."""

    target: bool
    score: float
    pupils: int


@dataclass(frozen=True, slots=True)
class Gain:
    """One pupil's gain, without a key: only for permutation tests of few pupils, inside the process.

    `school` is the school (the block within which labels are permuted).
    """

    school: str
    target: bool
    gain: float


@dataclass(frozen=True, slots=True)
class PanelSummary:
    """Everything one study of one measure needs, summed over the matched panel.

    `cells` are disjoint: target pupils and the others (or the matched comparison pupils). Pupils
    whose group is not known are in `unclassified`: they belong to a whole class, to nothing else.
    `gains` is empty unless either group has under 20 pupils. `threshold` is on the measure's scale.
    `follow_up_counts` and `baseline_counts` are of the matched panel.
    The absent counts are of pupils without a score who stay in a threshold's denominator.
    """

    shift: Shift
    cells: tuple[Cell, ...]
    follow_up_counts: tuple[ScoreCount, ...]
    gains: tuple[Gain, ...] = ()
    unclassified: Moments = Moments()
    threshold: float | None = None
    absent_baseline_target: int = 0
    absent_baseline_comparison: int = 0
    absent_follow_up_target: int = 0
    absent_follow_up_comparison: int = 0
    absent_baseline_unclassified: int = 0
    absent_follow_up_unclassified: int = 0
    baseline_counts: tuple[ScoreCount, ...] = ()

    def total(self, *, target: bool | None = None, treated: bool | None = None) -> Moments:
        """The sum of the cells of one kind; None means either."""
        whole = Moments()
        for cell in self.cells:
            if target is not None and cell.target is not target:
                continue
            if treated is not None and cell.treated is not treated:
                continue
            whole = whole + cell.moments
        return whole
