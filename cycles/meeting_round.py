"""Which meeting an edition is read at, the one before it, and those to come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from halfterm.cycles.programme import Programme
from halfterm.cycles.record import MeetingRecord


@dataclass(frozen=True, slots=True)
class MeetingRound:
    """The meetings of one cluster as one edition sees them.

    `here` is where the edition is read, `last` the one before it; None where none is planned. `coming` are
    those after `here`, in order.
    """

    here: MeetingRecord | None
    last: MeetingRecord | None
    coming: tuple[MeetingRecord, ...]


def meeting_round(
    meetings: Iterable[MeetingRecord], programme: Programme, *, cluster: str, half_term: str
) -> MeetingRound:
    """The meetings of a cluster round the edition of a half-term.

    What a half-term found is studied when it is over: its edition is read at the cluster's first meeting in a
    later half-term, as the schedule of cycles has it.
    """
    now = programme.position(half_term)
    place = {h.id: number for number, h in enumerate(programme.half_terms)}
    own = sorted(
        (m for m in meetings if m.meeting.cluster == cluster),
        key=lambda m: (place[m.meeting.half_term], m.meeting.on),
    )
    past = [m for m in own if place[m.meeting.half_term] <= now]
    later = [m for m in own if place[m.meeting.half_term] > now]
    return MeetingRound(
        here=later[0] if later else None, last=past[-1] if past else None, coming=tuple(later[1:])
    )
