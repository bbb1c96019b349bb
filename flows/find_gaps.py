"""`halfterm find-gaps`: which pupil groups of a workspace are behind, found for the school's own eyes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.errors import BadInput, NotAllowed, did_you_mean
from halfterm.cycles.gap_finder import Finds, FoundGap, find_gaps, gaps_then
from halfterm.flows.collecting import collect, schools_kept_out
from halfterm.flows.run import Run
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.gap_scan import GapScan, gap_series, loaded_half_terms, scan_groups
from halfterm.warehouse.register import register
from halfterm.warehouse.store import reading

Series = tuple[tuple[str, float], ...]
"""The gaps of one group, half-term by half-term, oldest first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for; None means all measures, all schools, the newest half-term loaded.

    `smallest` is how many pupils each side must have, `share` the false discovery rate of the list, `top` how
    many rows of it are shown.
    """

    half_term: str | None = None
    measure: str | None = None
    school: str | None = None
    smallest: int = 5
    share: float = 0.05
    top: int = 20

    def __post_init__(self) -> None:
        problems = []
        if self.smallest < 2:
            problems.append("--smallest: a group needs 2 pupils or more to show scatter")
        if not 0 < self.share < 1:
            problems.append("--share: give a share between 0 and 1, such as 0.05")
        if self.top < 1:
            problems.append("--top: give 1 or more")
        if problems:
            raise BadInput(*problems)


@dataclass(frozen=True, slots=True)
class GapReport:
    """A scan with its finds, the schools' names by their ids, and a series for each row shown.

    `not_loaded` says what a load asked for could not take in.
    """

    asked: Asked
    half_term: str
    names: dict[str, str]
    scan: GapScan
    finds: Finds
    series: tuple[Series, ...]
    not_loaded: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[FoundGap, ...]:
        return self.finds.behind[: self.asked.top]


def scan_workspace(folder: Path, asked: Asked, *, load_first: bool, today: date) -> GapReport:
    """Find the groups that are behind in one half-term of a workspace; `load_first` takes it in before.

    Raises:
        BadInput: nothing is loaded, or no such half-term, measure or school.
        NotAllowed: every school's scores would be the follow-up of a plan that is not locked.
    """
    workspace = open_workspace(folder)
    _check_words(workspace, asked)
    not_loaded = _load(workspace, asked.half_term, today) if load_first else ()
    if not workspace.warehouse.exists():
        raise BadInput(_nothing_loaded(workspace, asked.half_term, today))
    with reading(workspace.warehouse) as connection:
        half_terms = _loaded_up_to(workspace, asked.half_term, loaded_half_terms(connection), today)
        scan = scan_groups(
            connection, half_terms, measure=asked.measure, school=asked.school, smallest=asked.smallest
        )
        finds = find_gaps(scan.groups, scan.strata, spread=scan.spread, share=asked.share)
        shown = finds.behind[: asked.top]
        sums = gap_series(connection, [scan.numbers[each.place] for each in shown])
    then = {
        half_terms[position]: gaps_then(strata, len(shown), smallest=asked.smallest)
        for position, strata in sums.items()
    }
    names = {school.id: school.name for school in workspace.programme.schools}
    series = tuple(_series(then, i) for i in range(len(shown)))
    return GapReport(asked, half_terms[-1], names, scan, finds, series, not_loaded)


def _series(then: dict[str, list[float | None]], row: int) -> Series:
    """A row's gaps; half-terms in which it cannot be told are left out."""
    return tuple((half_term, gap) for half_term, gaps in then.items() if (gap := gaps[row]) is not None)


def _check_words(workspace: Workspace, asked: Asked) -> None:
    half_terms = [h.id for h in workspace.programme.half_terms]
    schools = [s.id for s in workspace.programme.schools]
    problems = [
        f"no {kind} '{wanted}'{did_you_mean(wanted, known)}"
        for kind, wanted, known in (
            ("half-term", asked.half_term, half_terms),
            ("school", asked.school, schools),
        )
        if wanted is not None and wanted not in known
    ]
    if problems:
        raise BadInput(*problems)


def _to_load(workspace: Workspace, today: date) -> str:
    """The last half-term begun by today of which some source knows the columns.

    A replay's first one instead: to load a later one would give away what its plans are to predict.
    """
    known = {half_term for source in workspace.sources for half_term in source.half_terms}
    begun = [h.id for h in workspace.programme.half_terms if h.id in known and h.starts <= today]
    if not begun:
        raise BadInput("sources/: no source has a half-term that has begun")
    return begun[0 if workspace.programme.replay else -1]


def _load(workspace: Workspace, wanted: str | None, today: date) -> tuple[str, ...]:
    """Take in a half-term, except where a plan must be locked first; returns what was left out and why."""
    half_term = wanted or _to_load(workspace, today)
    if not any(half_term in source.half_terms for source in workspace.sources):
        raise BadInput(f"sources/: no source has half-term '{half_term}'")
    with register(workspace.register) as events:
        kept_out = schools_kept_out(workspace, CycleBook(events.events()))
    closed = [s.name for s in workspace.programme.schools if s.id in kept_out.get(half_term, ())]
    why = f"{half_term} is the follow-up of a plan that is not locked yet, and would give its outcome away"
    if len(closed) == len(workspace.programme.schools):
        raise NotAllowed(
            f"not loaded: {why}; lock the plans first (halfterm run), or scan an earlier half-term"
        )
    collected = collect(Run(workspace.folder, half_term, today), workspace, {half_term}, kept_out=kept_out)
    if collected.refused or not collected.loads:
        raise BadInput(*collected.refused, *collected.awaited)
    left_out = [f"not loaded for {', '.join(closed)}: {why}"] if closed else []
    return (*left_out, *collected.awaited)


def _loaded_up_to(
    workspace: Workspace, half_term: str | None, loaded: frozenset[str], today: date
) -> list[str]:
    """The loaded half-terms in the programme's order, up to the one asked for or else the newest."""
    held = [h.id for h in workspace.programme.half_terms if h.id in loaded]
    if not held:
        raise BadInput(_nothing_loaded(workspace, half_term, today))
    if half_term is None:
        return held
    if half_term not in held:
        raise BadInput(
            f"half-term '{half_term}' is not loaded, only {', '.join(held)}; --load takes it in first"
        )
    return held[: held.index(half_term) + 1]


def _nothing_loaded(workspace: Workspace, wanted: str | None, today: date) -> str:
    half_term = wanted or _to_load(workspace, today)
    return (
        "nothing is loaded yet; this takes in a half-term first: "
        f"halfterm find-gaps {workspace.folder} --half-term {half_term} --load"
    )
