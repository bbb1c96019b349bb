"""Words of facilitators in the pages: shown passage by passage, taken from a file, kept in the register."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.events import WORDS_EDITED, WORDS_RESTORED
from halfterm.cycles.programme import Programme
from halfterm.cycles.record import EditionRecord
from halfterm.cycles.rewording import (
    TextEdit,
    check_added,
    check_editor,
    check_reworded,
    edits_for,
)
from halfterm.flows.edition import drafts_of, edition_record, undecided
from halfterm.flows.leaving import leaves_event
from halfterm.flows.people import person_of, said
from halfterm.flows.run import Run
from halfterm.flows.workspace import Workspace
from halfterm.site.passages import Passage, passages, with_edits
from halfterm.site.pieces import Draft
from halfterm.warehouse.register import Register

NUMBERED: Final = re.compile(r"\[(\d+)(\+?)\] ?(.*)")
LARGEST: Final = 500_000
"""Bytes of a file of words."""
HOW: Final = (
    "# Change the words behind a number; every figure stays. A line '[4+] ...' adds a passage after [4].",
    "# Take it back with: halfterm words take",
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as the engine writes it, with the edits that are for it."""

    draft: Draft
    edits: tuple[TextEdit, ...]
    cluster: str

    @property
    def passages(self) -> tuple[Passage, ...]:
        return passages(self.draft.markdown)

    def said(self, passage: Passage) -> str:
        """What stands on the page for a passage today."""
        words = passage.text
        for edit in self.edits:
            if edit.kind == "reworded":
                words = passage.reads(edit) or words
        return words

    def added(self, passage: Passage) -> tuple[str, ...]:
        """What people added after a passage."""
        added = (passage.reads(edit) for edit in self.edits if edit.kind == "added")
        return tuple(words for words in added if words)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a file that says something else than the page: other words, or words to add."""

    passage: Passage
    now: str
    is_added: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """An edit, and whether it fits the page as it is today."""

    edit: TextEdit
    fits: bool


def pages_of(run: Run, workspace: Workspace, events: Register) -> tuple[Page, ...]:
    """Every page of a half-term as the engine writes it for this workspace's audience.

    Raises:
        BadInput: the half-term is not drafted yet.
    """
    if not (workspace.drafts / run.half_term).is_dir():
        raise BadInput(f"half-term '{run.half_term}': nothing has been drafted yet; run it first")
    record, audience = undecided(edition_record(run, workspace, events)), workspace.settings.audience
    return tuple(
        Page(
            draft,
            edits_for(draft.path, record.edits, record.programme, half_term=run.half_term, audience=audience),
            _cluster_of(draft, record),
        )
        for draft in drafts_of(workspace, replace(record, edits=()))
    )


def _cluster_of(draft: Draft, record: EditionRecord) -> str:
    """The cluster that a page is about; empty for pages about all."""
    if draft.engagement:
        return record.programme.engagement(draft.engagement).cluster
    return draft.slug if draft.kind in ("cluster", "pack", "slides") else ""


def text_of(file: Path) -> str:
    """A file of words, whole.

    Raises:
        BadInput: it is not there, not text, or larger than any page.
    """
    try:
        content = file.read_bytes()
        if len(content) > LARGEST:
            raise BadInput(f"{file.name}: {len(content):,} bytes; a page's words take at most {LARGEST:,}")
        return content.decode("utf-8-sig")
    except OSError:
        raise BadInput(f"{file}: there is no such file to read") from None
    except UnicodeDecodeError:
        raise BadInput(f"{file.name}: not a text in UTF-8") from None


def page_named(pages: Sequence[Page], name: str) -> Page:
    """The page of this path.

    Raises:
        BadInput: there is none; the nearest is offered.
    """
    known = {page.draft.path: page for page in pages}
    if name not in known:
        raise BadInput(f"no page '{name}'{did_you_mean(name, known)}")
    return known[name]


def as_file(page: Page) -> str:
    """The passages of a page, numbered, as a text to change and take back."""
    lines = [f"# {page.draft.path}: {page.draft.title}", *HOW, ""]
    for number, passage in enumerate(page.passages, start=1):
        if passage.lead:
            lines.append(f"# {passage.lead}")
        lines.append(f"[{number}] {page.said(passage)}")
        lines += [f"[{number}+] {words}" for words in page.added(passage)]
        lines.append("")
    return "\n".join(lines)


def changes(page: Page, text: str, *, file: str) -> tuple[Change, ...]:
    """What a file says otherwise than the page does.

    Raises:
        BadInput: a line is not a numbered passage of the page, changes a number, or is too long; all at once.
    """
    found, problems = list[Change](), list[str]()
    for line, said_there in _numbered(text):
        where = f"{file}, line {line}"
        match = NUMBERED.fullmatch(said_there)
        if match is None or not 1 <= int(match[1]) <= len(page.passages):
            problems.append(f"{where}: begins with no number of a passage, [1] to [{len(page.passages)}]")
            continue
        passage, now = page.passages[int(match[1]) - 1], " ".join(match[3].split())
        try:
            found += _change(page, passage, now, is_added=bool(match[2]), where=where)
        except BadInput as wrong:
            problems += wrong.problems
    if problems:
        raise BadInput(*problems)
    return tuple(found)


def _numbered(text: str) -> Iterable[tuple[int, str]]:
    """The passages of a file with the line each begins on; lines without a number go on with the last."""
    held: tuple[int, str] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#"):
            continue
        if line.startswith("[") or not line.strip():
            if held is not None:
                yield held
            held = (number, line.strip()) if line.strip() else None
        else:
            held = (held[0], f"{held[1]} {line.strip()}") if held is not None else (number, line.strip())
    if held is not None:
        yield held


def _change(page: Page, passage: Passage, now: str, *, is_added: bool, where: str) -> list[Change]:
    if is_added:
        if now in page.added(passage):
            return []
        check_added(now, where=where)
    else:
        if now == page.said(passage):
            return []
        check_reworded(passage.text, now, where=where)
    return [Change(passage, now, is_added)]


@leaves_event
def record_changes(
    events: Register, workspace: Workspace, run: Run, page: Page, found: Sequence[Change], *, by: str
) -> None:
    """Keep what a person changed; the page needs its readers' approval again.

    Raises:
        BadInput: there is no such person, or nothing is changed.
        NotAllowed: the page is not the person's to edit.
    """
    if not found:
        raise BadInput(f"{page.draft.path}: nothing is said otherwise than on the page")
    _check(workspace.programme, page, by)
    for change in found:
        body = {
            "kind": "added" if change.is_added else "reworded",
            "audience": workspace.settings.audience,
            "was": change.passage.text,
            "nth": change.passage.nth,
            "now": change.now,
        }
        events.append(WORDS_EDITED, f"{run.half_term}/{page.draft.path}", actor=by, on=run.today, body=body)


def _check(programme: Programme, page: Page, by: str) -> None:
    check_editor(
        person_of(programme, by), engagement=page.draft.engagement, cluster=page.cluster, programme=programme
    )


def standing(pages: Iterable[Page], programme: Programme) -> tuple[Standing, ...]:
    """The edits of a half-term's pages, oldest first, each with whether its passage is still there."""
    found = [
        Standing(edit, edit.number in with_edits(page.draft, page.edits, programme).fitted)
        for page in pages
        for edit in page.edits
    ]
    return tuple(sorted(found, key=lambda one: one.edit.number))


@leaves_event
def restore(
    events: Register,
    workspace: Workspace,
    pages: Sequence[Page],
    number: int,
    *,
    by: str,
    on: date,
    reason: str,
) -> TextEdit:
    """Take an edit back: the passage is again as the engine writes it.

    Raises:
        BadInput: there is no such edit or person, or no reason is given.
        NotAllowed: the page is not the person's to edit.
    """
    said("say why the words are taken back", reason)
    held = {edit.number: (page, edit) for page in pages for edit in page.edits}
    if number not in held:
        there = ", ".join(str(n) for n in sorted(held)) or "none"
        raise BadInput(f"no edit {number}; there are {there}")
    page, edit = held[number]
    _check(workspace.programme, page, by)
    body = {"number": number, "reason": " ".join(reason.split())}
    events.append(WORDS_RESTORED, f"{edit.half_term}/{edit.page}", actor=by, on=on, body=body)
    return edit
