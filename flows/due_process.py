"""One run of what is due, as a process of its own and without Prefect: `python -m` this, a folder and a day.

`halfterm up` starts it, so that whatever happens to a run, the clock goes on.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from halfterm.cycles.errors import UserError
from halfterm.flows.due import DueReport, run_due
from halfterm.flows.engine import LocalEngine, StepFailed

USER_ERROR = 2
BROKEN = 1


def said_of(report: DueReport) -> tuple[str, ...]:
    """What a person should know of a run: counts and names of files and schools, never data."""
    lines = [*report.interrupted]
    lines += [f"{report.half_term}: something is new" for report in report.half_terms if report.changed]
    lines += [f"{half_term}: another process is running it" for half_term in report.elsewhere]
    return (*lines, *report.problems)


def tell(lines: Iterable[str]) -> None:
    """Say lines where `halfterm up` reads them."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def main(folder: str, day: str) -> int:
    """Run, say what came of it a line each, and return what the process exits with."""
    try:
        lines = said_of(run_due(Path(folder), today=date.fromisoformat(day), engine=LocalEngine()))
    except UserError as error:
        lines, code = error.problems, USER_ERROR
    except StepFailed as error:
        lines, code = (str(error),), BROKEN
    else:
        code = 0
    tell(lines)
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
