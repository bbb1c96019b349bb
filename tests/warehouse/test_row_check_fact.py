"""Attributes, days of assessments, and dates of birth against year groups."""

from __future__ import annotations

import pytest

from halfterm.warehouse.source import Source
from tests.warehouse.row_checking import BEN, LONG, WIDE, checked, line, long_source, row, upn, wide_source


def many(**cells: list[str]) -> list[str]:
    """A pupil a value, each with one cell of the wide table replaced."""
    ((column, values),) = cells.items()
    return [row(UPN=upn(f"8012000{i:05}"), **{column: value}) for i, value in enumerate(values)]


def faulty(column: str, *values: str, source: Source | None = None) -> dict[str, str]:
    """Which of several values of a column break a rule, and which rule."""
    found = checked(*many(**{column: list(values)}), source=source)
    assert {header for _, header, _ in found.findings} <= {column}
    return {values[at - 2]: rule for at, _, rule in found.findings}


def test_attributes_are_translated_and_blank_ones_are_not_known() -> None:
    found = checked(*many(FSM=["Y", " N ", "", "Q"]))
    assert [one["a0"] for one in found.rows] == ["yes", "no", None, None]
    assert [one["a1"] for one in found.rows] == ["5"] * 4
    assert found.findings == [(5, "FSM", "value-unmapped")]


def test_mapped_values_are_the_same_in_whatever_form_a_spreadsheet_writes_them() -> None:
    attributes = {"eal": {"column": "FSM", "values": {"TRUE": "yes", "0": "no", "0.5": "half"}}}
    source = wide_source(
        columns={
            "school": "School",
            "attributes": attributes,
            "measures": {"maths": {"column": "Maths", "scale": "points"}},
        }
    )
    found = checked(*many(FSM=["True", "0.0", "0", "0.5", "true"]), source=source)
    assert [one["a0"] for one in found.rows] == ["yes", "no", "no", "half", "yes"]


def test_an_attribute_that_may_be_missing_is_unknown_where_the_file_is_without_it() -> None:
    columns = wide_source().columns.model_dump()
    columns["attributes"]["fsm"]["if_there"] = True
    source = wide_source(columns=columns)
    without = row().split(",")
    del without[WIDE.split(",").index("FSM")]
    found = checked(",".join(without), source=source, header=WIDE.replace(",FSM", ""))
    assert (found.rows[0]["a0"], found.rows[0]["a1"]) == (None, "5")
    assert [one["a0"] for one in checked(row(), source=source).rows] == ["yes"]


def test_days_are_read_as_british_people_write_them() -> None:
    good = ["2026-10-01", "2026-10-01 00:00:00", "2026-10-01T09:30:00.000Z", "01/10/2026", "1/10/26"]
    good += ["01.10.2026", "01-Oct-2026", "1 October 2026", "30-Sept-26", "01/10/2026 12:00:00 AM", ""]
    assert faulty("Date", *good) == {}


def test_what_is_no_day_is_unreadable_and_american_order_is_not_read() -> None:
    bad = ["10/13/2026", "41192", "soon", "31/09/2026", "2026-13-01", "1/10", "2026-10-01x"]
    assert faulty("Date", *bad) == dict.fromkeys(bad, "date-unreadable")


def test_a_day_may_lie_outside_the_half_term_by_so_many_days() -> None:
    # The half-term is 1 September to 21 October; seven days more are allowed.
    days = ["24/08/2026", "25/08/2026", "28/10/2026", "29/10/2026", "01/10/2025"]
    assert faulty("Date", *days) == {
        "24/08/2026": "date-outside",
        "29/10/2026": "date-outside",
        "01/10/2025": "date-outside",
    }


def test_the_day_of_an_assessment_counts_only_where_there_is_one() -> None:
    assert checked(row(Date="soon", Reading="", Maths="")).findings == []
    other = line("History", "3").replace("01/10/2026", "01/10/2020")
    assert checked(other, line("Reading", "3b"), source=long_source(), header=LONG).findings == []


def test_a_date_of_birth_must_be_a_day_before_the_half_terms_end() -> None:
    bad = ["2016", "13/13/2016", "1816-10-05", "2026-10-22"]
    assert faulty("DOB", *bad) == dict.fromkeys(bad, "birth-unreadable")
    assert faulty("DOB", "", "05/10/2016") == {}


@pytest.mark.parametrize(
    ("group", "first", "last"),
    [
        ("N2", "2022-09-01", "2023-08-31"),
        ("R", "2021-09-01", "2022-08-31"),
        ("1", "2020-09-01", "2021-08-31"),
        ("Y6", "2015-09-01", "2016-08-31"),
        ("Year 11", "2010-09-01", "2011-08-31"),
    ],
)
def test_a_year_group_has_the_births_from_september_to_august(group: str, first: str, last: str) -> None:
    before = f"{first[:4]}-08-31"
    after = f"{last[:4]}-09-01"
    lines = [
        row(UPN=upn(f"8012000{i:05}"), Year=group, DOB=d) for i, d in enumerate([before, first, last, after])
    ]
    found = checked(*lines)
    assert found.findings == [(2, "DOB", "age-year"), (5, "DOB", "age-year")]
    assert found.verdicts == {2: "question", 3: "accepted", 4: "accepted", 5: "question"}


def test_a_child_born_in_the_year_from_september_2015_starts_reception_in_2020_and_year_1_in_2021() -> None:
    lines = [row(DOB="2015-09-01", Year="R"), row(UPN=BEN, DOB="2016-08-31", Year="R")]
    assert checked(*lines, year_starts=2020).findings == []
    assert len(checked(*lines, year_starts=2021).findings) == 2
    ones = [line.replace(",R,", ",1,") for line in lines]
    assert checked(*ones, year_starts=2021).findings == []


def test_year_groups_are_known_by_many_names() -> None:
    names = ["5", "5.0", "05", "Y5", "Yr 5", "year 5", "Year-5", "NC Year 5", "Year Group 5"]
    assert faulty("Year", *names) == {}
    found = checked(*many(Year=[name.replace("5", "4", 1) for name in names]))
    assert found.findings == [(at, "DOB", "age-year") for at in range(2, len(names) + 2)]


def test_a_year_group_that_cannot_be_told_is_not_set_against_the_age() -> None:
    assert faulty("Year", "Nursery", "5A", "15", "", "mixed") == {}


def test_the_date_of_birth_is_in_no_table_that_stays() -> None:
    found = checked(row(DOB="1987-06-05", Year="5"))
    assert "1987" not in str(found)
