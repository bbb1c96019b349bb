"""Rendered Markdown that is kept: the same HTML, rendered once, and never for another text."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from halfterm.cycles.errors import BadInput
from halfterm.cycles.record import EditionRecord
from halfterm.site import dialect, kept_html
from halfterm.site.dialect import to_html
from halfterm.site.draft import draft_pages
from halfterm.site.frame import EditionFrame, edition_frame
from halfterm.site.kept_html import KeptHtml
from halfterm.site.pieces import DataFile, Draft
from halfterm.site.publish import Published, publish
from tests.site.edition_factory import edition

FRAME = EditionFrame("Programme", "spring-1", "Spring 1", "", "Nothing is hidden.", "0.1.0")


def page(number: int, words: str = "Words") -> Draft:
    return Draft("case", f"ash-{number}", f"Ash {number}", f"## Case {number}\n\n{words} of {number}.\n")


def built(drafts: list[Draft], folder: Path) -> Published:
    ends = [Draft("index", "index", "Index", "All."), Draft("methods", "methods", "Methods", "How.")]
    kept = KeptHtml(folder / "html.json")
    return publish([*drafts, *ends], record=FRAME, into=folder / "spring-1", kept=kept)


def test_fifty_pages_again_render_none_and_one_changed_page_renders_one(tmp_path: Path) -> None:
    drafts = [page(number) for number in range(50)]
    first, again = built(drafts, tmp_path), built(drafts, tmp_path)
    assert (first.rendered, first.kept, first.changed) == (52, 0, True)
    assert (again.rendered, again.kept, again.changed) == (0, 52, False)
    before = {p.name: p.stat().st_ino for p in (tmp_path / "spring-1" / "cases").iterdir()}
    one = built([*drafts[:49], page(49, "Other words")], tmp_path)
    assert (one.rendered, one.kept, one.changed) == (1, 51, True)
    after = {p.name: p.stat().st_ino for p in (tmp_path / "spring-1" / "cases").iterdir()}
    assert [name for name in before if before[name] != after[name]] == ["ash-49.html"]
    assert "Other words of 49." in (tmp_path / "spring-1" / "cases" / "ash-49.html").read_text()


def _one_school_changed(record: EditionRecord) -> EditionRecord:
    """Elm's mean gap after is another; its engagement's and its cluster's figures are as they were."""
    cycle = record.cycles[2]
    (elm,) = (study for study in cycle.studies if study.place == "elm")
    findings = tuple(
        replace(f, value=-9.9, lower=-12.0, upper=-7.0) if f.statistic == "gap_followup" else f
        for f in elm.findings
    )
    studies = tuple(replace(elm, findings=findings) if s is elm else s for s in cycle.studies)
    return replace(record, cycles=(*record.cycles[:2], replace(cycle, studies=studies)))


def test_changing_one_school_renders_only_the_pages_that_tell_of_it(tmp_path: Path) -> None:
    def build(record: EditionRecord) -> tuple[Published, dict[str, str]]:
        drafts = draft_pages(record, audience="cluster")
        frame, kept = edition_frame(record, audience="cluster"), KeptHtml(tmp_path / "html.json")
        return publish(drafts, record=frame, into=tmp_path / "out", kept=kept), {
            d.path: d.markdown for d in drafts
        }

    _, before = build(edition())
    made, after = build(_one_school_changed(edition()))
    changed = {path for path in after if after[path] != before[path]}
    assert "schools/elm" in changed
    assert not {path for path in changed if "ash" in path or "north" in path}
    assert (made.rendered, made.kept) == (len(changed), len(after) - len(changed))


def test_another_renderer_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built([page(1)], tmp_path)
    monkeypatch.setattr(kept_html, "_renderer", lambda: "another version")
    assert built([page(1)], tmp_path).rendered == 3


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"a": 1}', "\udcff"])
def test_a_file_that_cannot_be_read_keeps_nothing_and_is_written_anew(tmp_path: Path, broken: str) -> None:
    built([page(1)], tmp_path)
    (tmp_path / "html.json").write_bytes(broken.encode(errors="surrogateescape"))
    assert built([page(1)], tmp_path).rendered == 3
    assert built([page(1)], tmp_path).rendered == 0


def test_only_what_the_last_build_used_is_kept(tmp_path: Path) -> None:
    built([page(1), page(2)], tmp_path)
    built([page(1)], tmp_path)
    assert len(json.loads((tmp_path / "html.json").read_text())) == 3


def test_two_pages_of_one_path_and_two_data_files_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cases/ash-1: 2 pages of this name"):
        built([page(1), page(1, "Others")], tmp_path)
    one, other = DataFile("a.csv", "a\n1\n"), DataFile("a.csv", "a\n2\n")
    with pytest.raises(BadInput, match=r"data/a\.csv: 2 different files of this name"):
        built([replace(page(1), tables=(one,)), replace(page(2), tables=(other,))], tmp_path)
    built([replace(page(1), tables=(one,)), replace(page(2), tables=(one,))], tmp_path)


def test_a_page_changed_by_hand_is_as_it_was_built_again(tmp_path: Path) -> None:
    built([page(1)], tmp_path)
    place = tmp_path / "spring-1" / "cases" / "ash-1.html"
    good = place.read_bytes()
    place.write_bytes(b"defaced")
    assert built([page(1)], tmp_path).changed
    assert place.read_bytes() == good


WORDS = st.text(alphabet="ab 12.*_`\\[](){}!<>&;:#|-\n\u2212\u00e9", max_size=60)


@settings(max_examples=150, deadline=None)
@given(WORDS)
@example("1\n-")
@example("[a]: b")
def test_texts_that_mean_nothing_are_passed_over_without_a_difference(words: str) -> None:
    stock = Markdown(
        extensions=["attr_list", "md_in_html", "sane_lists", "tables"],
        extension_configs={"tables": {"use_align_attribute": True}},
        output_format="html",
    )
    for inline in dialect.NOT_INLINE:
        stock.inlinePatterns.deregister(inline)
    for block in dialect.NOT_BLOCKS:
        stock.parser.blockprocessors.deregister(block)
    ours = dialect._dialect()
    ours.treeprocessors.deregister("halfterm-shape")
    assert ours.convert(words) == stock.convert(words)


def test_after_a_page_that_is_refused_the_next_one_is_as_ever() -> None:
    good = to_html("## Good\n\nWords.\n")
    with pytest.raises(BadInput):
        to_html("[a]: b\n\n| a |\n|---|\n| b |\n")
    assert to_html("## Good\n\nWords.\n") == good


def test_threads_do_not_share_a_converter() -> None:
    texts = [f"## Page {n}\n\n*Words* of [{n}](a.html).\n" for n in range(30)]
    alone, together = [to_html(text) for text in texts], dict[int, str]()

    def work(number: int) -> None:
        together[number] = to_html(texts[number])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [together[number] for number in range(30)] == alone
