"""Data checks: a sound warehouse passes all of them, and each finds what it is for and nothing else."""

from __future__ import annotations

import duckdb
import pytest

from halfterm.warehouse.data_checks import check_names, doubtful, failed_checks, sentence
from tests.warehouse.loads_factory import pseudonym, put_load, row

SCALE_ENDS = {"points": (0.0, 50.0), "steps": (None, None)}
SCHOOLS = ("ash", "beech")
U1, U2, U9 = (pseudonym(pupil) for pupil in ("U1", "U2", "U9"))
RAW = "B801200005001"

# For each check: what goes into the warehouse past the loading, and breaks it and no other.
PLANTED = {
    "counts_of_load": "UPDATE load SET scores = scores + 1 WHERE load = 'spring'",
    "enrolled_attribute": f"UPDATE attribute SET pupil = '{U9}' WHERE load = 'spring'",
    "enrolled_result": f"UPDATE result SET pupil = '{U9}' WHERE load = 'spring' AND pupil = '{U2}'",
    "finite_score": f"UPDATE result SET score = 'nan' WHERE load = 'spring' AND pupil = '{U1}'",
    "frozen_groups": (
        f"INSERT INTO frozen_group VALUES ('pairs-1', 'reading', '{U1}', 'ash', 'target', 'no-such-load')"
    ),
    "known_load": "INSERT INTO load_request VALUES ('never-loaded', 'asked')",
    "known_school": "UPDATE enrolment SET school = 'cedar' WHERE load = 'spring'",
    "ledger_counts": "DELETE FROM ledger WHERE entry = 'spring' AND table_name = 'attribute'",
    "numbers_of_loads": "UPDATE load SET number = 7 WHERE load = 'spring'",
    "one_enrolment": (
        f"INSERT INTO enrolment VALUES ('spring', '{U1}', 'beech');"
        "UPDATE load SET pupils = 3, rows_read = 3, rows_accepted = 3 WHERE load = 'spring';"
        "UPDATE ledger SET row_count = 3 WHERE entry = 'spring' AND table_name = 'enrolment'"
    ),
    "one_result": (
        f"INSERT INTO result VALUES ('spring', '{U1}', 'reading', 11, NULL);"
        "UPDATE load SET scores = scores + 1 WHERE load = 'spring';"
        "UPDATE ledger SET row_count = 3 WHERE entry = 'spring' AND table_name = 'result'"
    ),
    "one_scale": "INSERT INTO measure_scale VALUES ('spring', 'reading', 'steps')",
    "one_value": (
        f"INSERT INTO attribute VALUES ('spring', '{U1}', 'fsm', 'no');"
        "UPDATE ledger SET row_count = 2 WHERE entry = 'spring' AND table_name = 'attribute'"
    ),
    "pseudonyms": (
        f"UPDATE enrolment SET pupil = '{RAW}' WHERE load = 'spring' AND pupil = '{U1}';"
        f"UPDATE attribute SET pupil = '{RAW}' WHERE load = 'spring' AND pupil = '{U1}';"
        f"UPDATE result SET pupil = '{RAW}' WHERE load = 'spring' AND pupil = '{U1}'"
    ),
    "score_on_scale": f"UPDATE result SET score = 51 WHERE load = 'spring' AND pupil = '{U1}'",
    "score_or_status": f"UPDATE result SET status = 'left' WHERE load = 'spring' AND pupil = '{U1}'",
}
WHOLE_ONLY = ("known_load",)
"""What is wrong with no load in particular."""


@pytest.fixture
def sound(store: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Two half-terms of two pupils; in the second one of them is absent."""
    put_load(
        store,
        [row("U1", "ash", 10, fsm="yes"), row("U2", "beech", 12)],
        load="autumn",
        half_term="autumn",
    )
    put_load(
        store,
        [row("U1", "ash", 11, fsm="yes"), row("U2", "beech", "absent")],
        load="spring",
        half_term="spring",
    )
    return store


def check(connection: duckdb.DuckDBPyConnection, load: str | None) -> tuple[str, ...]:
    return failed_checks(connection, load, scale_ends=SCALE_ENDS, schools=SCHOOLS)


def test_a_sound_warehouse_passes_every_check(sound: duckdb.DuckDBPyConnection) -> None:
    assert check(sound, None) == check(sound, "spring") == failed_checks(sound, "autumn") == ()
    assert doubtful(sound, None) == ()


def test_every_check_is_planted() -> None:
    assert tuple(sorted(PLANTED)) == check_names()


@pytest.mark.parametrize("name", PLANTED)
def test_what_a_check_is_for_is_found_by_it_alone(sound: duckdb.DuckDBPyConnection, name: str) -> None:
    sound.execute(PLANTED[name])
    for load in (None,) if name in WHOLE_ONLY else (None, "spring"):
        said = check(sound, load)
        assert [one.split("'")[1] for one in said] == [name]
        assert said[0].endswith(sentence(name))


@pytest.mark.parametrize("name", sorted(set(PLANTED) - {"frozen_groups", "numbers_of_loads"}))
def test_what_is_wrong_with_another_load_does_not_hold_up_this_one(
    sound: duckdb.DuckDBPyConnection, name: str
) -> None:
    sound.execute(PLANTED[name])
    assert check(sound, "autumn") == ()


def test_a_failure_is_told_without_any_value(sound: duckdb.DuckDBPyConnection) -> None:
    sound.execute(PLANTED["pseudonyms"])
    assert check(sound, "spring") == (
        "check 'pseudonyms' fails for 1 row: "
        "a pupil is known by a pseudonym, 64 hexadecimal figures, and nothing else",
    )


def test_scales_without_ends_and_a_programme_not_given_are_not_checked(
    sound: duckdb.DuckDBPyConnection,
) -> None:
    sound.execute(PLANTED["score_on_scale"])
    sound.execute(PLANTED["known_school"])
    assert failed_checks(sound, None) == failed_checks(sound, None, scale_ends={"points": (0, None)}) == ()


def test_checks_run_within_a_transaction_and_leave_it_whole(sound: duckdb.DuckDBPyConnection) -> None:
    sound.execute("BEGIN")
    sound.execute(PLANTED["one_scale"])
    assert len(check(sound, "spring")) == 1
    sound.execute("ROLLBACK")
    assert check(sound, "spring") == ()


def test_a_pupil_at_two_schools_in_one_half_term_is_a_doubt_not_a_failure(
    sound: duckdb.DuckDBPyConnection,
) -> None:
    put_load(sound, [row("U1", "beech", 11)], load="other", half_term="spring", source="other")
    assert check(sound, None) == ()
    said = (
        "check 'two_schools' fails for 1 row: current loads of a half-term have a pupil at one school; else "
        "the newest load counts, which is right if the pupil has moved",
    )
    assert doubtful(sound, None) == doubtful(sound, "other") == said
    assert doubtful(sound, "autumn") == ()


def test_a_load_that_was_replaced_raises_no_doubt(sound: duckdb.DuckDBPyConnection) -> None:
    put_load(sound, [row("U1", "beech", 11), row("U2", "beech", 9)], load="newer", half_term="spring")
    assert doubtful(sound, None) == doubtful(sound, "spring") == ()
