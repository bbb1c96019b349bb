"""How well a cycle was done, in few words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from halfterm.cycles.quality import CycleQuality
from halfterm.cycles.quality_pdsa import BENCHMARK
from halfterm.cycles.quality_point import Line, Point
from halfterm.cycles.quality_progress import Judgement
from halfterm.site.quality_lines import quality_lines
from tests.site.edition_factory import programme

QUALITY = CycleQuality(
    cycle="ash-2",
    title="Every reader",
    pdsa=(
        Point("iterative", "yes", "planned from the decision", True),
        Point("prediction-based", "yes", "locked before the follow-up", True),
        Point("small-scale first", "not known", "nothing tells", None),
        Point("data over time", "no", "2 half-terms with data", False),
        Point("documented", "yes", "written down", True),
        Point("all of these", "no", f"3 of 5 features; {BENCHMARK}", False),
    ),
    evidence=Point("evidence", "monitoring", "1 kind of evidence from 1 source", level=1.0),
    security=Point("security of impact", "0 of 5", "nobody was compared", level=0.0),
    progress=Point("progress", "2.5 of 5", "tested: the follow-up is studied", level=2.5),
    judged=None,
)


def said(quality: CycleQuality) -> dict[str, str]:
    return {fact.label: fact.text for fact in quality_lines(quality, programme())}


def test_features_are_counted_and_those_that_lack_are_named_beside_the_benchmark() -> None:
    assert said(QUALITY) == {
        "Plan-do-study-act": "3 of 5 features are met; missing: small-scale first (not known) and "
        "data over time. 3 of 72 published projects showed every feature (Knudsen et al. 2019).",
        "Evidence": "Monitoring: 1 kind of evidence from 1 source.",
        "Security of impact": "0 of 5: nobody was compared.",
        "Progress": "2.5 of 5: tested: the follow-up is studied.",
    }


def test_one_feature_is_met_and_all_lack_nothing() -> None:
    one = replace(QUALITY, pdsa=QUALITY.pdsa[:1] + QUALITY.pdsa[3:4])
    assert said(one)["Plan-do-study-act"].startswith("1 of 2 features is met; missing: data over time.")
    assert said(replace(one, pdsa=one.pdsa[:1]))["Plan-do-study-act"].startswith(
        "1 of 1 features is met. 3 of 72"
    )


def test_a_persons_own_judgement_stands_beside_with_its_reason() -> None:
    judged = Judgement(3.0, "ben", date(2026, 2, 16), "The gap is smaller", Line(7, date(2026, 2, 16)))
    assert said(replace(QUALITY, judged=judged))["Progress as judged"] == (
        "3.0 of 5 by Ben Carr (NLE) on 16 February 2026: The gap is smaller."
    )


def test_without_a_record_nothing_is_said() -> None:
    assert quality_lines(None, programme()) == ()
