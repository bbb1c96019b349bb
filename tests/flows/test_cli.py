"""The command line as a person meets it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.small_workspace import make_workspace

HALFTERM = (sys.executable, "-c", "from halfterm.flows.cli import main; main()")


def halfterm(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [*HALFTERM, *map(str, words)]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=cwd, timeout=120)


def test_help_imports_neither_prefect_nor_duckdb_nor_pandas() -> None:
    code = (
        "import sys\n"
        "from halfterm.flows.cli import app\n"
        "try: app(['--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('prefect', 'pandas', 'duckdb', 'numpy', 'scipy') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert said.rstrip().endswith("[]")


def test_a_new_workspace_passes_its_own_check(tmp_path: Path) -> None:
    assert halfterm("init", "mine", cwd=tmp_path).returncode == 0
    checked = halfterm("check", "mine", cwd=tmp_path)
    assert checked.returncode == 0
    assert "Nothing is wrong" in checked.stdout


def test_a_folder_in_use_is_not_begun_again(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    refused = halfterm("init", "mine", cwd=tmp_path)
    assert (refused.returncode, refused.stderr) == (2, "error: mine: is there already and is not empty\n")


def test_what_is_wrong_is_said_without_a_traceback_and_exits_with_2(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    (folder / "sources" / "marks.yaml").write_text("source: marks\nfil: inbox/marks.csv\n")
    refused = halfterm("check", folder)
    assert refused.returncode == 2
    assert "sources/marks.yaml, line 2: unknown key 'fil'; did you mean 'file'?" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_people_review_and_decide_by_command_and_the_edition_appears(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    begun = halfterm("run", folder, "--half-term", "spring-1", "--engine", "local")
    assert "6 pages wait for approval and 2 cycles for a decision" in begun.stdout
    where = ("--half-term", "spring-1")
    assert halfterm("review", "submit", folder, "all", *where, "--by", "nia").returncode == 0
    alone = halfterm("review", "approve", folder, "schools/ash", *where, "--by", "nia")
    assert (alone.returncode, "cannot approve it alone" in alone.stderr) == (2, True)
    stranger = halfterm("review", "approve", folder, "schools/ash", *where, "--by", "head-beech")
    assert (stranger.returncode, "neither the headteacher of 'ash'" in stranger.stderr) == (2, True)
    for page, head in (("ash", "head-ash"), ("beech", "head-beech"), ("cedar", "head-cedar")):
        assert halfterm("review", "approve", folder, f"schools/{page}", *where, "--by", head).returncode == 0
    sent_back = ("--by", "head-dogwood", "--comment", "The name of our school is wrong.")
    assert (
        halfterm("review", "request-changes", folder, "schools/dogwood", *where, *sent_back).returncode == 0
    )
    listed = halfterm("review", "list", folder, *where).stdout
    assert "changes requested  schools/dogwood" in listed
    assert halfterm("review", "submit", folder, "schools/dogwood", *where, "--by", "nia").returncode == 0
    for page in ("schools/dogwood", "cases/ash-beech", "cases/cedar-dogwood"):
        assert halfterm("review", "approve", folder, page, *where, "--by", "fay").returncode == 0
    reason = ("--by", "nia", "--approved-by", "head-ash", "--reason", "The pairs read more.")
    assert halfterm("decide", folder, "ash-beech-1", "adopt", *reason).returncode == 0
    done = halfterm("run", folder, "--half-term", "spring-1", "--engine", "local")
    assert f"The site is at {folder / 'site' / 'index.html'}" in done.stdout
    page = (folder / "site" / "spring-1" / "schools" / "ash.html").read_text()
    assert "The pairs read more." in page
    assert "Approved by Ada Ash" in page
    assert (folder / "cycles" / "ash-beech-2.yaml").is_file()


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (("run", "--half-term", "spring1", "--engine", "local"), "no half-term 'spring1'"),
        (("review", "list", "--half-term", "spring-2"), "nothing has been drafted yet"),
        (
            ("decide", "ash-beech-9", "adopt", "--by", "nia", "--approved-by", "fay", "--reason", "x"),
            "ash-beech-1",
        ),
        (
            ("decide", "ash-beech-1", "adopt", "--by", "nia", "--approved-by", "fay", "--reason", "x"),
            "not been studied",
        ),
    ],
)
def test_a_wrong_word_is_answered_with_what_there_is(
    tmp_path: Path, words: tuple[str, ...], near: str
) -> None:
    folder = make_workspace(tmp_path / "small")
    place = 2 if words[0] == "review" else 1
    refused = halfterm(*words[:place], folder, *words[place:])
    assert refused.returncode == 2
    assert near in refused.stderr
