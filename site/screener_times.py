"""Rules of the screener about time: periods, and identifiers that say what they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from halfterm.site.screener_files import Fault, Files
from halfterm.site.screener_rules import FOUR_DIGITS, IDENTIFIERS, TIME_KINDS, Rule


def _identifier(files: Files) -> Iterable[Fault] | None:
    if not files.data.has("time_identifier"):
        return None
    return (
        Fault("no time identifier of the standard", row, "time_identifier")
        for row in files.data.where("time_identifier", lambda cell: cell not in IDENTIFIERS)
    )


def _identifier_mix(files: Files) -> Iterable[Fault] | None:
    found = files.data.values("time_identifier") & IDENTIFIERS
    if not found:
        return None
    mixed = sum(bool(found & kind) for kind in TIME_KINDS) > 1
    words = "identifiers that do not go together, such as years with terms"
    return [Fault(words, column="time_identifier")] if mixed else []


def _period_figures(files: Files) -> Iterable[Fault] | None:
    if not files.data.has("time_period"):
        return None
    return (
        Fault("not 4 or 6 figures", row, "time_period")
        for row in files.data.where(
            "time_period", lambda cell: not (cell.isascii() and cell.isdigit() and len(cell) in (4, 6))
        )
    )


def _period_fits(files: Files) -> Iterable[Fault] | None:
    if not files.data.has("time_period", "time_identifier"):
        return None
    return (
        Fault(f"its identifier goes with {4 if kind in FOUR_DIGITS else 6} figures", row, "time_period")
        for row, (period, kind) in files.data.records(("time_period", "time_identifier"))
        if kind in IDENTIFIERS and len(period) != (4 if kind in FOUR_DIGITS else 6)
    )


def _period_years(files: Files) -> Iterable[Fault] | None:
    periods = files.data.values("time_period")
    six = {cell for cell in periods if len(cell) == 6 and cell.isascii() and cell.isdigit()}
    if not six:
        return None
    words = "the years do not follow one another, as in 201213"
    return (
        Fault(words, row, "time_period")
        for row in files.data.where(
            "time_period", lambda cell: cell in six and (int(cell[2:4]) + 1) % 100 != int(cell[4:])
        )
    )


TIME_RULES: Final = (
    Rule("time_id_valid", "Every time_identifier is one of the standard's", _identifier),
    Rule("time_id_mix", "The time identifiers go together", _identifier_mix),
    Rule("time_period_num", "Every time_period is 4 or 6 figures", _period_figures),
    Rule("time_period", "time_period is as long as its identifier asks", _period_fits),
    Rule("time_period_six", "Periods of 6 figures are of two years in a row", _period_years),
)
