"""How well a cycle was done, in few words: not how its figures came out."""

from __future__ import annotations

from typing import Final

from halfterm.cycles.programme import Programme
from halfterm.cycles.quality import CycleQuality
from halfterm.cycles.quality_pdsa import BENCHMARK
from halfterm.cycles.quality_point import Point
from halfterm.cycles.words import listed, sentence
from halfterm.site.decided import person
from halfterm.site.pieces import Fact, dated

STRICT: Final = "all of these"
"""The point that sums up the features of plan-do-study-act."""


def quality_lines(quality: CycleQuality | None, programme: Programme) -> tuple[Fact, ...]:
    """The features met with the published benchmark, then evidence, security and progress; empty without."""
    if quality is None:
        return ()
    features = [point for point in quality.pdsa if point.name != STRICT]
    facts = [
        Fact("Plan-do-study-act", _features(features)),
        Fact("Evidence", _point(quality.evidence)),
        Fact("Security of impact", _point(quality.security)),
        Fact("Progress", _point(quality.progress)),
    ]
    if quality.judged is not None:
        judged = quality.judged
        who = f"{person(programme, judged.by)} on {dated(judged.on)}"
        facts.append(
            Fact("Progress as judged", f"{judged.level:.1f} of 5 by {who}: {sentence(judged.reason)}")
        )
    return tuple(facts)


def _features(features: list[Point]) -> str:
    met = sum(point.met is True for point in features)
    lacking = listed([_lacking(point) for point in features if not point.met])
    said = (
        f"{met} of {len(features)} features are met" if met != 1 else f"1 of {len(features)} features is met"
    )
    return f"{said}{f'; missing: {lacking}' if lacking else ''}. {BENCHMARK}."


def _lacking(point: Point) -> str:
    return point.name if point.met is False else f"{point.name} (not known)"


def _point(point: Point) -> str:
    because = f": {point.because}" if point.because else ""
    return sentence(f"{point.answer}{because}")
