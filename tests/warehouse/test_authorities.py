"""The list of authorities: old and new codes, with their years."""

from __future__ import annotations

import pytest

from halfterm.warehouse.authorities import authorities


@pytest.mark.parametrize(
    "code", ["201", "330", "420", "674", "801", "838", "839", "840", "896", "940", "941", "942", "943"]
)
def test_authorities_that_stand_are_known_and_have_no_last_year(code: str) -> None:
    assert authorities()[code].last_year is None


@pytest.mark.parametrize(
    ("code", "last"),
    [("901", 1996), ("820", 2009), ("875", 2009), ("835", 2019), ("928", 2021), ("909", 2023)],
)
def test_authorities_that_are_no_more_stay_known(code: str, last: int) -> None:
    assert authorities()[code].last_year == last


def test_the_list_is_in_order_and_its_years_run_forwards() -> None:
    assert list(authorities()) == sorted(authorities())
    assert all(len(code) == 3 and code.isdigit() for code in authorities())
    ended = [a for a in authorities().values() if a.last_year is not None]
    assert all(a.first_year is not None and a.first_year < (a.last_year or 0) for a in ended)


@pytest.mark.parametrize("code", ["000", "100", "999", "804", "817"])
def test_codes_that_never_were_are_unknown(code: str) -> None:
    assert code not in authorities()
