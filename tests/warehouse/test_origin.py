"""From a place to its tables: what a pattern stands for, and fetched tables that leave nothing behind."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.origin import Part, is_pattern, parts_of
from halfterm.warehouse.place import Database, Http, OneRoster
from tests.warehouse.local_server import Reply, serving

Parts = Callable[..., tuple[Part, ...]]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "my cluster [2026]"
    folder.mkdir()
    return folder


@pytest.fixture
def parts(workspace: Path) -> Parts:
    """The parts of a place, once the block has ended."""

    def of(place: str | Database | Http | OneRoster, *, called: str | None = "Aut2") -> tuple[Part, ...]:
        with parts_of(
            place, workspace=workspace, half_term="autumn-2", called=called, environment={"W": "s3cret"}
        ) as found:
            return found

    return of


def put(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("UPN,Score\n")


def named(parts: tuple[Part, ...]) -> dict[str, str | None]:
    return {part.name: part.school for part in parts}


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("inbox/ash.csv", {"ash.csv": None}),
        ("inbox/none.csv", {}),
        ("none/none.csv", {}),
        ("inbox", {"ash.csv": None, "autumn-2.csv": None, "beech.xlsx": None, "ctf.XML": None}),
        ("inbox/", {"ash.csv": None, "autumn-2.csv": None, "beech.xlsx": None, "ctf.XML": None}),
        ("inbox/{half_term}.csv", {"autumn-2.csv": None}),
        ("inbox/*.csv", {"ash.csv": None, "autumn-2.csv": None}),
        ("inbox/*", {"ash.csv": None, "autumn-2.csv": None, "beech.xlsx": None, "ctf.XML": None}),
        ("inbox/{school}.csv", {"ash.csv": "ash", "autumn-2.csv": "autumn-2"}),
        ("inbox/{school}.x*", {"beech.xlsx": "beech"}),
        ("schools/{school}/{called} *", {"ash/Aut2 marks.csv": "ash", "Oak-hill/Aut2 marks.csv": "oak-hill"}),
        ("schools/{school}/{school}.csv", {"ash/ash.csv": "ash"}),
        ("schools/*/Aut2*.csv", {"ash/Aut2 marks.csv": None, "Oak-hill/Aut2 marks.csv": None}),
        ("schools/**/a*.csv", {"ash/ash.csv": None}),
    ],
)  # fmt: skip
def test_a_path_stands_for_the_files_that_it_says(
    parts: Parts, workspace: Path, place: str, expected: Mapping[str, str | None]
) -> None:
    put(
        workspace,
        "inbox/ash.csv",
        "inbox/beech.xlsx",
        "inbox/autumn-2.csv",
        "inbox/ctf.XML",
        "inbox/notes.docx",
    )
    put(
        workspace,
        "inbox/~$beech.xlsx",
        "inbox/.DS_Store",
        "inbox/.hidden.csv",
        "inbox/.~lock.ash.csv#",
        "inbox/ash.csv~",
    )
    put(workspace, "inbox/older/ash.csv", "schools/ash/Aut2 marks.csv", "schools/ash/ash.csv")
    put(workspace, "schools/Oak-hill/Aut2 marks.csv", "schools/not_an_id/marks.csv", "schools/Aut1 marks.csv")
    found = parts(place)
    assert named(found) == expected
    assert [part.path for part in found] == sorted(part.path for part in found)
    assert all(part.path.is_file() and not part.fetched for part in found)


def test_the_names_of_found_files_and_of_half_terms_are_no_patterns(parts: Parts, workspace: Path) -> None:
    put(workspace, "inbox/*.csv", "inbox/[a].csv", "inbox/b.csv", "inbox/A+2.csv")
    assert named(parts("inbox/[a].csv")) == {"[a].csv": None}
    assert named(parts("inbox/{called}.csv", called="*")) == {"*.csv": None}
    assert named(parts("inbox/*{called}.csv", called="A+2")) == {"A+2.csv": None}


@pytest.mark.parametrize(
    "place",
    [
        "/etc/hosts", "../other/marks.csv", "../other/*", "../*/marks.csv",
        "link.csv", "links/*.csv", "linked/*.csv", "lin*/*.csv",
    ],
)  # fmt: skip
def test_nothing_outside_the_workspace_is_read_even_through_links(
    parts: Parts, workspace: Path, place: str
) -> None:
    other = workspace.parent / "other"
    put(other, "marks.csv")
    put(workspace, "links/mine.csv")
    (workspace / "link.csv").symlink_to(other / "marks.csv")
    (workspace / "links" / "theirs.csv").symlink_to(other / "marks.csv")
    (workspace / "linked").symlink_to(other)
    with pytest.raises(BadInput, match="lies outside the workspace"):
        parts(place)


def test_a_link_within_the_workspace_is_followed(parts: Parts, workspace: Path) -> None:
    put(workspace, "shared/marks.csv")
    (workspace / "inbox").symlink_to(workspace / "shared")
    assert named(parts("inbox/*.csv")) == {"marks.csv": None}


def test_two_files_of_one_school_are_refused_by_name(parts: Parts, workspace: Path) -> None:
    put(workspace, "inbox/ash.csv", "inbox/ash.xlsx", "inbox/beech.csv")
    with pytest.raises(BadInput) as refused:
        parts("inbox/{school}.*")
    assert refused.value.problems == ("two files are of school 'ash': 'ash.csv' and 'ash.xlsx'; keep one",)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("inbox/{scool}.csv", "{scool} stands for nothing; did you mean 'school'"),
        ("inbox/{}.csv", "{} stands for nothing"),
        ("inbox/{called}.csv", "asks for {called}, which this half-term does not say"),
    ],
)
def test_a_word_in_braces_that_stands_for_nothing_is_refused(parts: Parts, place: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        parts(place, called=None)


@pytest.mark.parametrize(
    ("place", "several"),
    [("inbox/marks.csv", False), ("inbox/{half_term}.csv", False), ("inbox/{school}.csv", True),
     ("inbox/*.csv", True), ("inbox", True), ("inbox/{half_term}/", True)],
)  # fmt: skip
def test_a_pattern_may_stand_for_several_files(place: str, several: bool) -> None:
    assert is_pattern(place) is several


def test_a_fetched_table_lies_in_a_private_folder_that_goes_with_the_block(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    raw = sqlite3.connect(workspace / "mis.sqlite")
    raw.execute("CREATE TABLE marks AS SELECT 'B801200005001' AS upn, 12 AS score")
    raw.commit()
    raw.close()
    database = Database.model_validate({"url": "sqlite:///mis.sqlite", "table": "marks"})
    with parts_of(database, workspace=workspace, half_term="a", called=None, environment={}) as (part,):
        assert (part.name, part.school, part.fetched) == ("database marks", None, True)
        assert part.path.name == "database marks.csv"
        assert part.path.read_text() == "upn,score\nB801200005001,12\n"
        assert stat.S_IMODE(part.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(part.path.parent.stat().st_mode) == 0o700
        assert part.path.is_relative_to(temporary)
    assert list(temporary.iterdir()) == []


def test_a_fetch_that_fails_leaves_nothing_behind(
    parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    with serving(
        lambda asked: Reply([{"upn": 1}] if asked.query["page"] == "1" else None, status=200)
    ) as server:
        place = {"url": server.url + "/marks", "page": {}, "headers": {"X-Api-Key": "${W}"}}
        with pytest.raises(BadInput, match="/marks: ") as refused:
            parts(Http.model_validate(place))
    assert list(temporary.iterdir()) == []
    assert "s3cret" not in repr(refused.value)


def test_a_place_with_no_row_yet_has_no_part(parts: Parts) -> None:
    with serving(lambda _: Reply([])) as server:
        assert parts(Http.model_validate({"url": server.url + "/marks"})) == ()
