"""The meetings of a workspace: planned by the rota, swapped and held as the register tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.cycles.events import HOST_SWAPPED, MEETING_HELD
from halfterm.cycles.keeper_rules import check_meeting_keeper
from halfterm.cycles.rota import Meeting, Swap, check_swap, meeting_of, meetings
from halfterm.flows.review import person_of
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.register import Register


@dataclass(frozen=True, slots=True)
class MeetingShown:
    """A meeting as lists show it; `present` is how many came, None while it is not recorded as held."""

    meeting: Meeting
    present: int | None


def meetings_of(events: Register, workspace: Workspace) -> tuple[Meeting, ...]:
    """The meetings as they stand, swaps included."""
    return meetings(workspace.programme, workspace.calendar, swaps=events.events(HOST_SWAPPED))


def meetings_shown(events: Register, workspace: Workspace) -> tuple[MeetingShown, ...]:
    """The meetings as they stand; one that was held stays as it was, whatever the rota says today."""
    held = {event.subject: event.body for event in events.events(MEETING_HELD)}
    shown = []
    for meeting in meetings_of(events, workspace):
        body = held.get(meeting.subject)
        if body is None:
            shown.append(MeetingShown(meeting, None))
            continue
        day = date.fromisoformat(body["on"])
        was = Meeting(meeting.cluster, meeting.half_term, day, body["host"], meeting.swapped)
        shown.append(MeetingShown(was, body["present"]))
    return tuple(shown)


def record_swap(
    events: Register, workspace: Workspace, swap: Swap, *, by: str, reason: str, today: date
) -> tuple[Meeting, ...]:
    """Record another host or day of a meeting, or that two meetings exchange their hosts.

    Returns:
        The meetings that are changed, as they now are.

    Raises:
        BadInput: what it names is not there, it changes nothing, or there is no reason.
        NotAllowed: the person is not the facilitator, a meeting was held already, or the new host cannot.
    """
    if not reason.strip():
        raise BadInput("say why the meeting is swapped")
    if swap.host is not None and swap.other is not None:
        raise BadInput(
            "give --host for another host, or --with to exchange hosts with that half-term's meeting"
        )
    planned = meetings_of(events, workspace)
    changed = check_swap(swap, planned, workspace.programme, workspace.calendar)
    check_meeting_keeper(
        person_of(workspace.programme, by), cluster=workspace.programme.cluster(swap.cluster)
    )
    held = {event.subject for event in events.events(MEETING_HELD)}
    over = [f"{m.subject}: this meeting was held already" for m in changed if m.subject in held]
    if over:
        raise NotAllowed(*over)
    body = {
        "host": changed[0].host,
        "with": swap.other,
        "on": None if swap.on is None else swap.on.isoformat(),
        "reason": " ".join(reason.split()),
    }
    events.append(HOST_SWAPPED, changed[0].subject, actor=by, on=today, body=body)
    return changed


def record_held(
    events: Register,
    workspace: Workspace,
    *,
    cluster: str,
    half_term: str,
    present: int,
    by: str,
    today: date,
) -> Meeting:
    """Record that a meeting was held and how many were there; said again, the last counts.

    Raises:
        BadInput: there is no such meeting or person, or nobody was there.
        NotAllowed: the person is not the facilitator, or its day has not come.
    """
    meeting = meeting_of(meetings_of(events, workspace), cluster, half_term)
    check_meeting_keeper(person_of(workspace.programme, by), cluster=workspace.programme.cluster(cluster))
    if present < 1:
        raise BadInput("a meeting that was held had somebody present")
    if today < meeting.on:
        raise NotAllowed(f"{meeting.subject}: the meeting is on {meeting.on}; it cannot have been held yet")
    body = {"host": meeting.host, "on": meeting.on.isoformat(), "present": present}
    events.append_once(MEETING_HELD, meeting.subject, actor=by, on=today, body=body)
    return meeting
