"""What a chart may say by how many points it has."""

from __future__ import annotations

import pytest

from halfterm.cycles.series.policy import policy


@pytest.mark.parametrize(
    ("points", "before", "stage", "centre", "limits", "verdict"),
    [
        (0, None, "points only", 0, None, False),
        (5, 4, "points only", 0, None, False),
        (6, None, "trial", 6, None, False),
        (9, 2, "trial", 9, None, False),
        (9, 3, "trial", 3, None, True),
        (6, 6, "trial", 6, None, False),
        (10, None, "runs", 10, None, True),
        (11, 5, "runs", 11, None, True),
        (11, 6, "runs", 6, None, True),
        (12, None, "runs and limits", 12, 12, True),
        (30, None, "runs and limits", 12, 12, True),
        (30, 8, "runs and limits", 8, 12, True),
        (30, 20, "runs and limits", 20, 20, True),
    ],
)
def test_the_rules_depend_on_the_number_of_points(
    points: int, before: int | None, stage: str, centre: int, limits: int | None, verdict: bool
) -> None:
    found = policy(points, before=before)
    assert (found.stage, found.centre_points, found.limit_points, found.verdict) == (
        *(stage, centre, limits, verdict),
    )
