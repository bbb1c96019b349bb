"""Which grade systems a column seems to hold."""

from __future__ import annotations

import pytest

from halfterm.cycles.scale_systems import holds_fractions, mixed_systems, two_notations
from halfterm.warehouse.scale_file import built_in_scales

SCALES = built_in_scales()


@pytest.mark.parametrize(
    ("texts", "mapped", "named"),
    [
        ("3b 4c 2a W", None, ["nc-levels"]),
        ("3b 4c 102 98", None, ["nc-levels", "ks2-scaled-score"]),
        ("3b 4c 102 98", "nc-levels", ["nc-levels", "ks2-scaled-score"]),
        ("3b 4c 102 98", "points", ["points", "nc-levels"]),
        ("3b 4c A L", "nc-levels", ["nc-levels"]),
        ("A B C D E", None, ["gcse-letters-qca"]),
        ("A B C 4 5 6", None, ["nc-levels", "gcse-letters-qca"]),
        ("A* C E 4 5 9", "gcse-9-1", ["gcse-9-1", "gcse-letters-qca"]),
        ("EXS WTS GDS 102 98", "ks2-teacher-assessment", ["ks2-teacher-assessment", "ks2-scaled-score"]),
        ("7:06 8:11 3b 2c", "reading-age", ["reading-age", "nc-levels"]),
        ("98 101 115", None, ["ks2-scaled-score"]),
        ("98 101 139", None, ["standardised-score"]),
        ("3b 4c 2a", "ks2-scaled-score", ["nc-levels"]),
        ("W 9 15 21", "nc-levels", ["nc-levels"]),
        ("3 4 5", "nc-levels", ["nc-levels"]),
        ("3 7 21 23", "nc-levels", ["nc-levels", "nc-levels as points"]),
        ("3b 4c 102", "nc-levels", ["nc-levels"]),
        ("Zaphod Trillian", None, []),
        ("", None, []),
    ],
)
def test_systems_are_named_and_one_slip_is_no_system(
    texts: str, mapped: str | None, named: list[str]
) -> None:
    scale = SCALES[mapped] if mapped else None
    assert list(mixed_systems(texts.split(), SCALES.values(), mapped=scale)) == named


@pytest.mark.parametrize(
    ("texts", "scale", "both"),
    [
        ("3 21", "nc-levels", True),
        ("3 4 5", "nc-levels", False),
        ("W 9 21 3b", "nc-levels", False),
        ("3 20", "nc-levels", False),
        ("3 15.7", "nc-official-aps", True),
        ("3 21", "nc-whole-levels", False),
        ("1 5", "likert-5", False),
    ],
)
def test_bare_numbers_are_levels_or_points_but_not_both_in_one_column(
    texts: str, scale: str, both: bool
) -> None:
    assert two_notations(texts.split(), SCALES[scale]) is both


@pytest.mark.parametrize(
    ("texts", "scale", "fractions"),
    [
        ("0.85 0.9 1 A", "percent", True),
        ("0.85 90", "percent", False),
        ("0 1", "percent", False),
        ("85% 90%", "percent", False),
        ("0.85 0.9", "points", False),
        ("A L", "attendance", False),
    ],
)
def test_a_column_of_fractions_is_not_taken_for_percentages(texts: str, scale: str, fractions: bool) -> None:
    assert holds_fractions(texts.split(), SCALES[scale]) is fractions
