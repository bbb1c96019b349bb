"""What `calendar.yaml` says, and the one calendar that comes of the default, authority and school dates."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Annotated, Final, Literal, Self, get_args

from pydantic import AfterValidator, Field, model_validator

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.model import Record, Slug, Words
from halfterm.cycles.school_year import FIRST_DAY, SATURDAY, Calendar, HalfTermDates, SchoolDates

HalfTermName = Literal["autumn-1", "autumn-2", "spring-1", "spring-2", "summer-1", "summer-2"]
HALF_TERM_NAMES: Final[tuple[HalfTermName, ...]] = get_args(HalfTermName)

_LAST_DAY: Final = (8, 31)


def _follows(text: str) -> str:
    begins, _, ends = text.partition("/")
    if (int(begins) + 1) % 100 != int(ends):
        raise ValueError(f"write an academic year as {begins}/{(int(begins) + 1) % 100:02}")
    return text


AcademicYear = Annotated[str, Field(pattern=r"^(19|20)[0-9]{2}/[0-9]{2}$"), AfterValidator(_follows)]
"""As people write it, `2012/13`; in ids it is `201213`."""

Span = tuple[date, date]
"""The first and the last day for pupils."""


class YearRecord(Record):
    """One academic year for every school that has no dates of its own."""

    year: AcademicYear
    half_terms: dict[HalfTermName, Span]
    inset: tuple[date, ...] = ()


class OwnYearRecord(Record):
    """What differs in one year: only the half-terms with other dates; `inset` None when nothing is said."""

    year: AcademicYear
    half_terms: dict[HalfTermName, Span] = Field(default_factory=dict)
    inset: tuple[date, ...] | None = None


class OwnYears(Record):
    """The years of one authority or school that differ from those it would follow otherwise."""

    years: tuple[OwnYearRecord, ...] = Field(min_length=1)


class CalendarRecord(Record):
    """The whole of `calendar.yaml`: a shipped calendar by its name (`use`), or years and their source."""

    use: Words | None = None
    source: Words | None = None
    years: tuple[YearRecord, ...] = ()
    authorities: dict[Words, OwnYears] = Field(default_factory=dict)
    schools: dict[Slug, OwnYears] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if self.use is None and not (self.years and self.source):
            raise ValueError("give `source` and `years`, or take a shipped calendar with `use`")
        if self.use is not None and (self.years or self.source):
            raise ValueError(
                "`use` takes the years of a shipped calendar: `source` and `years` are not for it"
            )
        return self


def half_term_id(name: str, year: str) -> str:
    """The id of a half-term in an academic year.

    >>> half_term_id("autumn-1", "2012/13")
    'autumn-1-201213'
    """
    return f"{name}-{year.replace('/', '')}"


def calendar_of(
    record: CalendarRecord,
    *,
    bank_holidays: Collection[date],
    authority_of: Mapping[str, str | None] | None = None,
    also: Sequence[HalfTermDates] = (),
) -> Calendar:
    """The calendar that a file and, once they are known, the programme's schools make.

    Each half-term of a school is its own, else its authority's, else the default. A school's own list of
    INSET days stands alone for its year; without one, the authority's days and the default's add up.
    `authority_of` gives each school's authority (its `la` in programme.yaml). `also` are half-terms with
    names of their own that the programme adds.

    Raises:
        BadInput: everything that is wrong, one line each.
    """
    default = _Layer.of_default(record.years)
    authorities = {name: default.under(own) for name, own in record.authorities.items()}
    schools = _school_layers(record, default, authorities, authority_of)
    problems = [*default.problems(also), *_year_problems(record.years)]
    problems += _misspelt(record.authorities, authority_of or {})
    for name, layer in authorities.items():
        problems += _own_problems(f"authority '{name}'", record.authorities[name], layer, record, also)
    for school, layer in schools.items():
        if school in record.schools:
            problems += _own_problems(f"school '{school}'", record.schools[school], layer, record, also)
    if problems:
        raise BadInput(*dict.fromkeys(problems))
    return Calendar(
        default=default.dates(also, bank_holidays),
        own={name: layer.dates(also, bank_holidays) for name, layer in schools.items() if layer != default},
        bank_holidays=frozenset(bank_holidays),
        source=record.source or "",
    )


def strangers(record: CalendarRecord, authority_of: Mapping[str, str | None]) -> tuple[str, ...]:
    """The schools and authorities of a file that programme.yaml does not know, each as a problem."""
    used = {la for la in authority_of.values() if la is not None}
    return tuple(
        f"school '{school}': programme.yaml has no such school{did_you_mean(school, authority_of)}"
        for school in record.schools
        if school not in authority_of
    ) + tuple(
        f"authority '{name}': no school of programme.yaml has this `la`{did_you_mean(name, used)}"
        for name in record.authorities
        if name not in used
    )


def _school_layers(
    record: CalendarRecord,
    default: _Layer,
    authorities: Mapping[str, _Layer],
    authority_of: Mapping[str, str | None] | None,
) -> dict[str, _Layer]:
    """What each school goes by; none is known before the programme."""
    layers = {}
    for school, la in (authority_of or {}).items():
        layer = authorities.get(la or "", default)
        own = record.schools.get(school)
        layers[school] = layer.under(own, alone=True) if own else layer
    return layers


def _misspelt(authorities: Iterable[str], authority_of: Mapping[str, str | None]) -> list[str]:
    """Authorities written in other capitals: their schools would go by the default without a word.

    Only capitals tell: Leicester and Leicestershire are near, and are two authorities.
    """
    spelt = {name.casefold(): name for name in authorities}
    right = {school: spelt.get((la or "").casefold()) for school, la in authority_of.items()}
    return [
        f"school '{school}': its `la` '{authority_of[school]}' is '{name}' in the calendar"
        for school, name in right.items()
        if name not in (None, authority_of[school])
    ]


@dataclass(frozen=True, slots=True)
class _Layer:
    """Half-terms and INSET days by year, with what is more specific laid over what is less."""

    spans: Mapping[tuple[str, HalfTermName], Span]
    inset: Mapping[str, frozenset[date]]

    @classmethod
    def of_default(cls, years: Iterable[YearRecord]) -> _Layer:
        return cls(
            {(y.year, name): span for y in years for name, span in y.half_terms.items()},
            {y.year: frozenset(y.inset) for y in years},
        )

    def under(self, own: OwnYears, *, alone: bool = False) -> _Layer:
        """This layer with another over it, whose INSET days stand `alone` or are added."""
        spans = {(y.year, name): span for y in own.years for name, span in y.half_terms.items()}
        inset = {
            y.year: frozenset(y.inset) | (frozenset() if alone else self.inset.get(y.year, frozenset()))
            for y in own.years
            if y.inset is not None
        }
        return _Layer({**self.spans, **spans}, {**self.inset, **inset})

    def half_terms(self) -> list[HalfTermDates]:
        """In the order in which they must follow one another."""
        return [
            HalfTermDates(
                half_term_id(name, year), f"{name.replace('-', ' ').capitalize()}, {year}", first, last
            )
            for (year, name), (first, last) in sorted(
                self.spans.items(), key=lambda item: (item[0][0], HALF_TERM_NAMES.index(item[0][1]))
            )
        ]

    def dates(self, also: Iterable[HalfTermDates], bank_holidays: Collection[date]) -> SchoolDates:
        inset = frozenset(day for days in self.inset.values() for day in days)
        return SchoolDates.of([*self.half_terms(), *also], inset=inset, bank_holidays=bank_holidays)

    def problems(self, also: Iterable[HalfTermDates]) -> list[str]:
        """What is wrong with the dates as they stand, each in a line."""
        problems = []
        for (year, name), (first, last) in self.spans.items():
            this = half_term_id(name, year)
            if last < first:
                problems.append(f"half-term '{this}' ends before it starts")
            if not _lies_in(year, first) or not _lies_in(year, last):
                problems.append(f"half-term '{this}' lies outside the academic year {year}")
        half_terms = self.half_terms()
        problems += [
            f"half-term '{b.id}' starts before '{a.id}' ends"
            for a, b in pairwise(half_terms)
            if b.starts <= a.ends
        ]
        problems += [
            f"half-term '{own.id}' of programme.yaml overlaps '{h.id}' of the calendar: use that id"
            for own in also
            for h in half_terms
            if own.starts <= h.ends and h.starts <= own.ends
        ]
        for year, days in self.inset.items():
            problems += [
                f"INSET day {day} lies outside the academic year {year}"
                for day in sorted(days)
                if not _lies_in(year, day)
            ]
            problems += [
                f"INSET day {day} is at a weekend" for day in sorted(days) if day.weekday() >= SATURDAY
            ]
        return problems


def _lies_in(year: str, day: date) -> bool:
    begins = int(year[:4])
    return date(begins, *FIRST_DAY) <= day <= date(begins + 1, *_LAST_DAY)


def _year_problems(
    years: Sequence[YearRecord | OwnYearRecord], *, known: Collection[str] | None = None
) -> list[str]:
    """Years that are there twice; without `known` years that lack a half-term, with it years not in it."""
    names = [year.year for year in years]
    problems = [f"year '{name}' is there twice" for name in names if names.count(name) > 1]
    for year in years:
        if known is None:
            problems += [
                f"year '{year.year}' has no '{name}': a year has six half-terms"
                for name in HALF_TERM_NAMES
                if name not in year.half_terms
            ]
        elif year.year not in known:
            near = did_you_mean(year.year, known)
            problems.append(f"year '{year.year}' is not among the calendar's years{near}")
    return problems


def _own_problems(
    where: str, own: OwnYears, layer: _Layer, record: CalendarRecord, also: Sequence[HalfTermDates]
) -> list[str]:
    """What is wrong with dates laid over the default, without what was wrong before."""
    before = _Layer.of_default(record.years).problems(also)
    wrong = _year_problems(own.years, known=[year.year for year in record.years])
    wrong += [problem for problem in layer.problems(also) if problem not in before]
    return [f"{where}: {problem}" for problem in wrong]
