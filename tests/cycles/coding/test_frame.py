"""The coding frame and what it refuses."""

from __future__ import annotations

import pytest

from halfterm.cycles.coding.frame import FRAME, TABLES, code_problems


def test_there_are_ten_tables_in_order() -> None:
    assert [table.number for table in FRAME] == list(range(1, 11))
    assert [len(table.codes) for table in FRAME] == [4, 7, 7, 8, 15, 2, 11, 15, 11, 4]


def test_no_table_has_a_code_twice() -> None:
    assert all(len(set(table.codes)) == len(table.codes) for table in FRAME)


def test_outcomes_stand_under_leadership_staff_and_learners() -> None:
    outcomes = TABLES["8_outcomes"]
    assert [(head, len(codes)) for head, codes in outcomes.groups] == [
        ("Leadership", 8),
        ("Staff", 2),
        ("Learners", 5),
    ]
    assert outcomes.group_of("staff confidence") == "Staff"
    assert TABLES["7_gap"].group_of("gender") == ""


@pytest.mark.parametrize(
    ("table", "codes", "problem"),
    [
        ("7_gap", ["gender", "SEN"], None),
        ("7_gaps", [], "the coding frame has no table '7_gaps'; did you mean '7_gap'?"),
        ("7_gap", ["Gendre"], "table 7_gap has no code 'Gendre'; did you mean 'gender'?"),
        ("7_gap", ["SEN", "SEN"], "table 7_gap has the code 'SEN' twice"),
        ("10_project_type", ["research", "monitoring"], "table 10_project_type takes one code, and has 2"),
        ("7_gap", ["SEN", "unclear"], "table 7_gap has 'unclear' beside another code"),
    ],
)
def test_a_code_is_one_of_its_table(table: str, codes: list[str], problem: str | None) -> None:
    assert code_problems(table, codes) == ([] if problem is None else [problem])
