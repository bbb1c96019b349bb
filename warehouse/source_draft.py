"""The draft of a source, and its text: YAML with a comment beside every line that is a guess."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _./-]*(?<! )")
_WIDEST: Final = 110  # columns of a line, before a comment goes above it instead of behind it


@dataclass(frozen=True, slots=True)
class DraftAttribute:
    """An attribute and its column; `values` when they are few and known. `note` says what to look at."""

    name: str
    column: str
    values: Mapping[str, str] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DraftMeasure:
    """A measure, its column and scale; `where` in a long file; `half_term` when only one of them has it."""

    id: str
    column: str
    scale: str
    where: Mapping[str, tuple[str, ...]]
    note: str = ""
    called: str | None = None


@dataclass(frozen=True, slots=True)
class DraftHalfTerm:
    """A half-term of the programme, and what the export calls it."""

    id: str
    called: str | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A source as far as a file tells; each `note` is a guess or a question in words."""

    name: str
    file: str
    file_note: str
    heading: tuple[str, ...]
    identifier: str
    pupil: str
    pupil_note: str
    header_row: int
    sheet: str | None
    birth: str | None
    school: str | None
    school_note: str
    attributes: tuple[DraftAttribute, ...]
    measures: tuple[DraftMeasure, ...]
    date: str | None
    half_terms: tuple[DraftHalfTerm, ...]
    left_out: tuple[str, ...]


def draft_text(draft: Draft) -> str:
    """The draft as the text of a file of `sources/`."""
    return "\n".join(_lines(draft)) + "\n"


def _lines(draft: Draft) -> Iterator[str]:
    for sentence in draft.heading:
        yield f"# {sentence}"
    yield f"source: {_said(draft.name)}"
    yield from _noted(f"file: {_said(draft.file)}", draft.file_note)
    if draft.sheet:
        yield f"sheet: {_said(draft.sheet)}"
    if draft.header_row != 1:
        yield f"header_row: {draft.header_row}"
    yield f"identifier: {draft.identifier}"
    yield from _noted(f"pupil: {_said(draft.pupil)}", draft.pupil_note)
    if draft.birth:
        yield from _noted(f"birth: {_said(draft.birth)}", "set against the year group, and not kept")
    yield "columns:"
    yield from (f"  {line}" for line in _columns(draft))
    yield "half_terms:"
    for half_term in draft.half_terms:
        yield from (f"  {line}" for line in _half_term(draft, half_term))
    for sentence in draft.left_out:
        yield f"# {sentence}"


def _columns(draft: Draft) -> Iterator[str]:
    if draft.school:
        yield from _noted(f"school: {_said(draft.school)}", draft.school_note)
    if draft.attributes:
        yield "attributes:"
    for attribute in draft.attributes:
        values = f", values: {_mapping(attribute.values)}" if attribute.values else ""
        line = f"{attribute.name}: {{column: {_said(attribute.column)}{values}}}"
        yield from (f"  {each}" for each in _noted(line, attribute.note))
    shared = [measure for measure in draft.measures if measure.called is None]
    if shared:
        yield "measures:"
    for measure in shared:
        yield from (f"  {line}" for line in _noted(_measure(measure), measure.note))
    if draft.date:
        yield f"date: {{column: {_said(draft.date)}}}"


def _half_term(draft: Draft, half_term: DraftHalfTerm) -> Iterator[str]:
    """On one line, unless the half-term has measures that the others have not."""
    called = f"called: {_said(half_term.called)}" if half_term.called else ""
    own = [m for m in draft.measures if m.called is not None and m.called == half_term.called]
    if not own:
        yield from _noted(f"{half_term.id}: {{{called}}}", half_term.note)
        return
    yield from _noted(f"{half_term.id}:", half_term.note)
    yield f"  {called}"
    yield "  measures:"
    for measure in own:
        yield from (f"    {line}" for line in _noted(_measure(measure), measure.note))


def _measure(measure: DraftMeasure) -> str:
    where = "".join(
        f"{', ' if i else ''}{_said(column)}: {_several(values)}"
        for i, (column, values) in enumerate(measure.where.items())
    )
    chosen = f", where: {{{where}}}" if where else ""
    return f"{measure.id}: {{column: {_said(measure.column)}{chosen}, scale: {measure.scale}}}"


def _noted(line: str, note: str) -> Iterator[str]:
    if note and len(line) + len(note) + 4 > _WIDEST:
        yield f"# {note}:"
        yield line
    else:
        yield f"{line}  # {note}" if note else line


def _mapping(values: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{_said(cell)}: {_said(meant)}" for cell, meant in values.items()) + "}"


def _several(values: tuple[str, ...]) -> str:
    words = ", ".join(_said(value) for value in values)
    return words if len(values) == 1 else f"[{words}]"


def _said(text: str) -> str:
    """A text as YAML reads it back: JSON's quotation marks are YAML's too."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
