"""The decisions that a meeting owes, and those taken since the last one."""

from __future__ import annotations

from dataclasses import dataclass

from halfterm.cycles.meeting_round import MeetingRound, meeting_round
from halfterm.cycles.programme import Cluster, Engagement
from halfterm.cycles.record import Decision
from halfterm.cycles.words import headline, sentence
from halfterm.site.decided import person, person_name
from halfterm.site.figures import gap_figures
from halfterm.site.pieces import Link, dated
from halfterm.site.shown import ShownCycle, ShownEdition


@dataclass(frozen=True, slots=True)
class DueRow:
    """A cycle that was studied and not decided on."""

    engagement: Link
    cycle: str
    found: str
    who: str
    by: str


@dataclass(frozen=True, slots=True)
class TakenRow:
    """A decision taken since the last meeting."""

    engagement: Link
    cycle: str
    kind: str
    reason: str
    who: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """What is due, oldest first, and what was taken; `since` says since when."""

    due: tuple[DueRow, ...]
    taken: tuple[TakenRow, ...]
    since: str


def decisions(edition: ShownEdition, cluster: Cluster, meetings: MeetingRound) -> Decisions:
    """The decisions of a cluster's cycles up to this edition."""
    chains = [(e, edition.chain(e.id)) for e in edition.programme.engagements if e.cluster == cluster.id]
    pairs = [(engagement, cycle) for engagement, chain in chains for cycle in chain]
    place = edition.programme.position
    undecided = [
        (e, c) for e, c in pairs if c.decision is None and c.studies and c.state not in ("stopped", "decided")
    ]
    last = meetings.last
    return Decisions(
        due=tuple(
            _due(edition, engagement, cycle)
            for engagement, cycle in sorted(undecided, key=lambda pair: place(pair[1].plan.follow_up))
        ),
        taken=tuple(
            _taken(edition, engagement, cycle, cycle.decision)
            for engagement, cycle in pairs
            if cycle.decision is not None and (last is None or cycle.decision.on > last.meeting.on)
        ),
        since="so far" if last is None else f"since the meeting of {dated(last.meeting.on)}",
    )


def _due(edition: ShownEdition, engagement: Engagement, cycle: ShownCycle) -> DueRow:
    programme = edition.programme
    studies = cycle.at("engagement", engagement.id)
    nle = person_name(programme, engagement.nle)
    lead = programme.school(engagement.lead).name
    return DueRow(
        engagement=_case(edition, engagement),
        cycle=cycle.plan.title,
        found=sentence(headline([gap_figures(s, cycle.plan, programme) for s in studies]) or "no figures"),
        who=f"{nle} or the head of {lead} proposes; one other of the engagement agrees",
        by=_by_when(edition, engagement, cycle),
    )


def _by_when(edition: ShownEdition, engagement: Engagement, cycle: ShownCycle) -> str:
    """The meeting at which the cycle is looked at; one of an earlier half-term is overdue."""
    programme = edition.programme
    own = meeting_round(
        edition.meetings, programme, cluster=engagement.cluster, half_term=cycle.plan.follow_up
    )
    day = "" if own.here is None else dated(own.here.meeting.on)
    if cycle.plan.follow_up == edition.half_term.id:
        return f"this meeting, {day}" if day else "the next meeting"
    since = day or f"the end of {programme.half_term(cycle.plan.follow_up).name}"
    return f"overdue since {since}"


def _taken(edition: ShownEdition, engagement: Engagement, cycle: ShownCycle, decision: Decision) -> TakenRow:
    by, second = decision.by, decision.approved_by
    agreed = "" if by == second else f", agreed by {person(edition.programme, second)}"
    return TakenRow(
        engagement=_case(edition, engagement),
        cycle=cycle.plan.title,
        kind=decision.kind,
        reason=sentence(decision.reason),
        who=f"{person(edition.programme, by)}{agreed}, {dated(decision.on)}",
    )


def _case(edition: ShownEdition, engagement: Engagement) -> Link:
    """A link to the case study; an engagement that is not in this edition has none, and no address."""
    there = edition.current(engagement.id) is not None
    return Link(engagement.name, f"../cases/{engagement.id}.html" if there else "")
