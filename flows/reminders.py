"""`halfterm remind`: one digest a day of what is due and overdue, sent where `halfterm.toml` says."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote

from apprise import Apprise

from halfterm.cycles.errors import BadInput
from halfterm.cycles.events import BY_HALFTERM, REMINDED
from halfterm.cycles.programme import Programme
from halfterm.cycles.status import Line
from halfterm.flows.standings import Status, in_words
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.counting import counted
from halfterm.warehouse.register import Register

_VARIABLE = re.compile(r"\$\{(\w+)\}")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,29}(?=://)")
_FREE_WORDS = ("milestone", "data collection")
_LONGEST = 40  # lines of a digest; a message that is longer is not read

# Apprise logs the addresses that it sends to, secrets half hidden; here nobody needs them.
logging.getLogger("apprise").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a digest goes. `name` says which one without any of its secrets: its place in the list."""

    name: str
    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Digest:
    """What a reminder says: names of adults and schools, never a pupil's anything, never free words."""

    title: str
    body: str
    overdue: int
    due: int


@dataclass(frozen=True, slots=True)
class Reminded:
    """Where the digest went today, where it had been sent already, and what kept it from the others."""

    sent: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


def targets_of(reminders: tuple[str, ...], environment: Mapping[str, str]) -> tuple[Target, ...]:
    """The addresses of `halfterm.toml`, each `${NAME}` taken from the environment.

    Raises:
        BadInput: a name is not in the environment, or Apprise knows no such address. No message repeats one.
    """
    problems, targets = [], []
    for number, written in enumerate(reminders, 1):
        scheme = _SCHEME.match(written)
        name = f"{scheme[0] if scheme else 'address'} {number}"
        missing = sorted({v for v in _VARIABLE.findall(written) if not environment.get(v)})
        problems += [f"halfterm.toml: reminders: {name}: the environment has no {v}" for v in missing]
        if missing:
            continue
        url = _filled_in(written, environment)
        if not Apprise().add(url):
            problems.append(f"halfterm.toml: reminders: {name}: not an address that Apprise can send to")
        targets.append(Target(name, url))
    if problems:
        raise BadInput(*problems)
    return tuple(targets)


def _filled_in(written: str, environment: Mapping[str, str]) -> str:
    if whole := _VARIABLE.fullmatch(written):
        return environment[whole[1]]
    # A password may hold what ends a part of an address.
    return _VARIABLE.sub(lambda found: quote(environment[found[1]], safe=""), written)


def digest_of(told: Status, programme: Programme) -> Digest | None:
    """What is overdue and due, a line each; None when there is nothing, or only history, to remind of."""
    lines = [line for line in told.lines if line.urgency != "coming"]
    if not lines or programme.replay:
        return None
    overdue, due = told.count("overdue"), told.count("due")
    said = [_said(line, programme) for line in lines[:_LONGEST]]
    if len(lines) > _LONGEST:
        said.append(f"and {len(lines) - _LONGEST} more")
    title = f"{programme.name}: {overdue} overdue, {due} due"
    return Digest(title, "\n".join(said), overdue, due)


def _said(line: Line, programme: Programme) -> str:
    # What a plan's writer put into words may name a pupil: such a thing is told by its kind.
    return in_words(line, programme, what=line.kind if line.kind in _FREE_WORDS else None)


def remind(digest: Digest, targets: tuple[Target, ...], events: Register, *, today: date) -> Reminded:
    """Send the digest to each target that has not had one today; one that fails holds up no other."""
    had = {event.subject for event in events.events(REMINDED) if event.on == today}
    sent, before, failed = [], [], []
    for target in targets:
        if target.name in had:
            before.append(target.name)
        elif _send(digest, target):
            body = {"overdue": digest.overdue, "due": digest.due}
            events.append(REMINDED, target.name, actor=BY_HALFTERM, on=today, body=body)
            sent.append(target.name)
        else:
            failed.append(f"{target.name}: the reminder could not be sent; it is tried again next time")
    return Reminded(tuple(sent), tuple(before), tuple(failed))


def remind_of(
    told: Status, workspace: Workspace, events: Register, environment: Mapping[str, str]
) -> tuple[str, ...]:
    """Send today's digest where `halfterm.toml` says; what is to be said of it, a line each.

    Raises:
        BadInput: an address is none, or names what the environment has not.
    """
    digest = digest_of(told, workspace.programme)
    if digest is None:
        return ()
    targets = targets_of(workspace.settings.reminders, environment)
    reminded = remind(digest, targets, events, today=told.on)
    said = where_it_went(reminded)
    return (*((f"reminder {said}",) if reminded.sent else ()), *reminded.failed)


def _send(digest: Digest, target: Target) -> bool:
    sender = Apprise()
    sender.add(target.url)
    return bool(sender.notify(title=digest.title, body=digest.body))


def where_it_went(reminded: Reminded) -> str:
    """Where a digest went, in a sentence."""
    said = []
    if reminded.sent:
        said.append(f"sent to {', '.join(reminded.sent)}")
    if reminded.before:
        said.append(f"{counted(len(reminded.before), 'target')} had today's already")
    return "; ".join(said)
