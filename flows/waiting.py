"""What a person at a terminal is told while halfterm waits; a log is told nothing."""

from __future__ import annotations

import sys


def tell_who_waits(line: str) -> None:
    """Print one line beside the output, if somebody is there to read it."""
    if sys.stderr.isatty():
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
