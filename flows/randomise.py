"""`halfterm randomise`: lots drawn before the lock, told to the register, and repeated from what it says."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.errors import BadInput, NotAllowed, did_you_mean
from halfterm.cycles.events import DRAWN
from halfterm.cycles.impact.randomise import (
    DrawRecord,
    Unit,
    check_redraw,
    deal,
    wave_sizes,
    waves_hash,
)
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme
from halfterm.cycles.review_rules import check_decider
from halfterm.flows.collecting import load_baselines, missing_scores
from halfterm.flows.draw_record import draws_of
from halfterm.flows.keys import finish_rotation
from halfterm.flows.leaving import leaves_event
from halfterm.flows.locking import pupil_lists
from halfterm.flows.people import person_of
from halfterm.flows.run import Run
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.database import transaction
from halfterm.warehouse.draws import DrawUnits, keep_draw, kept_draw, lay_out_list
from halfterm.warehouse.register import Register, register
from halfterm.warehouse.store import warehouse


@dataclass(frozen=True, slots=True)
class DrawAsked:
    """How somebody wants to draw.

    Half are drawn to start when the cycle is run; the others never do, or are `waiting` until a half-term.
    `stepped`: all start, in the half-terms `starts`, or one a school from the cycle's on. No `seed`: one is
    made.
    """

    unit: Unit = "pupil"
    block: tuple[str, ...] = ()
    class_attribute: str = "class"
    starts: tuple[str, ...] = ()
    waiting: str | None = None
    stepped: bool = False
    seed: str | None = None
    reason: str | None = None


def asked_for(
    *,
    unit: Unit | None = None,
    block: str = "",
    class_attribute: str = "class",
    starts: str = "",
    waiting: str | None = None,
    stepped: bool = False,
    seed: str | None = None,
    reason: str | None = None,
) -> DrawAsked:
    """What the words of a command line ask for. A waiting list is a stepped order of two waves.

    Raises:
        BadInput: they do not go together, or the seed is blank.
    """
    if starts and not stepped:
        raise BadInput("--starts says when the waves of a stepped order start: it goes with --stepped")
    if waiting and stepped:
        raise BadInput("--waiting or --stepped: with --stepped nobody waits but for the own turn")
    if seed is not None and not seed.strip():
        raise BadInput("a draw needs a seed")
    return DrawAsked(
        unit=unit or ("school" if stepped else "pupil"),
        block=_names(block),
        class_attribute=class_attribute,
        starts=_names(starts),
        waiting=waiting,
        stepped=stepped,
        seed=seed.strip() if seed else None,
        reason=reason,
    )


def _names(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in words.split(",") if word.strip()))


def randomise(folder: Path, cycle: str, asked: DrawAsked, *, by: str, today: date) -> DrawRecord:
    """Draw who gets a plan's change idea, and when; load the baseline first if need be.

    Raises:
        BadInput: the plan is not for drawing, an attribute or half-term is not known, or it was drawn already
            and no reason is given.
        NotAllowed: the person may not, the plan is locked, or a school's baseline is not there.
    """
    workspace = open_workspace(folder)
    plan = workspace.plan(cycle)
    engagement = workspace.programme.engagement(plan.engagement)
    check_decider(person_of(workspace.programme, by), engagement=engagement)
    _check_for_drawing(plan)
    starts = _starts(asked, plan, workspace.programme)
    with register(workspace.register) as events:
        state = CycleBook(events.events()).state(cycle)
        if state != "drafted":
            raise NotAllowed(f"cycle '{cycle}' is {state}: lots are drawn before the lock, not after")
        load_baselines(Run(folder, plan.half_term, today))
        return _draw(events, workspace, plan, asked, starts=starts, by=by, today=today)


def _check_for_drawing(plan: Plan) -> None:
    if plan.change_idea.treated:
        raise BadInput(
            f"cycle '{plan.id}': its plan names `treated` by attributes; leave that out: the draw says it"
        )
    if not plan.is_drawn:
        raise BadInput(
            f"cycle '{plan.id}': its plan says `assigned: {plan.change_idea.assigned}`; to draw lots, say "
            "`assigned: random` (those who are drawn last wait for it)"
        )


def _starts(asked: DrawAsked, plan: Plan, programme: Programme) -> tuple[str | None, ...]:
    """The waves' half-terms, never before the cycle is run, each later than the one before."""
    if not (asked.starts or asked.stepped or asked.waiting):
        return (plan.half_term, None)
    known = [half_term.id for half_term in programme.half_terms]
    if asked.waiting:
        starts: tuple[str, ...] = (plan.half_term, asked.waiting)
    else:
        starts = asked.starts or _one_a_school(asked, plan, programme)
    for start in starts:
        if start not in known:
            raise BadInput(f"no half-term '{start}'{did_you_mean(start, known)}")
    places = [programme.position(start) for start in starts]
    first, last = programme.position(plan.half_term), programme.position(plan.follow_up)
    if places != sorted(set(places)) or not first <= places[0] <= last:
        raise BadInput(
            f"the waves start one after another, the first of them by {plan.follow_up} and not before "
            f"{plan.half_term}, when the cycle is run: not {', '.join(starts)}"
        )
    if len(starts) < 2:
        raise BadInput("a stepped order needs two half-terms to start in")
    return starts


def _one_a_school(asked: DrawAsked, plan: Plan, programme: Programme) -> tuple[str, ...]:
    """The half-terms from the cycle's on, as many as there are schools to start in them."""
    if asked.unit != "school":
        raise BadInput(f"say in which half-terms each {asked.unit} may start: --starts autumn-2,spring-1,...")
    schools = programme.engagement(plan.engagement).pupil_schools
    after = programme.half_terms[programme.position(plan.half_term) :]
    return tuple(half_term.id for half_term in after[: len(schools)])


@leaves_event
def _draw(
    events: Register,
    workspace: Workspace,
    plan: Plan,
    asked: DrawAsked,
    *,
    starts: tuple[str | None, ...],
    by: str,
    today: date,
) -> DrawRecord:
    """Draw and keep: the event is written before the rows are committed, so that no draw is untold."""
    earlier = [record for _, record in draws_of(events, plan.id)]
    with warehouse(workspace.warehouse, doing="drawing lots") as connection:
        finish_rotation(events, connection, workspace.key_place)
        _check_arrived(connection, plan, workspace, events)
        if earlier and kept_draw(connection, plan.id, number=earlier[-1].number) is None:
            asked, starts = _again(earlier[-1], asked), earlier[-1].starts
        check_redraw(plan.id, earlier, asked.reason)
        with transaction(connection):
            drawn = lay_out_list(
                connection,
                plan,
                programme=workspace.programme,
                listed=pupil_lists(connection, [plan], workspace),
                unit=asked.unit,
                block=asked.block,
                class_attribute=asked.class_attribute,
            )
            seed = asked.seed or str(secrets.randbelow(10**9))
            waves = deal(drawn.blocks, waves=len(starts), seed=seed)
            record = _record(drawn, waves, asked, number=len(earlier) + 1, starts=starts, seed=seed)
            keep_draw(connection, plan.id, number=record.number, waves=waves, starts=starts)
            events.append(DRAWN, plan.id, actor=by, on=today, body=record.model_dump(mode="json"))
        connection.execute("CHECKPOINT")
    return record


def _again(told: DrawRecord, asked: DrawAsked) -> DrawAsked:
    """What to draw where the last draw was told and then not kept (halfterm was killed): the same again."""
    return replace(
        asked,
        unit=told.unit,
        block=told.block,
        class_attribute=told.class_attribute or asked.class_attribute,
        seed=told.seed,
        reason=f"Draw {told.number} was recorded but not kept: drawn again from its seed.",
    )


def _check_arrived(
    connection: DuckDBPyConnection, plan: Plan, workspace: Workspace, events: Register
) -> None:
    book = CycleBook(events.events())
    missing = missing_scores(connection, plan, plan.baseline, workspace=workspace, book=book)
    if missing:
        names = ", ".join(workspace.programme.school(school).name for school in missing)
        raise NotAllowed(
            f"cycle '{plan.id}': the baseline ({plan.baseline}) of {names} is not loaded yet: nobody knows "
            "whom to draw from"
        )


def _record(
    drawn: DrawUnits,
    waves: Sequence[int],
    asked: DrawAsked,
    *,
    number: int,
    starts: tuple[str | None, ...],
    seed: str,
) -> DrawRecord:
    pupils = [wave for wave, own in zip(waves, drawn.pupils, strict=True) for _ in range(own)]
    order = {unit: starts[wave] for unit, wave in zip(drawn.units, waves, strict=True)}
    return DrawRecord(
        number=number,
        unit=asked.unit,
        block=asked.block,
        class_attribute=asked.class_attribute if asked.unit == "class" else None,
        starts=starts,
        seed=seed,
        list_hash=drawn.list_hash,
        waves_hash=waves_hash(waves),
        blocks=len(set(drawn.blocks)),
        units=wave_sizes(waves, of=len(starts)),
        pupils=wave_sizes(pupils, of=len(starts)),
        # Of a class it may be known who is in it: only whole schools are named.
        order=order if asked.unit == "school" else {},
        reason=asked.reason.strip() if asked.reason else None,
    )
