"""What open data was written, on a terminal and for machines."""

from __future__ import annotations

import json

from rich.console import Console
from rich.text import Text

from halfterm.cycles.words import listed
from halfterm.flows.open_data import Released
from halfterm.flows.plain_table import plain_table
from halfterm.flows.screening import print_warnings
from halfterm.warehouse.counting import counted


def print_released(console: Console, made: Released) -> None:
    """The files with their size and their checks; what deserves a look; where it is."""
    rows = [
        (
            f"data/{table.name}.csv",
            f"{len(table.rows):,}",
            str(len(table.columns)),
            str(len(screening.of("pass"))),
            str(len(screening.of("warning"))),
        )
        for table, screening in zip(made.bundle.tables, made.bundle.screenings, strict=True)
    ]
    heads = ("file", "rows", "columns", "checks passed", "warnings")
    console.print(plain_table(heads, rows, numbers=heads[1:], unbroken=heads[:1]))
    print_warnings(console, made.bundle.screenings)
    console.print()
    half_terms = counted(len(made.half_terms), "half-term")
    console.print(Text(f"wrote {made.path}: {half_terms} ({listed(made.half_terms)})"), soft_wrap=True)


def released_json(made: Released) -> str:
    """The same as one JSON object."""
    tables = [
        {
            "file": f"data/{table.name}.csv",
            "rows": len(table.rows),
            "columns": len(table.columns),
            "passed": len(screening.of("pass")),
            "warnings": [check.name for check in screening.of("warning")],
        }
        for table, screening in zip(made.bundle.tables, made.bundle.screenings, strict=True)
    ]
    found = {
        "path": str(made.path),
        "bytes": made.size,
        "half_terms": list(made.half_terms),
        "tables": tables,
    }
    return json.dumps(found, indent=2, ensure_ascii=False)
