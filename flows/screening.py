"""The screener on files at hand: reading them, and what it found on a terminal and for machines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from halfterm.cycles.errors import BadInput
from halfterm.site.screener import Check, Result, Screening, fault_lines, screen
from halfterm.site.screener_files import META_ENDING, NamedFile

MOST_BYTES: Final = 100_000_000
"""A larger file is not read: it is no table that people made."""

WORDS: Final[dict[Result, str]] = {
    "fail": "failed",
    "warning": "warning",
    "pass": "passed",
    "not needed": "nothing to check",
}
STYLES: Final[dict[Result, str]] = {
    "fail": "bold red",
    "warning": "yellow",
    "pass": "green",
    "not needed": "dim",
}


def screen_files(data: Path, meta: Path | None = None) -> Screening:
    """Screen a data file with its metadata, by default the file beside it; without one, that fails a check.

    Raises:
        BadInput: a file is not there, is too large, or is the metadata itself.
    """
    if data.name.endswith(META_ENDING):
        raise BadInput(f"{data}: this is the metadata; name the data file beside it")
    beside = meta or data.with_name(data.name.removesuffix(".csv") + META_ENDING)
    return screen(_file(data), _file(beside) if meta or beside.is_file() else None)


def _file(path: Path) -> NamedFile:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadInput(f"{path}: larger than {MOST_BYTES // 1_000_000} MB, which is not read")
        return NamedFile(path.name, path.read_bytes())
    except OSError as error:
        raise BadInput(f"{path}: it cannot be read ({error.strerror})") from None


def print_screening(console: Console, screening: Screening) -> None:
    """Failures first, then warnings, each with its places; what passed by name only."""
    beside = f" with {screening.meta}" if screening.meta else " without metadata"
    size = f"{screening.rows:,} rows, {screening.columns} columns"
    console.print(Text.assemble((screening.data, "bold"), f"{beside}: {size}"))
    for check in (*screening.of("fail"), *screening.of("warning")):
        _print_check(console, check)
    quiet: tuple[Result, ...] = ("pass", "not needed")
    for result in quiet:
        names = ", ".join(check.name for check in screening.of(result))
        if names:
            console.print()
            console.print(Text(f"{WORDS[result].capitalize()}:", style=STYLES[result]))
            console.print(Padding(Text(names, style="dim"), (0, 0, 0, 2)))
    console.print()
    console.print(Text(summary(screening)), soft_wrap=True)


def _print_check(console: Console, check: Check) -> None:
    console.print()
    console.print(Text.assemble((WORDS[check.result], STYLES[check.result]), f"  {check.name}: {check.says}"))
    for line in fault_lines(check):
        console.print(Padding(Text(line), (0, 0, 0, 2)))


def summary(screening: Screening) -> str:
    """How many checks ended how, in one line."""
    counts = {result: len(screening.of(result)) for result in WORDS}
    said = [f"{number} {WORDS[result]}" for result, number in counts.items() if number]
    verdict = "fit to publish" if screening.passed else "not fit to publish: mend what failed"
    return f"{len(screening.checks)} checks: {', '.join(said)}; {verdict}."


def print_warnings(console: Console, screenings: Iterable[Screening]) -> None:
    """The warnings of files that are otherwise fit."""
    for screening in screenings:
        for check in screening.of("warning"):
            for line in fault_lines(check):
                console.print(Text(f"warning: {screening.data}: {check.name}: {line}"))


def screening_json(screening: Screening) -> str:
    """All checks as one JSON object: their result, how many faults, the first of them with row and column."""
    checks = [
        {
            "name": check.name,
            "what": check.says,
            "result": check.result,
            "faults": check.count,
            "first": [
                {
                    "file": screening.meta if fault.meta else screening.data,
                    "row": fault.row,
                    "column": fault.column or None,
                    "words": fault.words,
                }
                for fault in check.faults
            ],
        }
        for check in screening.checks
    ]
    found = {
        "data": screening.data,
        "meta": screening.meta or None,
        "rows": screening.rows,
        "columns": screening.columns,
        "passed": screening.passed,
        "checks": checks,
    }
    return json.dumps(found, indent=2, ensure_ascii=False)
