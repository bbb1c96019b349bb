"""What readers were given of one half-term, time after time, and what changed from each to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from halfterm.cycles.events import PUBLISHED, Event


@dataclass(frozen=True, slots=True)
class Publication:
    """An edition as it went out on a day: every page's path with a hash of what it says.

    `contents` is None where the register kept only the pages that people approve, `approved`.
    """

    on: date
    approved: Mapping[str, str]
    contents: Mapping[str, str] | None = None

    def same_as(self, other: Publication) -> bool:
        """Whether a reader of both finds no difference."""
        mine, others = _comparable(self, other)
        return mine == others


@dataclass(frozen=True, slots=True)
class Revision:
    """One publication of an edition; the first is number 1. The paths say what it did to the one before."""

    number: int
    on: date
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def publications(events: Iterable[Event], half_term: str, *, audience: str) -> tuple[Publication, ...]:
    """Every publication of one edition that the register tells of, oldest first."""
    return tuple(
        Publication(event.on, event.body["pages"], event.body.get("edition"))
        for event in events
        if (event.kind, event.subject) == (PUBLISHED, half_term)
        and event.body.get("audience", audience) == audience
    )


def with_this(told: Iterable[Publication], this: Publication) -> tuple[Publication, ...]:
    """The publications with one more, unless it only says again what the last said."""
    told = tuple(told)
    return told if told and told[-1].same_as(this) else (*told, this)


def revisions(told: Iterable[Publication]) -> tuple[Revision, ...]:
    """The revisions of an edition; a publication that changed nothing is none."""
    made: list[Revision] = []
    last: Publication | None = None
    for publication in told:
        if last is None:
            made.append(Revision(1, publication.on))
        elif not publication.same_as(last):
            made.append(_between(len(made) + 1, last, publication))
        last = publication
    return tuple(made)


def last_change(made: Iterable[Revision], path: str) -> Revision | None:
    """The latest revision after the first that brought or changed a page; None when none did."""
    touched = [r for r in made if path in r.added or path in r.changed]
    return touched[-1] if touched else None


def _between(number: int, before: Publication, after: Publication) -> Revision:
    old, new = _comparable(before, after)
    return Revision(
        number,
        after.on,
        added=tuple(sorted(new.keys() - old.keys())),
        changed=tuple(sorted(path for path in new.keys() & old.keys() if new[path] != old[path])),
        removed=tuple(sorted(old.keys() - new.keys())),
    )


def _comparable(one: Publication, other: Publication) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The contents of both, of as many pages as are known of both."""
    if one.contents is None or other.contents is None:
        return one.approved, other.approved
    return one.contents, other.contents
