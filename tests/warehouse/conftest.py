"""A warehouse in memory or in a file, a source of one class a half-term, and plans with good defaults."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from halfterm.cycles.load_report import LoadReport
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme
from halfterm.warehouse.loading import PartFile, load_part
from halfterm.warehouse.pseudonym import PseudonymKey
from halfterm.warehouse.row_check import CheckRequest
from halfterm.warehouse.scale_file import read_scales
from halfterm.warehouse.source import Source
from halfterm.warehouse.store import warehouse

SCHOOLS = {"A1": "ash", "B2": "beech", "C3": "cedar"}
MAY = date(2025, 5, 1)
HALF_TERMS = {
    "autumn": (date(2024, 9, 2), date(2024, 12, 20)),
    "spring": (date(2025, 1, 6), date(2025, 4, 4)),
}

MEAN = {"measure": "reading", "statistic": "mean", "value": 12, "lower": 11, "upper": 13}
"""A prediction for a plan that compares with nobody."""

Load = Callable[..., LoadReport]
MakePlan = Callable[..., Plan]


def make_source(**changes: object) -> Source:
    """Both half-terms from the same columns: upn, school, fsm (Y or N), year, reading, maths."""
    columns = {
        "school": "school",
        "attributes": {
            "fsm": {"column": "fsm", "values": {"Y": "yes", "N": "no"}},
            "year": {"column": "year"},
        },
        "measures": {
            "reading": {"column": "reading", "scale": "points"},
            "maths": {"column": "maths", "scale": "points"},
        },
    }
    whole: dict[str, object] = {
        "source": "marks",
        "file": "marks.csv",
        "pupil": "upn",
        "half_terms": {"autumn": columns, "spring": columns},
    }
    return Source.model_validate(whole | changes)


def table(*rows: str, header: str = "upn,school,fsm,year,reading,maths") -> str:
    return "\n".join((header, *rows)) + "\n"


def make_check(
    source: Source, half_term: str, *, key: PseudonymKey, schools: Mapping[str, str] = SCHOOLS, **changes: Any
) -> CheckRequest:
    """What a file of the half-terms of the programme below is checked against."""
    starts, ends = HALF_TERMS[half_term]
    whole: dict[str, Any] = {
        "source": source,
        "half_term": half_term,
        "schools": schools,
        "part_school": None,
        "scales": read_scales(),
        "starts": starts,
        "ends": ends,
        "year_starts": 2024,
        "before": "autumn" if half_term == "spring" else None,
        "key": key,
        "answered": frozenset(),
    }
    return CheckRequest(**(whole | changes))


def load_file(
    store: duckdb.DuckDBPyConnection, path: Path, half_term: str = "autumn", *, key: PseudonymKey
) -> LoadReport:
    """Load a file as the one of `make_source`."""
    check = make_check(make_source(), half_term, key=key)
    return load_part(store, PartFile(path, path.name), check, on=MAY)


@pytest.fixture
def key() -> PseudonymKey:
    return PseudonymKey(bytes(range(32)))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """An open warehouse in a file of its own."""
    with warehouse(tmp_path / "store" / "halfterm.duckdb") as connection:
        yield connection


@pytest.fixture
def load(store: duckdb.DuckDBPyConnection, tmp_path: Path, key: PseudonymKey) -> Load:
    """Loads a text as the file of a half-term."""

    def take_in(text: str, half_term: str = "autumn", *, source: Source | None = None) -> LoadReport:
        path = tmp_path / "marks.csv"
        path.write_text(text, encoding="utf-8")
        check = make_check(source or make_source(), half_term, key=key)
        return load_part(store, PartFile(path, path.name), check, on=MAY)

    return take_in


@pytest.fixture
def programme() -> Programme:
    """One cluster of three schools, of which Ash leads Beech; Cedar is nobody's yet."""
    return Programme.model_validate(
        {
            "id": "small",
            "name": "Small",
            "about": "A test.",
            "half_terms": [
                {"id": "autumn", "name": "Autumn", "starts": "2024-09-02", "ends": "2024-12-20"},
                {"id": "spring", "name": "Spring", "starts": "2025-01-06", "ends": "2025-04-04"},
            ],
            "people": [{"id": "nia", "name": "Nia", "role": "nle"}],
            "clusters": [
                {
                    "id": "north",
                    "name": "North",
                    "facilitator": "nia",
                    "schools": [{"id": s, "name": s.title(), "code": code} for code, s in SCHOOLS.items()],
                }
            ],
            "engagements": [
                {
                    "id": "ash-beech",
                    "name": "Ash and Beech",
                    "cluster": "north",
                    "lead": "ash",
                    "supported": ["beech"],
                    "nle": "nia",
                }
            ],
        }
    )


@pytest.fixture
def make_plan() -> MakePlan:
    """A plan for FSM pupils' reading against the others, with any part replaced."""

    def plan(**changes: Any) -> Plan:
        whole: dict[str, Any] = {
            "id": "pairs-1",
            "title": "Reading pairs",
            "engagement": "ash-beech",
            "planned": "2024-12-16",
            "half_term": "spring",
            "baseline": "autumn",
            "follow_up": "spring",
            "aim": {
                "by": "2025-04-04",
                "improve": "the gap",
                "from": "wide",
                "to": "closed",
                "for_whom": "FSM pupils",
                "by_doing": "pairs",
            },
            "target_group": {"name": "FSM", "attributes": {"fsm": "yes"}},
            "comparison": {"kind": "others", "name": "the others"},
            "change_idea": {"name": "pairs", "theory": "It helps."},
            "intervention": {"name": "Pairs", "theme": "Reading"},
            "measures": [{"id": "reading", "name": "Reading", "scale": "points", "threshold": 12}],
            "predictions": [{"measure": "reading", "closing_probability": 0.7}],
        }
        return Plan.model_validate(whole | changes)

    return plan
