"""The education authorities that UPNs and school numbers begin with, past and present, as dated data."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Authority:
    """A code of the Department for Education (England) or of Wales, three figures, and the years it stood.

    `first_year` is None where it is not known, `last_year` where the authority is there still.
    """

    code: str
    name: str
    first_year: int | None
    last_year: int | None


@cache
def authorities() -> Mapping[str, Authority]:
    """Every authority by its code.

    Those that are no more are among them: a pupil keeps for life the UPN that one of them gave, and schools
    went on for a while with the old codes when authorities were reorganised.
    """
    text = files("halfterm.warehouse").joinpath("authorities.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({row["code"]: _authority(row) for row in rows})


def _authority(row: Mapping[str, str]) -> Authority:
    return Authority(row["code"], row["name"], _year(row["first_year"]), _year(row["last_year"]))


def _year(text: str) -> int | None:
    return int(text) if text else None
