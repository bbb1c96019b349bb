"""Codes and names of local authorities, against the list that the warehouse reads."""

from __future__ import annotations

import re

import pytest

from halfterm.site.local_authorities import AUTHORITIES, REGIONS, authority_of
from halfterm.warehouse.authorities import authorities

ENGLAND_NOW = {
    code
    for code, one in authorities().items()
    if one.last_year is None and not 660 <= int(code) <= 681 and int(code) not in (702, 704, 708)
}
"""Wales has 660 to 681; service children's and other schools overseas have no authority."""


def test_every_authority_of_today_is_there_under_the_warehouses_name() -> None:
    names = {a.old_code: a.name for a in AUTHORITIES}
    assert set(names) >= ENGLAND_NOW
    other = {code for code in ENGLAND_NOW if names[code] != authorities()[code].name}
    assert other == {"342"}  # St. Helens: official open data write the full stop


def test_codes_look_as_they_should_and_are_there_once() -> None:
    single = [a for a in AUTHORITIES if "/" not in a.new_code]
    assert len({a.new_code for a in single}) == len(single)
    assert all(re.fullmatch(r"E(06|08|09|10)0000[0-9]{2}", a.new_code) for a in single)
    assert all(re.fullmatch(r"[0-9]{3}|x", a.old_code) for a in single)
    assert {a.region for a in AUTHORITIES} == {code for code in REGIONS if code.startswith("E12")}


@pytest.mark.parametrize(
    ("laestab", "code", "region"),
    [
        ("3302071", "E08000025", "West Midlands"),
        ("2011234", "E09000001", "London"),
        ("9294000", "E06000057", "North East"),  # Northumberland has had three codes: this is today's
        ("8254000", "E06000060", "South East"),
        ("9284000", "E10000021", "East Midlands"),  # Northamptonshire is no more; its schools' numbers are
    ],
)
def test_a_schools_number_tells_its_authority(laestab: str, code: str, region: str) -> None:
    found = authority_of(laestab)
    assert found is not None
    assert (found.new_code, REGIONS[found.region]) == (code, region)


@pytest.mark.parametrize("laestab", [None, "6601234", "0001234"])
def test_without_a_number_or_outside_england_there_is_none(laestab: str | None) -> None:
    assert authority_of(laestab) is None
