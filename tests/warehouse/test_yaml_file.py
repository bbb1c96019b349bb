"""YAML as people write it: text stays text, and every problem has its line and the nearest right word."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pydantic import Field

from halfterm.cycles.errors import BadInput
from halfterm.cycles.model import OneOrMore, Record, Slug
from halfterm.warehouse.yaml_file import read_record


class Pupil(Record):
    house: str
    year: int = 1


class Visit(Record):
    """A record with a field of every kind that plans have."""

    id: Slug
    on: date
    times: int = 0
    share: float | None = None
    open: bool = False
    groups: dict[Slug, OneOrMore] = Field(default_factory=dict)
    pupils: tuple[Pupil, ...] = ()
    best: Pupil | None = None


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "visit.yaml"


def read(path: Path, text: str | bytes) -> Visit:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_record(path, Visit)


GOOD = "id: a\non: 2025-05-01\n"


def test_scalars_stay_text_until_the_model_gives_them_their_type(path: Path) -> None:
    visit = read(
        path,
        GOOD
        + "times: 017\nopen: no\n"
        + "groups: {fsm: NO, time: 1:30, code: 017, born: 2012-09-01, none: ~, many: [y, on]}\n",
    )
    assert visit.groups == {
        "fsm": ("NO",),
        "time": ("1:30",),
        "code": ("017",),
        "born": ("2012-09-01",),
        "none": ("~",),
        "many": ("y", "on"),
    }
    assert (visit.times, visit.open, visit.on) == (17, False, date(2025, 5, 1))


def test_a_key_without_a_value_is_not_known_and_a_byte_order_mark_is_no_key(path: Path) -> None:
    assert read(path, "\ufeff" + GOOD + "share:\n").share is None


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (GOOD + "tims: 3\n", ["visit.yaml, line 3: unknown key 'tims'; did you mean 'times'?"]),
        (
            GOOD + "pupils:\n- house: Ash\n- hous: Beech\n",
            [
                "visit.yaml, line 5: 'pupils.1.house' is missing",
                "visit.yaml, line 5: unknown key 'pupils.1.hous'; did you mean 'house'?",
            ],
        ),
        (
            GOOD + "best: {house: Ash, yaer: 3}\n",
            ["visit.yaml, line 3: unknown key 'best.yaer'; did you mean 'year'?"],
        ),
        ("id: a\n", ["visit.yaml, line 1: 'on' is missing"]),
        (
            GOOD + "times: many\n",
            ["visit.yaml, line 3: times: input should be a valid integer, unable to parse string"],
        ),
        (
            "id: a\non: someday\n\n\nshare: [1]\n",
            [
                "visit.yaml, line 2: on: input should be a valid date or datetime, input is too short",
                "visit.yaml, line 5: share: input should be a valid number",
            ],
        ),
        (GOOD + "times: 1\ntimes: 2\n", ["visit.yaml, line 4: the key 'times' is there twice"]),
        (GOOD + "groups:\n  a: x\n  'a': y\n", ["visit.yaml, line 5: the key 'a' is there twice"]),
        (
            GOOD + "groups: &g {a: x}\nbest: *g\n",
            ["visit.yaml, line 4: aliases (*name) are not read here; write the value out"],
        ),
        (GOOD + "? [a, b]\n: c\n", ["visit.yaml, line 3: a key must be a word"]),
        (GOOD + "groups: {a: [\n", ["visit.yaml, line 4: not well-formed YAML"]),
        (GOOD + "---\nid: b\n", ["visit.yaml, line 3: not well-formed YAML"]),
        (GOOD + "share: \x07\n", ["visit.yaml: not well-formed YAML; is there an unprintable character?"]),
        ("- a\n- b\n", ["visit.yaml: the file must hold keys and values"]),
        ("", ["visit.yaml: the file is empty"]),
        ("# only a remark\n", ["visit.yaml: the file is empty"]),
        (b"id: \xe9\n", ["visit.yaml: not saved as UTF-8 text"]),
        (GOOD + "groups: " + "[" * 5000, ["visit.yaml, line 3: nested more than 20 levels deep"]),
        (GOOD + "about: " + "x" * 300_000, ["visit.yaml: larger than 256 KB; a plan or setting is not"]),
    ],
)
def test_every_problem_is_named_with_its_line(path: Path, text: str | bytes, problems: list[str]) -> None:
    with pytest.raises(BadInput) as refused:
        read(path, text)
    said = list(refused.value.problems)
    assert len(said) == len(problems)
    for found, expected in zip(said, problems, strict=True):
        assert found.startswith(expected)


def test_a_wrong_value_is_not_repeated(path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        read(path, GOOD.replace("2025-05-01", "Zaphod") + "times: Zaphod\nid2: Zaphod\n")
    assert "Zaphod" not in str(refused.value)


def test_a_file_that_is_not_there_is_named_as_asked(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"sources/a\.yaml: there is no such file"):
        read_record(tmp_path / "a.yaml", Visit, shown_as="sources/a.yaml")
