"""Published figures that a comparison may be set against: national or of an authority, each with its date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

from pydantic import Field, model_validator

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.sides import Benchmark
from halfterm.cycles.model import Record, Slug, Words


class BenchmarkRecord(Record):
    """Figures as they were published on a day: measure -> half-term -> mean, on one scale a measure.

    The same `id` with a later day is a revision: provisional figures become final ones. `area` is whom the
    figures are of; `source` where they were published.
    """

    id: Slug
    name: Words
    dated: date
    means: dict[Slug, dict[Slug, float]]
    area: Words = "England"
    source: Words | None = None
    scales: dict[Slug, Slug] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _scaled_known(self) -> Self:
        strange = sorted(set(self.scales) - set(self.means))
        if strange:
            raise ValueError(f"'scales' names '{strange[0]}', of which there is no mean")
        return self


class Benchmarks(Record):
    """The whole of `benchmarks.yaml`."""

    benchmarks: tuple[BenchmarkRecord, ...]

    @model_validator(mode="after")
    def _a_day_each(self) -> Self:
        told = [(benchmark.id, benchmark.dated) for benchmark in self.benchmarks]
        twice = [one for one in dict.fromkeys(told) if told.count(one) > 1]
        if twice:
            raise ValueError(f"benchmark '{twice[0][0]}' is there twice as of {twice[0][1]}")
        return self


def as_published(records: Iterable[BenchmarkRecord], benchmark: str, *, on: date) -> BenchmarkRecord | None:
    """The newest figures of a benchmark that were out on a day; None when none were."""
    out = [record for record in records if record.id == benchmark and record.dated <= on]
    return max(out, key=lambda record: record.dated, default=None)


def figures(record: BenchmarkRecord, *, measure: str, scale: str, baseline: str, follow_up: str) -> Benchmark:
    """The two figures of a measure that a study sets its target group against.

    Raises:
        BadInput: they are on another scale than the measure.
    """
    published = record.scales.get(measure, scale)
    if published != scale:
        raise BadInput(
            f"benchmark '{record.id}': '{measure}' is published on scale '{published}', the plan's is "
            f"'{scale}'; figures of different scales do not subtract"
        )
    means = record.means.get(measure, {})
    area = "" if record.area.casefold() in record.name.casefold() else f", {record.area}"
    return Benchmark(
        baseline=means.get(baseline),
        follow_up=means.get(follow_up),
        name=f"{record.name}{area}",
        dated=record.dated.isoformat(),
    )
