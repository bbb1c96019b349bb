"""Open data: the pages' own figures, a row a place and measure, hidden where a page hides them."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from halfterm.cycles.disclosure import Audience, Shown, hidden, show_p
from halfterm.cycles.impact.finding import undefined
from halfterm.cycles.plan import Measure
from halfterm.cycles.programme import HalfTerm
from halfterm.cycles.record import EditionRecord, GoneWithout
from halfterm.site.indicators import NAMES, indicators
from halfterm.site.observations import observations
from halfterm.site.open_data import OpenTable, country, open_figure, open_tables
from halfterm.site.open_labels import time_period
from halfterm.site.safe import show_edition
from halfterm.site.shown import ShownEdition
from halfterm.site.tidy import findings_csv
from tests.site.edition_factory import edition, finding, plan, programme, school, study

Row = dict[str, str]


def shown(record: EditionRecord | None = None, audience: Audience = "public") -> ShownEdition:
    return show_edition(record or edition(), audience)


def tables(*editions: ShownEdition) -> dict[str, OpenTable]:
    return {table.name: table for table in open_tables(editions[-1].programme, observations(editions))}


def rows(table: OpenTable) -> list[Row]:
    return list(csv.DictReader(io.StringIO(table.csv)))


def of_schools(*editions: ShownEdition) -> list[Row]:
    return rows(tables(*editions)["gaps-schools"])


def test_groups_and_schools_have_a_file_each_with_a_row_a_measure() -> None:
    made = tables(shown())
    groups, schools = rows(made["gaps-groups"]), of_schools(shown())
    assert [(r["cluster"], r["engagement"], r["cycle"], r["measure"]) for r in groups] == [
        ("North cluster", "Total", "Total", "Reading"),
        ("North cluster", "Total", "Total", "Maths"),
        ("North cluster", "Ash and partners", "ash-2", "Reading"),
        ("North cluster", "Ash and partners", "ash-2", "Maths"),
        ("South cluster", "Total", "Total", "Reading"),
        ("South cluster", "Dale and Elm", "dale-1", "Reading"),
    ]
    assert [r["school_name"] for r in schools] == [
        *("Ash School", "Ash School", "Birch School", "Birch School", "Cedar School", "Cedar School"),
        *("Dale School", "Elm School"),
    ]
    assert {r["geographic_level"] for r in groups} == {"National"}
    assert {r["geographic_level"] for r in schools} == {"School"}


def test_the_half_term_is_a_filter_and_the_school_year_the_period() -> None:
    first = rows(tables(shown())["gaps-groups"])[0]
    assert (first["time_period"], first["time_identifier"]) == ("202526", "Academic year")
    assert (first["half_term"], first["baseline_half_term"]) == ("Spring 1", "Autumn 2")


@pytest.mark.parametrize(
    ("starts", "period"),
    [
        (date(2012, 9, 3), "201213"),
        (date(2013, 7, 1), "201213"),
        (date(1999, 9, 1), "199900"),
        (date(2009, 1, 5), "200809"),
    ],
)
def test_a_period_is_written_as_official_data_write_it(starts: date, period: str) -> None:
    assert time_period(HalfTerm(id="h", name="H", starts=starts, ends=starts)) == period


@pytest.mark.parametrize("audience", ["cluster", "public"])
def test_every_figure_is_the_one_of_the_pages(audience: Audience) -> None:
    edition_shown = shown(audience=audience)
    pages = {
        (r["cycle"], r["measure"], r["place"], r["statistic"]): r
        for cycle in edition_shown.cycles
        for r in csv.DictReader(io.StringIO(findings_csv(cycle.studies)))
    }
    figures = 0
    for row in of_schools(edition_shown):
        place, measure = row["school_name"].split()[0].lower(), row["measure"].lower()
        for (cycle, of, where, statistic), page in pages.items():
            if (cycle, of, where) != (row["cycle"], measure, place):
                continue
            column = NAMES.get(statistic, statistic)
            for part, ending in (("value", ""), ("lower", "_lower"), ("upper", "_upper"), ("p", "_p")):
                if f"{column}{ending}" in row:
                    figures += 1
                    assert row[f"{column}{ending}"] == page[part].replace("<0.001", "low")
    assert figures > 200


def test_a_hidden_study_shows_nothing_but_its_symbol() -> None:
    for row in of_schools(shown()):
        placed = len(tables(shown())["gaps-schools"].placed) + 10
        cells = list(row.values())[placed:]
        if row["school_name"] in ("Cedar School", "Birch School"):
            assert set(cells) == {"c"}
        else:
            assert "c" not in cells


def test_numbers_of_pupils_are_rounded_for_everybody() -> None:
    counts = [r[f"pupils_{side}"] for r in of_schools(shown()) for side in ("target", "comparison")]
    assert {count for count in counts if count != "c"} == {"20", "25", "30", "35", "40"}
    assert [r["pupils_target"] for r in of_schools(shown(audience="cluster"))][:2] == ["24", "24"]


def test_a_study_that_a_later_edition_hides_is_hidden_in_the_earlier_too() -> None:
    now = edition()
    first = replace(
        now,
        half_term=programme().half_term("autumn-2"),
        cycles=now.cycles[:1],
        cluster_studies=now.earlier_cluster_studies["autumn-2"],
        earlier_cluster_studies={},
    )
    alone = of_schools(shown(first))
    assert [r["gap_before"] for r in alone if r["school_name"] == "Ash School"] == ["-8.0", "-9.2"]
    later = shown(now)
    ash = [replace(s, why_hidden="few pupils") if s.place == "ash" else s for s in later.cycles[0].studies]
    hiding = replace(later, cycles=(replace(later.cycles[0], studies=tuple(ash)), *later.cycles[1:]))
    both = of_schools(shown(first), hiding)
    assert {r["gap_before"] for r in both if (r["cycle"], r["school_name"]) == ("ash-1", "Ash School")} == {
        "c"
    }


def test_engagements_that_are_not_out_and_their_clusters_are_not_in_it() -> None:
    left = shown().without(["ash-and-partners"])
    assert {r["cluster"] for r in rows(tables(left)["gaps-groups"])} == {"South cluster"}
    assert {r["engagement"] for r in of_schools(left)} == {"Dale and Elm"}


def test_a_school_that_the_cycle_went_on_without_has_no_row() -> None:
    later = shown()
    gone = GoneWithout("ash", "ana", date(2026, 2, 13), "Its file never came.")
    cycles = tuple(replace(c, without=(gone,)) if c.plan.id == "ash-2" else c for c in later.cycles)
    assert "Ash School" not in {r["school_name"] for r in of_schools(replace(later, cycles=cycles))}


def test_schools_say_their_numbers_and_their_authority_where_they_are_known() -> None:
    record, known = edition(), programme()
    north = known.clusters[0]
    ash = school("ash").model_copy(update={"urn": "103167", "laestab": "3302071"})
    cluster = north.model_copy(update={"schools": (ash, *north.schools[1:])})
    there = known.model_copy(update={"clusters": (cluster, known.clusters[1])})
    found = of_schools(shown(replace(record, programme=there)))
    columns = ("region_name", "old_la_code", "new_la_code", "la_name", "school_urn", "school_laestab")
    assert [found[0][c] for c in columns] == [
        *("West Midlands", "330", "E08000025", "Birmingham", "103167", "3302071"),
    ]
    assert [found[-1][c] for c in columns] == ["Unknown", "z", "z", "Unknown", "x", "x"]
    assert found[0]["country_name"] == "England"


def test_without_an_official_number_the_country_is_not_known() -> None:
    assert country(programme()) == ("z", "Outside of England and unknown")


def test_names_that_are_there_twice_get_their_ids() -> None:
    known = programme()
    twin = known.engagements[1].model_copy(update={"name": "Ash and  partners"})
    there = known.model_copy(update={"engagements": (known.engagements[0], twin)})
    found = of_schools(shown(replace(edition(), programme=there)))
    assert {r["engagement"] for r in found} == {
        "Ash and partners (ash-and-partners)",
        "Ash and partners (dale-and-elm)",
    }


def test_measures_of_one_name_on_two_scales_stay_apart() -> None:
    record = edition()
    other = plan(
        **{
            name: getattr(record.cycles[2].plan, name)
            for name in ("id", "engagement", "half_term", "baseline", "follow_up", "aim", "targets")
        },
        measures=(Measure(id="reading", name="Reading", scale="reading-age"),),
    )
    cycles = (*record.cycles[:2], replace(record.cycles[2], plan=other))
    found = of_schools(shown(replace(record, cycles=cycles)))
    assert {(r["measure"], r["scale"]) for r in found if r["measure"].startswith("Reading")} == {
        ("Reading (reading, points)", "points"),
        ("Reading (reading, reading-age)", "reading-age"),
    }


def test_a_name_that_a_spreadsheet_would_run_is_made_harmless() -> None:
    known = programme()
    risky = known.clusters[1].model_copy(update={"name": "=1+1"})
    there = known.model_copy(update={"clusters": (known.clusters[0], risky)})
    assert {r["cluster"] for r in of_schools(shown(replace(edition(), programme=there)))} == {
        "North cluster",
        "'=1+1",
    }


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (show_p(0.0004), "low"),
        (show_p(0.041), "0.041"),
        (hidden("c"), "c"),
        (hidden("z"), "z"),
    ],
)
def test_a_probability_that_would_round_to_nought_is_low(figure: Shown, text: str) -> None:
    assert open_figure(figure).text == text


def test_columns_are_named_once_and_as_the_standard_wants() -> None:
    columns = [figure.column for figure in indicators()]
    assert len(set(columns)) == len(columns)
    assert all(column.replace("_", "").isalnum() and column == column.lower() for column in columns)
    labels = [figure.label for figure in indicators()]
    assert len(set(labels)) == len(labels)
    assert max(map(len, columns)) <= 50
    assert max(map(len, labels)) <= 100


def test_columns_that_nobody_fills_are_left_out_and_the_gap_never() -> None:
    columns = tables(shown())["gaps-schools"].columns
    assert "goal_reached" not in columns
    few = replace(edition().cycles[1], studies=(study(cycle="ash-2", place="ash", n=(3, 4)),))
    hidden = tables(shown(replace(edition(), cluster_studies=(), cycles=(few,))))["gaps-schools"]
    assert set(hidden.columns[-5:]) == {
        *("gap_before", "gap_after", "gap_change", "gain_target", "gain_comparison"),
    }
    assert {cell for row in rows(hidden) for name, cell in row.items() if name.startswith("ga")} == {"c"}


def test_a_plan_that_compares_with_nobody_still_says_how_many_pupils() -> None:
    alone = study(
        place="dale",
        cycle="dale-1",
        findings=(
            undefined("gap_change", "no comparison"),
            replace(finding("gain_target", 4.0, n=(22, 0)), n_comparison=0),
        ),
    )
    record = edition()
    cycles = (*record.cycles[:2], replace(record.cycles[2], studies=(alone,)))
    (row,) = [
        r for r in of_schools(shown(replace(record, cycles=cycles))) if r["school_name"] == "Dale School"
    ]
    assert (row["pupils_target"], row["gap_change"], row["gain_target"]) == ("20", "z", "4.0")


def test_no_edition_has_no_table() -> None:
    assert open_tables(programme(), observations([])) == ()
