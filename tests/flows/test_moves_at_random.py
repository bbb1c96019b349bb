"""People move pages at random, through the register: only what is allowed happens, and all of it is told."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from halfterm.cycles.errors import NotAllowed
from halfterm.cycles.events import PUBLISHED
from halfterm.cycles.life import REVIEW_MOVES
from halfterm.flows.drafts import DraftPage
from halfterm.flows.review import Reviews
from halfterm.warehouse.register import register
from tests.cycles.factories import make_programme

PEOPLE = st.sampled_from([person.id for person in make_programme().people])
PATHS = st.sampled_from(["schools/ash", "schools/birch", "cases/ash-and-birch"])
DAY = date(2026, 1, 5)


class Pages(RuleBasedStateMachine):
    """Three pages of one engagement and everybody of the programme, beside a plain model of their states."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        folder = Path(self.open.enter_context(tempfile.TemporaryDirectory(prefix="halfterm-")))
        self.events = self.open.enter_context(register(folder / "register.sqlite"))
        self.content = {"schools/ash": 1, "schools/birch": 1, "cases/ash-and-birch": 1}
        self.model = dict.fromkeys(self.content, "draft")
        self.author = dict.fromkeys(self.content, "")
        self.out: set[str] = set()
        self.written = 0

    def teardown(self) -> None:
        self.open.close()

    def page(self, path: str) -> DraftPage:
        school = path.removeprefix("schools/") if path.startswith("schools/") else ""
        return DraftPage("autumn-2", path, f"content {self.content[path]}", "ash-and-birch", school)

    def reviews(self) -> Reviews:
        return Reviews(self.events, make_programme(), one_person=False)

    def attempt(self, path: str, move: str, by: str) -> None:
        page, reviews = self.page(path), self.reviews()
        try:
            match move:
                case "submit":
                    reviews.submit(page, by=by, on=DAY)
                case "approve":
                    reviews.approve(page, by=by, on=DAY)
                case "request changes":
                    reviews.request_changes(page, by=by, on=DAY, comment="Say it plainly.")
                case "withdraw":
                    reviews.withdraw(page, by=by, on=DAY, reason="A wrong class.")
        except NotAllowed:
            return
        # What readers have can be withdrawn, even when the page has been edited for the next edition since.
        state = "published" if move == "withdraw" and path in self.out else self.model[path]
        assert move in REVIEW_MOVES[state]
        if move == "approve":
            assert by != self.author[path], "nobody approves alone what they submitted"
        if move == "submit":
            self.author[path] = by
        if move == "withdraw":
            self.out.remove(path)
        self.model[path] = REVIEW_MOVES[state][move]
        self.written += 1

    @rule(path=PATHS, by=PEOPLE, move=st.sampled_from(["submit", "approve", "request changes", "withdraw"]))
    def somebody_tries(self, path: str, by: str, move: str) -> None:
        self.attempt(path, move, by)

    @rule(path=PATHS)
    def those_who_may_do_it(self, path: str) -> None:
        """So that the later states are reached often enough."""
        reviews, page = self.reviews(), self.page(path)
        for person in reviews.waits_for(page)[:1]:
            self.attempt(path, reviews.next_move(page) or "", person.id)

    @rule(path=PATHS)
    def the_page_changes(self, path: str) -> None:
        self.content[path] += 1
        # A withdrawn page stays so, however it is edited; any other is a draft again.
        if self.model[path] != "withdrawn":
            self.model[path] = "draft"

    @rule()
    def the_edition_is_published(self) -> None:
        ready = [path for path, state in self.model.items() if state == "approved"]
        if not ready:
            return
        pages = {path: self.page(path).content for path in ready}
        self.events.append(PUBLISHED, "autumn-2", actor="ana", on=DAY, body={"pages": pages})
        self.written += 1
        self.model |= dict.fromkeys(ready, "published")
        self.out |= set(ready)

    @invariant()
    def the_register_tells_the_same_states(self) -> None:
        reviews = self.reviews()
        told = {path: reviews.state(self.page(path)) for path in self.content}
        assert told == self.model

    @invariant()
    def every_write_and_nothing_else_left_an_event(self) -> None:
        assert len(self.events.events()) == self.written
        assert self.events.broken_event() is None


TestPages = Pages.TestCase
TestPages.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
