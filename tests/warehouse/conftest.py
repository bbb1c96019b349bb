"""A warehouse in memory or in a file, a source of one class a half-term, and plans with good defaults."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme
from halfterm.warehouse.loading import LoadReport, load_half_term
from halfterm.warehouse.pseudonym import PseudonymKey
from halfterm.warehouse.source import Source
from halfterm.warehouse.store import warehouse

SCHOOLS = {"A1": "ash", "B2": "beech", "C3": "cedar"}
MAY = date(2025, 5, 1)

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
        return load_half_term(
            store, source or make_source(), half_term, path=path, key=key, schools=SCHOOLS, on=MAY
        )

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
