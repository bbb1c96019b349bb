"""The walk-throughs tell the truth: commands run, outputs are real, pages are there, no child shows."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.as_at import view_loads
from halfterm.warehouse.store import reading
from tests.docs.refresh_walkthroughs import ORDER, refreshed
from tests.docs.walkthrough import FOLDER, ROOT, ran

EXAMPLES = ("york-four-activities", "virtual-school")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the walk-throughs are run."""
    return tmp_path_factory.mktemp("walkthroughs")


@pytest.fixture(scope="module")
def made(place: Path) -> dict[str, str]:
    """Each walk-through as it should be."""
    return refreshed(place)


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ORDER)
def test_every_command_runs_and_says_what_the_document_says(name: str, made: dict[str, str]) -> None:
    assert text_of(name) == made[name], "python -m tests.docs.refresh_walkthroughs"


def test_every_walk_through_is_run() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.md")) == sorted(ORDER)


@pytest.mark.parametrize("name", ORDER)
def test_every_link_leads_somewhere(name: str) -> None:
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text_of(name)) if "://" not in link]
    assert links
    assert not [link for link in links if not (FOLDER / link).exists()]


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(("name", "workspace"), [("four-activities", "york"), ("virtual-school", "virtual")])
def test_every_page_that_is_named_was_built(name: str, workspace: str, place: Path) -> None:
    site = place / workspace / "site" / "spring-2-201112"
    pages = [Path(page).name for page in re.findall(r"`([a-z0-9/-]+\.html)`", text_of(name))]
    built = {path.name for path in site.rglob("*.html")}
    assert len(pages) > 1
    assert set(pages) <= built


@pytest.mark.usefixtures("made")
def test_words_of_a_pupil_are_on_a_page_only_when_released(place: Path) -> None:
    page = (place / "york/site/spring-2-201112/cases/alder-and-partners.html").read_text(encoding="utf-8")
    assert "everyone will know I was never really good" in page
    assert "she never asks for help" not in page


@pytest.mark.usefixtures("made")
def test_a_child_who_moves_has_one_record_under_one_pseudonym(place: Path) -> None:
    workspace = open_workspace(place / "virtual")
    with reading(workspace.warehouse) as connection:
        view_loads(connection)
        rows = connection.execute(
            "SELECT count(DISTINCT half_term), count(DISTINCT school) FROM pupil_school GROUP BY pupil"
        ).fetchall()
        as_written = connection.execute(
            "SELECT count(*) FROM pupil_school WHERE pupil LIKE 'E1%' OR pupil LIKE 'F2%'"
        ).fetchall()
    assert sorted(rows) == [*[(3, 1)] * 239, (3, 2)]
    assert as_written == [(0,)]


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("site", ["site", "site-public"])
@pytest.mark.parametrize("school", ["elm", "fir"])
def test_no_page_shows_the_looked_after_children_of_one_school(site: str, school: str, place: Path) -> None:
    pages = place / "virtual" / site / "spring-2-201112" / "schools"
    assert "own figures are hidden (" in (pages / f"{school}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_made_up_pupils_are_made_by_the_script_beside_them(example: str, tmp_path: Path) -> None:
    folder = ROOT / "examples" / example
    runpy.run_path(str(folder / "make_example.py"))["main"](tmp_path)
    files = sorted(path.name for path in (tmp_path / "data").iterdir())
    assert files
    for name in files:
        assert (tmp_path / "data" / name).read_bytes() == (folder / "data" / name).read_bytes(), name


@pytest.mark.parametrize(
    ("document", "wrong"),
    [
        ("```sh\nhalfterm before-after 1 150\n```\n", "BEFORE|AFTER"),
        ("```sh\n! halfterm before-after 1/5 2/5\n```\n", "before-after"),
        ("```sh\nrm -r york\n```\n", "a walk-through has no command such as"),
        ("```sh\nhalfterm before-after 1/5 2/5\n```\n\n```text 90\n```\n", "there are only"),
    ],
)
def test_a_command_that_does_not_do_as_it_should_is_told(document: str, wrong: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=wrong):
        ran(document, tmp_path)


def test_chosen_lines_are_shown_with_an_ellipsis_for_the_others(tmp_path: Path) -> None:
    document = "```sh\nhalfterm before-after 14% 7.6%\n```\n\n```text 2,4\nold\n```\n"
    said = ran(document, tmp_path).split("```text 2,4\n")[1]
    assert said == "…\nAfter:  7.6 %\n…\nChange of a share: −6.4 percentage points\n…\n```\n"
