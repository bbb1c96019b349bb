"""The people of a programme: found by their ids, named to one another, asked for words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.programme import Person, Programme

MOST_NAMES: Final = 3


def said(what: str, words: str) -> str:
    """Words that somebody has to give.

    Raises:
        BadInput: there are none.
    """
    if not words.strip():
        raise BadInput(what)
    return words.strip()


def person_of(programme: Programme, person: str) -> Person:
    """A person of the programme.

    Raises:
        BadInput: there is nobody of that name; the near misses are offered.
    """
    known = {p.id: p for p in programme.people}
    if person not in known:
        raise BadInput(f"no person '{person}' in programme.yaml{did_you_mean(person, known)}")
    return known[person]


def any_of(people: Iterable[Person]) -> str:
    """Whom something waits for: a few names, any one of whom will do.

    Nobody at all is said too: the programme then names no one with that say.
    """
    names = [person.name for person in people]
    if not names:
        return "nobody in programme.yaml"
    if len(names) > MOST_NAMES:
        names = [*names[: MOST_NAMES - 1], f"{len(names) - MOST_NAMES + 1} others"]
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
