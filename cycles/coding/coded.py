"""A coded report: what one cycle, or one group's report of old, is under each table of a frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CodedReport:
    """One report and its codes by table (`7_gap` -> `gender`, `FSM or looked after`); a table may lack."""

    id: str
    codes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Printed:
    """A row of a table as a source printed it: how many reports, and what percentage of all."""

    table: str
    code: str
    n: int
    percent: float


@dataclass(frozen=True, slots=True)
class CodedSource:
    """A collection of coded reports, with what its source printed of them where it is a replay.

    `reports` says how many the source tells of. `synthetic` reports were made to printed figures.
    """

    id: str
    name: str
    reports: tuple[CodedReport, ...]
    printed: tuple[Printed, ...] = ()
    printed_reports: int | None = None
    synthetic: bool = False
    source: str = ""
