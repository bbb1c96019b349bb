"""The scores of an export, wide or long: which subject, which half-term, on which scale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Protocol

from halfterm.cycles.errors import BadInput
from halfterm.cycles.half_term import HalfTerm
from halfterm.cycles.scale import Scale, number_in
from halfterm.cycles.scale_reading import points_of
from halfterm.cycles.scale_systems import mixed_systems
from halfterm.warehouse.counting import counted
from halfterm.warehouse.half_term_words import half_terms_named
from halfterm.warehouse.header_words import (
    MeasureWords,
    Term,
    folded,
    measure_in,
    subject_of,
    term_in,
    without_other_words,
)
from halfterm.warehouse.source_draft import DraftHalfTerm, DraftMeasure
from halfterm.warehouse.staged_look import StagedLook

_HINTS: Final = {
    "attendance": "attendance",
    "reading age": "reading-age",
    "standardised": "standardised-score",
    "ss": "standardised-score",
    "scaled": "ks2-scaled-score",
    "phonics": "phonics",
}
"""Words of a header that name a scale."""

_MOST_NUMBERS: Final = 0.8  # of a column's different cells, from which on it is one of numbers
_STANDARD: Final = (55, 145)  # three standard deviations about the mean of standardised scores


class Asked(Protocol):
    """What the measures need to know beside the file."""

    @property
    def scales(self) -> Mapping[str, Scale]: ...
    @property
    def today(self) -> date: ...
    @property
    def half_terms(self) -> tuple[HalfTerm, ...]: ...
    @property
    def half_term(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Likely:
    """What a preset that the file looks like says: column -> measure, and measure -> scale."""

    columns: Mapping[str, str]
    scales: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FoundMeasures:
    """The measures, the half-terms that they are of (none when no word names one), the columns they use.

    `notes` say what was left out.
    """

    measures: tuple[DraftMeasure, ...]
    half_terms: tuple[DraftHalfTerm, ...]
    columns: tuple[str, ...]
    notes: tuple[str, ...] = ()


def wide_measures(look: StagedLook, columns: Sequence[str], asked: Asked, *, likely: Likely) -> FoundMeasures:
    """The measures of a file with a column a subject and term."""
    found = {column: words for column in columns if (words := _words(column, likely)) is not None}
    terms = {words.term.called: words.term for words in found.values() if words.term is not None}
    half_terms, notes = _half_terms(terms.values(), asked)
    kept = {half_term.called for half_term in half_terms}
    used = {c: words for c, words in found.items() if words.term is None or words.term.called in kept}
    ids = _ids(used.values())
    measures: list[DraftMeasure] = []
    for pattern in dict.fromkeys(words.pattern for words in used.values()):
        headers = [column for column, words in used.items() if words.pattern == pattern]
        texts = sorted({text for header in headers for text in look.texts(header)})
        hints = _hinted(pattern, used[headers[0]].subject, likely)
        scale, note = _scale(texts, hints, asked.scales)
        measure = DraftMeasure(ids[pattern], pattern, scale, {}, note)
        if used[headers[0]].term is None or len(headers) == len(kept):
            measures.append(measure)
        else:
            measures += [replace(measure, column=h, called=_called(used[h])) for h in headers]
    return FoundMeasures(tuple(measures), half_terms, tuple(used), notes)


def _words(column: str, likely: Likely) -> MeasureWords | None:
    """What a header says; where it is one of the preset's, under the name that the preset gives."""
    words, named = measure_in(column), likely.columns.get(column)
    if named is None:
        return words
    if words is None:
        return None if term_in(column) else MeasureWords(named, column, None, ())
    return replace(words, subject=named, rest=())


def _called(words: MeasureWords) -> str | None:
    return words.term.called if words.term else None


def _ids(found: Iterable[MeasureWords]) -> dict[str, str]:
    """A name for each pattern; a longer one, then a number, where two would have the same."""
    by_pattern = {words.pattern: words for words in found}
    short = [words.id for words in by_pattern.values()]
    ids: dict[str, str] = {}
    for pattern, words in by_pattern.items():
        wanted = words.id if short.count(words.id) == 1 else words.full_id
        number = 1
        while (name := wanted if number == 1 else f"{wanted}-{number}") in ids.values():
            number += 1
        ids[pattern] = name
    return ids


def long_measures(
    look: StagedLook, roles: Mapping[str, Sequence[str]], asked: Asked, *, likely: Likely
) -> FoundMeasures:
    """The measures of a file with a row a result: what its column of subjects names."""
    result, subject = roles["result"][0], roles["subject"][0]
    words = look.texts(subject)
    by_subject: dict[str, list[str]] = {}
    for word in words:
        named = subject_of(word)
        if named is not None:
            by_subject.setdefault(named, []).append(word)
    term, half_terms, notes = _terms(look, roles, asked)
    when = {term: ("{called}",)} if term else {}
    measures = []
    for name, chosen in by_subject.items():
        texts = look.texts(result, among=(subject, chosen))
        scale, note = _scale(texts, _hinted(name, name, likely), asked.scales)
        measures.append(DraftMeasure(name, result, scale, {subject: tuple(chosen), **when}, note))
    others = len(words) - sum(map(len, by_subject.values()))
    if others:
        notes = (*notes, f"{counted(others, 'other word')} of '{subject}' are not shown: map what you need.")
    columns = (result, subject, *([term] if term else []))
    return FoundMeasures(tuple(measures), half_terms, columns, notes)


def _terms(
    look: StagedLook, roles: Mapping[str, Sequence[str]], asked: Asked
) -> tuple[str | None, tuple[DraftHalfTerm, ...], tuple[str, ...]]:
    """The column of terms, the half-terms that its words mean, and what was left out."""
    for column in roles.get("term", ()):
        texts = look.texts(column)
        named = {text: term for text in without_other_words(texts) if (term := term_in(text)) is not None}
        if not named:
            continue
        half_terms, notes = _half_terms([replace(term, called=t) for t, term in named.items()], asked)
        others = len(texts) - len(named)
        if others:
            notes = (*notes, f"{counted(others, 'other word')} of '{column}' are not shown.")
        return column, half_terms, notes
    return None, (), ()


def _half_terms(terms: Iterable[Term], asked: Asked) -> tuple[tuple[DraftHalfTerm, ...], tuple[str, ...]]:
    """The half-terms of the programme that words mean, each once, and the words that mean none."""
    terms = list(terms)
    given: dict[str, DraftHalfTerm] = {}
    notes: list[str] = []
    for term in terms:
        draft = _half_term(term, asked, given)
        if draft is None:
            notes.append(f"'{term.called}': no half-term of the programme.")
        else:
            given[draft.id] = draft
    wanted = asked.half_term
    if wanted is None or not terms:
        return tuple(given.values()), tuple(notes)
    if wanted in given:
        return (given[wanted],), tuple(notes)
    if len(terms) == 1:
        return (DraftHalfTerm(wanted, terms[0].called, "a guess: it is what was asked for"),), ()
    said = ", ".join(f"'{term.called}'" for term in terms)
    raise BadInput(f"none of the terms in the file is half-term '{wanted}': {said}")


def _half_term(term: Term, asked: Asked, given: Mapping[str, DraftHalfTerm]) -> DraftHalfTerm | None:
    if not asked.half_terms:
        name = f"{term.season}-{term.half or 2}"
        note = "write the half-term's id as in programme.yaml"
        return None if name in given else DraftHalfTerm(name, term.called, note)
    likely = half_terms_named(term, asked.half_terms, today=asked.today)
    free = [half_term for half_term in likely if half_term.id not in given]
    if not free:
        return None
    sure = len(likely) == 1 and term.half is not None
    return DraftHalfTerm(free[0].id, term.called, "" if sure else "a guess: several half-terms are called so")


def _hinted(header: str, subject: str, likely: Likely) -> tuple[str, ...]:
    """The scales that a header and a preset speak of."""
    said = f" {folded(header)} "
    words = [scale for word, scale in _HINTS.items() if f" {word} " in said]
    return (*words, *([likely.scales[subject]] if subject in likely.scales else []))


def _scale(texts: Sequence[str], hints: Iterable[str], scales: Mapping[str, Scale]) -> tuple[str, str]:
    """The scale that a column seems to be on, and how sure that is."""
    if not texts:
        return next(iter(hints), "points"), "a guess: no cell is filled yet"
    for hint in hints:
        if hint in scales and all(points_of(text, scales[hint]).problem is None for text in texts):
            return hint, "a guess: the scale reads every cell"
    numbers = [number for text in texts if (number := number_in(text)) is not None]
    if len(numbers) >= _MOST_NUMBERS * len(texts):
        # What mean a hundred has is a standardised score; other numbers could be on many scales.
        standard = all(_STANDARD[0] <= number <= _STANDARD[1] for number in numbers) and max(numbers) > 100
        return "standardised-score" if standard else "points", "a guess: the cells are numbers"
    named = [scale for scale in mixed_systems(texts, scales.values()) if scale in scales]
    if len(named) > 1:
        return named[0], f"cells of several systems ({', '.join(named)}): give each a column of its own"
    if named and _reads_most(texts, scales[named[0]]):
        return named[0], "a guess: the scale reads the cells"
    return "points", "no known scale reads these cells: name theirs (halfterm scale list)"


def _reads_most(texts: Sequence[str], scale: Scale) -> bool:
    return sum(points_of(text, scale).problem is None for text in texts) * 2 >= len(texts)
