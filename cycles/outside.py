"""What happened outside a cycle while it ran: from its do-log, and from what is known of its schools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from halfterm.cycles.carried_out import log_to_the_end
from halfterm.cycles.do_log import Logged, releases, standing
from halfterm.cycles.do_log_entries import ContextEvent
from halfterm.cycles.events import Event
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme
from halfterm.cycles.record import OutsideEvent


def outside_events(about: Iterable[Event], plan: Plan, programme: Programme) -> tuple[OutsideEvent, ...]:
    """Events from the first day of the baseline's half-term to the last of the follow-up's, in their order.

    What the do-log calls context counts where it had begun before the end and lasted beyond the start; so
    does the closure of a school that one of the cycle's schools continues: its pupils then changed school.
    `about` is what the register tells of the cycle: what was logged after it had ended changes no page.
    """
    between = (programme.half_term(plan.baseline).starts, programme.half_term(plan.follow_up).ends)
    events = [*_logged(log_to_the_end(about), between), *_continued(plan, programme, between)]
    return tuple(sorted(events, key=lambda event: (event.on, event.school, event.what)))


def _logged(log: Sequence[Logged], between: tuple[date, date]) -> Iterator[OutsideEvent]:
    (first, last), given = between, releases(log)
    for logged in standing(log):
        entry = logged.entry
        if isinstance(entry, ContextEvent) and entry.on <= last and (entry.until or entry.on) >= first:
            released = given[logged.number] == "released"
            yield OutsideEvent(entry.on, entry.what, entry.school or "", released)


def _continued(plan: Plan, programme: Programme, between: tuple[date, date]) -> Iterator[OutsideEvent]:
    first, last = between
    for school_id in programme.engagement(plan.engagement).schools:
        school = programme.school(school_id)
        for predecessor in school.predecessors:
            if first <= predecessor.closed <= last:
                yield OutsideEvent(
                    predecessor.closed, f"the school that {school.name} continues closed", school.id
                )
