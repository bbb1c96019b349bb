"""What is due today, done: every open stage of every half-term, and nothing that is done already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.due import DueHalfTerm, due_half_terms
from halfterm.cycles.events import Event
from halfterm.cycles.life import ENDED
from halfterm.cycles.plan import Plan
from halfterm.cycles.schedule import Occasion
from halfterm.flows.clock import now_in_london
from halfterm.flows.engine import Engine
from halfterm.flows.half_term import HalfTermReport, half_term, plain_stages
from halfterm.flows.ledger_engine import LedgerEngine, told
from halfterm.flows.locking import plan_hash
from halfterm.flows.run import Run, code_version
from halfterm.flows.schedule import schedule_of
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.register import register
from halfterm.warehouse.run_ledger import Claim, HeldBy, RunLedger, run_ledger

STEP = "what is due"


@dataclass(frozen=True, slots=True)
class DueReport:
    """What a day's run did, and the half-terms that it left to another process that is running them.

    A half-term is not among them when nothing that decides it has changed since it was last gone through.
    `interrupted` tells of runs that had ended without a word, and were gone on with.
    """

    today: date
    half_terms: tuple[HalfTermReport, ...] = ()
    elsewhere: tuple[str, ...] = ()
    interrupted: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """What kept single schools or cycles back; each said once."""
        return tuple(dict.fromkeys(p for report in self.half_terms for p in report.problems))

    @property
    def changed(self) -> bool:
        """Whether anything is other than it was."""
        return any(report.changed for report in self.half_terms)


def run_due(
    folder: Path, *, today: date, engine: Engine, now: Callable[[], datetime] = now_in_london
) -> DueReport:
    """Go through every half-term that has an open stage, as at a day; what was missed before is caught up.

    A half-term is gone through again only when its plans, data, people or dates have moved.

    Raises:
        BadInput: anything is wrong in the workspace's own files.
    """
    seen = Seen.of(folder)
    reports: list[HalfTermReport] = []
    elsewhere: list[str] = []
    with run_ledger(seen.workspace.register, now=now) as ledger:
        interrupted = tuple(told(found) for found in ledger.sweep())
        for due in seen.due_half_terms(today):
            answer = ledger.claim(due.half_term, STEP, seen.content_key(due))
            if isinstance(answer, HeldBy):
                elsewhere.append(due.half_term)
            elif isinstance(answer, Claim):
                run = Run(folder, due.half_term, today, due.to_lock)
                reports.append(_run_claimed(run, due, answer, engine=engine, ledger=ledger))
                seen = Seen.of(folder)
                # What the run itself wrote has moved the key: only what comes after it is new.
                ledger.done(answer, key=seen.content_key(due))
    return DueReport(today, tuple(reports), tuple(elsewhere), interrupted)


def _run_claimed(
    run: Run, due: DueHalfTerm, claim: Claim, *, engine: Engine, ledger: RunLedger
) -> HalfTermReport:
    # Its steps are claimed one by one too: `halfterm run` may be at work on the same half-term.
    held = LedgerEngine(engine, ledger, scope=due.half_term, say=lambda _: None)
    try:
        with ledger.kept_alive(claim):
            return half_term(run, plain_stages(held, rehearse=False), only=due.stages, wait=True)
    except BaseException as broken:
        ledger.failed(claim, type(broken).__name__)
        raise


@dataclass(frozen=True, slots=True)
class Seen:
    """A workspace and its register as they were read at one moment."""

    workspace: Workspace
    events: tuple[Event, ...]
    schedule: tuple[Occasion, ...]

    @classmethod
    def of(cls, folder: Path) -> Seen:
        """Read them now."""
        workspace = open_workspace(folder)
        with register(workspace.register) as kept:
            return cls(workspace, kept.events(), schedule_of(workspace, kept))

    def due_half_terms(self, today: date) -> tuple[DueHalfTerm, ...]:
        """The half-terms with an open stage."""
        workspace = self.workspace
        return due_half_terms(workspace.programme, workspace.plans, self.schedule, today=today)

    def content_key(self, due: DueHalfTerm) -> str:
        """A hash of everything that decides what running a half-term's open stages would do."""
        own = self._plans_at_hand(due.half_term)
        plans = [plan_hash(plan) for plan in own]
        plans += sorted(plan.id for plan in self.workspace.plans if plan.follows in {p.id for p in own})
        digest = hashlib.sha256(repr((due.stages, sorted(due.to_lock), plans, code_version())).encode())
        made = (self.workspace.studies, self.workspace.drafts, self.workspace.site)
        digest.update(repr([(folder / due.half_term).is_dir() for folder in made]).encode())
        # What has ended stays as it was told, whatever is written into the workspace's files since.
        for path in () if self._has_ended(due.half_term) else self._settling_files():
            digest.update(f"{path.name} {path.read_bytes()!r}".encode() if path.is_file() else b"-")
        for path in self._data_files(due.half_term):
            state = path.stat() if path.is_file() else None
            # Read whole only by a load: a file that was written again has another time or size.
            digest.update(f"{path.name} {state.st_size} {state.st_mtime_ns}".encode() if state else b"-")
        for line in self._told(due.half_term):
            digest.update(line.encode())
        return digest.hexdigest()

    def _settling_files(self) -> Iterator[Path]:
        """The files, other than plans, that people write and that every half-term depends on."""
        folder, overrides = self.workspace.folder, self.workspace.overrides
        for name in ("halfterm.toml", "programme.yaml", "calendar.yaml", "benchmarks.yaml"):
            yield folder / name
        yield from sorted((folder / "sources").glob("*.yaml"))
        if overrides is not None:
            yield from sorted(path for path in overrides.rglob("*") if path.is_file())

    def _has_ended(self, half_term: str) -> bool:
        """Whether every cycle of a half-term is decided or stopped."""
        book = CycleBook(self.events)
        return all(book.state(plan.id) in ENDED for plan in self._plans_at_hand(half_term))

    def _plans_at_hand(self, half_term: str) -> tuple[Plan, ...]:
        """The cycles run or followed up in a half-term."""
        return tuple(p for p in self.workspace.plans if half_term in (p.half_term, p.follow_up))

    def _data_files(self, half_term: str) -> Iterator[Path]:
        """The exports of a half-term and of the baselines of the cycles that are run in it."""
        run_now = [plan for plan in self.workspace.plans if plan.half_term == half_term]
        wanted = {half_term} | {plan.baseline for plan in run_now}
        for source in self.workspace.sources:
            for name in sorted(wanted & set(source.half_terms)):
                yield from source.files(self.workspace.folder, name)

    def _told(self, half_term: str) -> Iterator[str]:
        """The hashes of the events about a half-term, its pages and its cycles."""
        cycles = {plan.id for plan in self._plans_at_hand(half_term)}
        for event in self.events:
            if event.subject in cycles or event.subject.split("/")[0] == half_term:
                yield event.hash
