"""The cohort of a study: everyone with a baseline score, followed up or missing, counted by that score."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from halfterm.cycles.impact.sides import Comparison

Side = Literal["target", "comparison", "unclassified"]


@dataclass(frozen=True, slots=True)
class BaselineCell:
    """Pupils of one school, side and treatment with the same baseline score, in points of the scale.

    `kept` have a follow-up score, `lost` have none. `f` and `ff` sum the follow-up scores of those kept, and
    their squares, about the cohort's shift; `reached` counts those at or above the threshold; `lowest` and
    `highest` are in points, None where nobody was kept.
    """

    school: str
    side: Side
    treated: bool | None
    baseline: float
    kept: int
    lost: int
    f: float = 0.0
    ff: float = 0.0
    reached: int = 0
    lowest: float | None = None
    highest: float | None = None

    @property
    def pupils(self) -> int:
        return self.kept + self.lost


Cells = tuple[BaselineCell, ...]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Everyone whom the lock put in a study and who has a baseline score, with a follow-up or without.

    `shift` was taken off every follow-up score before it was summed; `threshold` is on the measure's scale.
    """

    cells: Cells
    shift: float = 0.0
    threshold: float | None = None

    def of(self, wanted: Callable[[BaselineCell], bool]) -> Cells:
        """The cells of some pupils."""
        return tuple(cell for cell in self.cells if wanted(cell))

    @property
    def target(self) -> Cells:
        return self.of(lambda cell: cell.side == "target")

    @property
    def others(self) -> Cells:
        """Pupils known to be outside the target group."""
        return self.of(lambda cell: cell.side == "comparison")

    def rest(self, comparison: Comparison) -> Cells:
        """Whom the target group is set beside: in a whole class, pupils of unknown group are among them."""
        if comparison in ("national", "none"):
            return ()
        return self.of(lambda cell: cell.side != "target") if comparison == "whole_class" else self.others

    def at(self, schools: Iterable[str]) -> Cohort:
        """The pupils of these schools."""
        wanted = frozenset(schools)
        return Cohort(self.of(lambda cell: cell.school in wanted), self.shift, self.threshold)

    def __add__(self, other: Cohort) -> Cohort:
        """Both as one; they must be of the same measure in the same reading, so that shifts agree."""
        if self.shift != other.shift:
            raise ValueError("cohorts of different measures do not add up")
        same = self.threshold if self.threshold == other.threshold else None
        return Cohort(self.cells + other.cells, self.shift, same)


@dataclass(frozen=True, slots=True)
class Loss:
    """How many pupils there were at baseline, and how many of them have no follow-up score."""

    pupils: int
    lost: int

    @property
    def kept(self) -> int:
        return self.pupils - self.lost

    @property
    def share(self) -> float | None:
        """From 0 to 1; None for nobody."""
        return self.lost / self.pupils if self.pupils else None

    @classmethod
    def of(cls, cells: Cells) -> Loss:
        return cls(sum(cell.pupils for cell in cells), sum(cell.lost for cell in cells))

    def __add__(self, other: Loss) -> Loss:
        return Loss(self.pupils + other.pupils, self.lost + other.lost)
