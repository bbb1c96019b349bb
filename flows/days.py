"""On which day each step of a half-term happens: today, or the programme's own dates in a replay."""

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
        """A replayed half-term is reviewed in the three weeks after its last day.

        The next one's plans are locked after that: two weeks in, when there is a week or more between them.
        """
        if not programme.replay:
            return cls(today, today, today, today, today, today)
        dates = programme.half_term(half_term)
        after = [dates.ends + timedelta(days=days) for days in (3, 5, 10, 14, 21)]
        return cls(dates.starts + timedelta(days=14), *after)


def load_day(programme: Programme, half_term: str, *, today: date) -> date:
    """The day on which a half-term's data are loaded: its last when the programme is replayed."""
    return programme.half_term(half_term).ends if programme.replay else today
