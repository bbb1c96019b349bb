"""Who could visit whom in a cluster, in words: from its cycles' figures as everybody may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.programme import Programme
from halfterm.cycles.who_to_visit import ONE_IN, CycleFound, Visit, Visitor, Visits, who_to_visit
from halfterm.cycles.words import Claim, claim, direction_words, impact_words, interval, listed, sentence
from halfterm.site.cluster_page import Meeting
from halfterm.site.figures import every_school, gap_figures
from halfterm.site.marks import GAP_AND_CHANGE, told
from halfterm.site.school_part import Part
from halfterm.site.shown import ShownCycle, ShownEdition, ShownStudy
from halfterm.site.verdicts import impact_figure, verdicts_on

_FOUND: Final[dict[Claim, str]] = {"no clear change": "no clear change", "widening": "the gap widened"}
_GAP: Final[dict[Claim, str]] = {
    "no clear change": "the gap itself shows no clear change",
    "widening": "the gap itself widened, by more than chance would give",
    "changed sides": "the gap itself changed sides",
    "further ahead": "the group is further ahead, by more than chance would give",
    "less far ahead": "the group is less far ahead, by more than chance would give",
    "closing": "the gap itself closed, but only as the others fell",
    "no comparison": "without a comparison there is no gap",
    "hidden": "the gap itself is hidden",
    "not known": "the gap itself is not known",
}
"""What became of the gap where the idea helped and the gap has not closed beyond chance."""


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A place that stood out: why, in sentences, and who could go, each with what it found.

    `short` is why in a few words, `guests` who could go, by name.
    """

    host: str
    why: tuple[str, ...]
    who: tuple[str, ...]
    short: str
    guests: str


@dataclass(frozen=True, slots=True)
class VisitLines:
    """Who to visit. Without `lines` nobody can be sent anywhere, and `said` says why."""

    lines: tuple[VisitLine, ...]
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    """What was found at one place, with the study that tells it."""

    found: CycleFound
    study: ShownStudy


def visit_lines(edition: ShownEdition, meeting: Meeting, parts: Sequence[Part]) -> VisitLines:
    """Who could visit whom; `parts` are the schools' parts of the meeting's cycles.

    What an engagement found at one school only is told there: of the same pupils it is no second figure.
    """
    placed = [
        *(
            each
            for engagement, cycle in meeting.cycles
            for each in _placed(
                edition,
                cycle,
                [s for s in cycle.at("engagement", engagement.id) if len(cycle.assessed(s.measure.id)) != 1],
                name=engagement.name,
            )
        ),
        *(each for part in parts for each in _placed(edition, part.cycle, part.own, name=part.school.name)),
    ]
    studies = {id(each.found): each.study for each in placed}
    visits = who_to_visit([each.found for each in placed])
    return VisitLines(
        lines=tuple(_line(visit, studies[id(visit.host)], edition.programme) for visit in visits.visits),
        said=_said(visits),
    )


def _placed(
    edition: ShownEdition, cycle: ShownCycle, studies: Sequence[ShownStudy], *, name: str
) -> list[_Placed]:
    plan = cycle.plan
    return [
        _Placed(
            CycleFound(
                place=study.place,
                name=name,
                level=study.level,
                engagement=plan.engagement,
                theme=plan.intervention.theme,
                idea=plan.change_idea.name,
                gap=gap_figures(study, plan, edition.programme),
                impact=impact_figure(study) if plan.names_treated else None,
                care=bool(verdicts_on(edition, [study], [cycle]).verdicts[0].warnings),
            ),
            study,
        )
        for study in studies
        if study.visible
    ]


def _line(visit: Visit, study: ShownStudy, programme: Programme) -> VisitLine:
    host = visit.host
    where = None if host.level == "school" else every_school(programme.engagement(host.engagement))
    why: list[str] = []
    if host.closed:
        reach = f" (95% interval of the change {interval(host.gap.change)})"
        why.append(told(f"{host.gap.measure}: {direction_words(host.gap)}{reach}.", study, *GAP_AND_CHANGE))
    if host.helped and host.impact is not None:
        said = impact_words(host.impact, target=host.gap.target, idea=host.idea)
        though = "" if host.closed else f" {sentence(_GAP[claim(host.gap)])}"
        why.append(
            told(f"{host.gap.measure}: {said}.{though}", study, host.impact.statistic, *GAP_AND_CHANGE)
        )
    else:
        why.append(f"What it tries: {host.idea}. Nothing shows yet that the idea did it.")
    if host.care:
        why.append("Its page says what to bear in mind.")
    return VisitLine(
        host=host.name if where is None else f"{host.name}, {where}",
        why=tuple(why),
        who=tuple(_who(visitor, host) for visitor in visit.visitors),
        short=_short(host),
        guests=listed(list(dict.fromkeys(visitor.found.name for visitor in visit.visitors))),
    )


def _short(host: CycleFound) -> str:
    said = ["gap closing"] if host.closed else []
    said += [f"higher with “{host.idea}” than without"] if host.helped else []
    though = "" if host.closed else f"; {_GAP[claim(host.gap)]}"
    return f"{host.gap.measure}: {listed(said)}{though}"


def _who(visitor: Visitor, host: CycleFound) -> str:
    found = visitor.found
    where = "" if "measure" in visitor.shares else f" in {found.gap.measure}"
    other = "" if found.idea == host.idea else f", trying {found.idea}"
    return f"{found.name}: {_FOUND[claim(found.gap)]}{where} (same {listed(visitor.shares)}{other})"


def _said(visits: Visits) -> tuple[str, ...]:
    """What holds of all visits, or why there are none."""
    if not visits.judged:
        return ("No figures may be seen from which to say who could learn from whom.",)
    chance = (
        f"{visits.judged} figure{'' if visits.judged == 1 else 's'} could have stood out; where nothing has "
        f"changed, chance alone makes about 1 in {ONE_IN} do so."
    )
    if visits.visits:
        return (
            "One school clear of chance and another not is a reason to look, and no proof that they differ.",
            chance,
        )
    if visits.unmatched:
        return (
            f"{_places(visits.unmatched)} stood out. Nobody else here, of whom it may be seen, works on the "
            "same and is still short of it, so there is no visit to propose.",
            chance,
        )
    return (
        "Nobody stands out: of the gaps that may be seen, none closed by more than chance would give, and no "
        "change idea is shown to have helped.",
        chance,
    )


def _places(found: Sequence[CycleFound]) -> str:
    """Each place once, with the measures in which it stood out."""
    measures: dict[tuple[str, str], list[str]] = {}
    for one in found:
        held = measures.setdefault((one.place, one.name), [])
        if one.gap.measure not in held:
            held.append(one.gap.measure)
    return listed([f"{name} (in {listed(held)})" for (_, name), held in measures.items()])
