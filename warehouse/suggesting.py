"""Suggesting a source: what the columns of an export seem to be, by its headers and the kinds of its cells.

What stands in a cell goes into a draft only where it is a word of a closed list: yes and no, subjects, terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Final

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.half_term import HalfTerm
from halfterm.cycles.scale import Scale
from halfterm.warehouse.counting import counted
from halfterm.warehouse.database import memory
from halfterm.warehouse.header_words import ATTRIBUTES, CLOSED_LISTS, folded, known_words, role_of
from halfterm.warehouse.preset import Preset, presets
from halfterm.warehouse.preset_match import PresetMatch, measures_of, nearest_preset, scales_of
from halfterm.warehouse.source_draft import Draft, DraftAttribute, DraftHalfTerm
from halfterm.warehouse.staged_look import StagedLook, header_row_of, is_known
from halfterm.warehouse.suggesting_measures import FoundMeasures, Likely, long_measures, wide_measures
from halfterm.warehouse.table_file import staged

_MOST_UPN_SHARE: Final = 0.8  # of a column's different cells, from which on it holds UPNs
_ALIKE: Final = 0.8  # of the letters of a header and a known one, from which on it may be a slip
_PARTNERS: Final = {"y": "n", "t": "f", "1": "0", "yes": "no", "true": "false"}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the file: of the workspace where there is one, and what was asked for.

    `codes` are the schools' codes in files, `schools` their ids.
    """

    scales: Mapping[str, Scale]
    today: date
    half_terms: tuple[HalfTerm, ...] = ()
    codes: frozenset[str] = frozenset()
    schools: tuple[str, ...] = ()
    half_term: str | None = None
    preset: str | None = None
    sheet: str | None = None


def suggest_source(path: Path, known: Known, *, name: str, place: str) -> Draft:
    """The draft of a source for a file.

    Args:
        path: the file.
        known: what is known beside it.
        name: what to call the source.
        place: where the file is to lie in the workspace.

    Raises:
        BadInput: the file cannot be read, no preset or half-term of that name, no pupils or no scores in it.
    """
    with memory() as connection:
        row = header_row_of(connection, path, sheet=known.sheet)
        with staged(connection, path, sheet=known.sheet, header_row=row) as table:
            return _draft(StagedLook(connection, table, row), known, name=name, place=place)


def _draft(look: StagedLook, known: Known, *, name: str, place: str) -> Draft:
    match = _preset(look.table.columns, known.preset)
    roles = _roles(look.table.columns, match.preset if match else None)
    pupil, pupil_note, identifier = _pupil(look, roles)
    school, school_note = _school(look, roles, known)
    measures = _measures(look, roles, known, match.preset if match else None)
    attributes = tuple(_attributes(look, roles))
    file, file_note = (place, "") if school else _by_school(place, known)
    dated = next((header for header in roles.get("date", ()) if look.is_dates(header)), None)
    birth = next((header for header in roles.get("birth", ()) if look.is_dates(header)), None)
    used = {pupil, school, dated, birth, *(a.column for a in attributes), *measures.columns}
    return Draft(
        name=name,
        file=file,
        file_note=file_note,
        heading=tuple(_heading(look, match)),
        identifier=identifier,
        pupil=pupil,
        pupil_note=pupil_note,
        header_row=look.header_row,
        sheet=known.sheet,
        birth=birth,
        school=school,
        school_note=school_note,
        attributes=attributes,
        measures=measures.measures,
        date=dated,
        half_terms=measures.half_terms or (_only_half_term(known),),
        left_out=(*measures.notes, *_left_out(look.table.columns, roles, used)),
    )


def _heading(look: StagedLook, match: PresetMatch | None) -> Iterator[str]:
    yield f"Drafted from the headers of {look.table.name}. Look at every note, then: halfterm check."
    if match is not None:
        yield f"It looks like preset '{match.name}': {match.matched} of its {match.of} headers are there."


def _preset(columns: Sequence[str], wanted: str | None) -> PresetMatch | None:
    if wanted is None:
        return nearest_preset(columns)
    if wanted not in presets():
        raise BadInput(f"there is no preset '{wanted}'{did_you_mean(wanted, presets())}")
    return PresetMatch.of_file(wanted, columns)


def _roles(columns: Iterable[str], preset: Preset | None) -> dict[str, tuple[str, ...]]:
    """Role -> the headers that have it; what a preset says goes before the words in general."""
    own = _preset_roles(preset) if preset else {}
    roles: dict[str, tuple[str, ...]] = {}
    for header in columns:
        role = own.get(folded(header)) or role_of(header)
        if header and role:
            roles[role] = (*roles.get(role, ()), header)
    return roles


def _preset_roles(preset: Preset) -> dict[str, str]:
    """What a preset uses its headers for, by each of their synonyms."""
    source = preset.source
    columns = source["columns"]
    use = {source["pupil"]: "pupil" if source.get("identifier") == "upn" else "local"}
    use |= {source[key]: key for key in ("birth",) if key in source}
    use |= {columns["school"]: "school"} if "school" in columns else {}
    use |= {columns["date"]["column"]: "date"} if "date" in columns else {}
    use |= {one["column"]: name for name, one in columns.get("attributes", {}).items()}
    for measure in columns["measures"].values():
        where = measure.get("where", {})
        if where:
            use[measure["column"]] = "result"
        words = [column for column, values in where.items() if values != "{called}"]
        use |= dict.fromkeys(words[:1], "subject")
        use |= dict.fromkeys([column for column, values in where.items() if values == "{called}"], "term")
    return {
        folded(word): use[typical]
        for words in preset.headers
        for typical in words
        if typical in use
        for word in words
        if "{called}" not in word
    }


def _pupil(look: StagedLook, roles: Mapping[str, Sequence[str]]) -> tuple[str, str, str]:
    """The column of the pupils, a note, and which kind of identifier it holds."""
    taken = {
        header for role, headers in roles.items() if role not in ("pupil", "local") for header in headers
    }
    headed = [*roles.get("pupil", ()), *roles.get("local", ())]
    others = [column for column in look.table.columns if column and column not in (*taken, *headed)]
    shares = {header: look.upns(header) for header in (*headed, *others)}
    best = max(shares, key=lambda header: shares[header][0], default=None)
    if best is not None and shares[best][0] >= max(1, _MOST_UPN_SHARE * shares[best][1]):
        upns, texts = shares[best]
        return best, f"{upns:,} of {texts:,} different cells are UPNs", "upn"
    if not headed:
        raise BadInput(
            f"{look.table.name}: no column holds UPNs, and none is headed as identifiers of pupils are, "
            "such as UPN or Pupil ID"
        )
    return headed[0], "a guess by its header: its cells are no UPNs", "local"


def _school(look: StagedLook, roles: Mapping[str, Sequence[str]], known: Known) -> tuple[str | None, str]:
    """The column with most of the programme's codes."""
    headers = roles.get("school", ())
    if not headers:
        return None, ""
    texts = {header: set(look.texts(header)) for header in headers}
    best = max(headers, key=lambda header: len(texts[header] & known.codes))
    if not known.codes:
        return best, "compare its codes with the schools' in programme.yaml"
    found = len(texts[best] & known.codes)
    return best, f"{found} of {len(texts[best])} different cells are codes of the programme's schools"


def _by_school(place: str, known: Known) -> tuple[str, str]:
    """A place that names the school, as no column does."""
    path = PurePosixPath(place)
    here = next(
        (school for school in known.schools if re.search(rf"\b{re.escape(school)}\b", path.name)), None
    )
    if here is not None:
        return str(
            path.with_name(path.name.replace(here, "{school}", 1))
        ), "{school} stands for a school's id"
    note = "no column holds the school: name each file after the school's id, such as "
    return str(path.with_name("{school}" + path.suffix)), f"{note}{(known.schools or ('oak-primary',))[0]}"


def _attributes(look: StagedLook, roles: Mapping[str, Sequence[str]]) -> Iterator[DraftAttribute]:
    for name in ATTRIBUTES:
        filled = ((column, texts) for column in roles.get(name, ()) if (texts := look.texts(column)))
        for column, texts in islice(filled, 1):
            closed = CLOSED_LISTS.get(name)
            values, note = _values(texts, closed) if closed else (None, "")
            yield DraftAttribute(name, column, values, note)


def _values(texts: Sequence[str], closed: Mapping[str, str]) -> tuple[dict[str, str] | None, str]:
    """The words of a closed list that a column holds, with the partner of one that stands alone."""
    values = {text: closed[text.casefold()] for text in texts if text.casefold() in closed}
    other = len(texts) - len(values)
    if not values:
        return None, "its words are not known here: map each, as in values: {Y: yes, N: no}" if other else ""
    if len(values) == 1 and not other:
        values |= _partner(next(iter(values)), closed)
    note = f"{counted(other, 'other word')} of the column to be mapped too, or their rows are rejected"
    return values, note if other else ""


def _partner(word: str, closed: Mapping[str, str]) -> dict[str, str]:
    both = _PARTNERS | {no: yes for yes, no in _PARTNERS.items()}
    partner = both.get(word.casefold())
    if partner is None or partner not in closed:
        return {}
    styled = partner.upper() if word.isupper() else partner.title() if word.istitle() else partner
    return {styled: closed[partner]}


def _measures(
    look: StagedLook, roles: Mapping[str, Sequence[str]], known: Known, preset: Preset | None
) -> FoundMeasures:
    taken = {header for headers in roles.values() for header in headers}
    free = [column for column in look.table.columns if column and column not in taken]
    likely = Likely(measures_of(preset, free), scales_of(preset)) if preset else Likely({}, {})
    long = "result" in roles and "subject" in roles
    if long:
        found = long_measures(look, roles, known, likely=likely)
    else:
        found = wide_measures(look, free, known, likely=likely)
    if not found.measures:
        what = f"'{roles['subject'][0]}' names no subject" if long else "no column is headed by a subject"
        raise BadInput(f"{look.table.name}: {what} that is known, such as Reading, Writing or Maths")
    return found


def _only_half_term(known: Known) -> DraftHalfTerm:
    if known.half_term is not None:
        return DraftHalfTerm(known.half_term, None)
    begun = [half_term for half_term in known.half_terms if half_term.starts <= known.today]
    if not known.half_terms:
        return DraftHalfTerm("half-term", None, "write the half-term's id as in programme.yaml")
    chosen = begun[-1] if begun else known.half_terms[0]
    return DraftHalfTerm(chosen.id, None, "a guess: the file names no term")


def _left_out(
    columns: Iterable[str], roles: Mapping[str, Sequence[str]], used: Iterable[str | None]
) -> Iterator[str]:
    """What becomes of the other columns; a near miss of a known word is offered."""
    used = set(used)
    names = [f"'{header}'" for header in roles.get("name", ()) if header not in used]
    if names:
        yield f"Names are never taken in: {', '.join(names)}."
    for header in columns:
        if header and header not in used and header not in roles.get("name", ()):
            near = [] if is_known(header) else get_close_matches(folded(header), known_words(), 1, _ALIKE)
            asked = f"; is it '{near[0]}'?" if near else ""
            yield f"Not used: '{' '.join(header.split())}'{asked}"
