"""Published figures: which edition was out on a day, and on which scale."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from halfterm.cycles.benchmark import BenchmarkRecord, Benchmarks, as_published, figures
from halfterm.cycles.errors import BadInput

PROVISIONAL = BenchmarkRecord.model_validate(
    {
        "id": "ks2",
        "name": "KS2 averages",
        "dated": "2025-09-09",
        "means": {"reading": {"autumn": 104.9, "spring": 105.1}},
        "scales": {"reading": "ks2-scaled-score"},
    }
)
FINAL = PROVISIONAL.model_copy(
    update={"dated": date(2025, 12, 11), "means": {"reading": {"autumn": 105.0, "spring": 105.2}}}
)
ESSEX = PROVISIONAL.model_copy(update={"id": "ks2-essex", "area": "Essex"})


@pytest.mark.parametrize(
    ("day", "dated"),
    [
        ("2025-09-08", None),
        ("2025-09-09", "2025-09-09"),
        ("2025-12-10", "2025-09-09"),
        ("2025-12-11", "2025-12-11"),
    ],
)
def test_the_newest_figures_that_were_out_on_a_day_count(day: str, dated: str | None) -> None:
    found = as_published((FINAL, PROVISIONAL, ESSEX), "ks2", on=date.fromisoformat(day))
    assert (found and found.dated.isoformat()) == dated


def test_an_authoritys_figures_say_whose_they_are() -> None:
    got = figures(ESSEX, measure="reading", scale="ks2-scaled-score", baseline="autumn", follow_up="summer")
    assert (got.name, got.baseline, got.follow_up) == ("KS2 averages, Essex", 104.9, None)


def test_figures_of_another_scale_are_refused() -> None:
    with pytest.raises(BadInput, match="is published on scale 'ks2-scaled-score', the plan's is 'points'"):
        figures(FINAL, measure="reading", scale="points", baseline="autumn", follow_up="spring")


def test_one_benchmark_is_not_there_twice_as_of_one_day() -> None:
    with pytest.raises(ValidationError, match="benchmark 'ks2' is there twice as of 2025-09-09"):
        Benchmarks(benchmarks=(PROVISIONAL, PROVISIONAL))
    assert len(Benchmarks(benchmarks=(PROVISIONAL, FINAL)).benchmarks) == 2


def test_a_scale_of_a_measure_without_figures_is_a_slip() -> None:
    with pytest.raises(ValidationError, match="'scales' names 'maths', of which there is no mean"):
        BenchmarkRecord.model_validate(PROVISIONAL.model_dump() | {"scales": {"maths": "points"}})
