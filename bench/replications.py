"""Many samples of one world, and how often what the engine says of them is right."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from unittest.mock import patch

import numpy as np

from bench.known_answers import answers, planted
from bench.known_truth import World, draw, summarised
from halfterm.cycles.disclosure import ShownFinding, show_finding
from halfterm.cycles.impact import permutation
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.moments import PanelSummary
from halfterm.cycles.impact.sides import sides_of
from halfterm.cycles.impact.study import study_panel
from halfterm.cycles.impact.treated import impact_findings
from halfterm.cycles.words import GapFigures, claim

GAPS = (
    "gap_baseline",
    "gap_followup",
    "gap_change",
    "hedges_g",
    "cliffs_delta",
    "threshold_gap_followup",
    "ancova",
    "effect_size_adjusted",
    "multilevel",
    "permutation",
)
"""`did` is `gap_change` and `gap_index` is `cliffs_delta` turned and times ten: neither is counted twice."""

IMPACT = ("impact", "impact_effect_size", "impact_multilevel", "impact_on_gap")
DRAWS = 2_000
"""Draws of a permutation test that is not exact; the engine draws ten times as many."""

LEVEL = 0.05


@dataclass(slots=True)
class Tally:
    """Counts over samples: `made` have a value, `bounded` an interval, `tested` a p. Sums: value - truth."""

    made: int = 0
    bounded: int = 0
    covered: int = 0
    tested: int = 0
    alarms: int = 0
    total: float = 0.0
    squares: float = 0.0
    truth: float = 0.0
    width: float = 0.0

    def add(self, found: Finding, truth: float) -> None:
        """Count one sample's finding."""
        if found.value is None:
            return
        self.made += 1
        self.truth += truth
        self.total += found.value - truth
        self.squares += (found.value - truth) ** 2
        if found.p is not None:
            self.tested += 1
            self.alarms += found.p < LEVEL
        if found.lower is not None and found.upper is not None:
            slack = 1e-9 * (1 + abs(truth))
            self.bounded += 1
            self.covered += found.lower - slack <= truth <= found.upper + slack
            self.width += found.upper - found.lower

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    @property
    def coverage(self) -> float:
        """Share of the intervals that hold the truth."""
        return self.covered / self.bounded if self.bounded else math.nan

    @property
    def alarm(self) -> float:
        """Share of the tests with p under 5 %."""
        return self.alarms / self.tested if self.tested else math.nan

    @property
    def bias(self) -> float:
        """Mean distance of the values from the truth, in the statistic's unit."""
        return self.total / self.made if self.made else math.nan

    @property
    def error(self) -> float:
        """Root mean squared distance of the values from the truth."""
        return math.sqrt(self.squares / self.made) if self.made else math.nan


@dataclass(slots=True)
class Record:
    """What happened in a world: a tally for every statistic, and how often each verdict was given."""

    samples: int = 0
    tallies: dict[str, Tally] = field(default_factory=dict)
    verdicts: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Record) -> Record:
        names = self.tallies.keys() | other.tallies.keys()
        nothing = Tally()
        return Record(
            self.samples + other.samples,
            {n: self.tallies.get(n, nothing) + other.tallies.get(n, nothing) for n in sorted(names)},
            self.verdicts + other.verdicts,
        )


def replicate(world: World, *, samples: int, seed: int | tuple[int, ...]) -> Record:
    """Draw `samples` samples and count: impact where somebody is treated, else gaps and verdicts."""
    generator = np.random.default_rng(seed)
    gaps = world.assigned == "nobody"
    record = Record(samples, {name: Tally() for name in (GAPS if gaps else IMPACT)})
    with patch.object(permutation, "DRAWS", DRAWS):
        for _ in range(samples):
            panel = draw(world, generator)
            known = answers(world, panel) if gaps else planted(world)
            found = {made.statistic: made for made in _studied(summarised(panel, world.scale), gaps=gaps)}
            for name, tally in record.tallies.items():
                tally.add(found[name], known[name])
            if gaps:
                record.verdicts[verdict(found)] += 1
    return record


def _studied(summary: PanelSummary, *, gaps: bool) -> Iterable[Finding]:
    if gaps:
        return study_panel(summary, with_treated=False)
    return impact_findings(summary, sides_of(summary))


def verdict(found: dict[str, Finding]) -> str:
    """What the school's own page claims of a gap: closing, widening, changed sides, no clear change."""

    def shown(name: str) -> ShownFinding:
        return show_finding(found[name], audience="school", decimals=1)

    figures = (shown(name) for name in ("gap_baseline", "gap_followup", "gap_change"))
    gains = (shown("gain_target"), shown("gain_comparison"))
    return claim(GapFigures("score", "target", "others", "before", "after", *figures, *gains))
