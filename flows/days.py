"""On which day each step of a half-term happens: today, or on the programme's own dates when it is replayed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from halfterm.cycles.programme import Programme


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one half-term's run."""

    lock: date
    study: date
    submit: date
    approve: date
    decide: date
    publish: date

    @classmethod
    def of(cls, programme: Programme, half_term: str, *, today: date) -> Days:
        """A replayed half-term is locked on its first day and reviewed in the three weeks after its last."""
        if not programme.replay:
            return cls(today, today, today, today, today, today)
        dates = programme.half_term(half_term)
        after = [dates.ends + timedelta(days=days) for days in (3, 5, 10, 14, 21)]
        return cls(dates.starts, *after)


def load_day(programme: Programme, half_term: str, *, today: date) -> date:
    """The day on which a half-term's data are loaded: its last when the programme is replayed."""
    return programme.half_term(half_term).ends if programme.replay else today
