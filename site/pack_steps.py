"""How far each engagement of a cluster has come: its stage, the steps with their days, what is next."""

from __future__ import annotations

from dataclasses import dataclass

from halfterm.cycles.engagement_terms import STAGES, STEPS, Checklist, StepProgress
from halfterm.cycles.programme import Cluster
from halfterm.cycles.words import sentence
from halfterm.site.pieces import dated
from halfterm.site.shown import ShownEdition


@dataclass(frozen=True, slots=True)
class StepsRow:
    """One engagement: its stage, a day or a dash for each step, what was done last, what is next."""

    engagement: str
    stage: str
    days: tuple[str, ...]
    last: str
    next: str


@dataclass(frozen=True, slots=True)
class StepsLines:
    """The table of steps with the meaning of its letters and stages; without rows nothing is recorded."""

    letters: tuple[str, ...]
    rows: tuple[StepsRow, ...]
    steps: tuple[str, ...]
    stages: tuple[str, ...]


def steps_lines(edition: ShownEdition, cluster: Cluster) -> StepsLines:
    """The steps and stages of a cluster's engagements; no rows where none of them has begun."""
    engagements = [e for e in edition.programme.engagements if e.cluster == cluster.id]
    # Evidence is in people's own words, which they wrote for one another.
    words = edition.audience != "public"
    begun = any(_is_begun(edition.checklists[e.id]) for e in engagements if e.id in edition.checklists)
    rows = tuple(
        _row(e.name, edition.checklists[e.id], words=words)
        for e in engagements
        if begun and e.id in edition.checklists
    )
    return StepsLines(
        letters=tuple(step.letter for step in STEPS),
        rows=rows,
        steps=tuple(f"{step.letter}: {step.name}" for step in STEPS),
        stages=tuple(f"{stage.number}: {stage.name}" for stage in STAGES),
    )


def _is_begun(checklist: Checklist) -> bool:
    return checklist.stage is not None or any(progress.proofs for progress in checklist.steps)


def _row(engagement: str, checklist: Checklist, *, words: bool) -> StepsRow:
    stage = checklist.stage
    taken = [progress for progress in checklist.steps if progress.done_on is not None]
    latest = max(taken, key=lambda progress: (progress.proofs[0].on, progress.step.letter), default=None)
    return StepsRow(
        engagement=engagement,
        stage="not begun" if stage is None else str(stage.number),
        days=tuple(_day(progress) for progress in checklist.steps),
        last="No step is recorded yet." if latest is None else _proved(latest, words=words),
        next=_next(checklist),
    )


def _day(progress: StepProgress) -> str:
    """The day of a step as a narrow cell has room for it: its parts do not come apart."""
    day = progress.done_on
    return "–" if day is None else f"{day.day}\u00a0{day:%b}\u00a0{day:%y}"


def _proved(progress: StepProgress, *, words: bool) -> str:
    proof = progress.proofs[0]
    said = f"step {progress.step.letter}, on {dated(proof.on)}"
    return sentence(f"{said}: {proof.evidence}" if words else said)


def _next(checklist: Checklist) -> str:
    """The first step that nobody has proved, then the stage after the present one."""
    said = [
        f"step {progress.step.letter}: {_small(progress.step.name)}"
        for progress in checklist.steps
        if progress.done_on is None
    ][:1]
    reached = 0 if checklist.stage is None else checklist.stage.number
    said += [f"stage {stage.number}: {_small(stage.name)}" for stage in STAGES if stage.number == reached + 1]
    return sentence("; then ".join(said)) if said else "All steps are taken and all stages reached."


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]
