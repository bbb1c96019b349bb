"""Reading the text of a cell by its scale, scale by scale."""

from __future__ import annotations

import pytest

from halfterm.cycles.load_rules import RULES
from halfterm.cycles.scale_reading import Problem, Reading, grades_in_words, near, points_of, text_of
from halfterm.cycles.status_codes import IN_DENOMINATOR
from halfterm.warehouse.scale_file import built_in_scales
from tests.cycles.test_scale import make_scale

SCALES = built_in_scales()


@pytest.mark.parametrize(
    ("scale", "texts", "points"),
    [
        ("nc-levels", "3b 3B 3.b", [21, 21, None]),
        ("nc-levels", "W w 1c 4 L3b 6a 21 21.0 41", [3, 3, 7, 27, 21, 41, 21, 21, 41]),
        ("nc-levels", "20 21.5 102 9a 0 -3", [None] * 6),
        ("nc-whole-levels", "W 1 3.0 L5 level3 7 3b 21", [3, 9, 21, 33, 21, 45, None, None]),
        ("nc-official-aps", "W 1a 1 2c 2b 2a 2 3a 3c 4 15.7", [3, 9, 9, 13, 15, 17, 15, 21, 21, 27, 15.7]),
        ("p-levels", "P1i p1II P1(ii) P3ii P4 P8 P9 4", [0.5, 0.7, 0.7, 1.5, 2, 6, None, None]),
        ("ks2-scaled-score", "80 100 120.0 79 121 100.5", [80, 100, 120, None, None, None]),
        ("ks2-teacher-assessment", "PK1 pk6 WTS EXS gds HNM EXP", [1, 6, 7, 8, 9, 7, None]),
        ("phonics", "0 32 40 41 31.5", [0, 32, 40, None, None]),
        ("good-level-of-development", "yes N 1 0 TRUE 2", [1, 0, 1, 0, 1, None]),
        ("gcse-letters-qca", "A* a B C D E F G u 40", [58, 52, 46, 40, 34, 28, 22, 16, 0, 40]),
        ("gcse-letters-2016", "A* A B C D E F G U 5", [8, 7, 6, 5, 4, 3, 2, 1, 0, None]),
        ("gcse-letters-2017", "A* A B C D E F G U 4", [8.5, 7, 5.5, 4, 3, 2, 1.5, 1, 0, None]),
        ("gcse-9-1", "9 1 U 5.0 Grade7 10 0 C 5+", [9, 1, 0, 5, 7, None, None, None, None]),
        ("progress-8", "-0.51 +1 9.5", [-0.51, 1, None]),
        ("reading-age", "7:06 7:6 7y6m 11y 07:06:00 90 7:12 7.06 7.5 7 2:11 20:00 20:01",
         [90, 90, 90, 132, 90, 90, None, None, None, None, None, 240, None]),
        ("standardised-score", "100 69.5 39", [100, 69.5, None]),
        ("percent", "85 85% 0.85 101 %", [85, 85, 0.85, None, None]),
        ("attendance", "96.4% 100.1%", [96.4, None]),
        ("likert-5", "1 5 6 agree stronglyagree neutral", [1, 5, None, 4, 5, 3]),
        ("likert-7", "7 somewhatagree neutral", [7, 5, 4]),
        ("rubric-5", "1 5 0 2.5", [1, 5, None, None]),
        ("count", "0 12 12.0 1.5 -1", [0, 12, 12, None, None]),
        ("points", "-3.25 1e3 1_000 inf nan 1e10", [-3.25, 1000, None, None, None, None]),
        ("points-2", "21 19.9 61", [21, 19.9, None]),
    ],
)  # fmt: skip
def test_every_scale_reads_its_own_grades_and_nothing_else(
    scale: str, texts: str, points: list[float | None]
) -> None:
    assert [points_of(text, SCALES[scale]).score for text in texts.split()] == points


def test_spaces_and_prefixes_do_not_tell_grades_apart() -> None:
    written = ["Level 3b", "level\u00a03B", " L 3b\t", "3 b", "\ufeff3b"]
    assert {points_of(text, SCALES["nc-levels"]).score for text in written} == {21}
    assert points_of("7 years 6 months", SCALES["reading-age"]).score == 90
    assert points_of("85 %", SCALES["percent"]).score == 85
    assert points_of(" \u00a0", SCALES["percent"]).is_blank


ABSENT, ANNULLED, UNKNOWN = "absent", "result annulled", None


@pytest.mark.parametrize(
    ("code", "on_levels", "on_letters", "on_9_1", "on_yes_no"),
    [
        ("A", ABSENT, 52.0, UNKNOWN, ABSENT),
        ("B", "below the test", 46.0, UNKNOWN, "below the test"),
        ("C", UNKNOWN, 40.0, UNKNOWN, UNKNOWN),
        ("D", "disapplied", 34.0, UNKNOWN, "disapplied"),
        ("F", "future", 22.0, UNKNOWN, UNKNOWN),
        ("H", ANNULLED, ANNULLED, ANNULLED, ANNULLED),
        ("L", "left", "left", "left", "left"),
        ("M", "missing", UNKNOWN, UNKNOWN, "missing"),
        ("N", "not yet assessed", "not yet assessed", "not yet assessed", 0.0),
        ("P", "past", UNKNOWN, UNKNOWN, UNKNOWN),
        ("Q", "maladministration", "result pending", "result pending", "maladministration"),
        ("T", "working towards", "working towards", "working towards", UNKNOWN),
        ("W", 3.0, UNKNOWN, UNKNOWN, UNKNOWN),
        ("X", "result not available", ABSENT, ABSENT, "result not available"),
    ],
)
def test_a_letter_is_the_grade_where_it_is_one_and_refused_where_it_could_be_mistaken_for_one(
    code: str, on_levels: object, on_letters: object, on_9_1: object, on_yes_no: object
) -> None:
    scales = ("nc-levels", "gcse-letters-qca", "gcse-9-1", "good-level-of-development")
    read = [points_of(code, SCALES[scale]) for scale in scales]
    meant = [reading.status if reading.score is None else reading.score for reading in read]
    assert meant == [on_levels, on_letters, on_9_1, on_yes_no]
    assert all(
        (reading.problem == "unknown-grade") is (m is UNKNOWN) for reading, m in zip(read, meant, strict=True)
    )


@pytest.mark.parametrize("scale", ["likert-4", "likert-5", "likert-7"])
def test_letters_that_could_be_answers_are_refused_on_a_likert_item(scale: str) -> None:
    assert {points_of(letter, SCALES[scale]).problem for letter in "ADN"} == {"unknown-grade"}


@pytest.mark.parametrize(
    ("scale", "status"),
    [
        ("ks2-scaled-score", "no scaled score awarded"),
        ("nc-official-aps", "no level awarded"),
        ("nc-whole-levels", "no level awarded"),
    ],
)
def test_who_sat_a_test_and_got_nothing_stays_in_its_denominator(scale: str, status: str) -> None:
    assert points_of("n", SCALES[scale]) == Reading(status=status)
    assert status in IN_DENOMINATOR


@pytest.mark.parametrize(
    ("scale", "text", "problem"),
    [
        ("points", "ten", "not-a-number"),
        ("points", "1e10", "not-a-number"),
        ("nc-levels", "EXS", "unknown-grade"),
        ("nc-levels", "102", "unknown-grade"),
        ("phonics", "41", "out-of-range"),
        ("phonics", "31.5", "unknown-grade"),
        ("reading-age", "7.06", "unknown-grade"),
        ("reading-age", "7", "out-of-range"),
        ("reading-age", "25:00", "out-of-range"),
        ("reading-age", "1900-01-01 07:06:00", "excel-date"),
        ("nc-levels", "2012-04-03", "excel-date"),
        ("points", "03/04/2012", "excel-date"),
        ("points", "3-Apr", "excel-date"),
        ("gcse-9-1", "Apr-03", "excel-date"),
        ("points", "07:06:00", "excel-date"),
    ],
)
def test_what_a_cell_breaks_has_the_name_of_a_rule(scale: str, text: str, problem: Problem) -> None:
    assert points_of(text, SCALES[scale]) == Reading(problem=problem)
    assert problem in RULES


def test_codes_that_are_numbers_are_codes_however_they_are_written() -> None:
    survey = make_scale(statuses={"99": "missing"})
    assert [points_of(text, survey).status for text in ("99", "99.0", "98")] == ["missing", "missing", None]


def test_decimal_steps_are_not_missed_by_a_rounding_error() -> None:
    tenths = make_scale(lowest=0.1, step=0.1)
    assert all(points_of(f"{tenth / 10:.1f}", tenths).score is not None for tenth in range(1, 200))
    assert points_of("0.75", tenths).problem == "unknown-grade"


@pytest.mark.parametrize(
    ("points", "scale", "text"),
    [
        (27, "nc-levels", "4b"),
        (3, "nc-levels", "W"),
        (26.4, "nc-levels", "26.4"),
        (26, "nc-levels", "26"),
        (7, "ks2-teacher-assessment", "WTS"),
        (90, "reading-age", "7:06"),
        (90.25, "reading-age", "90.3"),
        (102, "ks2-scaled-score", "102"),
        (-0.505, "progress-8", "−0.51"),
        (1, "good-level-of-development", "yes"),
        (0.5, "good-level-of-development", "0.50"),
    ],
)
def test_points_are_written_as_their_grade_and_averages_stay_numbers(
    points: float, scale: str, text: str
) -> None:
    assert text_of(points, SCALES[scale]) == text


def test_every_grade_is_read_and_written_back() -> None:
    for scale in SCALES.values():
        for points, grade in scale.grade_at.items():
            assert points_of(text_of(points, scale), scale) == Reading(score=points), (scale.id, grade)


def test_suggestions_are_words_of_the_scale_and_never_of_the_cell() -> None:
    assert near("EXP", SCALES["ks2-teacher-assessment"]) == ("EXS",)
    assert near("4bb", SCALES["nc-levels"])[0] == "4b"
    assert near("Zaphod", SCALES["nc-levels"]) == ()


def test_what_cells_hold_is_said_in_words() -> None:
    assert grades_in_words(SCALES["gcse-9-1"]) == "U, 1, 2, 3, 4, 5, 6, 7, 8, 9"
    assert grades_in_words(SCALES["ks2-scaled-score"]) == "a whole number from 80 to 120"
    assert grades_in_words(SCALES["reading-age"]) == "years and months from 3:00 to 20:00"
    assert grades_in_words(SCALES["points"]) == "a number"
