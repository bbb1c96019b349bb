"""`halfterm source suggest`: the draft of a source for a file, written where the workspace reads it."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.model import LONGEST_SLUG
from halfterm.cycles.programme import Programme
from halfterm.flows.calendar import read_programme
from halfterm.warehouse.scale_file import built_in_scales, read_scales
from halfterm.warehouse.source import Source
from halfterm.warehouse.source_draft import Draft, draft_text
from halfterm.warehouse.suggesting import Known, suggest_source
from halfterm.warehouse.yaml_file import read_record


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What was asked for: a file, and what is known of it. Without a workspace half-terms are not known."""

    file: Path
    workspace: Path | None = None
    half_term: str | None = None
    preset: str | None = None
    sheet: str | None = None
    name: str | None = None


def suggest(asked: Suggestion, *, today: date) -> tuple[Draft, str]:
    """The draft of a source, and its text, which is read as a source without a complaint.

    Raises:
        BadInput: the file cannot be read or holds no pupils or scores, the workspace cannot be read, or
            there is no such half-term or preset.
    """
    name = asked.name or name_for(asked.file)
    draft = suggest_source(asked.file, _known(asked, today), name=name, place=_place(asked, name))
    text = draft_text(draft)
    with tempfile.TemporaryDirectory(prefix="halfterm-") as private:
        written = Path(private) / f"{name}.yaml"
        written.write_text(text, encoding="utf-8")
        read_record(written, Source, shown_as=f"the draft of sources/{name}.yaml")
    return draft, text


def name_for(file: Path) -> str:
    """A source's name from that of its file.

    >>> name_for(Path("Year 4 Marks (final).XLSX"))
    'year-4-marks-final'
    """
    words = re.findall(r"[a-z0-9]+", file.name.casefold().partition(".")[0])
    return "-".join(words)[:LONGEST_SLUG].strip("-") or "marks"


def write_draft(text: str, place: Path) -> None:
    """Write a draft to a new file.

    Raises:
        BadInput: something is there already, or the file cannot be written.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise BadInput(f"{place}: is there already; give another --name or --out") from None
    except OSError:
        raise BadInput(f"{place}: the file cannot be written") from None


def _known(asked: Suggestion, today: date) -> Known:
    if asked.workspace is None:
        half_term = asked.half_term
        return Known(built_in_scales(), today, half_term=half_term, preset=asked.preset, sheet=asked.sheet)
    # Not the whole workspace: a new one has no source yet, and is not to be read before it has.
    programme, _ = read_programme(asked.workspace)
    _check_half_term(programme, asked.half_term)
    schools = programme.schools
    return Known(
        scales=read_scales(asked.workspace / "scales"),
        today=today,
        half_terms=programme.half_terms,
        codes=frozenset(code for s in schools for code in (*s.codes, *s.numbers, s.id)),
        schools=tuple(school.id for school in schools),
        half_term=asked.half_term,
        preset=asked.preset,
        sheet=asked.sheet,
    )


def _check_half_term(programme: Programme, wanted: str | None) -> None:
    known = [half_term.id for half_term in programme.half_terms]
    if wanted is not None and wanted not in known:
        raise BadInput(f"no half-term '{wanted}'{did_you_mean(wanted, known)}")


def _place(asked: Suggestion, name: str) -> str:
    """Where the file lies in the workspace, or is to be put."""
    file, workspace = asked.file.resolve(), (asked.workspace or Path()).resolve()
    if asked.workspace is not None and file.is_relative_to(workspace):
        return file.relative_to(workspace).as_posix()
    return f"inbox/{name}{''.join(re.findall(r'[.][a-z]+', file.name.casefold())[-2:])}"
