"""`halfterm check` in words: how much is to be mended, and what would make the plans better."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from halfterm.cycles.plan import Plan
from halfterm.cycles.plan_advice import advice
from halfterm.warehouse.counting import counted


def to_mend(problems: Iterable[str]) -> str:
    """How many problems there are, in how many files; each begins with the name of its file.

    >>> to_mend(["programme.yaml, line 3: 'id' is missing", "cycles/a.yaml: no half-term 'x'"])
    '2 things to mend in 2 files'
    """
    problems = tuple(problems)
    files = {re.split("[,:]", problem, maxsplit=1)[0] for problem in problems}
    return f"{counted(len(problems), 'thing')} to mend in {counted(len(files), 'file')}"


def advice_lines(folder: Path, plans: Iterable[Plan]) -> Iterator[str]:
    """The advice on every plan, under the name of its file; what goes for all of several plans is told once.

    `plans` are those of the workspace in `folder`, in the order of their files.
    """
    files = sorted((folder / "cycles").glob("*.yaml"))
    advised = {f"cycles/{file.name}": advice(plan) for file, plan in zip(files, plans, strict=True)}
    shared = _shared(advised)
    if shared:
        yield "Every plan:"
        yield from (f"  {line}" for line in shared)
    for name, lines in advised.items():
        own = [line for line in lines if line not in shared]
        if own:
            yield f"{name}:"
            yield from (f"  {line}" for line in own)


def _shared(advised: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    if len(advised) < 2:
        return ()
    first, *others = advised.values()
    return tuple(line for line in first if all(line in lines for lines in others))
