"""Bands of a scale, worst first: its grades, its whole levels, or quarters of where pupils began."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.score_pairs import PairCount
from halfterm.cycles.scale import Scale
from halfterm.cycles.scale_reading import points_of, text_of

BandKind = Literal["levels", "grades", "quarters"]
CLOSE = 1e-9
MOST_GRADES = 40
QUARTERS = ("lowest", "second", "third", "highest")


@dataclass(frozen=True, slots=True)
class Bands:
    """`starts` are where each band but the first begins, in points turned so that more is better.

    `sign` turns them: -1 on a scale where lower is better. `about` says how the bands were made.
    """

    kind: BandKind
    labels: tuple[str, ...]
    starts: tuple[float, ...]
    sign: int
    about: str

    def place(self, points: float) -> int:
        """The band of a score, from 0 for the worst."""
        return bisect_right(self.starts, self.sign * points + CLOSE)


def sign_of(scale: Scale) -> int:
    """1 where more points are better, -1 where fewer are."""
    return 1 if scale.direction == "higher" else -1


def bands_of(
    scale: Scale,
    pairs: Iterable[PairCount],
    *,
    scales: Mapping[str, Scale],
    kind: BandKind | None = None,
) -> Bands:
    """The bands asked for; by default whole levels where the scale has them, else grades, else quarters.

    `pairs` are all pupils, of whom quarters are cut.

    Raises:
        BadInput: the scale has no such bands, or nobody has a score before of which quarters could be cut.
    """
    coarser = whole_levels(scale, scales)
    if kind == "levels" and coarser is None:
        raise BadInput(f"--bands: scale '{scale.id}' has no whole levels; {_choice(scale)}")
    if kind == "grades" and not scale.grades:
        raise BadInput(f"--bands: scale '{scale.id}' has no grades; take quarters")
    if coarser is not None and kind in (None, "levels"):
        way = scale.convert_to[coarser.id]
        return _graded(scale, "levels", way.grades or {}, f"whole levels: {way.rule}")
    if scale.grades and kind != "quarters" and (kind or len(scale.grades) <= MOST_GRADES):
        return _graded(scale, "grades", {grade: grade for grade in scale.grades}, "grades of the scale")
    return _quarters(scale, pairs)


def _choice(scale: Scale) -> str:
    return "take grades or quarters" if scale.grades else "take quarters"


def whole_levels(scale: Scale, scales: Mapping[str, Scale]) -> Scale | None:
    """The scale that groups the grades of this one into the fewest levels, in their order; None without one.

    It is found among the official conversions of the scale's file (nc-levels -> nc-whole-levels).
    """
    coarser = [
        (len(set(way.grades.values())), target)
        for target, way in scale.convert_to.items()
        if way.grades and len(set(way.grades.values())) < len(scale.grades) and target in scales
    ]
    return scales[min(coarser)[1]] if coarser else None


def _graded(scale: Scale, kind: BandKind, levels: Mapping[str, str], about: str) -> Bands:
    """A band a level: it begins at the worst of the points of its grades."""
    sign = sign_of(scale)
    starts: dict[str, float] = {}
    for grade, level in levels.items():
        points = points_of(grade, scale).score
        if points is not None:
            starts[level] = min(sign * points, starts.get(level, sign * points))
    named: dict[float, list[str]] = defaultdict(list)
    for level, start in starts.items():
        named[start].append(level)
    order = sorted(named)
    return Bands(kind, tuple(" or ".join(named[start]) for start in order), tuple(order[1:]), sign, about)


def _quarters(scale: Scale, pairs: Iterable[PairCount]) -> Bands:
    """Cut at the quartiles (R: type 7) of the scores before, of everybody who has one; equal cuts join."""
    sign = sign_of(scale)
    began = [(sign * pair.before, pair.pupils) for pair in pairs if pair.before is not None]
    if not began:
        raise BadInput("nobody has a score before, so there are no quarters to cut")
    scores = np.repeat([score for score, _ in began], [pupils for _, pupils in began])
    quartiles = np.quantile(scores, (0.25, 0.5, 0.75)).tolist()
    cuts = sorted({cut for cut in quartiles if cut > float(scores.min()) + CLOSE})
    whole = len(cuts) == len(quartiles)
    names = QUARTERS if whole else [f"part {i + 1}" for i in range(len(cuts) + 1)]
    said = ", ".join(_said(sign * cut, scale) for cut in cuts)
    about = (
        f"quarters of the {len(scores):,} scores before, cut at {said}"
        if cuts
        else f"one band: most of the {len(scores):,} scores before are the same"
    )
    if cuts and not whole:
        about += " (fewer than four parts, because many scores are the same)"
    return Bands("quarters", tuple(names), tuple(cuts), sign, f"{about}; the same cuts after")


def _said(points: float, scale: Scale) -> str:
    written = points in scale.grade_at or (scale.kind == "time" and points == int(points))
    return text_of(points, scale) if written else f"{points:g}"
