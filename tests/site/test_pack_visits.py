"""Who to visit, in words: each place once, no figure counted twice, and what holds of all visits."""

from __future__ import annotations

from dataclasses import replace

from halfterm.cycles.record import EditionRecord, Study
from halfterm.site.draft import draft_pages
from halfterm.site.pieces import Draft
from tests.site.edition_factory import edition, finding

NO_PROOF = "One school clear of chance and another not is a reason to look, and no proof that they differ."


def pages(record: EditionRecord) -> dict[str, Draft]:
    return {draft.path: draft for draft in draft_pages(record, audience="cluster")}


def sharper(study: Study) -> Study:
    """The gap closed by more than chance."""
    closed = {"gap_baseline": -8.0, "gap_followup": -4.9, "gap_change": 3.1}
    kept = [f for f in study.findings if f.statistic not in closed]
    made = [finding(statistic, value, 1.0) for statistic, value in closed.items()]
    return replace(study, findings=(*kept, *made))


def of_ash(*places: str) -> EditionRecord:
    """Ash and partners alone, with studies of these places only; at Ash all gaps closed beyond chance."""
    record = edition()
    first, second = record.cycles[:2]
    studies = tuple(
        sharper(study) if study.place != "birch" else study
        for study in second.studies
        if study.place in (*places, "ash-and-partners")
    )
    return replace(record, cycles=(first, replace(second, studies=studies)))


def test_the_figures_of_a_single_school_are_counted_once() -> None:
    # Reading and maths, each with the change of the gap and the impact.
    assert "4 figures could have stood out" in pages(of_ash("ash"))["packs/north"].markdown


def test_a_place_that_stood_out_in_several_measures_is_named_once() -> None:
    told = pages(of_ash("ash"))["packs/north"].markdown
    assert "Ash School (in Maths and Reading) stood out." in told


def test_slides_with_visits_say_what_holds_of_all_visits() -> None:
    made = pages(of_ash("ash", "birch"))
    assert "could have stood out" in made["packs/north"].markdown
    slide = made["slides/north"].markdown.split("## Who to visit")[1].split("</section>")[0]
    assert NO_PROOF in slide
    assert "figures could have stood out; where nothing has changed" in slide
