"""Collecting scores from every source of a half-term, each for itself: a late school holds up nobody."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

from duckdb import DuckDBPyConnection

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.events import QUESTION_ANSWERED
from halfterm.cycles.load_report import LoadReport
from halfterm.cycles.plan import Plan
from halfterm.flows.days import load_day
from halfterm.flows.run import Run, cycles_to_lock
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.arrivals import arrived
from halfterm.warehouse.key_file import warehouse_key
from halfterm.warehouse.load_refused import LoadRefused
from halfterm.warehouse.loading import Answers, PartFile, load_part
from halfterm.warehouse.origin import Part, is_pattern, parts_of
from halfterm.warehouse.pseudonym import PseudonymKey
from halfterm.warehouse.register import register
from halfterm.warehouse.row_check import CheckRequest
from halfterm.warehouse.source import Source
from halfterm.warehouse.store import warehouse

_NEW_YEAR = 8
"""The month in which an academic year begins at the earliest."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What came in, which files are not there yet, and what is wrong with those that are.

    `turned_down` are the reports of files that were refused whole for the share of their rows rejected.
    """

    loads: tuple[LoadReport, ...] = ()
    awaited: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    turned_down: tuple[LoadReport, ...] = ()


@dataclass(slots=True)
class _Basket:
    """`Collected` while it is filled."""

    loads: list[LoadReport] = field(default_factory=list)
    awaited: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    turned_down: list[LoadReport] = field(default_factory=list)

    def whole(self) -> Collected:
        return Collected(tuple(self.loads), tuple(self.awaited), tuple(self.refused), tuple(self.turned_down))


def load_baselines(run: Run) -> Collected:
    """Load every half-term that is a baseline of a cycle run now."""
    workspace = run.workspace()
    with register(workspace.register) as events:
        book = CycleBook(events.events())
    baselines = {
        p.baseline for p in cycles_to_lock(workspace, run.half_term) if book.state(p.id) != "stopped"
    }
    return collect(run, workspace, baselines, kept_out=schools_kept_out(workspace, book))


def schools_kept_out(workspace: Workspace, book: CycleBook) -> dict[str, frozenset[str]]:
    """By half-term, the schools whose scores would be the follow-up of a plan that is not locked."""
    held: dict[str, set[str]] = {}
    for plan in workspace.plans:
        if book.state(plan.id) == "drafted":
            schools = workspace.programme.engagement(plan.engagement).pupil_schools
            held.setdefault(plan.follow_up, set()).update(schools)
    return {half_term: frozenset(schools) for half_term, schools in held.items()}


def collect(
    run: Run,
    workspace: Workspace,
    half_terms: Collection[str],
    *,
    kept_out: Mapping[str, Collection[str]],
    only: str | None = None,
    instead: Part | None = None,
) -> Collected:
    """Load these half-terms from every source that has them, or from the one named.

    `kept_out` names, by half-term, the schools whose rows may not be loaded (yet): those of plans that are
    not locked. `instead` is a table to read in place of the source's own.
    """
    basket = _Basket()
    answers = question_answers(workspace)
    with warehouse(workspace.warehouse, doing="loading") as connection:
        key = warehouse_key(connection, workspace.key_place)
        for half_term in sorted(half_terms, key=workspace.programme.position):
            # What can be seen already is not hidden by loading it again without the school.
            seen = {school for school, _ in arrived(connection, half_term)}
            closed = set(kept_out.get(half_term, ())) - seen
            for source in workspace.sources:
                if half_term in source.half_terms and only in (None, source.source):
                    one = _HalfTermLoad(run, workspace, source, half_term, key, frozenset(closed), instead)
                    _collect_source(connection, one, answers.get(half_term, {}), basket)
    return basket.whole()


@dataclass(frozen=True, slots=True)
class _HalfTermLoad:
    """One half-term of one source, and the schools whose rows stay outside."""

    run: Run
    workspace: Workspace
    source: Source
    half_term: str
    key: PseudonymKey
    closed: frozenset[str]
    instead: Part | None = None

    @contextmanager
    def parts(self) -> Iterator[tuple[Part, ...]]:
        """The tables to load, fetched if need be, for as long as the block runs."""
        if self.instead is not None:
            yield (self.instead,)
            return
        with source_parts(self.source, self.half_term, self.workspace) as parts:
            yield parts

    def check(self, part: Part) -> CheckRequest:
        """What the rows of a part are checked against.

        Raises:
            BadInput: the part says that it is of a school that the programme does not have.
        """
        programme = self.workspace.programme
        school = part.school or self.source.school_is
        known = [one.id for one in programme.schools]
        if school is not None and school not in known:
            near = did_you_mean(school, known)
            raise BadInput(f"source '{self.source.source}', {part.name}: no school '{school}'{near}")
        dates = programme.half_term(self.half_term)
        place = programme.position(self.half_term)
        return CheckRequest(
            source=self.source,
            half_term=self.half_term,
            schools=_codes(self.workspace, self.half_term, self.closed),
            part_school=school,
            scales=self.workspace.scales,
            starts=dates.starts,
            ends=dates.ends,
            year_starts=dates.starts.year - (dates.starts.month < _NEW_YEAR),
            before=programme.half_terms[place - 1].id if place else None,
            key=self.key,
            answered=frozenset(),
        )


def source_parts(
    one: Source, half_term: str, workspace: Workspace
) -> AbstractContextManager[tuple[Part, ...]]:
    """The tables of a source's half-term, fetched if need be, for as long as the block runs."""
    return parts_of(
        one.place(half_term),
        workspace=workspace.folder,
        half_term=half_term,
        called=one.columns_of(half_term).called,
        environment=os.environ,
    )


def _collect_source(
    connection: DuckDBPyConnection, one: _HalfTermLoad, answers: Answers, basket: _Basket
) -> None:
    source, half_term = one.source, one.half_term
    try:
        with one.parts() as parts:
            if not parts:
                place = source.place_words(half_term)
                basket.awaited.append(f"source '{source.source}', {half_term}: there is no {place}")
            for part in parts:
                _collect_part(connection, one, part, answers, basket)
    except BadInput as wrong:
        basket.refused += wrong.problems


def _collect_part(
    connection: DuckDBPyConnection, one: _HalfTermLoad, part: Part, answers: Answers, basket: _Basket
) -> None:
    """Load one table; what is wrong with it keeps no other from being loaded."""
    if (part.school or one.source.school_is) in one.closed:
        return
    file = part_file(one.source, one.half_term, part)
    on = load_day(one.workspace.programme, one.half_term, today=one.run.today)
    try:
        basket.loads.append(load_part(connection, file, one.check(part), on=on, answers=answers))
    except LoadRefused as refused:
        basket.turned_down.append(refused.report)
        basket.refused += refused.problems
    except BadInput as wrong:
        basket.refused += wrong.problems


def part_file(source: Source, half_term: str, part: Part) -> PartFile:
    """A table with the name that tells it from the others of its source's half-term, if there may be any."""
    place = source.place(half_term)
    several = isinstance(place, str) and is_pattern(place)
    return PartFile(part.path, part.name, (part.school or part.name) if several else "")


def question_answers(workspace: Workspace) -> dict[str, Answers]:
    """By half-term and SHA-256 of a file, the questions that somebody has answered for its rows."""
    answers: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    with register(workspace.register) as events:
        for event in events.events(QUESTION_ANSWERED):
            held = answers[str(event.body["half_term"])]
            file = str(event.body["file_sha256"])
            held[file] = held.get(file, frozenset()) | {str(event.body["rule"])}
    return {half_term: dict(held) for half_term, held in answers.items()}


def _codes(workspace: Workspace, half_term: str, closed: Collection[str]) -> dict[str, str]:
    """Code in the files -> school, for the schools whose rows may be loaded; former codes count too.

    A school is known by its URN and LAESTAB as well, with and without the stroke, and by its id.
    """
    last = workspace.programme.half_term(half_term).ends
    schools = [s for s in workspace.programme.schools if s.id not in closed and s.is_member(last)]
    codes = {number: school.id for school in schools for number in school.numbers}
    codes |= {school.id: school.id for school in schools}
    return codes | {code: school.id for school in schools for code in school.codes}


def missing_scores(
    connection: DuckDBPyConnection,
    plan: Plan,
    half_term: str,
    *,
    workspace: Workspace,
    book: CycleBook,
) -> tuple[str, ...]:
    """The schools of a cycle whose scores of a half-term are not all there yet."""
    here = arrived(connection, half_term)
    wanted = expected_schools(plan, half_term, workspace=workspace, book=book)
    return tuple(s for s in wanted if any((s, m.id) not in here for m in plan.studied_measures))


def expected_schools(plan: Plan, half_term: str, *, workspace: Workspace, book: CycleBook) -> tuple[str, ...]:
    """The schools that a cycle waits for in a half-term: members that it has not gone on without."""
    last = workspace.programme.half_term(half_term).ends
    held = book.locked.get(plan.id)
    without = {gone.school for gone in held.without} if held else set()
    schools = workspace.programme.engagement(plan.engagement).pupil_schools
    return tuple(s for s in schools if s not in without and workspace.programme.school(s).is_member(last))
