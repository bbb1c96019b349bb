"""The rules of the exception report: what a file may say, and what is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.exception_rules import ExceptionRules
from halfterm.warehouse.exceptions import read_rules

RULE = "{id: wide, light: red, when: {gap_wider_than: 0.4, gap_closing: no}}"


def rules(folder: Path, text: str) -> ExceptionRules:
    (folder / "exceptions.yaml").write_text(text)
    return read_rules(folder)[0]


def test_without_a_file_of_its_own_a_workspace_has_the_built_in_rules(tmp_path: Path) -> None:
    built_in, name = read_rules(tmp_path)
    assert name == "the built-in rules"
    assert (built_in.fewest, built_in.over, built_in.leave_out) == (10, 6, ("year",))
    assert [rule.light for rule in built_in.rules].count("red") == 2


def test_a_file_of_its_own_stands_in_for_them(tmp_path: Path) -> None:
    own = rules(tmp_path, f"groups:\n- {{fsm: yes, sex: M}}\nrules:\n- {RULE}\n")
    assert own.groups == ({"fsm": "yes", "sex": "M"},)
    assert own.thresholds == (("red", 0.4, False),)
    assert read_rules(tmp_path)[1] == "exceptions.yaml"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rules: []\n", "rules: "),
        ("rules:\n- {id: a, light: blue, when: {coverage_below: 80}}\n", "line 2: rules.0.light"),
        ("rules:\n- {id: a, light: red, when: {}}\n", "a rule needs a condition"),
        ("rules:\n- {id: a, light: red, when: {gap_wider: 1}}\n", "did you mean 'gap_wider_than'"),
        ("rules:\n- {id: a, light: red, when: {coverage_below: 180}}\n", "less than or equal to 100"),
        (f"rules:\n- {RULE}\n- {RULE}\n", "rule 'wide' is there twice"),
        (f"fewest: 3\nrules:\n- {RULE}\n", "greater than or equal to 5"),
        (f"groups: [{{}}]\nrules:\n- {RULE}\n", "a group needs an attribute and its value"),
    ],
)
def test_what_is_wrong_in_it_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        rules(tmp_path, text)
