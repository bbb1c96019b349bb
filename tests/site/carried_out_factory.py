"""What was done in the second cycle of Ash and partners: a do-log of real entries, and the cycle's events."""

from __future__ import annotations

from datetime import date, timedelta

from halfterm.cycles.carried_out import CarriedOut, carried_out
from halfterm.cycles.do_log_entries import WordsRelease
from halfterm.cycles.events import FOLLOWED_UP, LOCKED, STARTED, STUDIED
from halfterm.cycles.plan import Plan
from halfterm.cycles.quality_point import CycleStory
from tests.cycles.log_factory import Book, entry

FIRST_DAY = date(2026, 1, 12)
HELD = (13, 12)
"""Sessions held by each of two groups, of the 14 that each was to have."""


def log_book(cycle: str = "ash-2") -> Book:
    """A log with planned and delivered, obstacles and what solved them, words released and not."""
    book = Book()
    book.say(LOCKED, cycle, on=date(2026, 1, 8))
    for group, sessions in zip(("Oak", "Elm"), HELD, strict=True):
        for number in range(sessions):
            day = FIRST_DAY + timedelta(days=number * 2)
            counts = {"planned": 12, "present": 10 if number % 3 else 12, "minutes": 15}
            book.log(
                entry("session", day.isoformat(), role="teaching assistant", group=group, **counts), cycle
            )
    released = [
        entry(
            "adaptation",
            "2026-01-19",
            what="The pairs read before lunch",
            why="they were tired in the afternoon",
        ),
        entry(
            "obstacle",
            "2026-01-21",
            what="An assistant was ill for a week",
            solved_by="a second assistant taking both groups",
        ),
        entry(
            "learning", "2026-02-02", what="Reading to a partner shows me where I stumble", by="Year 4 pupils"
        ),
        entry("learning", "2026-02-03", what="Pairs need a text that both can read", by="the class teachers"),
        entry(
            "leadership",
            "2026-02-04",
            by="The deputy head",
            stage="driving the work forward",
            skill="coaching",
            what="sat in on one session a week and talked it over",
        ),
    ]
    numbers = [book.log(written, cycle) for written in released]
    book.log(entry("quotation", "2026-02-05", who="parent", words="She reads to her brother now."), cycle)
    for number in numbers:
        book.log(WordsRelease(on=date(2026, 2, 9), words_of=number, given="released"), cycle)
    for part, how in (("pairs", "fully"), ("twice a week", "partly"), ("texts at their level", "fully")):
        book.log(entry("fidelity", "2026-02-06", part=part, as_planned=how), cycle)
    for when, good in (("before", 7), ("after", 9)):
        book.log(entry("observation", "2026-02-06", seen=12, good=good, by="Ana Bright", when=when), cycle)
    book.log(entry("cost", "2026-01-15", what="Books in pairs", pounds=212.5, funding="pupil premium"), cycle)
    for kind, day in ((STARTED, FIRST_DAY), (FOLLOWED_UP, date(2026, 2, 13)), (STUDIED, date(2026, 2, 14))):
        book.say(kind, cycle, on=day)
    return book


def done_in(plan: Plan) -> CarriedOut:
    """The log of this cycle added up."""
    return carried_out(log_book(plan.id).logged(plan.id), plan, pupils=49)


def story_of(plan: Plan) -> CycleStory:
    """What the register holds of this cycle."""
    return CycleStory(plan, f"cycles/{plan.id}.yaml", log_book(plan.id).about(plan.id))
