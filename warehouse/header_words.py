"""What the headers of exports say: whose column it is, which subject, which term. Words, never a pupil's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Final, Literal

import yaml

from halfterm.cycles.model import OneOrMore, Record

Season = Literal["autumn", "spring", "summer"]

ATTRIBUTES: Final = (
    *("fsm", "fsm-ever-6", "pupil-premium", "disadvantaged", "sen", "eal", "gender", "ethnicity"),
    *("looked-after", "service-child", "year", "class"),
)
"""The roles that are attributes of pupils, by the names that plans use."""


class _Words(Record):
    """The file of words."""

    roles: dict[str, OneOrMore]
    subjects: dict[str, OneOrMore]
    says_little: frozenset[str]
    elsewhere: frozenset[str]
    yes_no: dict[str, str]
    yes_no_attributes: tuple[str, ...]
    closed_lists: dict[str, dict[str, str]]


def _read() -> _Words:
    text = files("halfterm.warehouse").joinpath("words", "headers.yaml").read_text("utf-8")
    # The base loader leaves every scalar as text, `yes` too.
    return _Words.model_validate(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506


_WORDS: Final = _read()

CLOSED_LISTS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    dict.fromkeys(_WORDS.yes_no_attributes, _WORDS.yes_no) | _WORDS.closed_lists
)
"""Attribute -> what its cells say, in small letters -> what plans say. Other words are not told on."""

_TERM: Final = re.compile(
    r"(?<![a-z])(?:(?P<season>autumn|aut|spring|spr|sp|summer|sum|su)(?:[ _-]?term)?[ _-]?(?P<half>[12])?"
    r"|(?P<short>au?|sp|su)(?P<short_half>[12])"
    r"|(?:half[ _-]?term|ht)[ _-]?(?P<number>[1-6]))(?![a-z0-9])",
    re.IGNORECASE,
)
_ACADEMIC: Final = re.compile(
    r"(?<![0-9])(?:20)?(?P<first>[0-9]{2})[/–-]?(?:20)?(?P<second>[0-9]{2})(?![0-9])"
)
_SEASONS: Final[tuple[Season, ...]] = ("autumn", "spring", "summer")


@dataclass(frozen=True, slots=True)
class Term:
    """A term as words name it: `half` is 1 or 2, None for the whole; `begins` the year of its September."""

    season: Season
    half: int | None
    begins: int | None
    called: str


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """What the header of a score says: `pattern` is the header with `{called}` in place of the term."""

    subject: str
    pattern: str
    term: Term | None
    rest: tuple[str, ...]

    @property
    def id(self) -> str:
        """A name for plans: the subject, and what else tells the column from others."""
        telling = [word for word in self.rest if word not in _WORDS.says_little]
        return "-".join((self.subject, *telling))

    @property
    def full_id(self) -> str:
        """The same with every word, for two columns that would else have one name."""
        return "-".join((self.subject, *self.rest))


def folded(header: str) -> str:
    """A header as it is compared: small letters and figures, single spaces.

    >>> folded("Date_of  Birth*")
    'date of birth'
    """
    return " ".join(re.findall(r"[a-z0-9]+", header.casefold()))


_ROLE_OF: Final = {word: role for role, words in _WORDS.roles.items() for word in words}
_SUBJECT_OF: Final = {word: subject for subject, words in _WORDS.subjects.items() for word in words}


def role_of(header: str) -> str | None:
    """What a column is by its header: an attribute, or pupil, local, school, birth, date, name, result...

    >>> role_of("Date of Birth"), role_of("Pupil Premium?"), role_of("Reading Aut1")
    ('birth', 'pupil-premium', None)
    """
    return _ROLE_OF.get(folded(header))


def known_words() -> tuple[str, ...]:
    """Every header that has a role, for near misses."""
    return tuple(_ROLE_OF)


def term_in(text: str) -> Term | None:
    """The term that a header or cell names, with the academic year beside it.

    >>> term_in("Reading 2026/27 Aut2")
    Term(season='autumn', half=2, begins=2026, called='2026/27 Aut2')
    >>> term_in("HT3").season, term_in("HT3").half, term_in("Reading")
    ('spring', 1, None)
    """
    found = _TERM.search(text)
    if found is None:
        return None
    season, half = _season(found)
    start, end = found.span()
    begins = None
    for year in _ACADEMIC.finditer(text):
        if (int(year["first"]) + 1) % 100 != int(year["second"]):
            continue
        begins = 2000 + int(year["first"])
        between = text[year.end() : start] if year.end() <= start else text[end : year.start()]
        if not re.search("[A-Za-z0-9]", between):
            start, end = min(start, year.start()), max(end, year.end())
    return Term(season, half, begins, text[start:end])


def _season(found: re.Match[str]) -> tuple[Season, int | None]:
    if found["number"]:
        number = int(found["number"]) - 1
        return _SEASONS[number // 2], number % 2 + 1
    word = (found["season"] or found["short"]).casefold()
    season = next(season for season in _SEASONS if season.startswith(word[:2] if len(word) > 1 else word))
    half = found["half"] or found["short_half"]
    return season, int(half) if half else None


def subject_of(text: str) -> str | None:
    """The subject that a text names and nothing else, but for words that say little and a term."""
    words = measure_in(text)
    return words.subject if words and not set(words.rest) - _WORDS.says_little else None


def measure_in(header: str) -> MeasureWords | None:
    """The score that a header names; None where it names no subject, or a target, a comment and the like.

    >>> words = measure_in("RWM Y4 Spring 2")
    >>> words.id, words.pattern, words.term.called
    ('rwm-y4', 'RWM Y4 {called}', 'Spring 2')
    >>> measure_in("Reading Target"), measure_in("Reg Group")
    (None, None)
    """
    term = term_in(header)
    pattern = header.replace(term.called, "{called}", 1) if term else header
    said = f" {folded(header.replace(term.called, ' ', 1) if term else header)} "
    for words in sorted(_SUBJECT_OF, key=len, reverse=True):
        if f" {words} " in said:
            rest = tuple(said.replace(f" {words} ", " ", 1).split())
            return (
                None
                if _WORDS.elsewhere & set(rest)
                else MeasureWords(_SUBJECT_OF[words], pattern, term, rest)
            )
    return None


def without_other_words(texts: Iterable[str]) -> list[str]:
    """Of the words of a column of terms, those that name a term, a year and words that say little."""
    kept = []
    for text in texts:
        term = term_in(text)
        if term is None:
            continue
        other = set(folded(text.replace(term.called, " ", 1)).split()) - _WORDS.says_little
        if not {word for word in other if not re.fullmatch("y?[0-9]{0,4}", word)}:
            kept.append(text)
    return kept
