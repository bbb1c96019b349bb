"""Facilitators' words: out to a file, back into the page, kept through the next build, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.flows.cli import app
from tests.flows.small_workspace import make_workspace

SPRING = ("--half-term", "spring-1")
PAGE = "cases/ash-beech"


def said(*words: str) -> str:
    done = CliRunner().invoke(app, list(words), env={"COLUMNS": "160"})
    if done.exception is not None:
        raise done.exception
    return done.output


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose drafts are there."""
    folder = make_workspace(tmp_path_factory.mktemp("words") / "small")
    said("run", str(folder), *SPRING, "--engine", "local")
    return folder


def page(folder: Path) -> str:
    return (folder / "drafts/spring-1" / PAGE / "page.md").read_text(encoding="utf-8")


def take(folder: Path, file: Path, by: str = "fay") -> str:
    return said("words", "take", str(folder), PAGE, str(file), *SPRING, "--by", by)


def test_words_go_out_come_back_survive_a_build_and_are_taken_back(small: Path, tmp_path: Path) -> None:
    file, before = tmp_path / "words.txt", page(small)
    said("words", "show", str(small), PAGE, *SPRING, "--out", str(file))
    lines = file.read_text(encoding="utf-8").splitlines()
    first = next(line for line in lines if line.startswith("[1] "))
    changed = [
        line.replace(first, f"[1] In one line: {first[4:]}\n[1+] We met on 9 February.") for line in lines
    ]
    file.write_text("\n".join(changed), encoding="utf-8")
    assert "1 reworded, 1 added" in take(small, file)

    said("run", str(small), *SPRING, "--engine", "local")
    assert f"In one line: {first[4:]}" in page(small)
    assert "We met on 9 February. <em" in page(small)
    assert page(small).count("by Fay Facilitator,") == 2
    assert PAGE in said("review", "list", str(small), *SPRING)
    with pytest.raises(BadInput, match="nothing is said otherwise"):
        take(small, file)

    listed = said("words", "list", str(small), *SPRING)
    numbers = [line.split()[0] for line in listed.splitlines() if PAGE in line]
    assert "no longer fits" not in listed
    for number in numbers:
        said("words", "restore", str(small), number, *SPRING, "--by", "fay", "--reason", "Plainer without.")
    assert page(small) == before
    assert said("words", "list", str(small), *SPRING) == "Every page is as the engine wrote it.\n"


def test_wrong_files_and_people_change_nothing(small: Path, tmp_path: Path) -> None:
    file, before = tmp_path / "words.txt", page(small)
    file.write_text("[1] Of 7 pupils, 4 came.\n\n[400] Well.\n\nNo number.\n", encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        take(small, file)
    assert [line.split(": ")[0] for line in refused.value.problems] == [
        "words.txt, line 1",
        "words.txt, line 3",
        "words.txt, line 5",
    ]
    file.write_text("[1+] Well met.\n", encoding="utf-8")
    with pytest.raises(NotAllowed, match="neither the facilitator"):
        take(small, file, by="head-ash")
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="not a text"):
        take(small, file)
    with pytest.raises(BadInput, match="did you mean 'cases/ash-beech'"):
        said("words", "show", str(small), "cases/ash-beach", *SPRING)
    assert page(small) == before
