"""Reports of loads with good defaults."""

from __future__ import annotations

from typing import Any

from halfterm.cycles.load_report import LoadFinding, LoadReport


def report(*findings: LoadFinding, **changes: Any) -> LoadReport:
    """A file of thirty rows, with these findings; anything else replaced by name."""
    whole: dict[str, Any] = {
        "load": "9f2c41d07ab35e66",
        "source": "marks",
        "half_term": "autumn-2",
        "rows_read": 30,
        "pupils": 24,
        "outside": 0,
        "elsewhere": 0,
        "rejected": 0,
        "scores": 48,
        "scores_missing": 0,
        "fresh": True,
        "rows_accepted": 24,
        "file_name": "marks.csv",
        "encoding": "UTF-8",
        "findings": findings,
    }
    return LoadReport(**whole | changes)
