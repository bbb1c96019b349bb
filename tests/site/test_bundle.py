"""The zip for researchers: always the same bytes, screened, with a README that says what it is."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from halfterm.cycles.disclosure import show_number
from halfterm.cycles.programme import Person
from halfterm.site.bundle import bundle
from halfterm.site.bundle_readme import plain
from halfterm.site.safe import show_edition
from halfterm.site.shown import ShownDispute, ShownEdition
from tests.site.edition_factory import edition, programme


@pytest.fixture(name="public")
def public_edition() -> ShownEdition:
    return show_edition(edition(), "public")


def test_the_zip_holds_data_metadata_codebook_cycles_checks_and_a_readme(public: ShownEdition) -> None:
    made = bundle([public])
    with zipfile.ZipFile(io.BytesIO(made.zipped)) as archive:
        assert archive.namelist() == [
            "README.md",
            *("data/gaps-groups.csv", "data/gaps-groups.meta.csv"),
            *("data/gaps-schools.csv", "data/gaps-schools.meta.csv"),
            *("codebook.csv", "cycles.csv", "screening.csv"),
        ]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("data/gaps-groups.csv").decode() == made.files["data/gaps-groups.csv"]
    assert made.rows == 14


def test_the_same_editions_give_the_same_bytes(public: ShownEdition) -> None:
    assert bundle([public]).zipped == bundle([show_edition(edition(), "public")]).zipped


def test_what_is_made_passes_the_screener_without_a_warning(public: ShownEdition) -> None:
    made = bundle([public])
    assert made.passed
    assert [len(s.of("fail")) + len(s.of("warning")) for s in made.screenings] == [0, 0]
    assert (
        "gaps-groups.csv,ind_small_counts,No number of pupils that must be hidden,pass,0,"
        in (made.files["screening.csv"])
    )


def test_a_number_that_slips_through_unrounded_is_stopped(public: ShownEdition) -> None:
    cycle = public.cycles[1]
    studies = tuple(
        replace(
            s,
            findings={
                **s.findings,
                "gap_change": replace(s.findings["gap_change"], n_target=show_number(24, decimals=0)),
            },
        )
        for s in cycle.studies
    )
    cycles = (public.cycles[0], replace(cycle, studies=studies), public.cycles[2])
    made = bundle([replace(public, cycles=cycles)])
    assert not made.passed
    assert {check.name for s in made.screenings for check in s.of("fail")} == {"ind_small_counts"}


def test_the_readme_says_what_who_when_and_for_whom(public: ShownEdition) -> None:
    text = bundle([public]).files["README.md"]
    for words in (
        "# Closing gaps together: open data",
        "**An example: the schools and their figures are made up.**",
        "- North cluster: Ash and partners. Facilitator: Ana Bright.",
        "- Spring 1 (`time_period` 202526): 5 January 2026 to 13 February 2026.",
        "Made for everybody. Figures about fewer than 10 pupils are hidden and show c.",
        "- `low`: rounds to nought, but is not nought.",
        "Gaps move for other reasons too.",
        "- `9f2c41d07ab35e66`: autumn-scores, autumn-2.",
    ):
        assert words in text
    assert "1,208" not in text
    assert "\n\n\n" not in text


def test_without_a_licence_it_says_whom_to_ask(public: ShownEdition) -> None:
    assert "None is stated. Ask Ana Bright before" in bundle([public]).files["README.md"]
    given = bundle([public], licence="Open Government Licence v3.0").files["README.md"]
    assert "## Licence\n\nOpen Government Licence v3.0." in given


def test_an_open_dispute_is_named_and_not_told(public: ShownEdition) -> None:
    doubt = ShownDispute(
        *(7, "ash-2", "Reading", "key", "school", "ash", "gap_change", "cat", date(2026, 2, 17)),
        *("Two sat it late.", "", "", None),
    )
    cycle = replace(public.cycles[1], disputes=(doubt, replace(doubt, number=8, settled_on=date(2026, 3, 1))))
    text = bundle([replace(public, cycles=(public.cycles[0], cycle, public.cycles[2]))]).files["README.md"]
    assert "- Reading, Change of the gap (school ash, cycle `ash-2`): since 17 February 2026." in text
    assert text.count("since 17 February") == 1
    assert "sat it late" not in text
    assert "Disputed" not in bundle([public]).files["README.md"]


def test_cycles_say_plan_and_decision_but_no_reasons(public: ShownEdition) -> None:
    now = edition()
    first = replace(
        now,
        half_term=programme().half_term("autumn-2"),
        cycles=now.cycles[:1],
        cluster_studies=(),
        earlier_cluster_studies={},
    )
    lines = bundle([show_edition(first, "public"), public]).files["cycles.csv"].splitlines()
    assert [line.split(",")[0] for line in lines] == ["cycle", "ash-1", "ash-2", "dale-1"]
    assert lines[1].endswith(
        "Autumn 1,Autumn 2,yes,waiting list,2025-09-08,5d41402abc4b2a76b9719d911017c592,0,adapt"
    )
    assert "Pairs work best" not in "".join(lines)


def test_peoples_words_are_no_markdown() -> None:
    assert plain("a *b*\n[c](d)") == "a \\*b\\* \\[c\\](d)"
    people = (Person(id="ana", name="Ana <b>Bright</b>", role="facilitator"), *programme().people[1:])
    record = replace(edition(), programme=programme(people=people))
    assert "Ana \\<b\\>Bright" in bundle([show_edition(record, "public")]).files["README.md"]


def test_editions_without_figures_have_no_tables(public: ShownEdition) -> None:
    made = bundle([public.without(["ash-and-partners", "dale-and-elm"])])
    assert (made.tables, made.rows, made.screenings) == ((), 0, ())
