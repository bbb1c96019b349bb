"""What a one-file study is asked: which columns mean what, and whom to set beside whom."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from halfterm.cycles.errors import BadInput

Pairs = tuple[tuple[str, str], ...]
"""(column, value) pairs that must all match."""


@dataclass(frozen=True, slots=True)
class GapRequest:
    """Columns of a wide file, and the values that make a group. `threshold` is on the scores' scale.

    Raises:
        BadInput: there is no target, one column is to be two of pupil, school, baseline and follow-up, a
            group names a column twice, or the threshold is not a finite number.
    """

    pupil: str
    school: str
    baseline: str
    follow_up: str
    target: Pairs
    treated: Pairs = ()
    comparison: Literal["others", "whole_class"] = "others"
    threshold: float | None = None

    def __post_init__(self) -> None:
        problems = [
            *self._columns_of_two_roles(),
            *_repeated("target", self.target),
            *_repeated("treated", self.treated),
        ]
        if not self.target:
            problems.append("target: no column and value are named")
        if self.threshold is not None and not math.isfinite(self.threshold):
            problems.append("threshold: must be a finite number")
        if problems:
            raise BadInput(*problems)

    def _columns_of_two_roles(self) -> list[str]:
        roles: dict[str, list[str]] = {}
        for role in ("pupil", "school", "baseline", "follow_up"):
            roles.setdefault(getattr(self, role), []).append(role.replace("_", "-"))
        return [
            f"column '{column}' cannot be {' and '.join(uses)} at once"
            for column, uses in roles.items()
            if len(uses) > 1
        ]


def _repeated(group: str, pairs: Pairs) -> list[str]:
    columns = [column for column, _ in pairs]
    return [
        f"{group}: column '{column}' is named twice; a pupil has one value in it"
        for column in dict.fromkeys(columns)
        if columns.count(column) > 1
    ]
