"""Row numbers in messages: every one to be found, however many there are."""

from __future__ import annotations

from halfterm.warehouse.counting import row_list, row_runs


def test_forty_rows_are_named_singly_and_more_as_runs() -> None:
    assert row_list(range(2, 42)) == "rows " + ", ".join(str(row) for row in range(2, 42))
    assert row_list([*range(2, 60), 70]) == "rows 2-59, 70"


def test_rows_beyond_forty_runs_are_counted() -> None:
    said = row_runs(range(2, 4002, 2))
    assert said.startswith("rows 2, 4, 6, ")
    assert said.endswith(", 78, 80 and 1,960 more")


def test_order_does_not_matter() -> None:
    assert row_runs([9, 3, 4]) == "rows 3-4, 9"
    assert row_list([9, 3]) == "rows 3, 9"
