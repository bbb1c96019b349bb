"""Today, where the schools are: the one place that reads the clock."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo


def today_in_london() -> date:
    """The date in Europe/London, across the clock change."""
    return datetime.now(ZoneInfo("Europe/London")).date()
