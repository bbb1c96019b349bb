"""Noticing changed files."""

from __future__ import annotations

from pathlib import Path

from halfterm.flows.watching import Quiet, Watch, news_files, written_files
from halfterm.flows.workspace import open_workspace
from tests.flows.small_workspace import make_workspace


def test_a_file_that_comes_goes_or_changes_is_noticed_once(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    watch = Watch(lambda: tmp_path.glob("*.yaml"))
    assert not watch.changed()
    file.write_text("a")
    assert [watch.changed(), watch.changed()] == [True, False]
    file.write_text("longer")
    assert [watch.changed(), watch.changed()] == [True, False]
    file.unlink()
    assert [watch.changed(), watch.changed()] == [True, False]


def test_changes_settle_when_nothing_has_changed_for_a_while(tmp_path: Path) -> None:
    time = 0.0
    file = tmp_path / "marks.csv"
    quiet = Quiet(Watch(lambda: [file]), seconds=30, clock=lambda: time)
    file.write_text("a")
    assert not quiet.settled()
    time = 20
    file.write_text("a and more")
    assert not quiet.settled()
    time = 49.9
    assert not quiet.settled()
    time = 50
    assert [quiet.settled(), quiet.settled()] == [True, False]
    file.write_text("a and more again")
    quiet.forget()
    time = 200
    assert not quiet.settled()


def test_dates_come_from_what_people_write_and_news_from_data_and_register(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small", pupils=4)
    workspace = open_workspace(folder)
    written = {path.relative_to(folder).as_posix() for path in written_files(folder)}
    assert {"halfterm.toml", "programme.yaml", "calendar.yaml", "cycles/ash-beech-1.yaml"} <= written
    news = {path.relative_to(folder).as_posix() for path in news_files(workspace)}
    assert news == {"inbox/marks.csv", "warehouse/register.head"}
