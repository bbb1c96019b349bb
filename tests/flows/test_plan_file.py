"""A plan's file: whole, commented, read back equal, and never over another."""

from __future__ import annotations

from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.flows.plan_file import plan_text, write_plan
from halfterm.warehouse.yaml_file import read_record
from tests.cycles.factories import make_plan

HOSTILE = "yes: [no] # \"q\" 'a' {x} *b &c !d | > % @ ` \\n – ‘é’ 😀 \u2028 - x"


def test_a_written_plan_reads_back_equal(tmp_path: Path) -> None:
    plan = make_plan(
        title=HOSTILE,
        change_idea={"name": HOSTILE, "theory": HOSTILE, "treated": {"pairs": ["yes", "017", "1:30"]}},
        assumes={"icc": 0.2},
    )
    path = tmp_path / "cycles" / "ash-1.yaml"
    write_plan(path, plan, about=[f"Two\nlines: {HOSTILE}"])
    assert read_record(path, type(plan)) == plan
    assert [file.name for file in path.parent.iterdir()] == ["ash-1.yaml"]


def test_a_plan_is_written_in_order_with_a_comment_on_each_part() -> None:
    lines = plan_text(make_plan(), about=["Drafted."]).splitlines()
    assert lines[0] == "# Drafted."
    keys = [line.partition(":")[0] for line in lines if line[0].isalpha()]
    fields = [name for name in type(make_plan()).model_fields if name in keys]
    assert keys == fields
    assert lines[lines.index("aim:") - 1].startswith("# One sentence: by when")
    assert "  value: -5" in "\n".join(lines)  # whole numbers as a person writes them


def test_nothing_is_written_over_a_plan_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "ash-1.yaml"
    path.write_text("mine")
    with pytest.raises(BadInput, match=r"cycles/ash-1\.yaml: is there already"):
        write_plan(path, make_plan())
    assert path.read_text() == "mine"
    assert [file.name for file in tmp_path.iterdir()] == ["ash-1.yaml"]


def test_a_plan_that_would_read_back_differently_is_not_written(tmp_path: Path) -> None:
    unread = make_plan().model_copy(update={"title": "two\nlines"})
    with pytest.raises(BadInput, match="cannot be written to a file and read again"):
        write_plan(tmp_path / "ash-1.yaml", unread)
    assert list(tmp_path.iterdir()) == []
