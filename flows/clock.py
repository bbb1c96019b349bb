"""Today and now, where the schools are: the one place that reads the clock."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo


def now_in_london() -> datetime:
    """The time in Europe/London, with its zone."""
    return datetime.now(ZoneInfo("Europe/London"))


def today_in_london() -> date:
    """The date in Europe/London, across the clock change."""
    return now_in_london().date()
