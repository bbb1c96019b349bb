"""The quality of cycles as an audience may know it: it rests on figures that this audience sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.plan import Plan
from halfterm.cycles.quality import NO_CLAIM, Claim, CycleQuality, chain_of, cycle_quality
from halfterm.cycles.quality_point import CycleStory, StudiedMeasure
from halfterm.cycles.record import CycleRecord
from halfterm.site.security import claim_of
from halfterm.site.shown import ShownCycle, ShownStudy


def with_qualities(
    shown: Iterable[ShownCycle], records: Iterable[CycleRecord], audience: Audience
) -> tuple[ShownCycle, ...]:
    """The cycles with the quality of those whose story is known; each is judged beside its own chain."""
    stories: dict[str, dict[str, CycleStory]] = {}
    seen = {one.plan.id: one for one in shown}
    for record in records:
        if record.story is not None:
            held = stories.setdefault(record.plan.engagement, {})
            held[record.plan.id] = told_by(record.story, seen[record.plan.id])
    return tuple(_with_quality(one, stories.get(one.plan.engagement, {}), audience) for one in seen.values())


def _with_quality(shown: ShownCycle, stories: dict[str, CycleStory], audience: Audience) -> ShownCycle:
    if shown.plan.id not in stories:
        return shown
    return replace(shown, quality=quality_of(shown.plan.id, stories, claim_on(shown, audience)))


def quality_of(cycle: str, stories: dict[str, CycleStory], claim: Claim) -> CycleQuality:
    """The quality of one cycle among the stories of all of its chain."""
    return cycle_quality(stories[cycle], chain_of(stories, cycle), claim)


def told_by(story: CycleStory, shown: ShownCycle | None) -> CycleStory:
    """A story with what was found of the whole engagement, as far as it may be seen."""
    found = () if shown is None else tuple(_studied(study, story.plan) for study in _whole(shown))
    return replace(story, studied=found)


def claim_on(shown: ShownCycle | None, audience: Audience) -> Claim:
    """The weakest of the cycle's measures: its largest detectable effect, its largest loss of pupils."""
    if shown is None:
        return NO_CLAIM
    return claim_of(_whole(shown), correlation=shown.plan.assumes.correlation, audience=audience)


def _whole(shown: ShownCycle) -> tuple[ShownStudy, ...]:
    return shown.at("engagement", shown.plan.engagement)


def _studied(study: ShownStudy, plan: Plan) -> StudiedMeasure:
    change = study.findings["gap_change"]
    return StudiedMeasure(
        measure=study.measure.id,
        half_term=plan.follow_up,
        gap_before=study.findings["gap_baseline"].value.value,
        gap_after=study.findings["gap_followup"].value.value,
        lower=change.lower.value,
        upper=change.upper.value,
        goals=tuple(target.percent.value.value for target in study.targets),
    )
