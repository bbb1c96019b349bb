"""Presets: the common exports as data, each the beginnings of a source that is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.preset import presets
from halfterm.warehouse.source import Source, read_sources
from halfterm.warehouse.table_file import TableFile

OWN = """\
preset: {preset}
source: marks
file: inbox/{{school}}.csv
half_terms: {{autumn-2: {{called: Aut2}}}}
"""


def source_of(folder: Path, preset: str, more: str = "") -> Source:
    (folder / "marks.yaml").write_text(OWN.format(preset=preset) + more, encoding="utf-8")
    return read_sources(folder)[0]


@pytest.mark.parametrize("name", presets())
def test_a_preset_needs_only_a_file_and_half_terms_to_be_a_source(name: str, tmp_path: Path) -> None:
    source = source_of(tmp_path, name)
    columns = source.columns_of("autumn-2")
    assert columns.measures
    assert not any("{called}" in header for header in columns.columns)


@pytest.mark.parametrize("name", presets())
def test_every_column_that_a_preset_maps_is_one_of_its_headers(name: str, tmp_path: Path) -> None:
    source = source_of(tmp_path, name)
    known = [header.replace("{called}", "Aut2") for words in presets()[name].headers for header in words]
    mapped = [source.pupil, *([source.birth] if source.birth else []), *source.columns_of("autumn-2").columns]
    table = TableFile("preset", tuple(known))
    assert table.staged_names(mapped)


def test_presets_say_what_they_are() -> None:
    assert len(presets()) == 11
    assert all(preset.name and len(preset.about) > 60 for preset in presets().values())


def test_what_a_source_says_goes_before_its_preset_and_measures_are_not_mixed(tmp_path: Path) -> None:
    more = """
birth: Born
columns:
  attributes: {fsm: {column: Meals}}
  measures: {spelling: {column: Spelling, scale: points}}
"""
    source = source_of(tmp_path, "sims-marksheet", more)
    columns = source.columns_of("autumn-2")
    assert (source.birth, source.header_row, source.identifier) == ("Born", 4, "upn")
    assert list(columns.measures) == ["spelling"]
    assert columns.attributes["fsm"].column == "Meals"
    assert columns.attributes["sen"].column == "SEN"


def test_an_unknown_preset_is_answered_with_the_near_ones(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no preset 'sims-marksheets'; did you mean 'sims-marksheet'"):
        source_of(tmp_path, "sims-marksheets")
