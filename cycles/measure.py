"""A measure: what is scored on which scale, or counted from the do-log, and what it tells."""

from __future__ import annotations

from typing import Final, Literal, Self

from pydantic import model_validator

from halfterm.cycles.model import Record, Slug, Words

MeasureKind = Literal["outcome", "process", "balancing"]
"""Whether the aim was reached; whether the change was carried out; whether it harmed anything else."""

FromLog = Literal["attendance", "fidelity", "sessions", "minutes", "lessons_good"]

LOG_SCALES: Final[dict[FromLog, str]] = {
    "attendance": "percent",
    "fidelity": "percent",
    "sessions": "count",
    "minutes": "count",
    "lessons_good": "percent",
}
"""The scale on which each figure of the do-log is counted."""


class Measure(Record):
    """What is scored, on which scale. Scores subtract only on the same scale.

    A process measure may be `from_log`: it is counted from what was done and needs no data source.
    """

    id: Slug
    name: Words
    scale: Slug
    threshold: float | None = None
    kind: MeasureKind = "outcome"
    from_log: FromLog | None = None

    @model_validator(mode="after")
    def _log_agrees(self) -> Self:
        if self.from_log is None:
            return self
        if self.kind != "process":
            raise ValueError("only a process measure is counted from the do-log")
        if self.threshold is not None:
            raise ValueError("a measure from the do-log has no threshold")
        scale = LOG_SCALES[self.from_log]
        if self.scale != scale:
            raise ValueError(f"{self.from_log} from the do-log is on the scale '{scale}'")
        return self
