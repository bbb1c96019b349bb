"""What a cluster's meeting is about, gathered once for its pack and its slides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from halfterm.cycles.meeting_agenda import Business
from halfterm.cycles.meeting_round import MeetingRound
from halfterm.site.cluster_page import Meeting
from halfterm.site.gains import MovedHeads
from halfterm.site.glance import GlanceRow, glance_heads, glance_rows
from halfterm.site.pack_calendar import Due, coming_due
from halfterm.site.pack_decisions import Decisions, decisions
from halfterm.site.pack_meeting import MeetingPage, meeting_page, round_in
from halfterm.site.pack_predictions import ResolvedRow, record_so_far, resolved
from halfterm.site.pack_steps import StepsLines, steps_lines
from halfterm.site.pack_visits import VisitLines, visit_lines
from halfterm.site.pieces import Fact, dated
from halfterm.site.school_part import Part
from halfterm.site.shown import ShownEdition, ShownStudy


@dataclass(frozen=True, slots=True)
class MeetingMatter:
    """One meeting: its cycles, its first page, and what there is to each item of the agenda.

    `parts` are the schools' parts of its cycles with the names of their summaries; `silent` the engagements
    of the cluster of which this edition tells nothing.
    """

    meeting: Meeting
    meetings: MeetingRound
    parts: tuple[tuple[str, Part], ...]
    first: MeetingPage
    glance: tuple[GlanceRow, ...]
    heads: MovedHeads
    predictions: tuple[ResolvedRow, ...]
    record: tuple[str, ...]
    decisions: Decisions
    visits: VisitLines
    steps: StepsLines
    due: tuple[Due, ...]
    silent: tuple[str, ...]

    @property
    def studies(self) -> tuple[ShownStudy, ...]:
        """Every study that the meeting's pages tell of: of its engagements, then of its schools."""
        own = [study for e, cycle in self.meeting.cycles for study in cycle.at("engagement", e.id)]
        return (*own, *(study for _, part in self.parts for study in part.own))

    @property
    def title(self) -> str:
        """The cluster with the day of its meeting, if one is planned."""
        here, name = self.meetings.here, self.meeting.cluster.name
        return f"{name}: meeting of {dated(here.meeting.on)}" if here else f"{name}: next meeting"


def meeting_matters(
    edition: ShownEdition, meetings: Iterable[Meeting], parts: Mapping[str, Part]
) -> tuple[MeetingMatter, ...]:
    """What each cluster's meeting is about; `parts` are all schools' by the names of their summaries.

    Raises:
        BadInput: a meeting is too short for its agenda.
    """
    return tuple(_matter(edition, meeting, parts) for meeting in meetings)


def _matter(edition: ShownEdition, meeting: Meeting, parts: Mapping[str, Part]) -> MeetingMatter:
    cluster, meetings = meeting.cluster, round_in(edition, meeting.cluster)
    glance = glance_rows(edition, meeting.cycles)
    there = {engagement.id for engagement, _ in meeting.cycles}
    own = tuple((slug, part) for slug, part in parts.items() if part.engagement.id in there)
    predictions = resolved(meeting)
    owed = decisions(edition, cluster, meetings)
    visits = visit_lines(edition, meeting, [part for _, part in own])
    steps = steps_lines(edition, cluster)
    business = Business(
        cycles=len(meeting.cycles),
        predictions=len(predictions),
        decisions=len(owed.due),
        visits=len(visits.lines),
        steps=len(steps.rows),
    )
    return MeetingMatter(
        meeting=meeting,
        meetings=meetings,
        parts=own,
        first=meeting_page(edition, cluster, business),
        glance=glance,
        heads=glance_heads(glance),
        predictions=predictions,
        record=record_so_far(edition, cluster),
        decisions=owed,
        visits=visits,
        steps=steps,
        due=coming_due(edition, cluster, meetings),
        silent=tuple(
            e.name for e in edition.programme.engagements if e.cluster == cluster.id and e.id not in there
        ),
    )


def matter_facts(matter: MeetingMatter) -> tuple[Fact, ...]:
    """What the meeting has before it, in numbers."""
    counts = (
        ("Cycles", len(matter.meeting.cycles)),
        ("Schools", len({part.school.id for _, part in matter.parts})),
        ("Predictions resolved", len(matter.predictions)),
        ("Decisions due", len(matter.decisions.due)),
    )
    return tuple(Fact(label, str(count)) for label, count in counts)
