"""Two school years of the 2012 programme, lived day by day under a fake clock, with all that goes wrong."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.events import FOLLOWED_UP, HOST_SWAPPED, PUBLISHED, STOPPED, STUDIED, Event
from halfterm.cycles.record import Decision
from halfterm.cycles.rota import Swap
from halfterm.flows.cli import app
from halfterm.flows.due import run_due
from halfterm.flows.drafts import pages_to_read
from halfterm.flows.engine import LocalEngine
from halfterm.flows.meetings import meetings_of, record_swap
from halfterm.flows.review import Reviews, decide
from halfterm.flows.schedule import schedule_of
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.register import Register, register
from halfterm.warehouse.store import reading
from tests.flows.programme_2012 import ENGAGEMENTS, HALF_TERMS, deliver, make_programme, slug

FIRST, LAST = date(2011, 12, 5), date(2013, 3, 22)
LATE = ("kibworth", "spring-2-201112", 9)  # engagement, half-term, days after its window has closed
AWAY = (date(2012, 6, 8), date(2012, 6, 20))  # the machine is off, over a study day
CONVERTS = ("the-heath", date(2012, 8, 1), "HEATH-ACADEMY")
LEAVES = ("a-village-school", date(2012, 10, 1))  # the only school that Gaddesby supports
LEAVES_TOO = ("wellow", date(2012, 11, 19))  # one of the two that Halterworth supports
# Most chains end early, each with its own reason; four go on to the end, and Gaddesby loses its partner.
GOES_ON = ("the-heath", "kibworth", "halterworth", "chestnut-grove", "gaddesby")


@dataclass
class World:
    """The people of the programme: they export, read, approve, decide and swap, each on their day."""

    folder: Path
    changed: bool = True
    decided: Counter[str] = field(default_factory=Counter)
    delivered: set[tuple[str, str]] = field(default_factory=set)

    def morning(self, day: date) -> None:
        """What happens before the machine looks: exports arrive, and schools convert or leave."""
        if day == CONVERTS[1]:
            self._edit(CONVERTS[0], self._convert)
        for school, leaves in (LEAVES, LEAVES_TOO):
            if day == leaves:
                self._edit(school, lambda s, on=leaves: s.update(withdrawn={"on": str(on), "reason": "It has merged."}))
        workspace = open_workspace(self.folder)
        for place, half_term in enumerate(HALF_TERMS):
            ends = workspace.programme.half_terms[place].ends
            for engagement in workspace.programme.engagements:
                late = LATE[2] if (engagement.id, half_term) == LATE[:2] else 0
                days = random.Random(engagement.id + half_term).choice((1, 3))
                due = ends + timedelta(days=late - days)
                if (engagement.id, half_term) not in self.delivered and due <= day:
                    self.delivered.add((engagement.id, half_term))
                    codes = {s: workspace.programme.school(s).code for s in engagement.schools}
                    gone = tuple(s for s in engagement.schools if not workspace.programme.school(s).is_member(ends))
                    deliver(self.folder, engagement.id, half_term, codes=codes, without=gone)

    def evening(self, day: date) -> None:
        """What people do once the drafts are there: submit, approve two days later, decide two days after that."""
        workspace = open_workspace(self.folder)
        with register(workspace.register) as events:
            if day == date(2012, 1, 12):
                self._swap(events, workspace, day)
            book = CycleBook(events.events())
            reviews = Reviews(events, workspace.programme, one_person=False)
            for cycle in book.locked.values():
                if cycle.state != "in review":
                    continue
                engagement = workspace.programme.engagement(cycle.plan.engagement)
                self._read(cycle.plan.follow_up, engagement.id, reviews, workspace, day)
                put = next(e for e in book.events(cycle.plan.id) if e.kind == "put to review")
                if day >= put.on + timedelta(days=6):
                    self._decide(events, workspace, cycle.plan.id, engagement.id, day)

    def _read(self, half_term: str, engagement: str, reviews: Reviews, workspace: Workspace, day: date) -> None:
        lead = workspace.programme.engagement(engagement).lead
        for page in pages_to_read(workspace.drafts / half_term):
            if page.engagement != engagement:
                continue
            match reviews.state(page):
                case "draft":
                    reviews.submit(page, by=f"nle-{lead}", on=day)
                case "submitted" if reviews.lines(page)[-1].on < day - timedelta(days=1):
                    reviews.approve(page, by=f"head-{page.school or lead}", on=day)

    def _decide(self, events: Register, workspace: Workspace, cycle: str, engagement: str, day: date) -> None:
        self.decided[engagement] += 1
        goes_on = engagement in GOES_ON or self.decided[engagement] < 1 + len(engagement) % 3
        decision = Decision(
            cycle=cycle,
            kind="adapt" if goes_on else "abandon",
            by=f"nle-{engagement}",
            approved_by=f"head-{engagement}",
            on=day,
            reason="The pupils asked for shorter sessions." if goes_on else "It did not help enough.",
            learning="Little and often." if goes_on else "",
        )
        decide(events, workspace.programme, workspace.programme.engagement(engagement), decision, one_person=False)

    def _swap(self, events: Register, workspace: Workspace, day: date) -> None:
        record_swap(
            events,
            workspace,
            Swap("midlands-primary", "spring-1-201112", other="spring-2-201112"),
            by="fac-midlands-primary",
            today=day,
            reason="The hall is being painted.",
        )

    def _edit(self, school: str, change: object) -> None:
        path = self.folder / "programme.yaml"
        content = json.loads(path.read_text())
        for cluster in content["clusters"]:
            for one in cluster["schools"]:
                if one["id"] == school:
                    change(one)  # type: ignore[operator]
        path.write_text(json.dumps(content, indent=1))

    @staticmethod
    def _convert(school: dict[str, object]) -> None:
        school["predecessors"] = [{"urn": "111405", "code": school["code"], "closed": "2012-07-31"}]
        school["urn"], school["code"] = "138410", CONVERTS[2]


def live(folder: Path) -> None:
    world, day = World(folder), FIRST
    while day <= LAST:
        if day.weekday() < 5:
            world.morning(day)
            if not AWAY[0] <= day <= AWAY[1]:
                noon = datetime.combine(day, time(12), tzinfo=UTC)
                run_due(folder, today=day, engine=LocalEngine(), now=lambda noon=noon: noon)
            world.evening(day)
        day += timedelta(days=1)
