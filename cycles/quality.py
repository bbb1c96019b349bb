"""The quality of a cycle, point by point from its record: not of its results, but of how they came about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from halfterm.cycles.quality_evidence import evidence_grade
from halfterm.cycles.quality_pdsa import pdsa
from halfterm.cycles.quality_point import CycleStory, Point
from halfterm.cycles.quality_progress import Judgement, judgement, progress
from halfterm.cycles.quality_security import security_of


@dataclass(frozen=True, slots=True)
class Claim:
    """The numbers behind a claim of impact; None where one is not known.

    `detectable` is the minimum detectable effect in SDs, `attrition` the share of pupils lost, 0 to 1: the
    most it may be, where the number of those lost is hidden.
    """

    detectable: float | None = None
    attrition: float | None = None


NO_CLAIM = Claim()


@dataclass(frozen=True, slots=True)
class CycleQuality:
    """All points of one cycle. `judged` is a person's own view of its progress, beside the computed one."""

    cycle: str
    title: str
    pdsa: tuple[Point, ...]
    evidence: Point
    security: Point
    progress: Point
    judged: Judgement | None

    @property
    def points(self) -> tuple[Point, ...]:
        """Every computed point, in the order in which they are told."""
        return (*self.pdsa, self.evidence, self.security, self.progress)


def chain_of(stories: Mapping[str, CycleStory], cycle: str) -> tuple[CycleStory, ...]:
    """The whole chain that a cycle belongs to, every cycle behind the one it follows."""
    first = stories[cycle]
    # A chain cannot close into a ring: each plan is followed up later than the one it follows.
    while (earlier := first.plan.follows) is not None and earlier in stories:
        first = stories[earlier]
    chain, waiting = [], [first]
    while waiting:
        story = waiting.pop(0)
        chain.append(story)
        waiting += [other for other in stories.values() if other.plan.follows == story.plan.id]
    return tuple(chain)


def cycle_quality(story: CycleStory, chain: Sequence[CycleStory], claim: Claim = NO_CLAIM) -> CycleQuality:
    """Every point of one cycle; `chain` is its chain, itself included, earliest first."""
    return CycleQuality(
        cycle=story.plan.id,
        title=story.plan.title,
        pdsa=pdsa(story, chain),
        evidence=evidence_grade(story),
        security=security_of(story, detectable=claim.detectable, attrition=claim.attrition),
        progress=progress(story, chain),
        judged=judgement(story),
    )
