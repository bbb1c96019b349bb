"""The people of the 2012 programme, each acting on their day: exporting, reading, deciding, leaving."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.events import IN_REVIEW
from halfterm.cycles.programme import Engagement
from halfterm.cycles.record import Decision
from halfterm.cycles.rota import Swap
from halfterm.flows.drafts import pages_to_read
from halfterm.flows.due import run_due
from halfterm.flows.engine import LocalEngine
from halfterm.flows.meetings import record_swap
from halfterm.flows.review import Reviews, decide
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.register import Register, register
from tests.flows.programme_2012 import HALF_TERMS, deliver

FIRST, LAST = date(2011, 12, 5), date(2013, 3, 22)

LATE = ("kibworth", "spring-2-201112")
LATE_DAYS = 31  # after the half-term has ended: later than its edition
OFF = (date(2012, 6, 8), date(2012, 6, 20))  # the machine is off, over a study day
SWAPPED = date(2012, 1, 12)
CONVERTS, CONVERTED, NEW_CODE = "the-heath", date(2012, 9, 5), "HEATH-ACADEMY"
LEAVES = {
    "a-village-school": date(2012, 10, 1),  # the only school that Gaddesby supports
    "wellow": date(2012, 11, 19),  # one of the two that Halterworth supports
}
# Most engagements abandon their idea after one cycle, for the sake of the time; these go on to the end.
GO_ON: Final = ("the-heath", "kibworth", "halterworth", "gaddesby")


@dataclass
class People:
    """Everybody, and what they have delivered."""

    folder: Path
    delivered: set[tuple[str, str]] = field(default_factory=set)

    def live(self) -> None:
        """Every school day: the morning's exports, the machine's run at noon, the evening's reading."""
        for day in open_workspace(self.folder).calendar.school_days(FIRST, LAST):
            self.morning(day)
            if not OFF[0] <= day <= OFF[1]:
                noon = datetime.combine(day, time(12), tzinfo=UTC)
                run_due(self.folder, today=day, engine=LocalEngine(), now=lambda noon=noon: noon)
            self.evening(day)

    def morning(self, day: date) -> None:
        """Before the machine looks: schools convert or leave, and exports arrive."""
        if day == CONVERTED:
            self._edit(CONVERTS, _convert)
        for school, leaves in LEAVES.items():
            if day == leaves:
                gone = {"withdrawn": {"on": str(day), "reason": "It has merged."}}
                self._edit(school, lambda one, gone=gone: one.update(gone))
        workspace = open_workspace(self.folder)
        for half_term in workspace.programme.half_terms:
            for engagement in workspace.programme.engagements:
                wanted = (engagement.id, half_term.id)
                if wanted not in self.delivered and _export_day(*wanted, half_term.ends) <= day:
                    self.delivered.add(wanted)
                    self._deliver(workspace, engagement, half_term.id)

    def evening(self, day: date) -> None:
        """Once drafts are there: submitted at once, approved and decided on five days later."""
        workspace = open_workspace(self.folder)
        with register(workspace.register) as events:
            if day == SWAPPED:
                _swap(events, workspace, day)
            book = CycleBook(events.events())
            reviews = Reviews(events, workspace.programme, one_person=False)
            for cycle in book.locked.values():
                if cycle.state != "in review":
                    continue
                engagement = workspace.programme.engagement(cycle.plan.engagement)
                _read(reviews, workspace, engagement, half_term=cycle.plan.follow_up, day=day)
                put = next(event for event in book.events(cycle.plan.id) if event.kind == IN_REVIEW)
                if day >= put.on + timedelta(days=5):
                    self._decide(events, workspace, engagement, cycle=cycle.plan.id, day=day)

    def _deliver(self, workspace: Workspace, engagement: Engagement, half_term: str) -> None:
        ends = workspace.programme.half_term(half_term).ends
        schools = [workspace.programme.school(school) for school in engagement.schools]
        deliver(
            self.folder,
            engagement.id,
            half_term,
            codes={school.id: school.code for school in schools},
            without=tuple(school.id for school in schools if not school.is_member(ends)),
        )

    def _decide(
        self, events: Register, workspace: Workspace, engagement: Engagement, *, cycle: str, day: date
    ) -> None:
        goes_on = engagement.id in GO_ON
        decision = Decision(
            cycle=cycle,
            kind="adapt" if goes_on else "abandon",
            by=engagement.nle,
            approved_by=f"head-{engagement.lead}",
            on=day,
            reason="The pupils asked for shorter sessions." if goes_on else "It did not help enough.",
            learning="Little and often." if goes_on else "",
        )
        decide(events, workspace.programme, engagement, decision, one_person=False)

    def _edit(self, school: str, change: Callable[[dict[str, Any]], None]) -> None:
        path = self.folder / "programme.yaml"
        content = json.loads(path.read_text())
        for cluster in content["clusters"]:
            for one in cluster["schools"]:
                if one["id"] == school:
                    change(one)
        path.write_text(json.dumps(content, indent=1))


def _export_day(engagement: str, half_term: str, ends: date) -> date:
    if (engagement, half_term) == LATE:
        return ends + timedelta(days=LATE_DAYS)
    return ends - timedelta(days=1)


def _read(
    reviews: Reviews, workspace: Workspace, engagement: Engagement, *, half_term: str, day: date
) -> None:
    for page in pages_to_read(workspace.drafts / half_term):
        if page.engagement != engagement.id:
            continue
        match reviews.state(page):
            case "draft":
                reviews.submit(page, by=engagement.nle, on=day)
            case "submitted" if reviews.lines(page)[-1].on <= day - timedelta(days=5):
                reviews.approve(page, by=f"head-{page.school or engagement.lead}", on=day)


def _swap(events: Register, workspace: Workspace, day: date) -> None:
    record_swap(
        events,
        workspace,
        Swap("midlands-primary", HALF_TERMS[1], other=HALF_TERMS[2]),
        by="fac-midlands-primary",
        today=day,
        reason="The hall is being painted.",
    )


def _convert(school: dict[str, Any]) -> None:
    """A new academy: its own URN and code, the old ones closed the day before."""
    school["predecessors"] = [{"urn": "111405", "code": school["code"], "closed": "2012-08-31"}]
    school["urn"], school["code"] = "138410", NEW_CODE
