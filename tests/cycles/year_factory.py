"""Three school years whose breaks fall differently, and a programme that runs through one of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from halfterm.cycles.programme import Programme
from halfterm.cycles.school_year import Calendar, HalfTermDates, SchoolDates
from tests.cycles.factories import day, make_programme

NAMES: Final = ("autumn-1", "autumn-2", "spring-1", "spring-2", "summer-1", "summer-2")

Spans = tuple[tuple[str, str], ...]

# Easter Sunday is 31 March 2013: the spring term ends before it, on Maundy Thursday.
EARLY_EASTER: Spans = (
    ("2012-09-04", "2012-10-26"),
    ("2012-11-05", "2012-12-21"),
    ("2013-01-07", "2013-02-15"),
    ("2013-02-25", "2013-03-28"),
    ("2013-04-15", "2013-05-24"),
    ("2013-06-03", "2013-07-23"),
)
# Easter Sunday is 5 April 2026 and two weeks of October are free; the clocks change on the 26th.
TWO_WEEKS_IN_OCTOBER: Spans = (
    ("2025-09-01", "2025-10-17"),
    ("2025-11-03", "2025-12-19"),
    ("2026-01-05", "2026-02-13"),
    ("2026-02-23", "2026-03-27"),
    ("2026-04-13", "2026-05-22"),
    ("2026-06-01", "2026-07-21"),
)
# Easter Sunday is 21 April 2030: the spring break is after it began, and Good Friday lies in a term.
LATE_EASTER: Spans = (
    ("2029-09-03", "2029-10-19"),
    ("2029-10-29", "2029-12-19"),
    ("2030-01-03", "2030-02-08"),
    ("2030-02-18", "2030-04-05"),
    ("2030-04-16", "2030-05-24"),
    ("2030-06-03", "2030-07-19"),
)
YEARS: Final = (EARLY_EASTER, TWO_WEEKS_IN_OCTOBER, LATE_EASTER)

BANK_HOLIDAYS: Final = frozenset(
    map(
        day,
        (
            *(
                "2012-12-25",
                "2012-12-26",
                "2013-01-01",
                "2013-03-29",
                "2013-04-01",
                "2013-05-06",
                "2013-05-27",
            ),
            *(
                "2025-12-25",
                "2025-12-26",
                "2026-01-01",
                "2026-04-03",
                "2026-04-06",
                "2026-05-04",
                "2026-05-25",
            ),
            *(
                "2029-12-25",
                "2029-12-26",
                "2030-01-01",
                "2030-04-19",
                "2030-04-22",
                "2030-05-06",
                "2030-05-27",
            ),
        ),
    )
)


def half_terms(spans: Spans) -> list[HalfTermDates]:
    return [
        HalfTermDates(name, name.replace("-", " ").capitalize(), day(first), day(last))
        for name, (first, last) in zip(NAMES, spans, strict=True)
    ]


def make_calendar(
    spans: Spans, *, own: Mapping[str, tuple[Spans, frozenset[date]]] | None = None
) -> Calendar:
    """`own` gives a school other spans and INSET days."""
    return Calendar(
        default=SchoolDates.of(half_terms(spans), bank_holidays=BANK_HOLIDAYS),
        own={
            school: SchoolDates.of(half_terms(its), inset=inset, bank_holidays=BANK_HOLIDAYS)
            for school, (its, inset) in (own or {}).items()
        },
        bank_holidays=BANK_HOLIDAYS,
    )


def programme_of(spans: Spans, **changes: object) -> Programme:
    return make_programme(
        half_terms=[
            {"id": name, "name": name, "starts": first, "ends": last}
            for name, (first, last) in zip(NAMES, spans, strict=True)
        ],
        **changes,
    )
