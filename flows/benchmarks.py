"""Published figures of a workspace, as they were on the day that somebody looks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rich.console import Console

from halfterm.cycles.benchmark import BenchmarkRecord, as_published, figures
from halfterm.cycles.impact.sides import Benchmark
from halfterm.cycles.measure import Measure
from halfterm.cycles.plan import Plan
from halfterm.flows.plain_table import plain_table
from halfterm.flows.workspace import Workspace


def benchmark_of(workspace: Workspace, plan: Plan, measure: Measure, *, on: date) -> Benchmark | None:
    """The figures that a plan's measure is set against, as published by a day; None when there are none.

    Raises:
        BadInput: they are on another scale than the measure.
    """
    if plan.comparison.benchmark is None:
        return None
    record = as_published(workspace.benchmarks, plan.comparison.benchmark, on=on)
    if record is None:
        return None
    return figures(
        record, measure=measure.id, scale=measure.scale, baseline=plan.baseline, follow_up=plan.follow_up
    )


def published(workspace: Workspace, plans: Iterable[Plan], *, on: date) -> tuple[str, ...]:
    """The published figures that plans are set against, as of a day, written out; each once."""
    wanted = dict.fromkeys(p.comparison.benchmark for p in plans if p.comparison.benchmark is not None)
    records = [as_published(workspace.benchmarks, name, on=on) for name in wanted]
    return tuple(record.model_dump_json() for record in records if record is not None)


def as_json(records: Sequence[BenchmarkRecord]) -> str:
    return json.dumps([record.model_dump(mode="json") for record in _newest_first(records)], indent=2)


def print_benchmarks(console: Console, records: Sequence[BenchmarkRecord]) -> None:
    """A line a figure."""
    if not records:
        console.print("There are no published figures: halfterm benchmark add, or write benchmarks.yaml.")
        return
    heads = ("Benchmark", "Of", "As of", "Measure", "Scale", "Half-term", "Mean")
    rows = [row for record in _newest_first(records) for row in _rows(record)]
    console.print(plain_table(heads, rows, numbers={"Mean"}, unbroken={"As of"}))


def _rows(record: BenchmarkRecord) -> Iterator[tuple[str, ...]]:
    for measure, means in record.means.items():
        for half_term, mean in means.items():
            scale = record.scales.get(measure, "")
            yield record.id, record.area, record.dated.isoformat(), measure, scale, half_term, f"{mean:g}"


def _newest_first(records: Sequence[BenchmarkRecord]) -> list[BenchmarkRecord]:
    return sorted(records, key=lambda record: (record.id, -record.dated.toordinal()))
