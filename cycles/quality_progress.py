"""How far a cycle has come, 0.5 to 5.0, by its record; a person may judge otherwise, with a reason.

Modelled on the assessment scale by which the Institute for Healthcare Improvement follows the teams of its
collaboratives, from intent to sustained results; the words and the rules are ours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from halfterm.cycles.do_log_entries import Session
from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.cycles.events import DECISION, JUDGED, LOCKED, STARTED, STUDIED
from halfterm.cycles.programme import Engagement, Person, Programme
from halfterm.cycles.quality_point import CycleStory, Line, Point, StudiedMeasure, line_of, logged_line

HALF_WAY: Final = 50.0
MOST_OF_THE_WAY: Final = 75.0
ALL_THE_WAY: Final = 100.0
"""Percent of the way from a baseline to its goal."""

STUDIED_LEVEL: Final = 2.5
MODEST_LEVEL: Final = 3.0
"""A cycle stays here where no gap is smaller by more than chance explains."""

GOES_WIDER: Final = frozenset({"adopt", "extend"})


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's own view of how far a cycle has come, which stands beside the computed one."""

    level: float
    by: str
    on: date
    reason: str
    line: Line


Chain = Sequence[CycleStory]
Rule = Callable[[CycleStory, Chain], tuple[Line, ...]]
"""The lines that prove a level; none where the record does not."""


def _planned(story: CycleStory, _: Chain) -> tuple[Line, ...]:
    return (story.says("aim"),)


def _locked(story: CycleStory, _: Chain) -> tuple[Line, ...]:
    event = story.first(LOCKED)
    return () if event is None else (line_of(event),)


def _begun(story: CycleStory, _: Chain) -> tuple[Line, ...]:
    event, log = story.first(STARTED), story.log
    return (() if event is None else (line_of(event),)) or tuple(logged_line(logged) for logged in log[:1])


def _tested(story: CycleStory, _: Chain) -> tuple[Line, ...]:
    return tuple(logged_line(logged) for logged in story.log if isinstance(logged.entry, Session))[:1]


def _studied(story: CycleStory, _: Chain) -> tuple[Line, ...]:
    event = story.last(STUDIED)
    return () if event is None or not story.studied else (line_of(event),)


def _some_gap_smaller(story: CycleStory, chain: Chain) -> tuple[Line, ...]:
    return _studied(story, chain) if any(found.smaller for found in story.studied) else ()


def _some_gap_surely_smaller(story: CycleStory, chain: Chain) -> tuple[Line, ...]:
    return _studied(story, chain) if any(found.surely_smaller for found in story.studied) else ()


def _half_way(story: CycleStory, chain: Chain) -> tuple[Line, ...]:
    sure = _some_gap_surely_smaller(story, chain)
    return sure if _obtained(story.studied, HALF_WAY, share=0.5) else ()


def _sustained(story: CycleStory, chain: Chain) -> tuple[Line, ...]:
    """Most goals nearly reached, and a later cycle of the chain whose gap on the same measure is no wider."""
    if not _obtained(story.studied, MOST_OF_THE_WAY, share=0.5):
        return ()
    held = _held_later(story, chain)
    return (*_studied(story, chain), *held) if held else ()


def _outstanding(story: CycleStory, chain: Chain) -> tuple[Line, ...]:
    decision = story.last(DECISION)
    if decision is None or decision.body["kind"] not in GOES_WIDER:
        return ()
    if not _obtained(story.studied, ALL_THE_WAY, share=1.0):
        return ()
    held = _held_later(story, chain)
    return (*_studied(story, chain), *held, line_of(decision)) if held else ()


def _obtained(studied: Sequence[StudiedMeasure], percent: float, *, share: float) -> bool:
    """Whether at least this share of all goals is this far obtained; hidden or unknown ones are not."""
    goals = [goal for found in studied for goal in found.goals]
    return bool(goals) and sum(goal is not None and goal >= percent for goal in goals) >= share * len(goals)


def _held_later(story: CycleStory, chain: Chain) -> tuple[Line, ...]:
    """The first later study of the chain in which no gap of the story's measures is wider than it left it."""
    left = {found.measure: found.gap_after for found in story.studied if found.gap_after is not None}
    for later in _after(story, chain):
        found = {f.measure: f.gap_after for f in later.studied if f.gap_after is not None}
        common = left.keys() & found.keys()
        if common and all(abs(found[name]) <= abs(left[name]) for name in common):
            return _studied(later, chain)
    return ()


def _after(story: CycleStory, chain: Chain) -> tuple[CycleStory, ...]:
    """The cycles that follow this one, and those that follow them."""
    known, after = {story.plan.id}, []
    for other in chain:
        if other.plan.follows in known:
            known.add(other.plan.id)
            after.append(other)
    return tuple(after)


LEVELS: Final[tuple[tuple[float, str, Rule], ...]] = (
    (0.5, "intent: a plan is drafted", _planned),
    (1.0, "planned: aim, baseline and predictions are locked", _locked),
    (1.5, "under way: the cycle has started", _begun),
    (2.0, "testing: a first session was held", _tested),
    (2.5, "tested: the follow-up is studied", _studied),
    (MODEST_LEVEL, "modest improvement: a gap is smaller than before", _some_gap_smaller),
    (3.5, "improvement: a gap is smaller by more than chance explains", _some_gap_surely_smaller),
    (4.0, "significant improvement: at least half of the goals are half obtained", _half_way),
    (4.5, "sustained: most of the way to half of the goals, and held in a later half-term", _sustained),
    (5.0, "outstanding: every goal obtained, held, and the idea taken further", _outstanding),
)
"""Each level with its meaning and rule. From 3.0 on, each level asks for the one below it too. Those
before it do not: a cycle whose sessions nobody logged can still be studied."""


def progress(story: CycleStory, chain: Chain) -> Point:
    """The highest level that the record proves, those of improvement only one upon the other.

    `chain` begins with the earliest cycle.
    """
    reached, meaning, proof = 0.0, "", tuple[Line, ...]()
    for level, meant, rule in LEVELS:
        lines = rule(story, chain)
        if lines:
            reached, meaning, proof = level, meant, lines
        elif level > STUDIED_LEVEL:
            break
    if reached == MODEST_LEVEL:
        meaning = f"{meaning}, which could be chance"
    beyond = [f"for {level:.1f}, {meant}" for level, meant, _ in LEVELS if level > reached]
    return Point(
        "progress",
        f"{reached:.1f} of 5",
        meaning,
        level=reached,
        proof=proof,
        missing="".join(beyond[:1]),
    )


def judgement(story: CycleStory) -> Judgement | None:
    """The last word of a person on how far the cycle has come."""
    event = story.last(JUDGED)
    if event is None:
        return None
    return Judgement(event.body["level"], event.actor, event.on, event.body["reason"], line_of(event))


def check_level(level: float) -> None:
    """See that a level is one of the scale.

    Raises:
        BadInput: it is not one of 0.5, 1.0 ... 5.0.
    """
    known = [number for number, _, _ in LEVELS]
    if level not in known:
        raise BadInput(f"progress is judged from 0.5 to 5.0 in halves, not {level:g}")


def check_judge(person: Person, *, engagement: Engagement, programme: Programme) -> None:
    """See that this person may judge progress: the engagement's NLE or its cluster's facilitator.

    Raises:
        NotAllowed: the person is neither.
    """
    if person.id not in (engagement.nle, programme.cluster(engagement.cluster).facilitator):
        raise NotAllowed(
            f"{person.name} is neither the NLE of '{engagement.id}' nor its cluster's facilitator"
        )
