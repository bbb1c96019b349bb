"""Metadata and codebook of open data: filters that tell rows apart, indicators with unit and decimals."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from halfterm.site.observations import observations
from halfterm.site.open_data import OpenTable, open_tables
from halfterm.site.open_meta import META_COLUMNS, codebook_csv, filters_of, meta_csv
from halfterm.site.safe import show_edition
from halfterm.site.shown import ShownEdition
from tests.site.edition_factory import edition, programme


def tables(*editions: ShownEdition) -> tuple[OpenTable, ...]:
    return open_tables(programme(), observations(editions))


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def meta(table: OpenTable) -> dict[str, dict[str, str]]:
    return {row["col_name"]: row for row in read(meta_csv(table))}


def test_filters_of_one_value_are_left_to_the_data() -> None:
    groups, _ = tables(show_edition(edition(), "public"))
    assert [line.column for line in filters_of(groups)] == [
        *("cluster", "engagement", "change_idea", "cycle", "measure"),
    ]


def test_a_filter_without_a_total_says_which_value_comes_first() -> None:
    groups, schools = tables(show_edition(edition(), "public"))
    assert [meta(groups)[name]["filter_default"] for name in ("engagement", "measure")] == ["", "Reading"]
    assert meta(schools)["engagement"]["filter_default"] == "Ash and partners"


def test_the_latest_half_term_comes_first() -> None:
    now = edition()
    first = replace(
        now,
        half_term=programme().half_term("autumn-2"),
        cycles=now.cycles[:1],
        cluster_studies=now.earlier_cluster_studies["autumn-2"],
        earlier_cluster_studies={},
    )
    groups, _ = tables(show_edition(first, "public"), show_edition(now, "public"))
    assert groups.values("half_term") == ("Autumn 2", "Spring 1")
    assert meta(groups)["half_term"]["filter_default"] == "Spring 1"


def test_indicators_say_unit_decimals_and_group() -> None:
    groups, _ = tables(show_edition(edition(), "public"))
    known = meta(groups)
    assert tuple(known["gap_change"]) == META_COLUMNS
    said = ("label", "indicator_grouping", "indicator_unit", "indicator_dp")
    assert {name: tuple(known[name][column] for column in said) for name in (
        *("pupils_target", "gap_change", "gap_change_p", "impact_effect_size_lower", "goal_reached"),
    )} == {
        "pupils_target": ("Pupils of the target group", "Pupils", "", "0"),
        "gap_change": ("Change of the gap", "The gap", "", "1"),
        "gap_change_p": ("Change of the gap, p-value", "The gap", "", "3"),
        "impact_effect_size_lower": ("Impact as an effect size, lower bound", "Impact", "", "2"),
        "goal_reached": ("Percent of goal reached", "Goal", "%", "0"),
    }  # fmt: skip


def test_the_codebook_has_every_column_of_every_file_with_its_methods() -> None:
    edition_shown = show_edition(edition(), "public")
    found = observations([edition_shown])
    made = open_tables(programme(), found)
    rows = read(codebook_csv(made, found))
    for table in made:
        assert [r["column"] for r in rows if r["file"] == f"{table.name}.csv"] == list(table.columns)
    assert all(row["label"] and row["meaning"] for row in rows)
    by_column = {row["column"]: row for row in rows}
    assert by_column["gap_change"]["methods"] == "Welch t interval"
    assert (by_column["gap_change"]["unit"], by_column["pupils_target"]["unit"]) == ("points", "pupils")


def test_a_method_that_counts_pupils_exactly_stays_inside() -> None:
    edition_shown = show_edition(edition(), "public")
    found = observations([edition_shown])
    book = codebook_csv(open_tables(programme(), found), found)
    assert "labels permuted within school" in book
    assert "24 target" not in book
