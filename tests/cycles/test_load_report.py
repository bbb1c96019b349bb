"""What a load says: findings in the order of the rules, rows as runs, every fault by its row."""

from __future__ import annotations

import pytest

from halfterm.cycles.load_report import VERDICTS, LoadFinding
from halfterm.cycles.load_rules import RULES
from tests.cycles.load_report_factory import report


@pytest.mark.parametrize(
    ("rows", "said"),
    [((7,), "7"), ((3, 4, 9), "3-4, 9"), ((9, 4, 3), "3-4, 9"), ((2, 4, 6), "2, 4, 6"), ((), "")],
)
def test_neighbouring_rows_are_joined(rows: tuple[int, ...], said: str) -> None:
    assert LoadFinding("upn-missing", "UPN", rows).numbers() == said


def test_beyond_the_most_runs_the_rows_are_counted() -> None:
    assert LoadFinding("upn-missing", "UPN", (1, 2, 5, 7, 8, 9)).numbers(2) == "1-2, 5 and 3 more"


def test_findings_of_a_verdict_stand_in_the_order_of_the_rules() -> None:
    load = report(
        LoadFinding("duplicate", "UPN", (4, 5)),
        LoadFinding("age-year", "DOB", (2,)),
        LoadFinding("upn-missing", "UPN", (9,)),
    )
    assert [finding.rule for finding in load.found("rejected")] == ["upn-missing", "duplicate"]
    assert [finding.rule for finding in load.found("question")] == ["age-year"]


def test_rows_to_mend_are_told_one_by_one_without_those_set_aside() -> None:
    load = report(
        LoadFinding("not-a-number", "Maths", (8, 3)),
        LoadFinding("age-year", "DOB", (3,)),
        LoadFinding("school-unknown", "School", (1,)),
    )
    told = [(fault.row, fault.column, fault.rule.id) for fault in load.rows_to_mend()]
    assert told == [(3, "Maths", "not-a-number"), (3, "DOB", "age-year"), (8, "Maths", "not-a-number")]


def test_every_rule_has_a_verdict_that_reports_list() -> None:
    assert {rule.verdict for rule in RULES.values()} == set(VERDICTS)


def test_a_load_without_an_id_was_refused() -> None:
    assert report(load="").refused
    assert not report(load="9f2c").refused


def test_the_command_that_answers_names_the_part_when_there_are_several() -> None:
    assert report(part="").answer_command == (
        "halfterm answer WORKSPACE marks autumn-2 RULE --by WHO --reason WHY"
    )
    assert report(part="oak").answer_command.endswith("--part oak")
