"""Following a group: what a cluster and the public may know of it, and what would give a few pupils away."""

from __future__ import annotations

from typing import Any

import pytest

from halfterm.cycles.following import Cover, PupilCount, ScoreSum, shown_count, shown_cover, shown_score


def count(**changes: Any) -> PupilCount:
    return PupilCount(
        **{"position": 1, "followed": True, "pupils": 30, "schools": 4, "there_before": 30, "moved": 8}
        | changes
    )


def score(**changes: Any) -> ScoreSum:
    whole = {"position": 1, "followed": True, "measure": "reading", "scale": "points", "scored": 20}
    return ScoreSum(**whole | {"total": 200.0, "both": 20, "change": 30.0, "scored_before": 20} | changes)


@pytest.mark.parametrize(
    ("changes", "pupils", "schools", "there_before", "moved"),
    [
        ({}, "30", "4", "30", "8"),
        ({"pupils": 5, "there_before": 5, "moved": 0}, "c", "c", "c", "c"),
        ({"pupils": 6, "there_before": 6, "moved": 6}, "6", "4", "6", "c"),  # nobody stayed: few did
        ({"moved": 5}, "30", "4", "30", "c"),
        ({"moved": 0}, "30", "4", "30", "c"),
        ({"moved": 25}, "30", "4", "30", "c"),  # five stayed
        ({"moved": 24}, "30", "4", "30", "24"),
        ({"there_before": 27}, "30", "4", "c", "8"),  # three are new
        ({"there_before": 24}, "30", "4", "24", "8"),
    ],
)
def test_counts_for_a_cluster(
    changes: dict[str, int], pupils: str, schools: str, there_before: str, moved: str
) -> None:
    shown = shown_count(count(**changes), audience="cluster", first=False)
    texts = (shown.pupils.text, shown.schools.text, shown.there_before.text, shown.moved.text)
    assert texts == (pupils, schools, there_before, moved)


def test_counts_for_the_public_are_rounded_and_hidden_below_ten() -> None:
    shown = shown_count(count(pupils=33, there_before=33, moved=12), audience="public", first=False)
    assert (shown.pupils.text, shown.moved.text) == ("35", "10")
    assert shown_count(count(moved=8), audience="public", first=False).moved.text == "c"


def test_nobody_can_have_moved_before_the_first_half_term() -> None:
    shown = shown_count(count(there_before=0, moved=0), audience="cluster", first=True)
    assert (shown.there_before.text, shown.moved.text) == ("z", "z")


@pytest.mark.parametrize(
    ("changes", "mean", "change"),
    [
        ({}, "10.0", "+1.5"),
        ({"change": -30.0}, "10.0", "−1.5"),
        ({"scored": 5, "both": 5, "scored_before": 5}, "c", "c"),
        ({"scored": 21}, "9.5", "c"),  # one came: with both means, that pupil's score could be worked out
        ({"scored_before": 22}, "10.0", "c"),  # two left
        ({"scored": 26, "scored_before": 30}, "7.7", "+1.5"),
        ({"both": 0, "change": 0.0}, "10.0", "z"),
        ({"both": 3, "scored": 20, "scored_before": 20}, "10.0", "c"),
    ],
)
def test_scores_for_a_cluster(changes: dict[str, float], mean: str, change: str) -> None:
    shown = shown_score(score(**changes), audience="cluster")
    assert (shown.mean.text, shown.change.text) == (mean, change)


def test_cover_is_the_mean_number_of_half_terms_of_enough_pupils() -> None:
    covers = [
        Cover(True, "reading", 0, 2),
        Cover(True, "reading", 3, 6),
        Cover(False, "reading", 3, 100),
        Cover(True, "maths", 3, 5),
    ]
    shown = shown_cover(covers, audience="cluster")
    assert [(s.followed, s.measure, s.half_terms.text) for s in shown] == [
        (True, "reading", "2.3"),
        (False, "reading", "3.0"),
        (True, "maths", "c"),
    ]
