"""Repeat: a cycle's study computed again from the loads as they were, and set beside what was recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection
from pydantic import TypeAdapter

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.events import STUDIED, Event
from halfterm.cycles.plan import Plan
from halfterm.cycles.record import Study
from halfterm.flows.benchmarks import published
from halfterm.flows.locking import pupil_lists
from halfterm.flows.run import code_version
from halfterm.flows.study import cycle_studies, study_key
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.as_at import NOW, AsAt, LoadMoment, as_at_words, load_moments, set_as_at
from halfterm.warehouse.register import register
from halfterm.warehouse.store import reading
from halfterm.warehouse.study_files import read_studies, studies_key
from halfterm.warehouse.studying import loads_of, read_study_rows

_STUDY = TypeAdapter(Study)
_NOT_NUMBERS = ("loads", "code_version")

Leaf = str | float | bool | None
"""One number or word of a study."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One study beside itself: as recorded, as computed again (then), and from all loads (now).

    None where there is no such study; `now` is None too where no newer load could change it.
    """

    level: str
    place: str
    measure: str
    recorded: Study | None
    then: Study | None
    now: Study | None

    @property
    def count(self) -> int:
        """How many numbers and words the recorded study holds."""
        return len(leaves(self.recorded))

    @property
    def differing(self) -> tuple[str, ...]:
        """The parts that are not what was recorded, to the last bit, by their path in the study."""
        return _differing(self.recorded, self.then)

    @property
    def changed_since(self) -> tuple[str, ...]:
        """The parts that newer loads have changed since then."""
        return () if self.now is None else _differing(self.then, self.now)


@dataclass(frozen=True, slots=True)
class Repeated:
    """A cycle's studies computed again. `moment` is the newest load that counted; `proved` says that plans,
    loads and code are those of the record, by its key.
    """

    cycle: str
    half_term: str
    moment: LoadMoment
    asked: str | None
    newer: tuple[LoadMoment, ...]
    recorded_code: str
    code: str
    proved: bool
    figures: tuple[Figures, ...]

    @property
    def rests_on_newer(self) -> bool:
        """Whether the record is of loads that came after the moment."""
        named = {load for each in self.figures if each.recorded for load in each.recorded.loads}
        return any(load.load in named for load in self.newer)

    @property
    def is_equal(self) -> bool:
        """Whether every number is what was recorded."""
        return not any(each.differing for each in self.figures)


def repeat_cycle(folder: Path, cycle: str, *, as_at: str | None = None) -> Repeated:
    """Compute a cycle's study again, and change nothing.

    Args:
        folder: the workspace.
        cycle: whose study.
        as_at: a day, a load's id or its number; by default the loads that the recorded study rests on.

    Raises:
        BadInput: no such cycle, it was never studied, no such load, or its scores were not there by then.
    """
    workspace = open_workspace(folder)
    with register(workspace.register) as held:
        events = held.events()
    book = CycleBook(events)
    follow_up = _follow_up(book, cycle)
    recorded = read_studies(workspace.studies / follow_up) if _studied(workspace, follow_up) else ()
    own = tuple(study for study in recorded if study.cycle == cycle)
    if not own:
        raise BadInput(f"cycle '{cycle}': it has not been studied yet; there is nothing to repeat")
    together = tuple(dict.fromkeys(study.cycle for study in recorded if study.cycle))
    with reading(workspace.warehouse) as connection:
        plans, number, proved = _as_recorded(connection, workspace, recorded, events, together)
        moment = AsAt(number) if as_at is None else as_at_words(connection, as_at)
        on = _day_studied(events, cycle)
        then = _computed(connection, workspace, plans, cycle, moment, on=on)
        loads = load_moments(connection)
        newer = _newer(loads, plans, cycle, moment)
        now = _computed(connection, workspace, plans, cycle, NOW, on=on) if newer else None
    return Repeated(
        cycle=cycle,
        half_term=follow_up,
        moment=next(load for load in loads if load.number == moment.number),
        asked=as_at,
        newer=newer,
        recorded_code=own[0].code_version,
        code=code_version(),
        proved=proved and as_at is None,
        figures=tuple(_beside(own, then, now)),
    )


def _follow_up(book: CycleBook, cycle: str) -> str:
    if cycle not in book.locked:
        raise BadInput(f"no cycle '{cycle}' has been locked{did_you_mean(cycle, list(book.locked))}")
    return book.locked[cycle].plan.follow_up


def _studied(workspace: Workspace, half_term: str) -> bool:
    return (workspace.studies / half_term).is_dir()


def _as_recorded(
    connection: DuckDBPyConnection,
    workspace: Workspace,
    recorded: Sequence[Study],
    events: Sequence[Event],
    together: Sequence[str],
) -> tuple[tuple[Plan, ...], int, bool]:
    """The plans that were studied together, the number of the newest load then, and whether a key proves it.

    Cycles of a half-term share their shifts, so the bits of one depend on all that were in hand. The record's
    key is a hash of plans, loads and code: where plans and loads are found that give it, they are proved.
    """
    named = {load for study in recorded for load in study.loads}
    known = load_moments(connection)
    if missing := named - {load.load for load in known}:
        raise BadInput(f"the study rests on loads that the warehouse does not have: {', '.join(missing)}")
    key, code = studies_key(workspace.studies / _half_term(events, together)), recorded[0].code_version
    least = max(load.number for load in known if load.load in named)
    choices = [_plans(events, together, when_studied=when) for when in (True, False)]
    for plans in choices:
        half_terms = {half_term for plan in plans for half_term in (plan.baseline, plan.follow_up)}
        later = [load.number for load in known if load.number > least and load.half_term in half_terms]
        for number in (least, *later):
            set_as_at(connection, AsAt(number))
            figures = published(workspace, plans, on=_day_studied(events, together[0]))
            if study_key(plans, loads_of(connection, half_terms), figures, code) == key:
                return plans, number, True
    return choices[0], least, False


def _half_term(events: Sequence[Event], together: Sequence[str]) -> str:
    return CycleBook(events).locked[together[0]].plan.follow_up


def _plans(events: Sequence[Event], cycles: Sequence[str], *, when_studied: bool) -> tuple[Plan, ...]:
    """The cycles' plans as they are, or as they were when each was last noted as studied."""
    plans = []
    for cycle in cycles:
        noted = [place for place, e in enumerate(events) if (e.kind, e.subject) == (STUDIED, cycle)]
        last = noted[-1] + 1 if noted and when_studied else len(events)
        plans.append(CycleBook(events[:last]).locked[cycle].plan)
    return tuple(plans)


def _day_studied(events: Sequence[Event], cycle: str) -> date:
    """The day of the recorded study, of which the published figures are."""
    days = [event.on for event in events if (event.kind, event.subject) == (STUDIED, cycle)]
    if not days:
        raise BadInput(f"cycle '{cycle}': it has not been studied yet; there is nothing to repeat")
    return days[-1]


def _newer(
    loads: Sequence[LoadMoment], plans: Sequence[Plan], cycle: str, moment: AsAt
) -> tuple[LoadMoment, ...]:
    """The loads of the cycle's follow-up since then. The baseline is frozen: newer loads do not change it."""
    follow_up = next(plan.follow_up for plan in plans if plan.id == cycle)
    since = moment.number or 0
    return tuple(load for load in loads if load.number > since and load.half_term == follow_up)


def _computed(
    connection: DuckDBPyConnection,
    workspace: Workspace,
    plans: tuple[Plan, ...],
    cycle: str,
    as_at: AsAt,
    *,
    on: date,
) -> tuple[Study, ...]:
    set_as_at(connection, as_at)
    rows = read_study_rows(
        connection,
        plans,
        programme=workspace.programme,
        listed=pupil_lists(connection, plans, workspace),
    )
    return tuple(study for study in cycle_studies(workspace, plans, rows, on=on) if study.cycle == cycle)


def _beside(
    recorded: Sequence[Study], then: Sequence[Study], now: Sequence[Study] | None
) -> Iterator[Figures]:
    sides = [{_where(study): study for study in side or ()} for side in (recorded, then, now)]
    for where in dict.fromkeys(where for side in sides for where in side):
        yield Figures(*where, *(side.get(where) for side in sides))


def _where(study: Study) -> tuple[str, str, str]:
    return study.level, study.place, study.measure


def leaves(study: Study | None) -> dict[str, Leaf]:
    """Every number and word of a study by its path, such as `findings.gap_change.value`."""
    if study is None:
        return {}
    told = _STUDY.dump_python(_STUDY.validate_json(_STUDY.dump_json(study)), mode="python")
    told["findings"] = {finding["statistic"]: finding for finding in told["findings"]}
    return dict(_walk({name: part for name, part in told.items() if name not in _NOT_NUMBERS}, ""))


def _walk(part: object, path: str) -> Iterator[tuple[str, Leaf]]:
    if isinstance(part, dict):
        inner = [(str(name), each) for name, each in part.items()]
    elif isinstance(part, tuple | list):
        inner = [(str(place), each) for place, each in enumerate(part)]
    else:
        yield path, part if isinstance(part, str | float | int | bool | None) else str(part)
        return
    for name, each in inner:
        yield from _walk(each, f"{path}.{name}" if path else name)


def _differing(one: Study | None, other: Study | None) -> tuple[str, ...]:
    left, right = leaves(one), leaves(other)
    # By their writing: that of a float is the shortest that gives back all of its bits.
    return tuple(
        path
        for path in dict.fromkeys((*left, *right))
        if path not in left or path not in right or repr(left[path]) != repr(right[path])
    )
