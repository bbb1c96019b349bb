"""`halfterm before-after`: two percentages or counts at hand, and how sure their change is."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final

from rich.console import Console
from rich.text import Text

from halfterm.cycles.disclosure import show_number
from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.before_after import (
    change_of_paired_shares,
    change_of_percentages,
    change_of_shares,
    paired_shares,
    reached_of_percentage,
)
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.reached import Reached
from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.impact.threshold import pupils_equivalent
from halfterm.flows.two_way import FIELDS, chance_words, finding_line

_COUNT: Final = re.compile(r"([0-9]{1,9})\s*/\s*([0-9]{1,9})")
_PERCENTAGE: Final = re.compile(r"([0-9]{1,3}(?:[.]([0-9]{1,6}))?)\s*%?")
_NO_COMPARISON: Final = "Nothing here separates what was done from what would have happened anyway."


@dataclass(frozen=True, slots=True)
class Given:
    """One side as it was typed: a count of pupils, or a percentage with its decimals."""

    percentage: float
    decimals: int = 0
    counted: Reached | None = None


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Both sides, the change, and what it amounts to in pupils; `same` where they are the same pupils."""

    before: Given
    after: Given
    change: Finding
    pupils: float | None
    same: bool


def before_after_of(before: str, after: str, *, of: int | None, both: int | None) -> BeforeAfter:
    """The change between two sides as typed: `47`, `47%` or `14/30`.

    Args:
        before: the share before.
        after: the share after.
        of: how many pupils the percentages are of.
        both: how many had it both times, where the pupils are the same.

    Raises:
        BadInput: a side cannot be read, no count is that percentage, or counts contradict each other.
    """
    one, other = parse_given("BEFORE", before), parse_given("AFTER", after)
    if of is not None:
        one, other = _of(one, of), _of(other, of)
    first, second = one.counted, other.counted
    if first is None or second is None:
        if both is not None:
            raise BadInput("--both: it needs the number of pupils; give counts such as 14/30, or --of")
        change = change_of_percentages(one.percentage, other.percentage)
        return BeforeAfter(one, other, change, pupils=None, same=False)
    change = change_of_shares(first, second) if both is None else _paired(first, second, both)
    pupils = None if change.value is None else pupils_equivalent(change.value, second.n)
    return BeforeAfter(one, other, change, pupils=pupils, same=both is not None)


def parse_given(word: str, text: str) -> Given:
    """One side as typed.

    >>> parse_given("BEFORE", "46.7 %")
    Given(percentage=46.7, decimals=1, counted=None)

    Raises:
        BadInput: it is neither a percentage from 0 to 100 nor a count of so many.
    """
    if match := _COUNT.fullmatch(text.strip()):
        reached, n = int(match[1]), int(match[2])
        if not reached <= n or not n:
            raise BadInput(f"{word}: {reached} of {n} pupils cannot be")
        return Given(100 * reached / n, 1, Reached(reached, n))
    match = _PERCENTAGE.fullmatch(text.strip())
    if match is None or float(match[1]) > 100:
        raise BadInput(
            f"{word}: give a percentage from 0 to 100 such as 47 or 46.7%, or a count such as 14/30"
        )
    return Given(float(match[1]), len(match[2] or ""))


def _of(side: Given, n: int) -> Given:
    if side.counted is not None:
        raise BadInput("--of: a count such as 14/30 says itself of how many it is")
    try:
        counted = reached_of_percentage(side.percentage, n, decimals=side.decimals)
    except NotDefined as why:
        raise BadInput(f"--of: {why}") from None
    return Given(side.percentage, side.decimals, counted)


def _paired(before: Reached, after: Reached, both: int) -> Finding:
    if before.n != after.n:
        raise BadInput(f"--both: the same pupils are as many before as after, not {before.n} and {after.n}")
    try:
        return change_of_paired_shares(paired_shares(before.reached, after.reached, n=before.n, both=both))
    except NotDefined as why:
        raise BadInput(f"--both: {why}") from None


def before_after_as_json(found: BeforeAfter) -> str:
    """One object: both sides, the finding, and pupils (null: their number is not known)."""
    report = {
        **{
            name: {
                "percentage": side.percentage,
                "reached": side.counted and side.counted.reached,
                "n": side.counted and side.counted.n,
            }
            for name, side in (("before", found.before), ("after", found.after))
        },
        "change": {field: getattr(found.change, field) for field in FIELDS},
        "pupils_equivalent": found.pupils,
        "same_pupils": found.same,
    }
    return json.dumps(report, indent=2, allow_nan=False)


def print_before_after(console: Console, found: BeforeAfter) -> None:
    """Both sides, the change with its interval, and what it can and cannot say."""
    for name, side in (("Before", found.before), ("After", found.after)):
        share = f"{show_number(side.percentage, decimals=side.decimals).text} %"
        of = "" if side.counted is None else f" ({side.counted.reached:,} of {side.counted.n:,} pupils)"
        console.print(Text(f"{name + ':':8}{share}{of}"))
    console.print()
    console.print(Text(finding_line(found.change)), soft_wrap=True)
    for line in _meaning(found):
        console.print(Text(line))


def _meaning(found: BeforeAfter) -> list[str]:
    change, after = found.change, found.after.counted
    if found.pupils is None or after is None:
        return [
            "The difference only: without the numbers of pupils nothing says how sure it is. "
            "Give counts such as 14/30, or --of.",
            _NO_COMPARISON,
        ]
    equal = show_number(abs(found.pupils), decimals=0).text
    lines = [f"That is as many as {equal} of {after.n:,} pupils."]
    if change.p is not None:
        lines.append(chance_words(change.p))
    if not found.same:
        lines.append(
            "Taken as other pupils each time; of the same pupils, say with --both how many had it twice."
        )
    return [*lines, _NO_COMPARISON]
