"""`halfterm schedule`: the dates of a workspace as a table, as JSON, or as a calendar file."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.events import HOST_SWAPPED
from halfterm.cycles.occasion import KINDS, Occasion
from halfterm.cycles.rota import Swap
from halfterm.cycles.schedule import occasions
from halfterm.flows.ics import Revision, as_ical
from halfterm.flows.meetings import meetings_shown
from halfterm.flows.whole_file import write_whole
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.counting import counted
from halfterm.warehouse.register import Register

_FEW = 2  # cycles that a line names one by one
_DAYS_WIDE = len("Mon 30 Nov – Fri 30 Nov 2026")
_KIND_WIDE = max(map(len, KINDS))


def schedule_of(workspace: Workspace, events: Register) -> tuple[Occasion, ...]:
    """The occasions of every cycle that is not stopped, by its plan as it stands, and of all meetings."""
    book = CycleBook(events.events())
    plans = [
        book.locked[plan.id].plan if plan.id in book.locked else plan
        for plan in workspace.plans
        if book.state(plan.id) != "stopped"
    ]
    return occasions(
        workspace.programme,
        plans,
        workspace.calendar,
        (shown.meeting for shown in meetings_shown(events, workspace)),
        timing=workspace.settings.timing,
    )


def revisions_of(workspace: Workspace, events: Register) -> dict[str, Revision]:
    """How often each cycle's plan was amended and each meeting swapped: what calendars call a sequence."""
    book = CycleBook(events.events())
    revisions = {plan.id: Revision(0, plan.planned) for plan in workspace.plans}
    for cycle, locked in book.locked.items():
        if locked.amendments:
            revisions[cycle] = Revision(len(locked.amendments), locked.amendments[-1].on)
    for event in events.events(HOST_SWAPPED):
        swap = Swap.of(event)
        for half_term in filter(None, (swap.half_term, swap.other)):
            subject = f"{swap.cluster}/{half_term}"
            told = revisions.get(subject)
            revisions[subject] = Revision(told.number + 1 if told else 1, event.on)
    return revisions


def of_half_term(workspace: Workspace, listed: Sequence[Occasion], half_term: str) -> tuple[Occasion, ...]:
    """The occasions that fall in one half-term.

    Raises:
        BadInput: the programme has none of this id; the near misses are offered.
    """
    known = [h.id for h in workspace.programme.half_terms]
    if half_term not in known:
        raise BadInput(f"no half-term '{half_term}' in programme.yaml{did_you_mean(half_term, known)}")
    return tuple(occasion for occasion in listed if occasion.half_term == half_term)


def as_json(listed: Iterable[Occasion]) -> str:
    """The occasions as a JSON list, in their order; days as ISO dates."""
    return json.dumps([asdict(occasion) for occasion in listed], default=str, ensure_ascii=False, indent=1)


def write_ical(path: Path, workspace: Workspace, events: Register, listed: Sequence[Occasion]) -> None:
    """Write the calendar file whole or not at all; left alone when it says the same.

    Raises:
        BadInput: it cannot be written there.
    """
    text = as_ical(
        listed,
        programme=workspace.programme,
        timing=workspace.settings.timing,
        revisions=revisions_of(workspace, events),
    )
    try:
        if path.is_file() and path.read_bytes() == text:
            return
        write_whole(path, text)
    except OSError as wrong:
        raise BadInput(f"{path.name}: the calendar cannot be written there: {wrong.strerror}") from None


def print_schedule(
    console: Console, workspace: Workspace, listed: Sequence[Occasion], *, every: bool
) -> None:
    """A table a half-term; cycles with the same days share a line unless `every` one is asked for."""
    by_half_term: dict[str, list[Occasion]] = defaultdict(list)
    for occasion in listed:
        by_half_term[occasion.half_term].append(occasion)
    for half_term in workspace.programme.half_terms:
        if half_term.id not in by_half_term:
            continue
        dates = span_in_words(half_term.starts, half_term.ends)
        table = Table(
            title=Text.assemble((half_term.name, "bold"), (f"  {dates}", "dim")),
            title_justify="left",
            title_style="",
            box=None,
            pad_edge=False,
            show_header=False,
        )
        table.add_column(no_wrap=True, min_width=_DAYS_WIDE)
        table.add_column(no_wrap=True, min_width=_KIND_WIDE, style="bold")
        table.add_column(overflow="fold")
        for days, kind, what in _rows(by_half_term[half_term.id], every=every):
            table.add_row(Text(days), Text(kind), Text(what))
        console.print(table)
        console.print()
    if not listed:
        console.print("Nothing is scheduled: no plan in cycles/ and no meeting falls here.")


def _rows(listed: Sequence[Occasion], *, every: bool) -> list[tuple[str, str, str]]:
    if every:
        return [
            (span_in_words(o.starts, o.ends), o.kind, f"{o.what} ({o.cycle})" if o.cycle else o.what)
            for o in listed
        ]
    rows = []
    for (starts, ends, kind), together in groupby(sorted(listed, key=_alike), key=_alike):
        rows.append((span_in_words(starts, ends), kind, _together(list(together))))
    return rows


def _alike(occasion: Occasion) -> tuple[date, date, str]:
    return (occasion.starts, occasion.ends, occasion.kind)


def _together(alike: list[Occasion]) -> str:
    """What happens on the same days: named one by one when few, counted when many."""
    if not alike[0].cycle or alike[0].part:
        named = [o.what for o in alike]
        if len(named) <= _FEW:
            return "; ".join(named)
        return (
            f"{len(named)} clusters meet"
            if alike[0].kind == "meeting"
            else f"{named[0]} and {len(named) - 1} more"
        )
    cycles = list(dict.fromkeys(o.cycle for o in alike))
    what = ", ".join(cycles) if len(cycles) <= _FEW else counted(len(cycles), "cycle")
    schools = len({o.school for o in alike if o.school})
    return f"{what} ({counted(schools, 'school')})" if schools else what


def span_in_words(starts: date, ends: date) -> str:
    """A day, or the first and last day of a window, with the year once.

    >>> span_in_words(date(2025, 2, 3), date(2025, 2, 14))
    'Mon 3 Feb – Fri 14 Feb 2025'
    """
    last = f"{ends:%a} {ends.day} {ends:%b %Y}"
    if starts == ends:
        return last
    year = f" {starts.year}" if starts.year != ends.year else ""
    return f"{starts:%a} {starts.day} {starts:%b}{year} – {last}"
