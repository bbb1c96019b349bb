"""Sources: what a mapping may say, and what decides whether a load is the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.source import read_sources
from tests.warehouse.conftest import make_source

GOOD = """\
source: marks
file: marks.csv
pupil: upn
half_terms:
  autumn:
    school: school
    attributes: {fsm: {column: fsm, values: {Y: yes, N: no}}}
    measures: {reading: {column: reading, scale: points}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources").mkdir()
    return tmp_path / "sources"


def test_sources_are_read_in_order_of_their_files_and_no_stays_text(folder: Path) -> None:
    (folder / "b.yaml").write_text(GOOD, encoding="utf-8")
    (folder / "a.yaml").write_text(GOOD.replace("source: marks", "source: other"), encoding="utf-8")
    first, second = read_sources(folder)
    assert (first.source, second.source) == ("other", "marks")
    assert second.half_terms["autumn"].attributes["fsm"].values == {"Y": "yes", "N": "no"}


def test_everything_wrong_in_any_of_them_is_said_at_once(folder: Path) -> None:
    (folder / "a.yaml").write_text(GOOD.replace("pupil: upn", "pupl: upn"), encoding="utf-8")
    (folder / "b.yaml").write_text(GOOD.replace("scale: points", "skale: points"), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        read_sources(folder)
    said = "\n".join(refused.value.problems)
    assert "sources/a.yaml, line 3: unknown key 'pupl'; did you mean 'pupil'?" in said
    assert "sources/b.yaml, line 8: 'half_terms.autumn.measures.reading.scale' is missing" in said
    assert "unknown key 'half_terms.autumn.measures.reading.skale'; did you mean 'scale'?" in said


def test_a_folder_without_a_source_is_refused(folder: Path) -> None:
    with pytest.raises(BadInput, match="there is no source"):
        read_sources(folder)


@pytest.mark.parametrize("used", ["school", "fsm", "reading", "upn"])
def test_one_column_does_not_mean_two_things(used: str) -> None:
    half_terms: dict[str, Any] = make_source().model_dump()["half_terms"]
    half_terms["spring"]["measures"]["maths"]["column"] = used
    with pytest.raises(ValidationError, match=f"half-term 'spring' uses column '{used}' twice"):
        make_source(half_terms=half_terms)


def test_the_file_lies_in_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "marks.csv").write_text("upn\n", encoding="utf-8")
    assert make_source().files(tmp_path, "autumn") == ((tmp_path / "marks.csv").resolve(),)
    assert make_source(file="other.csv").files(tmp_path, "autumn") == ()
    (tmp_path / "inside").mkdir()
    for outside in ("../marks.csv", "/etc/passwd"):
        with pytest.raises(BadInput, match="outside the workspace"):
            make_source(file=outside).files(tmp_path / "inside", "autumn")


def test_what_decides_a_load_is_the_mapping_and_not_the_words_about_it() -> None:
    plain = make_source().mapping_digest("autumn")
    assert make_source(about="New words").mapping_digest("autumn") == plain
    assert make_source(pupil="id").mapping_digest("autumn") != plain
    assert make_source().mapping_digest("spring") != plain


def test_a_half_term_may_have_a_file_of_its_own_and_its_name_decides_no_load() -> None:
    columns = make_source().half_terms["autumn"].model_dump()
    own = make_source(file=None, half_terms={"autumn": columns | {"file": "inbox/autumn.csv"}})
    assert own.place("autumn") == "inbox/autumn.csv"
    assert own.mapping_digest("autumn") == make_source().mapping_digest("autumn")


def test_a_half_term_without_any_file_is_refused() -> None:
    with pytest.raises(ValueError, match="half-term 'autumn' has no file, and neither has the source"):
        make_source(file=None)


LONG = """\
source: results
file: inbox/{half_term}.csv
identifier: upn
pupil: UPN
columns:
  school: School
  attributes: {fsm: {column: FSM, values: {Y: yes, N: no}}}
  measures:
    reading: {column: Result, where: {Subject: [Reading, English], Term: "{called}"}, scale: nc-levels}
    maths: {column: Result, where: {Subject: Maths, Term: "{called}"}, scale: nc-levels}
half_terms:
  autumn-1: {called: Aut1}
  autumn-2: {called: Aut2, measures: {maths: {column: "Maths {called}", scale: percent}}}
"""


def test_what_half_terms_share_is_said_once_and_each_may_say_otherwise(folder: Path) -> None:
    (folder / "a.yaml").write_text(LONG, encoding="utf-8")
    (source,) = read_sources(folder)
    first, second = source.columns_of("autumn-1"), source.columns_of("autumn-2")
    assert first.measures["reading"].where == {"Subject": ("Reading", "English"), "Term": ("Aut1",)}
    assert (first.school, first.measures["maths"].column) == ("School", "Result")
    assert second.measures["reading"].where["Term"] == ("Aut2",)
    assert (second.measures["maths"].column, second.measures["maths"].scale) == ("Maths Aut2", "percent")
    assert first.columns == ("School", "FSM", "Result", "Subject", "Term")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("identifier: upn", "identifier: anonymous", "an anonymous survey has no column of pupils"),
        ("pupil: UPN\n", "", "'pupil' is missing: the column that tells one pupil from another"),
        ("  school: School\n", "", "half-term 'autumn-1' does not say which column holds the school"),
        ("file: inbox/{half_term}.csv\n", "", "half-term 'autumn-1' has no file, and neither has the source"),
        ("source: results", "source: results\npreset: sims-marksheets", "no preset 'sims-marksheets'; did"),
        ("identifier: upn", "identifier: upn\nbirth: School", "uses column 'School' twice"),
    ],
)
def test_a_source_that_cannot_be_is_refused(folder: Path, old: str, new: str, said: str) -> None:
    assert old in LONG
    (folder / "a.yaml").write_text(LONG.replace(old, new), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        read_sources(folder)
    assert said in str(refused.value)


def test_the_school_may_be_told_by_the_path_or_by_the_source(folder: Path) -> None:
    for told in ("file: inbox/{school}.csv", "file: inbox/a.csv\nschool_is: ash"):
        text = LONG.replace("file: inbox/{half_term}.csv", told).replace("  school: School\n", "")
        (folder / "a.yaml").write_text(text, encoding="utf-8")
        assert read_sources(folder)[0].columns_of("autumn-1").school is None
