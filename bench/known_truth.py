"""Clusters of pupils whose truth is known: planted effects, growth, luck, attrition, switchers, coarse marks.

A pupil's score is, in standard deviations of the scale,

    baseline  = school level + gap (target only) + ability + luck
    follow-up = the same school level, gap and ability + growth + school's own growth + differential growth
                (target only) + impact (treated target pupils only) + the pupil's own growth + new luck

and both are then marked on the scale: put on its grid, and kept between its ends. Luck is what makes who is
picked for a low baseline rise by itself (regression to the mean): reliability is ability's share of the
scatter inside a school.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from halfterm.cycles.impact.moments import Cell, Gain, Moments, PanelSummary, ScoreCount, Shift
from halfterm.cycles.impact.permutation import FEW_PUPILS

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]

Assigned = Literal["nobody", "within", "schools", "low baseline"]
Left = Literal["nobody", "at random", "low baseline", "target"]
Target = Literal["drawn", "low baseline"]


@dataclass(frozen=True, slots=True)
class Scale:
    """How scores are marked: `step` 0 is no grid; `threshold` is a mark on the grid near `mean`."""

    name: str
    mean: float
    spread: float
    step: float
    origin: float
    threshold: float
    least: float = -np.inf
    most: float = np.inf

    def marked(self, z: Floats) -> Floats:
        """Scores of latent `z` (in standard deviations) as they are written down."""
        raw = self.mean + self.spread * z
        if self.step:
            raw = self.origin + self.step * np.floor((raw - self.origin) / self.step + 0.5)
        return np.clip(raw, self.least, self.most)


SCALES = (
    Scale("continuous", mean=100, spread=15, step=0, origin=0, threshold=100),
    Scale("2-point sub-levels", mean=20, spread=4.5, step=2, origin=19, threshold=21, least=3),
    Scale("whole levels (6 points)", mean=20, spread=4.5, step=6, origin=21, threshold=21, least=3),
    Scale("percent", mean=58, spread=13, step=1, origin=0, threshold=60, least=0, most=100),
)


@dataclass(frozen=True, slots=True)
class World:
    """What is planted. All effects and variances are in units of the scale's `spread` (squared).

    `share` of the `pupils` are the target group (exactly); schools lean to more or fewer of them by
    `segregation` (standard deviation of the logit). `attrition` is the share of pupils without a follow-up
    score, `switching` that of the target pupils who carry another status by then (mostly those who do best).
    """

    scale: Scale
    pupils: int
    schools: int
    share: float = 0.3
    gap: float = -0.5
    growth: float = 0.4
    differential: float = 0.0
    impact: float = 0.0
    icc: float = 0.15
    school_growth: float = 0.03
    own_growth: float = 0.10
    reliability: float = 0.8
    segregation: float = 0.4
    target: Target = "drawn"
    assigned: Assigned = "within"
    left: Left = "nobody"
    attrition: float = 0.0
    switching: float = 0.0

    @property
    def ability_variance(self) -> float:
        """What a pupil's two scores have in common inside a school."""
        return (1 - self.icc) * self.reliability

    @property
    def targets(self) -> int:
        """Pupils of the target group."""
        return max(1, round(self.share * self.pupils))


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Pupils one by one; `present` have both scores, `switched` left the group in between.

    `level` and `school_growth` are those of the pupil's school, in standard deviations.
    """

    school: Places
    level: Floats
    school_growth: Floats
    target: Flags
    treated: Flags | None
    baseline: Floats
    follow_up: Floats
    present: Flags
    switched: Flags


def draw(world: World, generator: np.random.Generator) -> Panel:
    """One sample of pupils from a world."""
    n = world.pupils
    school = _schools(world, generator)
    within = 1 - world.icc
    level, growth = (
        (generator.normal(size=world.schools) * np.sqrt(variance))[school] * (world.schools > 1)
        for variance in (world.icc, world.school_growth)
    )
    ability = generator.normal(size=n) * np.sqrt(within * world.reliability)
    luck = generator.normal(size=(2, n)) * np.sqrt(within * (1 - world.reliability))
    before = level + ability + luck[0]
    target = _target(world, school, before, generator=generator)
    before = before + world.gap * target * (world.target == "drawn")
    after = before - luck[0] + luck[1] + growth + world.growth + world.differential * target
    after = after + generator.normal(size=n) * np.sqrt(world.own_growth)
    marked = world.scale.marked(before)
    treated = _treated(world, school, target, marked, generator=generator)
    if treated is not None:
        after = after + world.impact * (treated & target)
    present = _present(world, target, marked, generator=generator)
    switched = target & (generator.random(n) < _at_top(after, world.switching))
    return Panel(school, level, growth, target, treated, marked, world.scale.marked(after), present, switched)


def _schools(world: World, generator: np.random.Generator) -> Places:
    """A school for every pupil; sizes differ (lognormal weights), and each has two if there are so many."""
    if world.schools == 1:
        return np.zeros(world.pupils, dtype=np.intp)
    sure = np.arange(min(2 * world.schools, world.pupils)) % world.schools
    weight = np.exp(generator.normal(size=world.schools) * 0.4)
    rest = generator.choice(world.schools, size=world.pupils - len(sure), p=weight / weight.sum())
    return np.concatenate([sure, rest]).astype(np.intp)


def _target(world: World, school: Places, before: Floats, *, generator: np.random.Generator) -> Flags:
    """Exactly `targets` pupils: drawn with chances that differ by school, or those lowest at baseline."""
    if world.target == "low baseline":
        order = before
    else:
        leaning = generator.normal(size=world.schools)[school] * world.segregation
        order = -(leaning + generator.gumbel(size=world.pupils))
    flags = np.zeros(world.pupils, dtype=bool)
    flags[np.argsort(order, kind="stable")[: world.targets]] = True
    return flags


def _treated(
    world: World, school: Places, target: Flags, marked: Floats, *, generator: np.random.Generator
) -> Flags | None:
    """Half of the schools, or half of each side of each school: drawn, or its lowest at baseline."""
    if world.assigned == "nobody":
        return None
    if world.assigned == "schools":
        half: Flags = (generator.permutation(world.schools) < world.schools // 2)[school]
        return half
    chance = generator.random(world.pupils)
    order = marked if world.assigned == "low baseline" else chance
    kind = 2 * school + target
    place = np.lexsort((chance, order, kind))
    count = np.bincount(kind, minlength=2 * world.schools)
    start = np.cumsum(count) - count
    rank = np.empty(world.pupils, dtype=np.intp)
    rank[place] = np.arange(world.pupils) - start[kind[place]]
    # Chance decides on the middle pupil of an odd number, so that halves are halves on average.
    middle = generator.random(2 * world.schools) < 0.5
    treated: Flags = rank < (count + middle)[kind] // 2
    return treated


def _present(world: World, target: Flags, marked: Floats, *, generator: np.random.Generator) -> Flags:
    """Who has a follow-up score."""
    n = world.pupils
    if world.left == "nobody":
        return np.ones(n, dtype=bool)
    chance = np.full(n, world.attrition)
    if world.left == "low baseline":
        below = marked < np.median(marked)
        chance = world.attrition * np.where(below, 1.8, 0.2)
    elif world.left == "target":
        chance = world.attrition * np.where(target, 2.0, 0.6)
    present: Flags = generator.random(n) >= chance
    return present


def _at_top(after: Floats, share: float) -> Floats:
    """Chances that are higher for those who do better and `share` on average."""
    if not share:
        return np.zeros(len(after))
    order = np.argsort(np.argsort(after)) / max(len(after) - 1, 1)
    return np.asarray(2 * share * order)


def summarised(panel: Panel, scale: Scale) -> PanelSummary:
    """The sums of a panel: what `warehouse/sql/panel_*.sql` would hand over of these pupils."""
    keep = panel.present
    school, target = panel.school[keep], panel.target[keep]
    before, after = panel.baseline[keep], panel.follow_up[keep]
    shift = Shift(float(np.round(before.mean())), float(np.round(after.mean()))) if len(before) else Shift()
    known = panel.treated is not None
    treated = panel.treated[keep] if panel.treated is not None else np.zeros(len(school), dtype=bool)
    kind = 4 * school + 2 * target + treated
    reached = [(scores >= scale.threshold).astype(float) for scores in (before, after)]
    b, f = before - shift.baseline, after - shift.follow_up
    columns = (np.ones(len(b)), b, f, b * b, f * f, b * f, *reached)
    sums = np.column_stack([np.bincount(kind, weights=column) for column in columns])
    cells = tuple(
        Cell(str(code // 4), bool(code & 2), bool(code & 1) if known else None, _moments(sums[code]))
        for code in np.flatnonzero(sums[:, 0])
    )
    few = min(int(target.sum()), int((~target).sum())) < FEW_PUPILS
    pairs = zip(school.tolist(), target.tolist(), (after - before).tolist(), strict=True)
    return PanelSummary(
        shift=shift,
        cells=cells,
        follow_up_counts=_counted(target, after),
        gains=tuple(Gain(str(place), side, gain) for place, side, gain in pairs) if few else (),
        threshold=scale.threshold,
    )


def _moments(row: Floats) -> Moments:
    n, b, f, bb, ff, bf, first, second = row.tolist()
    return Moments(round(n), b, f, bb, ff, bf, round(first), round(second))


def _counted(target: Flags, after: Floats) -> tuple[ScoreCount, ...]:
    counted = (np.unique(after[target == side], return_counts=True) for side in (True, False))
    return tuple(
        ScoreCount(side, score, pupils)
        for side, (scores, counts) in zip((True, False), counted, strict=True)
        for score, pupils in zip(scores.tolist(), counts.tolist(), strict=True)
    )


def cross_section_change(panel: Panel) -> float:
    """Change of the gap between everyone with a score at each time, by the status each had then."""
    before = _gap(panel.baseline, panel.target, np.ones(len(panel.target), dtype=bool))
    return _gap(panel.follow_up, panel.target & ~panel.switched, panel.present) - before


def _gap(scores: Floats, target: Flags, counted: Flags) -> float:
    return float(scores[target & counted].mean() - scores[~target & counted].mean())
