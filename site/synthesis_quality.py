"""How a programme's cycles were done: the features of plan-do-study-act, evidence, security, progress."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.disclosure import Shown, show_number
from halfterm.cycles.impact.threshold import newcombe, wilson
from halfterm.cycles.quality import CycleQuality
from halfterm.cycles.quality_progress import LEVELS
from halfterm.site.quality_lines import STRICT
from halfterm.site.shown import ShownCycle, ShownEdition
from halfterm.site.synthesis_coding import programme_cycles
from halfterm.site.synthesis_groups import count, many

PUBLISHED: Final = (3, 72)
"""Projects that showed every feature, of those that documented their cycles: Knudsen et al. (2019)."""

GRADES: Final = ("research", "evaluation", "monitoring", "description")
SECURITY: Final = (*(f"{level} of 5" for level in range(5, -1, -1)), "not rated")


@dataclass(frozen=True, slots=True)
class FeatureRow:
    """One feature: in how many engagements it is shown, missing, or cannot be told."""

    feature: str
    yes: Shown
    no: Shown
    unknown: Shown
    share: str


@dataclass(frozen=True, slots=True)
class LevelRow:
    """How many cycles stand at one grade or level."""

    level: str
    n: Shown


@dataclass(frozen=True, slots=True)
class QualityLines:
    """All that is told of how cycles were done; `rated` is False where no record was looked at."""

    rated: bool
    sentences: tuple[str, ...]
    features: tuple[FeatureRow, ...]
    evidence: tuple[LevelRow, ...]
    security: tuple[LevelRow, ...]
    progress: tuple[LevelRow, ...]


def quality_table(edition: ShownEdition) -> QualityLines:
    """The engagements' latest cycles by feature, beside what is published; all cycles by grade and level."""
    cycles = programme_cycles(edition)
    latest = [one.quality for one in latest_cycles(cycles) if one.quality is not None]
    rated = [one.quality for one in cycles if one.quality is not None]
    if not rated:
        return QualityLines(False, (), (), (), (), ())
    return QualityLines(
        rated=True,
        sentences=_benchmark(latest),
        features=_features(latest),
        evidence=_levels(rated, GRADES, lambda one: one.evidence.answer),
        security=_levels(rated, SECURITY, lambda one: one.security.answer),
        progress=_progress(rated),
    )


def latest_cycles(cycles: Iterable[ShownCycle]) -> tuple[ShownCycle, ...]:
    """The last cycle of each engagement: what a chain shows, its last cycle shows."""
    last = {cycle.plan.engagement: cycle for cycle in cycles}
    return tuple(last.values())


def _benchmark(latest: Sequence[CycleQuality]) -> tuple[str, ...]:
    """The share that shows every feature beside the published one, and whether chance explains the two."""
    met, n = sum(_met(one, STRICT) is True for one in latest), len(latest)
    theirs, of = PUBLISHED
    said = (
        f"{f'{met:,}' if met else 'None'} of {many(n, 'engagement')} {'show' if met > 1 else 'shows'} every "
        f"feature in the record of its latest cycle: {_share(met, n)}. Of published projects "
        f"that had documented their cycles, {theirs} of {of} did: {_share(theirs, of)} (Knudsen et al. 2019)."
    )
    _, lower, upper = newcombe(met, n, theirs, of)
    between = (
        f"the 95% interval of ours less theirs is {_points(lower)} to {_points(upper)} percentage points"
    )
    verdict = "The difference could be chance"
    if lower > 0:
        verdict = "That is more than chance explains"
    elif upper < 0:
        verdict = "That is fewer than chance explains"
    return (
        said,
        f"{verdict}: {between}. Theirs was read by people in articles, ours by rules "
        "in a record that asks for these things, so the two are not quite alike.",
    )


def _features(latest: Sequence[CycleQuality]) -> tuple[FeatureRow, ...]:
    names = dict.fromkeys(point.name for one in latest for point in one.pdsa)
    return tuple(_feature(name, [_met(one, name) for one in latest]) for name in names)


def _feature(name: str, held: Sequence[bool | None]) -> FeatureRow:
    yes, no = held.count(True), held.count(False)
    words = "every feature" if name == STRICT else name
    known = yes + no
    share = _share(yes, known) if known else "–"
    return FeatureRow(words, count(yes), count(no), count(held.count(None)), share)


def _met(quality: CycleQuality, name: str) -> bool | None:
    return next((point.met for point in quality.pdsa if point.name == name), None)


def _levels(
    rated: Sequence[CycleQuality], known: Sequence[str], answer: Callable[[CycleQuality], str]
) -> tuple[LevelRow, ...]:
    counts = Counter(answer(one) for one in rated)
    others = sorted(set(counts) - set(known))
    return tuple(LevelRow(level, count(counts[level])) for level in (*known, *others))


def _progress(rated: Sequence[CycleQuality]) -> tuple[LevelRow, ...]:
    """The levels that cycles have reached by the record, with their meaning; those of none are left out."""
    counts = Counter(one.progress.level for one in rated)
    return tuple(
        LevelRow(f"{level:.1f} {meaning}", count(counts[level]))
        for level, meaning, _ in LEVELS
        if counts[level]
    )


def _share(k: int, n: int) -> str:
    lower, upper = wilson(k, n)
    return f"{_percent(k / n)}% (95% interval {_percent(lower)} to {_percent(upper)}%)"


def _percent(share: float) -> Shown:
    return show_number(100 * share, decimals=0)


def _points(share: float) -> Shown:
    return show_number(100 * share, decimals=0, signed=True)
