"""Following pupils: a looked-after child is the same one wherever it goes to school."""

from __future__ import annotations

import duckdb
import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.following import Cover, PupilCount, ScoreSum
from halfterm.warehouse.following import follow_pupils
from tests.warehouse.loads_factory import put_load, row

LOOKED_AFTER = (("looked-after", "yes"),)


@pytest.fixture
def filled(store: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Cal moves from ash to beech; dan comes in spring, ann has no score then; eve is known nothing of."""
    put_load(
        store,
        [
            row("cal", "ash", 10, **{"looked-after": "yes"}),
            row("ann", "ash", 12, **{"looked-after": "yes"}),
            row("bob", "ash", 20, **{"looked-after": "no"}),
            row("eve", "beech", 30),
        ],
        load="one",
        half_term="autumn",
    )
    put_load(
        store,
        [
            row("cal", "beech", 13, **{"looked-after": "yes"}),
            row("ann", "ash", "absent", **{"looked-after": "yes"}),
            row("dan", "ash", 8, **{"looked-after": "yes"}),
            row("bob", "ash", 21, **{"looked-after": "no"}),
        ],
        load="two",
        half_term="spring",
    )
    return store


def test_pupils_are_counted_with_their_schools_and_moves(filled: duckdb.DuckDBPyConnection) -> None:
    found = follow_pupils(filled, LOOKED_AFTER, ["autumn", "spring"])
    assert set(found.counts) == {
        PupilCount(0, True, pupils=2, schools=1, there_before=0, moved=0),
        PupilCount(0, False, pupils=1, schools=1, there_before=0, moved=0),
        PupilCount(1, True, pupils=3, schools=2, there_before=2, moved=1),
        PupilCount(1, False, pupils=1, schools=1, there_before=1, moved=0),
    }
    assert found.not_known == 1


def test_scores_and_changes_are_summed_for_pupils_with_both(filled: duckdb.DuckDBPyConnection) -> None:
    found = follow_pupils(filled, LOOKED_AFTER, ["autumn", "spring"], measure="reading")
    reading = {"measure": "reading", "scale": "points"}
    assert set(found.scores) == {
        ScoreSum(0, True, **reading, scored=2, total=22.0, both=0, change=0.0, scored_before=0),
        ScoreSum(0, False, **reading, scored=1, total=20.0, both=0, change=0.0, scored_before=0),
        ScoreSum(1, True, **reading, scored=2, total=21.0, both=1, change=3.0, scored_before=2),
        ScoreSum(1, False, **reading, scored=1, total=21.0, both=1, change=1.0, scored_before=1),
    }
    assert set(found.covers) == {
        Cover(True, "reading", half_terms=2, pupils=1),
        Cover(True, "reading", half_terms=1, pupils=2),
        Cover(False, "reading", half_terms=2, pupils=1),
    }


def test_scores_on_another_scale_do_not_subtract(filled: duckdb.DuckDBPyConnection) -> None:
    pupils = [row("cal", "beech", 101, **{"looked-after": "yes"})]
    put_load(filled, pupils, load="three", half_term="summer", measures={"reading": "ks2-scaled-score"})
    (summer,) = (s for s in follow_pupils(filled, LOOKED_AFTER, ["spring", "summer"]).scores if s.position)
    assert (summer.scale, summer.scored, summer.both, summer.scored_before) == ("ks2-scaled-score", 1, 0, 0)


def test_a_group_of_two_attributes_has_both(filled: duckdb.DuckDBPyConnection) -> None:
    fsm = [row("cal", "beech", fsm="yes"), row("dan", "ash", fsm="no"), row("bob", "ash", fsm="yes")]
    put_load(filled, fsm, load="four", half_term="spring", source="fsm")
    found = follow_pupils(filled, (*LOOKED_AFTER, ("fsm", "yes")), ["spring"])
    assert [(c.followed, c.pupils) for c in found.counts] == [(False, 2), (True, 1)]
    assert found.not_known == 1, "ann, of whose meals nothing is known"


def test_unknown_words_are_refused_with_near_misses_and_no_rare_value_is_offered(
    filled: duckdb.DuckDBPyConnection,
) -> None:
    with pytest.raises(BadInput) as refused:
        follow_pupils(filled, (("looked-aftr", "yes"),), ["autumn"], measure="readin")
    assert refused.value.problems == (
        "--attribute: no attribute 'looked-aftr' is loaded; did you mean 'looked-after'?",
        "--measure: no scores of 'readin' are loaded; did you mean 'reading'?",
    )
    with pytest.raises(BadInput) as refused:
        follow_pupils(filled, (("looked-after", "yess"),), ["autumn"])
    assert refused.value.problems == ("--attribute: no pupil has 'looked-after' as 'yess'",)
