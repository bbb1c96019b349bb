"""`halfterm publish`: what is approved goes out, for whom it is asked, and nothing is made twice."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from typer.testing import CliRunner

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.errors import BadInput
from halfterm.cycles.events import PUBLISHED
from halfterm.flows.audiences import as_for, may_leave, sites_of
from halfterm.flows.cli import app
from halfterm.flows.cli_publish import publication_lines
from halfterm.flows.drafts import pages_to_read
from halfterm.flows.engine import LocalEngine
from halfterm.flows.half_term import half_term, plain_stages
from halfterm.flows.publish import publish_edition
from halfterm.flows.review import Reviews
from halfterm.flows.run import Run
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.register import register
from tests.flows.small_workspace import make_workspace

TODAY = date(2026, 1, 5)
ASH = ("schools/ash", "schools/beech", "cases/ash-beech")


@pytest.fixture(scope="module", name="drafted")
def drafted_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Spring 1 drafted, nothing approved."""
    folder = make_workspace(tmp_path_factory.mktemp("drafted") / "w")
    half_term(Run(folder, "spring-1", TODAY), plain_stages(LocalEngine(), rehearse=False))
    return folder


@pytest.fixture
def workspace(drafted: Path, tmp_path: Path) -> Path:
    """The drafted workspace, to be changed."""
    return shutil.copytree(drafted, tmp_path / "w")


def review(folder: Path, move: str, *paths: str) -> None:
    """Let Nia submit pages and their heads approve them, or let the facilitator withdraw them."""
    opened = open_workspace(folder)
    with register(opened.register) as events:
        reviews = Reviews(events, opened.programme, one_person=False)
        for page in pages_to_read(opened.drafts / "spring-1"):
            if page.path not in paths:
                continue
            if move == "withdraw":
                reviews.withdraw(page, by="fay", on=TODAY, reason="A wrong paper.")
                continue
            reviews.submit(page, by="nia", on=TODAY)
            reviews.approve(page, by=reviews.waits_for(page)[0].id, on=TODAY)


def run(folder: Path) -> Run:
    return Run(folder, "spring-1", TODAY)


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_before_anything_is_approved_it_says_what_waits_for_whom(drafted: Path) -> None:
    done = CliRunner().invoke(app, ["publish", str(drafted)])
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert lines[0] == "spring-1: nothing is published: no engagement has all of its pages approved"
    assert lines[1] == "6 pages wait:"
    assert lines[2].startswith("  schools/ash: draft; to submit: ")
    assert not (drafted / "site").exists()


def test_what_is_approved_goes_out_and_the_rest_is_named(workspace: Path) -> None:
    review(workspace, "approve", *ASH)
    done = CliRunner().invoke(app, ["publish", str(workspace), "--half-term", "spring-1"])
    assert done.exit_code == 0, done.output
    first, second, *rest = done.output.splitlines()
    assert first.startswith("spring-1, for public: ")
    assert "2 school summaries, 1 case study" in first
    assert " rendered anew, " in second
    assert second.endswith(str(Path("site") / "spring-1" / "index.html"))
    assert rest[0] == "3 pages wait:"
    again = CliRunner().invoke(app, ["publish", str(workspace)])
    assert again.output.startswith("spring-1, for public: as it was; ")


def test_publishing_for_another_audience_leaves_the_own_site_alone_and_says_what_was_approved(
    workspace: Path,
) -> None:
    review(workspace, "approve", *ASH)
    publish_edition(run(workspace))
    own = files(workspace / "site")
    made = publish_edition(run(workspace), "cluster")
    assert [built.audience for built in made.built] == ["public", "cluster"]
    assert (made.built[0].changed, made.built[1].changed) == (False, True)
    assert files(workspace / "site") == own
    page = (workspace / "site-cluster" / "spring-1" / "schools" / "ash.html").read_text(encoding="utf-8")
    assert "What was approved is the page for the public." in page
    assert "What was approved" not in (workspace / "site" / "spring-1" / "schools" / "ash.html").read_text()
    with register(open_workspace(workspace).register) as events:
        assert [event.body["audience"] for event in events.events(PUBLISHED)] == ["public", "cluster"]


def test_an_edition_for_another_audience_is_the_same_whoever_is_first(
    workspace: Path, tmp_path: Path
) -> None:
    review(workspace, "approve", *ASH)
    other = shutil.copytree(workspace, tmp_path / "other")
    publish_edition(run(workspace), "cluster")
    assert not (workspace / "site").exists()
    publish_edition(run(other))
    publish_edition(run(other), "cluster")
    assert files(workspace / "site-cluster") == files(other / "site-cluster")


def test_what_is_withdrawn_is_taken_back_from_every_site(workspace: Path) -> None:
    review(workspace, "approve", *ASH)
    publish_edition(run(workspace))
    publish_edition(run(workspace), "cluster")
    review(workspace, "withdraw", "cases/ash-beech")
    publish_edition(run(workspace))
    assert not (workspace / "site" / "spring-1").exists()
    assert not (workspace / "site-cluster" / "spring-1").exists()


def test_an_own_site_of_an_audience_that_the_settings_took_over_is_kept_in_step(workspace: Path) -> None:
    (workspace / "site-cluster").mkdir()
    _replace(workspace / "halfterm.toml", 'audience = "public"', 'audience = "cluster"')
    sites = [one.site.name for one in sites_of(open_workspace(workspace))]
    assert sites == ["site-cluster", "site"]


def test_a_school_s_own_pages_are_in_no_edition(drafted: Path) -> None:
    refused = CliRunner().invoke(app, ["publish", str(drafted), "--audience", "school"])
    assert isinstance(refused.exception, BadInput)
    assert "seen in its own desk" in str(refused.exception)
    with pytest.raises(BadInput, match=r"halfterm\.toml: audience is 'school'"):
        may_leave("school", chosen=False)
    assert [may_leave(cast("Audience", a), chosen=True) for a in ("cluster", "public")] == [
        "cluster",
        "public",
    ]


def test_notes_lie_beside_the_drafts_and_not_in_the_edition(workspace: Path) -> None:
    review(workspace, "approve", *ASH)
    publish_edition(run(workspace), "cluster")
    hidden = [p for p in workspace.rglob(".*") if p.is_file()]
    assert {p.parent.name for p in hidden} == {"drafts"}
    assert {p.name for p in hidden if "cluster" in p.name} == {
        ".spring-1.html-cluster.json",
        ".spring-1.published-cluster.json",
    }


CHANGES = {
    "a template of the workspace": lambda w: _write(w / "templates" / "case.md", "## Other words\n"),
    "the layout": lambda w: _write(w / "templates" / "page.html", "<title>t</title>{{ content }}\n"),
    "the style sheet": lambda w: _write(w / "templates" / "style.css", "body { color: red }\n"),
    "the programme": lambda w: _replace(w / "programme.yaml", "Made-up pupils.", "Invented pupils."),
    "the settings": lambda w: _replace(w / "halfterm.toml", 'audience = "public"', 'audience = "cluster"'),
    "a file of the edition": lambda w: _write(w / "site" / "spring-1" / "cases" / "ash-beech.html", "x"),
    "an approval": lambda w: review(w, "approve", "schools/cedar", "schools/dogwood", "cases/cedar-dogwood"),
}


def _write(path: Path, words: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(words)


def _replace(path: Path, old: str, new: str) -> None:
    words = path.read_text()
    path.write_text(words.replace(old, new) if old in words else f"{words}\n{new}\n")


@pytest.fixture(scope="module", name="out")
def published_workspace(drafted: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ash and Beech's cycle of spring 1 published."""
    folder = shutil.copytree(drafted, tmp_path_factory.mktemp("out") / "w")
    review(folder, "approve", *ASH)
    publish_edition(run(folder))
    return folder


@pytest.mark.parametrize("what", CHANGES)
def test_nothing_of_what_makes_an_edition_can_go_stale(out: Path, tmp_path: Path, what: str) -> None:
    folder = shutil.copytree(out, tmp_path / "w")
    before = files(folder / "site" / "spring-1")
    CHANGES[what](folder)
    publish_edition(run(folder))
    kept = files(folder / "site" / "spring-1")
    if what == "a file of the edition":
        assert kept == before
        return
    assert kept != before
    # What was built with everything kept is what would be built with nothing kept.
    shutil.rmtree(folder / "site")
    for note in (folder / "drafts").glob(".spring-1.*.json"):
        note.unlink()
    publish_edition(run(folder))
    assert files(folder / "site" / "spring-1") == kept


def test_a_page_s_words_are_rendered_once_and_kept_while_they_stay(workspace: Path) -> None:
    review(workspace, "approve", *ASH)
    (first,) = publish_edition(run(workspace)).built
    assert first.pages is not None
    assert (first.pages.rendered, first.pages.kept) == (sum(first.pages.counts.values()), 0)
    (workspace / "templates").mkdir(exist_ok=True)
    (workspace / "templates" / "case.md").write_text("## Other words\n")
    (second,) = publish_edition(run(workspace)).built
    assert second.pages is not None
    assert (second.pages.rendered, second.changed) == (1, True)
    html = json.loads((workspace / "drafts" / ".spring-1.html.json").read_text(encoding="utf-8"))
    assert len(html) <= sum(second.pages.counts.values())


def test_the_lines_of_a_publication_say_when_it_was_taken_back(workspace: Path) -> None:
    review(workspace, "approve", *ASH)
    publish_edition(run(workspace))
    review(workspace, "withdraw", *ASH)
    lines = publication_lines(publish_edition(run(workspace)), "spring-1")
    assert lines[0] == (
        "spring-1: what was published is taken back: no engagement has all of its pages approved"
    )
    assert as_for(open_workspace(workspace), "public").site == workspace / "site"


def test_words_that_came_into_a_page_since_it_was_approved_are_read_before_they_go_out(
    drafted: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(drafted, tmp_path / "w")

    def told(*words: str) -> str:
        done = CliRunner().invoke(app, [words[0], words[1], str(folder), *words[2:]])
        assert done.exit_code == 0, done.output
        return done.output

    said = ("what=The hall was taken.", "school=ash", "--by", "nia")
    told("log", "add", "ash-beech-1", "obstacle", *said)
    CliRunner().invoke(app, ["run", str(folder), "--half-term", "spring-1", "--engine", "local"])
    review(folder, "approve", *ASH)
    with register(open_workspace(folder).register) as events:
        entry = next(event.number for event in events.events() if event.kind == "do-log entry")
    told("log", "release", "ash-beech-1", str(entry), "--by", "head-ash")
    done = CliRunner().invoke(app, ["publish", str(folder)])
    assert done.exit_code == 0, done.output
    assert "schools/ash: draft" in done.output
    assert not (folder / "site" / "spring-1" / "schools" / "ash.html").exists()
