"""An occasion: something that is due on a day, or within a window, for somebody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final, Literal, get_args

from halfterm.cycles.programme import Programme
from halfterm.cycles.school_year import at

Kind = Literal[
    "baseline window",
    "lock by",
    "data collection",
    "milestone",
    "follow-up window",
    "study day",
    "review deadline",
    "publication",
    "meeting",
    "workshop",
]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
"""In the order of a cycle. Data collections and milestones are where the plan puts them."""

DUE_AT: Final = time(6)
"""When what is due on a day is done, by the clock in London: before anybody comes in."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that is due on a day, or from the first to the last day of a window (both counted).

    `half_term` is the one that `starts` falls in, or the last before it. `cycle` is empty for a meeting,
    `school` for what concerns all schools of an engagement; a meeting's school is its host. A workshop is of
    no cluster. `part` tells apart several milestones of one cycle, or workshops. `who` are ids of persons.
    """

    kind: Kind
    half_term: str
    cluster: str
    cycle: str
    school: str
    starts: date
    ends: date
    who: tuple[str, ...]
    what: str
    part: int = 0


def due_days(listed: Iterable[Occasion], *, after: datetime) -> tuple[date, ...]:
    """The days on which something begins or a window closes and whose hour is still to come; each once."""
    days = {day for occasion in listed for day in (occasion.starts, occasion.ends)}
    return tuple(sorted(day for day in days if at(day, DUE_AT) > after))


def half_term_at(programme: Programme, day: date) -> str:
    """The half-term that a day falls in, or the last before it; the first for a day before all of them."""
    begun = [half_term.id for half_term in programme.half_terms if half_term.starts <= day]
    return begun[-1] if begun else programme.half_terms[0].id
