"""Writing the do-log: entries, strikes, releases of words. Each leaves an event, or refuses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from halfterm.cycles.do_log import (
    Logged,
    body_of,
    check_open,
    check_releaser,
    check_writer,
    do_log,
    entry_id,
    entry_problems,
    release_of,
    standing,
)
from halfterm.cycles.do_log_entries import Entry, Quotation, Releasable, WordsRelease
from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.cycles.events import LOCKED, LOGGED, STRUCK_OUT, Event
from halfterm.cycles.life import cycle_state
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Engagement, Person, Programme
from halfterm.flows.leaving import leaves_event
from halfterm.flows.review import person_of
from halfterm.warehouse.register import NewEvent, Register


@dataclass(frozen=True, slots=True)
class Desk:
    """Who writes in which cycle's log, and on which day."""

    programme: Programme
    plan: Plan
    by: str
    today: date

    @property
    def cycle(self) -> str:
        return self.plan.id

    @property
    def engagement(self) -> Engagement:
        return self.programme.engagement(self.plan.engagement)

    @property
    def person(self) -> Person:
        """Who writes. Raises `BadInput` when there is nobody of that name."""
        return person_of(self.programme, self.by)


def log_of(events: Register, cycle: str) -> tuple[Logged, ...]:
    """The do-log of a cycle, struck-out entries among the others."""
    return do_log(events.events(subject=cycle))


@leaves_event
def add_entry(events: Register, desk: Desk, entry: Entry) -> int:
    """Write one entry; returns its number. A quotation written as released is then released.

    Raises:
        BadInput: its day or school is wrong, or the log has it already.
        NotAllowed: the cycle takes no such entry now, or the person has no part in it.
    """
    about = events.events(subject=desk.cycle)
    check_permitted(desk, about, [entry])
    problems = problems_of(desk, about, entry)
    known = entry_id(desk.cycle, entry)
    problems += [
        f"the log of '{desk.cycle}' has this already: entry {logged.number}"
        for logged in standing(do_log(about))
        if logged.id == known
    ]
    if problems:
        raise BadInput(*problems)
    written = events.append(LOGGED, desk.cycle, actor=desk.by, on=desk.today, body=body_of(desk.cycle, entry))
    release_said(events, desk)
    return written.number


@leaves_event
def strike_out(events: Register, desk: Desk, number: int, *, reason: str) -> None:
    """Strike out an entry, saying why; it stays in the log as struck out and counts no more.

    Raises:
        BadInput: there is no such entry, or no reason.
        NotAllowed: it is struck out already, the cycle has ended, or the person has no part in it.
    """
    about = events.events(subject=desk.cycle)
    struck = _entry(do_log(about), desk.cycle, number)
    check_permitted(desk, about, [struck.entry])
    if not reason.strip():
        raise BadInput("say why the entry is struck out")
    body = {"number": number, "reason": " ".join(reason.split())}
    events.append(STRUCK_OUT, desk.cycle, actor=desk.by, on=desk.today, body=body)


@leaves_event
def release(events: Register, desk: Desk, number: int, *, refuse: bool = False) -> None:
    """Record the school's word on the words of an entry: pages may show them, or (`refuse`) may not.

    Raises:
        BadInput: no such entry stands, or pages show no words of its kind.
        NotAllowed: the person does not speak for the school, or it has said so already.
    """
    log = log_of(events, desk.cycle)
    entry = _entry(log, desk.cycle, number).entry
    if not isinstance(entry, Releasable):
        raise BadInput(
            f"entry {number} of '{desk.cycle}' is of the kind '{entry.entry}': no page shows its words, so "
            "there is nothing to release"
        )
    check_releaser(desk.person, entry=entry, engagement=desk.engagement)
    given = "refused" if refuse else "released"
    if release_of(log, number) == given:
        raise NotAllowed(f"entry {number} of '{desk.cycle}' is {given} already")
    events.append_all([_release_event(desk, number, refuse=refuse)])


def check_permitted(desk: Desk, about: Sequence[Event], entries: Iterable[Entry]) -> None:
    """See that this person may write entries of these kinds in the cycle as it is now.

    Raises:
        NotAllowed: the plan is not locked, the cycle has ended, or the person has no part in it.
    """
    check_writer(desk.person, engagement=desk.engagement, programme=desk.programme)
    # A draft may be stopped: it ends without ever having been locked.
    locked = any(event.kind == LOCKED for event in about)
    state = cycle_state(about) if locked else "drafted"
    check_open(desk.cycle, {entry.entry for entry in entries}, state=state)


def problems_of(desk: Desk, about: Sequence[Event], entry: Entry) -> list[str]:
    """What is wrong with an entry in a locked cycle: its day, its school, who releases it."""
    locked_on = next(event.on for event in about if event.kind == LOCKED)
    problems = entry_problems(entry, today=desk.today, locked_on=locked_on, schools=desk.engagement.schools)
    if isinstance(entry, Quotation) and entry.release == "released":
        problems += _release_problems(desk, entry)
    return problems


def _release_problems(desk: Desk, entry: Quotation) -> list[str]:
    """Nobody releases in another's name, so who writes a quotation as released must be who releases it."""
    if entry.released_by != desk.by:
        return ["released_by: write it as not asked; who releases it then says so by `halfterm log release`"]
    try:
        check_releaser(desk.person, entry=entry, engagement=desk.engagement)
    except NotAllowed as refused:
        return list(refused.problems)
    return []


def release_said(events: Register, desk: Desk) -> None:
    """Release the quotations that were written as released and are not yet.

    Their numbers are known only once they are in the register. A crash in between leaves them not released,
    and the next sheet or entry goes on from there.
    """
    log = log_of(events, desk.cycle)
    asked = {logged.entry.words_of for logged in log if isinstance(logged.entry, WordsRelease)}
    events.append_all(
        _release_event(desk, logged.number, refuse=False)
        for logged in standing(log)
        if isinstance(logged.entry, Quotation)
        and logged.entry.released_by == desk.by
        and logged.number not in asked
    )


def _release_event(desk: Desk, number: int, *, refuse: bool) -> NewEvent:
    said = WordsRelease(on=desk.today, words_of=number, given="refused" if refuse else "released")
    return NewEvent(LOGGED, desk.cycle, desk.by, desk.today, body_of(desk.cycle, said))


def _entry(log: Iterable[Logged], cycle: str, number: int) -> Logged:
    """The entry of this number, if it stands.

    Raises:
        BadInput: the log has no such entry.
        NotAllowed: it is struck out.
    """
    for logged in log:
        if logged.number == number:
            if logged.struck_out:
                raise NotAllowed(f"entry {number} of '{cycle}' is struck out already")
            return logged
    raise BadInput(f"the log of '{cycle}' has no entry {number}; `halfterm log show` lists them")
