"""Codes that stand where a score should be."""

from __future__ import annotations

import pytest

from halfterm.cycles.status_codes import IN_DENOMINATOR, STATUS_CODES


@pytest.mark.parametrize(
    ("code", "status", "counts"),
    [
        ("A", "absent", True),
        ("B", "below the test", True),
        ("T", "working towards", True),
        ("H", "result annulled", True),
        ("Q", "maladministration", True),
        ("D", "disapplied", False),
        ("F", "future", False),
        ("L", "left", False),
        ("M", "missing", False),
        ("N", "not yet assessed", False),
        ("P", "past", False),
        ("X", "result not available", False),
    ],
)
def test_who_could_have_reached_a_threshold_stays_in_its_denominator_and_who_left_does_not(
    code: str, status: str, counts: bool
) -> None:
    assert STATUS_CODES[code] == (status, counts)
    assert (status in IN_DENOMINATOR) is counts


def test_every_code_has_a_status_of_its_own() -> None:
    assert len({code.status for code in STATUS_CODES.values()}) == len(STATUS_CODES) == 12


def test_no_code_could_be_read_as_a_score() -> None:
    assert not any(code.strip("+-").replace(".", "").isdigit() for code in STATUS_CODES)
