"""A file counted by group and outcome: what is read, what is left out, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.two_way_shown import Counted
from halfterm.warehouse.two_way_file import Outcome, TwoWayFile, read_two_way

FILE = """\
pupil,led,progressed,engagement,gain
p1,teacher,yes,strong,2
p2,teacher,yes,weak,1
p3,TA,no,weak,0
p4,TA,,weak,ZAPHOD
p5,,yes,strong,1
p6,TA,yes,middling,1
"""
LED = (("led", "teacher"),)
PROGRESSED = Outcome(pairs=(("progressed", "yes"),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "class.csv"
    place.write_text(FILE, encoding="utf-8")
    return place


def problems(path: Path, group: tuple[tuple[str, str], ...], outcome: Outcome) -> str:
    with pytest.raises(BadInput) as refused:
        read_two_way(path, group, outcome)
    return str(refused.value)


def test_a_yes_or_no_is_counted_and_blanks_are_left_out(path: Path) -> None:
    assert read_two_way(path, LED, PROGRESSED) == TwoWayFile(
        Counted({0: 0, 1: 2}, {0: 1, 1: 1}),
        {0: "no", 1: "yes"},
        ("1 row left out: no value in 'led'", "1 row left out: no value in 'progressed'"),
    )


def test_numbers_are_levels_and_what_is_none_is_named_by_its_row_only(path: Path) -> None:
    found = read_two_way(path, LED, Outcome(column="gain"))
    assert found.counts == Counted({0: 0, 1: 1, 2: 1}, {0: 1, 1: 1, 2: 0})
    assert found.names == {0: "0", 1: "1", 2: "2"}
    assert found.left_out == (
        "row 5 left out: 'gain' is not a number (row 1 is the header)",
        "1 row left out: no value in 'led'",
    )


def test_words_are_levels_in_the_order_given(path: Path) -> None:
    found = read_two_way(path, LED, Outcome(column="engagement", order=("weak", "middling", "strong")))
    assert found.counts == Counted({0: 1, 1: 0, 2: 1}, {0: 2, 1: 1, 2: 0})
    assert found.names == {0: "weak", 1: "middling", 2: "strong"}


@pytest.mark.parametrize(
    ("group", "outcome", "said"),
    [
        ((("led", "techer"),), PROGRESSED, "no row whose outcome is known has led=techer"),
        ((("lde", "teacher"),), PROGRESSED, "no column 'lde'; did you mean 'led'?"),
        ((("pupil", "p1"), ("led", "x")), PROGRESSED, "the group is empty"),
        (
            LED,
            Outcome(pairs=(("progressed", "Yes"),)),
            "nobody has the outcome (spelling and capitals count)",
        ),
        (LED, Outcome(column="engagement"), "a known number: name its words with --order"),
        (LED, Outcome(column="engagement", order=("high", "low")), "a known outcome"),
    ],
)
def test_an_empty_row_or_column_is_refused(
    path: Path, group: tuple[tuple[str, str], ...], outcome: Outcome, said: str
) -> None:
    assert said in problems(path, group, outcome)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("p1,teacher,yes\np2,teacher,no", "every row whose outcome is known has led=teacher"),
        ("p1,teacher,yes\np2,TA,yes", "every row has progressed=yes: there is nothing to compare"),
    ],
)
def test_a_group_that_is_everybody_and_an_outcome_that_all_have_are_refused(
    tmp_path: Path, rows: str, said: str
) -> None:
    path = tmp_path / "class.csv"
    path.write_text(f"pupil,led,progressed\n{rows}\n", encoding="utf-8")
    assert said in problems(path, LED, PROGRESSED)


def test_no_value_of_a_pupil_is_in_a_message(path: Path) -> None:
    assert "ZAPHOD" not in problems(path, (("led", "nobody"),), Outcome(column="gain"))
