"""`halfterm load`: bring in what is there, and say of every row that is not taken in where it is and why."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.errors import BadInput, NotAllowed, did_you_mean
from halfterm.cycles.events import QUESTION_ANSWERED
from halfterm.cycles.load_report import LoadReport
from halfterm.cycles.load_rules import RULES
from halfterm.flows.collecting import Collected, collect, part_file, schools_kept_out, source_parts
from halfterm.flows.leaving import leaves_event
from halfterm.flows.people import person_of, said
from halfterm.flows.run import Run
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.loading import file_digest, rules_of
from halfterm.warehouse.origin import Part
from halfterm.warehouse.register import Register, register
from halfterm.warehouse.source import Source
from halfterm.warehouse.store import reading


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants loaded: by default every half-term of every source.

    `file` is read in place of the source's own, wherever it lies; `school` is whose it is, where neither a
    column nor the source says so.
    """

    half_term: str | None = None
    source: str | None = None
    file: Path | None = None
    school: str | None = None


def load(folder: Path, wish: Wish, *, today: date) -> Collected:
    """Load what is there. Follow-up scores of a plan that is not locked stay outside.

    Raises:
        BadInput: there is no such half-term or source, or a file is given without its source.
    """
    workspace = open_workspace(folder)
    instead = _instead(workspace, wish)
    half_terms = _half_terms(workspace, wish)
    with register(workspace.register) as events:
        kept_out = schools_kept_out(workspace, CycleBook(events.events()))
    run = Run(folder, half_terms[0], today)
    return collect(run, workspace, half_terms, kept_out=kept_out, only=wish.source, instead=instead)


def reports_of(collected: Collected) -> tuple[LoadReport, ...]:
    """Every report, of what was taken in and of what was refused whole."""
    return (*collected.loads, *collected.turned_down)


def _half_terms(workspace: Workspace, wish: Wish) -> tuple[str, ...]:
    if wish.half_term is not None:
        return (workspace.programme.half_term(wish.half_term).id,)
    sources = workspace.sources if wish.source is None else (_source(workspace, wish.source),)
    mapped = {half_term for source in sources for half_term in source.half_terms}
    known = [half_term.id for half_term in workspace.programme.half_terms]
    strange = sorted(mapped - set(known))
    if strange:
        raise BadInput(*(f"no half-term '{name}'{did_you_mean(name, known)}" for name in strange))
    return tuple(name for name in known if name in mapped)


def _source(workspace: Workspace, name: str) -> Source:
    for source in workspace.sources:
        if source.source == name:
            return source
    raise BadInput(f"no source '{name}'{did_you_mean(name, [s.source for s in workspace.sources])}")


def _instead(workspace: Workspace, wish: Wish) -> Part | None:
    if wish.file is None:
        return None
    if wish.source is None or wish.half_term is None:
        raise BadInput("a file needs --source and --half-term: whose columns it has, and when")
    _mapped(_source(workspace, wish.source), wish.half_term)
    if not wish.file.is_file():
        raise BadInput(f"{wish.file}: there is no such file")
    return Part(wish.file.name, wish.file, wish.school, fetched=False)


def _mapped(source: Source, half_term: str) -> None:
    """See that a source has a half-term."""
    if half_term not in source.half_terms:
        near = did_you_mean(half_term, source.half_terms)
        raise BadInput(f"source '{source.source}': no half-term '{half_term}'{near}")


@dataclass(frozen=True, slots=True)
class Answer:
    """A person's word that the rows which a question holds in one file are right as they are."""

    source: str
    half_term: str
    rule: str
    part: str = ""


def answer_question(folder: Path, answer: Answer, *, by: str, reason: str, today: date) -> None:
    """Record that what a rule asks of a file is right; its rows are taken in by the next load of that file.

    Raises:
        BadInput: no such source, half-term, part, rule or person, no reason, or no row waits for it.
        NotAllowed: the rule is no question: such rows are mended in the file.
    """
    workspace = open_workspace(folder)
    person = person_of(workspace.programme, by).id
    if answer.rule not in RULES:
        raise BadInput(f"no rule '{answer.rule}'{did_you_mean(answer.rule, RULES)}")
    if RULES[answer.rule].verdict != "question":
        raise NotAllowed(f"'{answer.rule}' is not a question: {RULES[answer.rule].mend}")
    body = {
        "half_term": answer.half_term,
        "rule": answer.rule,
        "file_sha256": _asked_about(workspace, answer),
        "reason": said("an answer needs a reason", reason),
    }
    subject = "/".join(filter(None, (answer.source, answer.half_term, answer.part)))
    with register(workspace.register) as events:
        _record(events, subject, person=person, body=body, on=today)


@leaves_event
def _record(events: Register, subject: str, *, person: str, body: dict[str, str], on: date) -> None:
    events.append(QUESTION_ANSWERED, subject, actor=person, on=on, body=body)


def _asked_about(workspace: Workspace, answer: Answer) -> str:
    """The SHA-256 of the file, of which some row waits for just this answer."""
    file = _file_of(workspace, answer)
    with reading(workspace.warehouse) as connection:
        waiting = rules_of(connection, file, answer.half_term)
    if waiting is None:
        raise BadInput("that file has not been loaded as it is; load it first: halfterm load")
    if answer.rule not in waiting:
        asked = [rule for rule in waiting if RULES[rule].verdict == "question"]
        said_so = f"; it waits for {', '.join(asked)}" if asked else "; it waits for no answer"
        raise BadInput(f"no row of that file waits for '{answer.rule}'{said_so}")
    return file


def _file_of(workspace: Workspace, answer: Answer) -> str:
    """The SHA-256 of the file that is asked about, as it lies there now."""
    source = _source(workspace, answer.source)
    workspace.programme.half_term(answer.half_term)
    _mapped(source, answer.half_term)
    with source_parts(source, answer.half_term, workspace) as parts:
        files = {(file := part_file(source, answer.half_term, part)).part: file.path for part in parts}
        if answer.part not in files:
            raise BadInput(_no_part(source, answer, files))
        return file_digest(files[answer.part])


def _no_part(source: Source, answer: Answer, parts: Collection[str]) -> str:
    named = f"source '{source.source}', {answer.half_term}: "
    if not parts:
        return f"{named}there is no {source.place_words(answer.half_term)}"
    if not answer.part:
        return f"{named}it comes in {len(parts)} parts; say which with --part: {', '.join(sorted(parts))}"
    return f"{named}no part '{answer.part}'{did_you_mean(answer.part, [p for p in parts if p])}"
