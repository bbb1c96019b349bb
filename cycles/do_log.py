"""The do-log of a cycle, read from its events; who may write in it, and until when.

An entry is never changed: it is struck out with a reason, and written anew. Its number is that of its event
in the register, so that the log, the audit and the quality of a cycle name it alike.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from halfterm.cycles.do_log_entries import (
    ContextEvent,
    Entry,
    Evidence,
    Observation,
    Quotation,
    Releasable,
    Release,
    WordsRelease,
)
from halfterm.cycles.do_log_reading import kept_entry
from halfterm.cycles.errors import NotAllowed, did_you_mean
from halfterm.cycles.events import LOGGED, STRUCK_OUT, Event
from halfterm.cycles.life import ENDED
from halfterm.cycles.programme import Engagement, Person, Programme

AFTER_THE_END: Final = frozenset({"context", "evidence", "learning", "release"})
"""What may still be written once a cycle is decided or stopped."""

LONGEST_BEFORE: Final = timedelta(days=3 * 366)
"""Evidence and context older than this before the lock are taken for a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry as it stands in the log: its number, who wrote it on which day, and why it was struck out."""

    number: int
    written_on: date
    by: str
    id: str
    entry: Entry
    struck_out: str = ""


def do_log(about: Iterable[Event]) -> tuple[Logged, ...]:
    """All entries of one cycle from the events about it, oldest first, those struck out among them.

    What two people logged at the same moment in the same words counts once. A release said again is another:
    there may have been a refusal between them.
    """
    about = tuple(about)
    struck = {e.body["number"]: e.body["reason"] for e in about if e.kind == STRUCK_OUT}
    log: list[Logged] = []
    held = set[str]()
    for e in about:
        if e.kind != LOGGED or e.body["id"] in held:
            continue
        entry = kept_entry(e.body["entry"])
        log.append(Logged(e.number, e.on, e.actor, e.body["id"], entry, struck.get(e.number, "")))
        if e.number not in struck and not isinstance(entry, WordsRelease):
            held.add(e.body["id"])
    return tuple(log)


def standing(log: Iterable[Logged]) -> tuple[Logged, ...]:
    """The entries that count: those not struck out."""
    return tuple(logged for logged in log if not logged.struck_out)


def entry_id(cycle: str, entry: Entry) -> str:
    """What an entry is known by: a hash of its cycle and content, so that nothing is logged twice."""
    content = json.dumps([cycle, _content(entry)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def body_of(cycle: str, entry: Entry) -> dict[str, Any]:
    """What the register holds of an entry."""
    return {"id": entry_id(cycle, entry), "entry": _content(entry)}


def _content(entry: Entry) -> dict[str, Any]:
    """What an entry says, without the fields that nobody filled in."""
    return entry.model_dump(mode="json", exclude_none=True)


def releases(log: Iterable[Logged]) -> dict[int, Release]:
    """Whether the words of each standing entry that has any may be shown: the school's last word that stands.

    A quotation that was written as refused is refused until the school says otherwise; one written as
    released is not, until that is an entry of its own.
    """
    said: dict[int, Release] = {}
    for logged in standing(log):
        entry = logged.entry
        if isinstance(entry, WordsRelease) and entry.words_of in said:
            said[entry.words_of] = entry.given
        elif isinstance(entry, Releasable):
            refused = isinstance(entry, Quotation) and entry.release == "refused"
            said[logged.number] = "refused" if refused else "not asked"
    return said


def release_of(log: Iterable[Logged], number: int) -> Release:
    """Whether the words of one entry may be shown."""
    return releases(log).get(number, "not asked")


def check_writer(person: Person, *, engagement: Engagement, programme: Programme) -> None:
    """See that this person may write in the do-log: of one of the schools, its NLE, its facilitator.

    Raises:
        NotAllowed: the person is from elsewhere.
    """
    facilitator = programme.cluster(engagement.cluster).facilitator
    if person.id not in (engagement.nle, facilitator) and person.school not in engagement.schools:
        raise NotAllowed(
            f"{person.name} is of none of the schools of '{engagement.id}', nor its NLE, nor its cluster's "
            "facilitator"
        )


def check_releaser(person: Person, *, entry: Releasable, engagement: Engagement) -> None:
    """See that this person may speak for the school that the words are about: its headteacher or deputy.

    Where the entry names no school, that of any school of the engagement may.

    Raises:
        NotAllowed: somebody else has to release it.
    """
    schools = engagement.schools if entry.school is None else (entry.school,)
    if person.role not in ("headteacher", "deputy") or person.school not in schools:
        where = " or ".join(f"'{school}'" for school in schools)
        what = "a quotation is" if isinstance(entry, Quotation) else "these words are"
        raise NotAllowed(f"{what} released by the headteacher of {where}, or the deputy")


def check_open(cycle: str, kinds: Collection[str], *, state: str) -> None:
    """See that entries of these kinds may be written in the state that the cycle is in.

    Raises:
        NotAllowed: the plan is not locked yet, or the cycle has ended and only some kinds are taken.
    """
    if state == "drafted":
        raise NotAllowed(f"cycle '{cycle}': there is no do-log before its plan is locked")
    late = sorted(set(kinds) - AFTER_THE_END)
    if state in ENDED and late:
        raise NotAllowed(
            f"cycle '{cycle}' is {state}: only context, evidence, learning and the release of words are "
            f"logged now, not {' or '.join(late)}"
        )


def entry_problems(entry: Entry, *, today: date, locked_on: date, schools: Collection[str]) -> list[str]:
    """What is wrong with an entry in its cycle: its day or its school; empty when nothing is.

    Nothing is dated after today. Only evidence, context and lessons seen *before* the cycle are older
    than the lock.
    """
    problems = []
    if entry.on > today:
        problems.append(f"on: {entry.on} is after today ({today})")
    elif entry.on < locked_on and not _may_be_older(entry):
        problems.append(
            f"on: {entry.on} is before the plan was locked ({locked_on}); only evidence, context and lessons "
            "observed before may be older"
        )
    elif entry.on < locked_on - LONGEST_BEFORE:
        problems.append(f"on: {entry.on} is more than three years before the plan was locked ({locked_on})")
    if entry.school is not None and entry.school not in schools:
        problems.append(f"school: not one of this engagement's{did_you_mean(entry.school, schools)}")
    return problems


def _may_be_older(entry: Entry) -> bool:
    return isinstance(entry, Evidence | ContextEvent) or (
        isinstance(entry, Observation) and entry.when == "before"
    )
