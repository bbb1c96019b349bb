"""One wide file: which rows are used, which are rejected by number, and who is on which side."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.moments import Moments
from halfterm.cycles.impact.request import GapRequest
from halfterm.warehouse.gap_file import GapFile, read_gap_file

HEADER = "pupil,school,fsm,autumn,spring"
GOOD = ("g1,Ash,yes,10,12", "g2,Ash,no,13,14", "g3,Beech,yes,9,11", "g4,Beech,no,14,16")
Read = Callable[..., GapFile]

NUMBER = "is not a finite number between plus and minus 1,000,000,000"
FIRST = "(row 1 is the header)"


def request(**changes: Any) -> GapRequest:
    whole: dict[str, Any] = {
        "pupil": "pupil",
        "school": "school",
        "baseline": "autumn",
        "follow_up": "spring",
        "target": (("fsm", "yes"),),
    }
    return GapRequest(**(whole | changes))


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a table of these rows under the usual header, or a whole file's bytes."""

    def made(*rows: str, content: bytes | None = None, name: str = "t.csv", **changes: Any) -> GapFile:
        path = tmp_path / name
        path.write_bytes(content or "\n".join([changes.pop("header", HEADER), *rows]).encode())
        return read_gap_file(path, request(**changes))

    return made


@pytest.mark.parametrize(
    ("row", "warning"),
    [
        ("b,Ash,yes,ten,12", f"row 6 rejected: 'autumn' {NUMBER} {FIRST}"),
        ("b,Ash,yes,NaN,12", f"row 6 rejected: 'autumn' {NUMBER} {FIRST}"),
        ("b,Ash,yes,inf,12", f"row 6 rejected: 'autumn' {NUMBER} {FIRST}"),
        ("b,Ash,yes,-1e999,12", f"row 6 rejected: 'autumn' {NUMBER} {FIRST}"),
        ("b,Ash,yes,10,-Infinity", f"row 6 rejected: 'spring' {NUMBER} {FIRST}"),
        ("b,Ash,yes,,A", f"row 6 rejected: 'spring' {NUMBER} {FIRST}"),
        ('b,Ash,yes,"1,5",2', f"row 6 rejected: 'autumn' {NUMBER} {FIRST}"),
        ("b,,yes,10,12", f"row 6 rejected: a score in 'autumn' with no school in 'school' {FIRST}"),
        ("b,\u00a0,yes,10,12", f"row 6 rejected: a score in 'autumn' with no school in 'school' {FIRST}"),
        (",Ash,yes,10,12", f"row 6 rejected: no pupil in column 'pupil' {FIRST}"),
        (",,yes,,", f"row 6 rejected: no pupil in column 'pupil' {FIRST}"),
        (
            "8.01E+12,Ash,yes,10,12",
            f"row 6 rejected: 'pupil' is in scientific notation: a spreadsheet has cut it short {FIRST}",
        ),
    ],
)
def test_a_row_that_cannot_be_used_is_rejected_by_number_and_the_others_are_used(
    read: Read, row: str, warning: str
) -> None:
    file = read(*GOOD, row)
    assert file.warnings == (warning,)
    assert file.counts.rows == 5
    assert file.summary.total().n == 4


def test_of_a_pupil_there_twice_no_row_is_used(read: Read) -> None:
    file = read(*GOOD, "d,Ash,yes,10,12", "x,Ash,yes,1,2", " d ,Beech,no,50,70", "d,Ash,yes,bad,")
    assert file.warnings == (
        "rows 6, 8, 9 rejected: the same pupil more than once in 'pupil'; "
        f"none of these rows is used {FIRST}",
    )
    assert file.summary.total().n == 5


def test_each_rule_names_its_rows_once_in_a_fixed_order(read: Read) -> None:
    file = read(
        "a,Ash,yes,x,1", ",Ash,yes,1,1", "b,Ash,yes,1,y", *GOOD, "c,,no,1,1", ",,no,1,1", "e,Ash,no,z,z"
    )
    assert [warning.split(" rejected")[0] for warning in file.warnings] == [
        "rows 3, 10",
        "rows 2, 11",
        "row 4",
        "row 9",
    ]


def test_row_numbers_are_excels_with_blank_lines_and_rows_counts_no_blank_line(read: Read) -> None:
    file = read("", GOOD[0], "", "  ", ",,,,", "bad,Ash,yes,x,1", *GOOD[1:], "", "")
    assert file.warnings == (f"row 7 rejected: 'autumn' {NUMBER} {FIRST}",)
    assert file.counts.rows == 5


def test_a_pupil_who_came_later_has_no_school_at_baseline_and_is_missing_not_wrong(read: Read) -> None:
    file = read(*GOOD, "late,,yes,,12", "gone,Ash,no,10,", "never,Ash,no,,")
    assert file.warnings == ()
    assert (file.counts.rows, file.counts.missing_baseline, file.counts.missing_follow_up) == (7, 2, 2)
    assert file.counts.schools == 2


def test_the_sums_are_those_of_the_table(read: Read) -> None:
    summary = read(*GOOD, threshold=12).summary
    shift = summary.shift
    pairs = [(10 - shift.baseline, 12 - shift.follow_up), (9 - shift.baseline, 11 - shift.follow_up)]
    assert summary.total(target=True) == Moments(
        2,
        sum(b for b, _ in pairs),
        sum(f for _, f in pairs),
        sum(b * b for b, _ in pairs),
        sum(f * f for _, f in pairs),
        sum(b * f for b, f in pairs),
        reached_baseline=0,
        reached_follow_up=1,
    )
    assert {cell.school for cell in summary.cells} == {"Ash", "Beech"}


def test_a_pupil_of_unknown_group_is_on_neither_side_but_in_the_whole_class(read: Read) -> None:
    rows = (*GOOD, "u1,Ash,,10,10", "u2,Ash,  ,11,11")
    file = read(*rows)
    assert file.summary.unclassified.n == 2
    assert file.warnings == ("2 pupils with both scores have no value in 'fsm': in neither group",)
    whole = read(*rows, comparison="whole_class")
    assert whole.warnings == (
        "2 pupils with both scores have no value in 'fsm': part of the whole class only",
    )


@pytest.mark.parametrize(
    ("fsm", "sex", "side"),
    [
        ("yes", "M", "target"),
        ("yes", "F", "comparison"),
        ("no", "", "comparison"),
        ("", "F", "comparison"),
        ("yes", "", "unclassified"),
        ("", "M", "unclassified"),
        ("", "", "unclassified"),
        (" yes ", "M\u00a0", "target"),
    ],
)
def test_all_pairs_must_match_and_a_blank_leaves_it_open_unless_another_pair_fails(
    read: Read, fsm: str, sex: str, side: str
) -> None:
    file = read(
        "g,Ash,yes,M,10,12",
        "h,Ash,no,F,10,12",
        f"p,Ash,{fsm},{sex},10,12",
        header="pupil,school,fsm,sex,autumn,spring",
        target=(("fsm", "yes"), ("sex", "M")),
    )
    summary = file.summary
    counts = (summary.total(target=True).n, summary.total(target=False).n, summary.unclassified.n)
    assert counts == {"target": (2, 1, 0), "comparison": (1, 2, 0), "unclassified": (1, 1, 1)}[side]


def test_treated_is_three_valued_too(read: Read) -> None:
    file = read(
        "a,Ash,yes,in,10,12",
        "b,Ash,yes,out,10,12",
        "c,Ash,yes,,10,12",
        "d,Ash,no,in,10,12",
        header="pupil,school,fsm,idea,autumn,spring",
        treated=(("idea", "in"),),
    )
    assert {(cell.target, cell.treated) for cell in file.summary.cells} == {
        (True, True),
        (True, False),
        (True, None),
        (False, True),
    }
    assert file.warnings == (
        "1 pupil with both scores has no value in 'idea': left out of the impact estimates",
    )


@pytest.mark.parametrize(
    ("rows", "changes", "said"),
    [
        (GOOD, {"target": (("fsm", "Yes"),)}, "no usable row has fsm=Yes: the target group is empty"),
        (("a,Ash,yes,x,1",), {}, "no usable row has fsm=yes: the target group is empty"),
        (("a,Ash,yes,,1", "b,Ash,no,1,"), {}, "no pupil has both 'autumn' and 'spring'"),
        (("a,,yes,,1",), {}, "no pupil has both 'autumn' and 'spring'"),
        (GOOD, {"treated": (("school", "Cedar"),)}, "nobody is treated"),
    ],
)
def test_where_there_is_nobody_to_study_it_says_so_with_the_rows_rejected(
    read: Read, rows: tuple[str, ...], changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadInput) as refused:
        read(*rows, **changes)
    assert said in refused.value.problems[0]
    assert refused.value.problems[0].startswith("t.csv: ")
    assert len(refused.value.problems) == (2 if rows[0].endswith("x,1") else 1)


def book(*rows: tuple[object, ...], errors: tuple[str, ...] = ()) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (HEADER.replace("fsm", "year").split(","), *rows):
        sheet.append(list(row))
    for place in errors:
        sheet[place].data_type = "e"
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_numbers_stored_as_text_and_as_numbers_are_the_same_in_a_workbook(read: Read) -> None:
    content = book(
        (1, "Ash", 5, 10, "12"), ("2", "Ash", "5", "11", 13), (3.0, "Ash", 6, 12.0, 14), (4, 7, "6", 13, 15)
    )
    file = read(content=content, name="t.xlsx", target=(("year", "5"),))
    assert file.summary.total(target=True).n == 2
    assert file.summary.total(target=False).n == 2
    assert file.warnings == ()
    assert read(content=content, name="t.xlsx", target=(("year", "5.0"),)).summary == file.summary


def test_the_same_pupil_as_text_and_as_number_is_there_twice(read: Read) -> None:
    content = book((1, "Ash", 5, 10, 12), ("1", "Ash", 6, 10, 12), (2, "Ash", 5, 1, 2), (3, "Ash", 6, 1, 2))
    file = read(content=content, name="t.xlsx", target=(("year", "5"),))
    assert file.warnings[0].startswith("rows 2, 3 rejected: the same pupil more than once")


def test_truths_dates_and_errors_in_a_workbook_are_no_scores(read: Read) -> None:
    content = book(
        (1, "Ash", True, 10, 12),
        (2, "Ash", False, 10, 12),
        (3, "Ash", True, True, 12),
        (4, "Ash", True, dt.date(2014, 9, 1), 12),
        (None, None, None, None, None),
        (6, "Ash", True, 10, "#N/A"),
        (7, "Ash", True, 10, "=B2+1"),
        errors=("E7",),
    )
    file = read(content=content, name="t.xlsx", target=(("year", "true"),))
    assert file.warnings == (
        f"rows 4, 5 rejected: 'autumn' {NUMBER} {FIRST}",
        f"rows 7, 8 rejected: 'spring' {NUMBER} {FIRST}",
    )
    assert (file.counts.rows, file.summary.total(target=True).n) == (6, 1)


def test_no_value_of_a_pupil_is_in_any_message(read: Read) -> None:
    with pytest.raises(BadInput) as refused:
        read("ZAPHOD,ZAPHOD,ZAPHOD,ZAPHOD,ZAPHOD", ",ZAPHOD,ZAPHOD,1,1", "ZAPHOD,,ZAPHOD,1,1")
    assert "ZAPHOD" not in str(refused.value)
