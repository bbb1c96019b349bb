"""The verdict of a page: what the rules say of its studies, first the verdict, then what to bear in mind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from halfterm.cycles.disclosure import Audience, ShownFinding
from halfterm.cycles.record import GAP_CLOSES
from halfterm.cycles.verdict import Verdict, said, verdict
from halfterm.cycles.verdict_evidence import Evidence, Fate, Judged, Outside, may_be_picked
from halfterm.cycles.verdict_rules import COUNTED, Part
from halfterm.cycles.words import hidden_reason, listed
from halfterm.site.figures import figure, gap_figures
from halfterm.site.marks import GAP_AND_CHANGE, told
from halfterm.site.pieces import dated
from halfterm.site.security import rated
from halfterm.site.shown import Outcome, ShownCycle, ShownEdition, ShownPrediction, ShownStudy

_FATES: Final[dict[Outcome, Fate]] = {"held": "inside", "better": "better", "missed": "worse"}


@dataclass(frozen=True, slots=True)
class Opening:
    """What a page opens with: the verdict, how far chance may reach, what was planned, what to bear in mind.

    `reach` and `planned` are said less loudly than `verdict`.
    """

    verdict: tuple[str, ...]
    reach: tuple[str, ...]
    planned: tuple[str, ...]
    care: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Some studies of a page with their verdicts, one each; `cycles` are those that they are of."""

    studies: tuple[ShownStudy, ...]
    cycles: tuple[ShownCycle, ...]
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Schools:
    """All schools of an engagement beside a school's page: `names` are what each verdict calls them.

    A name is empty where the figures are this school's alone. What the plan aimed at, and what counts of
    pupils warn of, is said of all schools. `own` are the school's studies, `told` is whether the page tells
    of all schools in their place.
    """

    names: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    own: tuple[ShownStudy, ...]
    told: bool


def verdicts_on(edition: ShownEdition, studies: Sequence[ShownStudy], cycles: Sequence[ShownCycle]) -> Told:
    """The verdicts on studies of one cycle, or of a cluster's: the first cycle's plan lends its names."""
    evidence = (_evidence(edition, study, studies, cycles) for study in studies)
    return Told(tuple(studies), tuple(cycles), tuple(verdict(each) for each in evidence))


def opening(edition: ShownEdition, told_of: Told, *, schools: Schools | None = None) -> Opening:
    """What a page opens with; `schools` beside a school's page."""
    # A page that tells of all schools in a school's place has said why at its head.
    hidden = told_of.studies if schools is None else () if schools.told else schools.own
    return Opening(
        verdict=(*said(told_of.verdicts, "comparison"), *_told(told_of, "direction", GAP_AND_CHANGE)),
        reach=_told(told_of, "interval", ("gap_change",)),
        planned=_planned(told_of, schools),
        care=tuple(
            dict.fromkeys(
                (
                    *hidden_lines(hidden, edition.audience),
                    *said(told_of.verdicts, "caution"),
                    *(() if schools is None or schools.told else _counted(told_of, schools)),
                )
            )
        ),
    )


def _planned(told_of: Told, schools: Schools | None) -> tuple[str, ...]:
    """What became of targets and predictions; beside a school's page, with whose they are."""
    if schools is None:
        return said(told_of.verdicts, "target", "prediction")
    return _said_of(schools.verdicts, schools.names, "target", "prediction")


def _counted(told_of: Told, schools: Schools) -> tuple[str, ...]:
    """What counts of pupils warn of among all schools, but for what the school's own verdict says."""
    known = {one.measure: one.warnings for one in told_of.verdicts}
    counted = (one.only(COUNTED) for one in schools.verdicts)
    more = (
        one
        if name
        else replace(one, lines=tuple(ln for ln in one.lines if ln not in known.get(one.measure, ())))
        for one, name in zip(counted, schools.names, strict=True)
    )
    return _said_of(tuple(more), schools.names, "caution")


def _said_of(verdicts: Sequence[Verdict], names: Sequence[str], *parts: Part) -> tuple[str, ...]:
    """The sentences of some verdicts, those that are of the same schools together."""
    pairs = tuple(zip(verdicts, names, strict=True))
    return tuple(
        line
        for name in dict.fromkeys(names)
        for line in said([one for one, of in pairs if of == name], *parts, of=name)
    )


def _told(told_of: Told, part: Part, statistics: Sequence[str]) -> tuple[str, ...]:
    """A part of each verdict, naming the figures that it tells."""
    lines = ((one.words(part), study) for one, study in zip(told_of.verdicts, told_of.studies, strict=True))
    return tuple(told(line, study, *statistics) for line, study in lines if line)


def hidden_lines(studies: Sequence[ShownStudy], audience: Audience) -> tuple[str, ...]:
    """Which measures are hidden, by reason."""
    lines = []
    for why in dict.fromkeys(s.why_hidden for s in studies if s.why_hidden):
        measures = [s.measure.name for s in studies if s.why_hidden == why]
        lines.append(f"{listed(measures)} {hidden_reason(audience, few=why == 'few pupils')}.")
    return tuple(lines)


def _evidence(
    edition: ShownEdition,
    study: ShownStudy,
    studies: Sequence[ShownStudy],
    cycles: Sequence[ShownCycle],
) -> Evidence:
    plans = [cycle.plan for cycle in cycles]
    plan, treated = plans[0], all(one.names_treated for one in plans)
    return Evidence(
        gap=gap_figures(study, plan, edition.programme),
        comparison=plan.comparison.kind,
        audience=edition.audience,
        idea=" or ".join(dict.fromkeys(one.change_idea.name for one in plans)),
        treated=treated,
        impact=impact_figure(study) if treated else None,
        security=rated(studies, plans, audience=edition.audience) if treated else None,
        targets=tuple(Judged(t.statistic, _fate_of_target(t.met)) for t in study.targets),
        predictions=tuple(_judged(p) for p in study.predictions if p.statistic != GAP_CLOSES),
        counted=study.counted,
        lost=study.coverage.target_missing,
        kept=study.coverage.target_both,
        picked=any(may_be_picked(one) for one in plans),
        reliability=min(one.assumes.reliability for one in plans),
        expected_gain=study.expected_gain,
        outside=_outside(study, cycles),
    )


def impact_figure(study: ShownStudy) -> ShownFinding:
    """A cluster's impact allows each school a level of its own, where that could be fitted."""
    multilevel = figure(study, "impact_multilevel")
    return multilevel if study.level == "cluster" and multilevel.visible else figure(study, "impact")


def _fate_of_target(met: bool | None) -> Fate:
    return "not known" if met is None else "met" if met else "not met"


def _judged(prediction: ShownPrediction) -> Judged:
    return Judged(prediction.statistic, _FATES.get(prediction.outcome, "not known"))


def _outside(study: ShownStudy, cycles: Sequence[ShownCycle]) -> Outside:
    """What happened at the study's place, or everywhere; a school's own events are told of it and of all."""
    held = [
        event
        for cycle in cycles
        for event in cycle.outside
        if study.level != "school" or event.school in ("", study.place)
    ]
    words = [f"{dated(event.on)}, {event.what.rstrip('.')}" for event in held if event.what]
    return Outside(len(held), tuple(dict.fromkeys(words)))
