"""Survey answers of known respondents: paired over two half-terms, with those who answered once."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.paired_items import AnswerPair
from halfterm.cycles.survey_changes import AskedTwice
from halfterm.warehouse.surveys import anonymous_twice, asked_twice
from tests.warehouse.loads_factory import Row, put_load

LIKERT = {"enjoy": "likert-5", "reading": "points"}


def put(
    store: duckdb.DuckDBPyConnection,
    half_term: str,
    answers: Mapping[str, tuple[str, float | str | None]],
    *,
    number: int = 1,
    measures: Mapping[str, str] = LIKERT,
) -> None:
    rows = [
        Row(pupil, school, {"enjoy": answer, "reading": 5.0}) for pupil, (school, answer) in answers.items()
    ]
    load = f"{half_term}-{number}"
    put_load(store, rows, load=load, half_term=half_term, source="survey", measures=measures)


def asked(store: duckdb.DuckDBPyConnection, *, by_school: bool = False) -> tuple[AskedTwice, ...]:
    return asked_twice(store, "autumn", "spring", scales=["likert-5", "likert-7"], by_school=by_school)


def test_answers_are_paired_by_pseudonym_and_scores_are_no_answers(
    store: duckdb.DuckDBPyConnection,
) -> None:
    put(store, "autumn", {"a": ("ash", 2), "b": ("ash", 2), "c": ("ash", 4), "d": ("ash", 1)})
    put(store, "spring", {"a": ("ash", 3), "b": ("ash", 3), "c": ("ash", "absent"), "e": ("ash", 5)})
    pairs = (AnswerPair(2, 3, 2),)
    assert asked(store) == (AskedTwice("enjoy", "likert-5", "", pairs, only_before=2, only_after=1),)


def test_a_respondent_who_has_moved_counts_where_they_were(store: duckdb.DuckDBPyConnection) -> None:
    put(store, "autumn", {"a": ("ash", 2), "b": ("beech", 4)})
    put(store, "spring", {"a": ("beech", 3), "b": ("beech", 4)})
    assert [(one.place, one.pairs) for one in asked(store, by_school=True)] == [
        ("ash", (AnswerPair(2, 3, 1),)),
        ("beech", (AnswerPair(4, 4, 1),)),
    ]


def test_the_newest_load_of_a_wave_counts(store: duckdb.DuckDBPyConnection) -> None:
    put(store, "autumn", {"a": ("ash", 2)})
    put(store, "spring", {"a": ("ash", 3)})
    put(store, "spring", {"a": ("ash", 5)}, number=2)
    assert asked(store)[0].pairs == (AnswerPair(2, 5, 1),)


def test_an_item_of_one_wave_only_is_not_compared(store: duckdb.DuckDBPyConnection) -> None:
    put(store, "autumn", {"a": ("ash", 2)})
    put(store, "spring", {"a": ("ash", None)})
    assert asked(store) == ()


def test_an_item_that_changed_its_scale_is_refused(store: duckdb.DuckDBPyConnection) -> None:
    put(store, "autumn", {"a": ("ash", 2)})
    put(store, "spring", {"a": ("ash", 6)}, measures=LIKERT | {"enjoy": "likert-7"})
    with pytest.raises(BadInput, match=r"'enjoy' is on more than one scale .* \(likert-5, likert-7\)"):
        asked(store)


def test_anonymous_waves_are_put_side_by_side(store: duckdb.DuckDBPyConnection) -> None:
    for half_term, scores in (("autumn", (1, 2, 2)), ("spring", (3, 3, None))):
        put(store, half_term, {})
        store.executemany(
            f"INSERT INTO survey_answer VALUES ('{half_term}-1', ?, 'ash', 'enjoy', ?, ?)",
            [(row, score, None if score else "absent") for row, score in enumerate(scores)],
        )
    ((before, after),) = anonymous_twice(store, "autumn", "spring", by_school=False)
    assert (before.counts, after.counts, after.blank) == ({1: 1, 2: 2}, {3: 2}, 1)
    assert anonymous_twice(store, "autumn", "summer", by_school=True) == ()
