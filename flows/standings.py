"""`halfterm status`: where every cycle stands, gathered in one pass, and what is waited for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Self

from rich.console import Console
from rich.text import Text

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.doubts import doubts
from halfterm.cycles.events import PUBLISHED, Event
from halfterm.cycles.occasion import Occasion
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme
from halfterm.cycles.status import CycleStanding, Line, Urgency, status
from halfterm.flows.collecting import expected_schools
from halfterm.flows.drafts import DraftPage, pages_to_read
from halfterm.flows.review import Reviews
from halfterm.flows.schedule import schedule_of
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.arrivals import arrived
from halfterm.warehouse.register import Register
from halfterm.warehouse.store import reading

Arrivals = Mapping[str, frozenset[tuple[str, str]]]
"""Half-term -> (school, measure) of what is in the warehouse."""

_NAMED = 2  # people that a line names; more are counted
_COLOUR: dict[Urgency, str] = {"overdue": "red", "due": "", "coming": "dim"}


@dataclass(frozen=True, slots=True)
class Status:
    """What is waited for as at a day, worst first."""

    on: date
    lines: tuple[Line, ...]
    next_up: Occasion | None

    def count(self, urgency: Urgency) -> int:
        """How many things are overdue, due or coming."""
        return sum(line.urgency == urgency for line in self.lines)


def status_of(workspace: Workspace, events: Register, *, today: date) -> Status:
    """What is due, overdue and waited for in a workspace.

    A programme that is replayed is history: it is told as at the last of its days.
    """
    listed = schedule_of(workspace, events)
    if workspace.programme.replay:
        today = min(today, max((o.ends for o in listed), default=today))
    lines = status(today, listed, standings_of(workspace, events))
    next_up = next((occasion for occasion in listed if occasion.starts > today), None)
    return Status(today, lines, next_up)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the register, the warehouse and the drafts hold, each read once."""

    workspace: Workspace
    book: CycleBook
    reviews: Reviews
    pages: Mapping[str, tuple[DraftPage, ...]]
    here: Arrivals
    open_disputes: Counter[tuple[str, str]]
    out: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, workspace: Workspace, events: Register) -> Self:
        told = events.events()
        doubted = [doubt for doubt in doubts(told) if doubt.dispute.is_open]
        return cls(
            workspace=workspace,
            book=CycleBook(told),
            reviews=Reviews(events, workspace.programme, one_person=workspace.settings.one_person),
            pages=_pages(workspace),
            here=_arrivals(workspace),
            open_disputes=Counter((doubt.half_term, doubt.engagement) for doubt in doubted),
            out=_ever_out(told),
        )

    def standing(self, plan: Plan) -> CycleStanding:
        """Where the cycle of one plan stands."""
        programme = self.workspace.programme
        engagement = programme.engagement(plan.engagement)
        pages = [p for p in self.pages.get(plan.follow_up, ()) if p.engagement == plan.engagement]
        published = self.out.get(plan.follow_up, {})
        return CycleStanding(
            cycle=plan.id,
            state=self.book.state(plan.id),
            baseline_in=self._arrived(plan, plan.baseline),
            follow_up_in=self._arrived(plan, plan.follow_up),
            pages={
                page.path: (
                    self.reviews.state(page),
                    tuple(person.id for person in self.reviews.waits_for(page)),
                )
                for page in pages
            },
            open_disputes=self.open_disputes[plan.follow_up, plan.engagement],
            settlers=(engagement.nle, programme.cluster(engagement.cluster).facilitator),
            deciders=(engagement.nle,),
            published=bool(pages) and all(page.path in published for page in pages),
        )

    def _arrived(self, plan: Plan, half_term: str) -> frozenset[str]:
        """The schools that nobody waits for: all their scores are there, or the cycle goes without them."""
        waited = expected_schools(plan, half_term, workspace=self.workspace, book=self.book)
        held = self.here.get(half_term, frozenset())
        missing = {s for s in waited if any((s, m.id) not in held for m in plan.studied_measures)}
        return frozenset(self.workspace.programme.engagement(plan.engagement).pupil_schools) - missing


def standings_of(workspace: Workspace, events: Register) -> tuple[CycleStanding, ...]:
    """Where every cycle stands, by its events, its reviews and what has arrived."""
    known = _Known.of(workspace, events)
    return tuple(known.standing(plan) for plan in workspace.plans)


def _arrivals(workspace: Workspace) -> Arrivals:
    """What the warehouse holds of the half-terms that some plan uses; nothing before the first load."""
    if not workspace.warehouse.exists():
        return {}
    wanted = {half_term for plan in workspace.plans for half_term in (plan.baseline, plan.follow_up)}
    with reading(workspace.warehouse) as connection:
        return {half_term: arrived(connection, half_term) for half_term in sorted(wanted)}


def _ever_out(told: Iterable[Event]) -> dict[str, dict[str, str]]:
    """Every page that was ever published, by half-term: one withdrawn since is not waited for."""
    out: dict[str, dict[str, str]] = {}
    for event in told:
        if event.kind == PUBLISHED:
            out.setdefault(event.subject, {}).update(event.body["pages"])
    return out


def _pages(workspace: Workspace) -> dict[str, tuple[DraftPage, ...]]:
    """The drafts that people have to read, by half-term."""
    half_terms = {plan.follow_up for plan in workspace.plans}
    return {h: pages_to_read(workspace.drafts / h) for h in half_terms if (workspace.drafts / h).is_dir()}


def print_status(console: Console, told: Status, programme: Programme) -> None:
    """One line a thing, worst first, for a person at a terminal."""
    as_at = f"{programme.name}, {told.on:%a} {told.on.day} {told.on:%b %Y}"
    console.print(Text.assemble((as_at, "bold"), (" (a replay)" if programme.replay else "", "dim")))
    if not told.lines:
        console.print("Nothing is due and nothing is overdue.")
    for line in told.lines:
        console.print(Text(in_words(line, programme), style=_COLOUR[line.urgency]), soft_wrap=True)
    if told.next_up is not None:
        first = told.next_up.starts
        console.print(f"Next: {told.next_up.kind}, {first:%a} {first.day} {first:%b %Y}.", highlight=False)


def in_words(line: Line, programme: Programme, *, what: str | None = None) -> str:
    """One thing in one line: how urgent, what, whose turn, which cycle. `what` says it in other words."""
    who = people_in_words(programme, line.who)
    parts = (line.when, line.what if what is None else what, who, line.cycle and f"cycle {line.cycle}")
    return " · ".join(part for part in parts if part)


def people_in_words(programme: Programme, who: Iterable[str]) -> str:
    """Whose turn it is: up to two by role and name, more by number.

    Long lists would hide the line's first words.
    """
    people = [programme.person(person) for person in who]
    named = [f"{p.role.upper() if p.role == 'nle' else p.role} {p.name}" for p in people]
    if len(named) > _NAMED:
        return f"{named[0]} and {len(named) - 1} others"
    return " or ".join(named)


def as_json(told: Status) -> str:
    """The status as one JSON object; days as ISO dates, people as ids."""
    lines = [asdict(line) | {"when": line.when} for line in told.lines]
    counts = {urgency: told.count(urgency) for urgency in _COLOUR}
    content = {"on": told.on, "counts": counts, "lines": lines}
    return json.dumps(content, default=str, ensure_ascii=False, indent=1)
