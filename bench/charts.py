"""How long every kind of chart takes, beside python-markdown on a page: `python -m bench.charts`."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import mean, median

from rich.console import Console

from halfterm.site.dialect import to_html
from tests.site.charts.gallery import Gallery

PAGE = "\n\n".join(
    [
        "## Is the gap closing?",
        "Pupils eligible for free school meals were **2.2 points** behind and are now **1.1 points** behind. "
        * 3,
        "\n".join(f"- **Measure {i}:** what was done, for whom, how often and by whom" for i in range(12)),
        "Table: Gap in points\n\n| Measure | Before | After | Change |\n|---|---:|---:|---:|\n"
        + "\n".join(f"| Measure {i} | −2.{i} | −1.{i} | 1.0 closer |" for i in range(12)),
    ]
    * 3
)
"""About the length of a school's summary: 6 KB."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds and bytes of one chart; `pages` is its cost in pages of Markdown."""

    seconds: float
    bytes: int
    pages: float


def measured(*, rows: int = 5, rounds: int = 15) -> tuple[float, dict[str, Cost]]:
    """Median processor seconds of a page of Markdown, and what each kind of chart costs beside it."""
    kinds = Gallery(rows).makers
    spent: dict[str, list[float]] = {kind: [] for kind in kinds}
    pages: list[float] = []
    for make in kinds.values():
        make()  # templates are read and compiled once
    for _ in range(rounds):
        pages.append(_seconds(lambda: to_html(PAGE)))
        for kind, make in kinds.items():
            spent[kind].append(_seconds(make))
    page = median(pages)
    return page, {
        kind: Cost(median(times), len(kinds[kind]().svg), median(times) / page)
        for kind, times in spent.items()
    }


def costs(*, rounds: int) -> dict[str, float]:
    """What each kind of chart costs, in pages of Markdown."""
    return {kind: cost.pages for kind, cost in measured(rounds=rounds)[1].items()}


def _seconds(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began


def main() -> None:
    """Time all kinds with a few rows and with forty."""
    console = Console()
    for rows in (5, 40):
        page, found = measured(rows=rows)
        console.print(f"{rows} rows; a page of {len(PAGE):,} letters of Markdown takes {1000 * page:.1f} ms")
        for kind, cost in found.items():
            console.print(
                f"  {kind:13} {1000 * cost.seconds:5.1f} ms  {cost.pages:5.2f} pages  {cost.bytes:7,} bytes"
            )
        console.print(f"  {'on average':13} {1000 * mean(c.seconds for c in found.values()):5.1f} ms")


if __name__ == "__main__":
    main()
