"""`halfterm export`: a published page as a PDF or a Word file, the same bytes every time."""

from __future__ import annotations

import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from halfterm.cycles.errors import BadInput
from halfterm.flows import page_tools
from halfterm.flows.cli import app
from halfterm.flows.engine import LocalEngine
from halfterm.flows.export import export_page
from halfterm.flows.half_term import half_term, plain_stages
from halfterm.flows.run import Run
from halfterm.site.printable import alone, charts_of, for_word
from tests.flows.small_workspace import make_workspace

CASE = "cases/ash-beech"
needs_chromium = pytest.mark.skipif(page_tools.browser() is None, reason="there is no chromium")
needs_pandoc = pytest.mark.skipif(shutil.which("pandoc") is None, reason="there is no pandoc")


@pytest.fixture(scope="module", name="published")
def published_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Spring 1 approved and published by rehearsal."""
    folder = make_workspace(tmp_path_factory.mktemp("published") / "w")
    half_term(Run(folder, "spring-1", date(2026, 1, 5)), plain_stages(LocalEngine(), rehearse=True))
    return folder


def exported(folder: Path, page: str, out: Path) -> bytes:
    to = "docx" if out.suffix == ".docx" else "pdf"
    export_page(folder, page, to=to, out=out, half_term=None, audience=None)
    return out.read_bytes()


@needs_chromium
def test_a_page_is_printed_as_a_pdf_that_names_no_place_of_this_machine(
    published: Path, tmp_path: Path
) -> None:
    made = exported(published, CASE, tmp_path / "case.pdf")
    assert made.startswith(b"%PDF-")
    assert made == exported(published, f"{CASE}.html", tmp_path / "again.pdf")
    assert b"/CreationDate (D:20250214000000" in made
    assert b"file:" not in made
    assert str(tmp_path).encode() not in made


@needs_chromium
@needs_pandoc
def test_a_page_becomes_a_word_file_with_its_charts_tables_and_their_words(
    published: Path, tmp_path: Path
) -> None:
    made = exported(published, CASE, tmp_path / "case.docx")
    with zipfile.ZipFile(tmp_path / "case.docx") as parts:
        document = parts.read("word/document.xml").decode()
        style = parts.read("word/styles.xml").decode()
        pictures = [parts.read(name) for name in parts.namelist() if name.startswith("word/media/")]
    page = (published / "site" / "spring-1" / f"{CASE}.html").read_text(encoding="utf-8")
    charts = charts_of(page)
    assert charts
    assert len(pictures) == len({picture.svg for picture in charts})
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    for chart in charts:
        assert chart.alt.split(".")[0] in document
    assert document.count("<w:tbl>") >= 2
    assert 'w:jc w:val="right"' in document
    assert "Data (CSV)" not in document
    assert "<w:insideH" in style
    assert style.index("<w:tblInd") < style.index("<w:tblBorders")
    assert made == exported(published, CASE, tmp_path / "again.docx")


@pytest.mark.parametrize(
    ("page", "out", "half_term_named", "words"),
    [
        ("cases/ash-beach", "a.pdf", None, "no page 'cases/ash-beach' in the edition spring-1; did you mean"),
        (CASE, "a.doc", None, "give a file that ends in .pdf"),
        (CASE, "nowhere/a.pdf", None, "there is no such folder"),
        (CASE, "a.pdf", "spring-2", "half-term 'spring-2' is not published for the audience 'public' yet"),
        (CASE, "a.pdf", "sprng-1", "did you mean 'spring-1'"),
    ],
)
def test_what_cannot_be_exported_says_why(
    published: Path, tmp_path: Path, page: str, out: str, half_term_named: str | None, words: str
) -> None:
    with pytest.raises(BadInput, match=re.escape(words)):
        export_page(published, page, to="pdf", out=tmp_path / out, half_term=half_term_named, audience=None)


@pytest.mark.parametrize(
    ("to", "words"),
    [("pdf", "--to pdf needs Chromium"), ("docx", "--to docx needs")],
)
def test_without_the_programs_it_says_what_to_install(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str, words: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    refused = CliRunner().invoke(app, ["export", str(published), CASE, "--to", to])
    assert isinstance(refused.exception, BadInput)
    assert words in str(refused.exception)
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_fails_is_named_without_what_it_said(tmp_path: Path) -> None:
    failing = tmp_path / "pandoc"
    failing.write_text("#!/bin/sh\necho secret-path >&2\nexit 3\n")
    failing.chmod(0o700)
    with pytest.raises(BadInput) as failed:
        page_tools._run((str(failing),))
    assert str(failed.value) == "pandoc could not do it (it ended with 3)"


def test_on_paper_only_links_that_lead_somewhere_stay() -> None:
    markup = '<a href="../a.html">A</a> <a href="#b">B</a> <a class="x" href="https://c.example">C</a>'
    assert alone(markup) == 'A <a href="#b">B</a> <a class="x" href="https://c.example">C</a>'


def test_a_word_file_s_source_has_the_chart_as_a_picture_and_no_more_than_is_printed() -> None:
    svg = '<svg viewBox="0 0 200 100"><title>Gap &amp; change</title><desc>Closer.</desc></svg>'
    markup = (
        '<header><h1>A title</h1></header><p class="standsin" role="note">Made up.</p><main id="main">'
        f'<figure>{svg}</figure><details><summary>Figures</summary></details><td class="n">1</td></main>'
        "<footer>\n<p>Whose.</p><p>Links</p></footer>"
    )
    (chart,) = charts_of(markup)
    assert (chart.alt, chart.width, chart.height) == ("Gap & change. Closer.", 200.0, 100.0)
    made = for_word(markup, {svg: "chart-1.png"}, edition="Programme, Spring 1")
    assert '<img src="chart-1.png" alt="Gap &amp; change. Closer." width="260" height="130">' in made
    assert '<td align="right">1</td>' in made
    assert "<title>A title</title>" in made
    assert "Made up." in made
    assert "Whose." in made
    assert "Figures" not in made
    assert "Links" not in made
