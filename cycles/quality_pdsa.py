"""The features of plan-do-study-act, each found in the record of a cycle and of its chain, or missed there.

The features are those of Taylor et al. (2014), BMJ Quality & Safety 23: 290-298; that few published projects
show them all is from Knudsen et al. (2019), BMC Health Services Research 19: 683: theirs were the 72 that had
documented their cycles, and a theoretical rationale stood for the prediction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from halfterm.cycles.do_log import Logged
from halfterm.cycles.do_log_entries import Learning, Session
from halfterm.cycles.events import DECISION, FOLLOWED_UP, LOCKED, STUDIED, Event
from halfterm.cycles.quality_point import CycleStory, Line, Point, line_of, logged_line

SMALL: Final = 30
"""Pupils of one class: a first cycle with no more of them is small, whatever follows it."""

POINTS_OVER_TIME: Final = 3
"""Half-terms with data on one measure that make a line instead of a before and an after."""

BENCHMARK: Final = "3 of 72 published projects showed every feature (Knudsen et al. 2019)"


def iterative(chain: Sequence[CycleStory]) -> Point:
    """Two or more linked cycles, the later planned after the decision on the earlier.

    `chain` begins with the earliest cycle, here and below.
    """
    name = "iterative"
    links = [(a, b) for b in chain for a in chain if b.plan.follows == a.plan.id]
    if not links:
        return Point(name, "no", "a single cycle", False, missing="a cycle that follows it")
    lacking = {}
    for earlier, later in links:
        decided, locked = earlier.first(DECISION), later.first(LOCKED)
        lacking[later.plan.id] = _not_informed(earlier, later, decided=decided, locked=locked)
        if decided is not None and locked is not None and not lacking[later.plan.id]:
            because = f"'{later.plan.id}' was planned from the decision on '{earlier.plan.id}'"
            proof = (line_of(decided), later.says("follows"), line_of(locked))
            return Point(name, "yes", because, True, proof=proof)
    missing = "; ".join(lacking.values())
    return Point(name, "no", "linked cycles, but no decision informed the next plan", False, missing=missing)


def _not_informed(
    earlier: CycleStory, later: CycleStory, *, decided: Event | None, locked: Event | None
) -> str:
    """What keeps the decision on one cycle from having informed the plan of the next; empty when nothing."""
    if decided is None:
        return f"the decision on '{earlier.plan.id}'"
    if locked is None:
        return f"the lock of '{later.plan.id}'"
    if decided.number > locked.number:
        return f"a decision on '{earlier.plan.id}' before the lock of '{later.plan.id}'"
    if decided.body["kind"] == "adapt" and not later.plan.change_idea.adapts:
        return f"what '{later.plan.id}' adapts ({later.says('change_idea.adapts')})"
    return ""


def prediction_based(story: CycleStory) -> Point:
    """Predictions locked before the follow-up was there."""
    name = "prediction-based"
    locked, after = story.first(LOCKED), story.first(FOLLOWED_UP, STUDIED)
    if locked is None:
        return Point(name, "no", "its predictions are not locked yet", False, missing="the lock of its plan")
    proof = (line_of(locked), story.says("predictions"))
    if after is not None and after.number < locked.number:
        return Point(name, "no", "its plan was locked after the follow-up", False, proof=(line_of(after),))
    if after is None:
        return Point(name, "yes", "locked, and the follow-up is not there yet", True, proof=proof)
    return Point(name, "yes", "locked before the follow-up", True, proof=(*proof, line_of(after)))


def reached(log: Sequence[Logged]) -> int | None:
    """How many pupils a cycle reached, told by its sessions; None where no session counts pupils.

    The distinct pupils whom registers name, and of each group without a register the most awaited at once.
    """
    sessions = [logged.entry for logged in log if isinstance(logged.entry, Session)]
    named = {pupil for session in sessions for pupil in (*session.pupils, *session.absent)}
    with_register = {_group(session) for session in sessions if session.names_pupils}
    most: dict[tuple[str | None, str], int] = defaultdict(int)
    for session in sessions:
        if _group(session) not in with_register:
            most[_group(session)] = max(most[_group(session)], session.awaited or session.came or 0)
    return len(named) + sum(most.values()) or None


def _group(session: Session) -> tuple[str | None, str]:
    return session.school, (session.group or "").casefold()


def small_scale_first(chain: Sequence[CycleStory]) -> Point:
    """The first cycle of the chain small, or smaller than a later one, told by the pupils of its sessions."""
    name, first = "small-scale first", chain[0]
    sizes = [(story, reached(story.log)) for story in chain]
    size = sizes[0][1]
    proof = tuple(logged_line(logged) for logged in first.log if isinstance(logged.entry, Session))
    if size is None:
        missing = f"sessions with numbers of pupils in the do-log of '{first.plan.id}'"
        return Point(name, "not known", "nothing tells how many pupils it began with", None, missing=missing)
    if size <= SMALL:
        because = f"'{first.plan.id}' began with one class of pupils or fewer"
        return Point(name, "yes", because, True, proof=proof)
    for story, later in sizes[1:]:
        if later is not None and later > size:
            because = f"'{first.plan.id}' began with fewer pupils than '{story.plan.id}'"
            return Point(name, "yes", because, True, proof=proof)
    because = f"'{first.plan.id}' began with more than one class of pupils, and no later cycle has more"
    return Point(name, "no", because, False, proof=proof, missing="a small first cycle")


def data_over_time(chain: Sequence[CycleStory]) -> Point:
    """Three or more half-terms with data on the same measure, over the chain."""
    name = "data over time"
    points: dict[str, dict[str, tuple[Line, ...]]] = defaultdict(dict)
    for story in chain:
        event = story.last(STUDIED)
        line = () if event is None else (line_of(event),)
        for studied in story.studied:
            for half_term in (story.plan.baseline, studied.half_term):
                points[studied.measure].setdefault(half_term, line)
    if not points:
        return Point(name, "no", "nothing is studied yet", False, missing="a study")
    measure = max(points, key=lambda name: len(points[name]))
    held = points[measure]
    because = f"{len(held)} half-terms with data on {measure}"
    proof = tuple(dict.fromkeys(line for lines in held.values() for line in lines))
    if len(held) >= POINTS_OVER_TIME:
        return Point(name, "yes", because, True, proof=proof)
    return Point(name, "no", because, False, proof=proof, missing=f"{POINTS_OVER_TIME} half-terms or more")


def documented(story: CycleStory) -> Point:
    """Sessions in the do-log, and a decision with its reason and what was learned."""
    name = "documented"
    sessions = [logged for logged in story.log if isinstance(logged.entry, Session)]
    learned = [logged for logged in story.log if isinstance(logged.entry, Learning)]
    decision = story.last(DECISION)
    missing = []
    if not sessions:
        missing.append("sessions in the do-log")
    if decision is None:
        missing.append("a decision")
    elif not decision.body.get("reason"):
        missing.append("the reason of the decision")
    if not learned and (decision is None or not decision.body.get("learning")):
        missing.append("what was learned")
    proof = [logged_line(logged) for logged in (*sessions[:1], *sessions[1:][-1:], *learned[:1])]
    if decision is not None:
        proof.append(line_of(decision))
    if missing:
        because = "only a part is written down" if proof else "nothing is written down"
        return Point(name, "no", because, False, proof=tuple(proof), missing=", ".join(missing))
    because = "sessions, decision, reason and learning are written down"
    return Point(name, "yes", because, True, proof=tuple(proof))


def strict_set(points: Sequence[Point]) -> Point:
    """Whether a cycle shows every feature, beside how few published projects do."""
    name = "all of these"
    lacking = [point.name for point in points if not point.met]
    shown = f"{len(points) - len(lacking)} of {len(points)} features; {BENCHMARK}"
    if lacking:
        return Point(name, "no", shown, False, missing=", ".join(lacking))
    return Point(name, "yes", shown, True, proof=tuple(point.proof[0] for point in points if point.proof))


def pdsa(story: CycleStory, chain: Sequence[CycleStory]) -> tuple[Point, ...]:
    """The features of a cycle within its chain, and whether it shows them all."""
    points = (
        iterative(chain),
        prediction_based(story),
        small_scale_first(chain),
        data_over_time(chain),
        documented(story),
    )
    return (*points, strict_set(points))
