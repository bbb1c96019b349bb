"""The meetings, steps and due days round the small edition: two clusters that meet after spring 1."""

from __future__ import annotations

from datetime import date, time

from halfterm.cycles.engagement_terms import Checklist, checklist
from halfterm.cycles.events import STAGE_REACHED, STEP_CHECKED, Event
from halfterm.cycles.occasion import Kind, Occasion
from halfterm.cycles.record import MeetingRecord
from halfterm.cycles.rota import Meeting


def meetings() -> tuple[MeetingRecord, ...]:
    """One meeting held, the one at which spring 1 is read, and one to come; of the south only the second."""
    times = (time(13, 30), time(15, 0))
    return (
        MeetingRecord(Meeting("north", "spring-1", date(2026, 1, 20), "ash"), 9, *times),
        MeetingRecord(Meeting("north", "spring-2", date(2026, 3, 10), "birch"), None, *times),
        MeetingRecord(Meeting("south", "spring-2", date(2026, 3, 12), "dale"), None, *times),
        MeetingRecord(Meeting("north", "summer-1", date(2026, 4, 28), "cedar"), None, *times),
    )


def checklists() -> dict[str, Checklist]:
    """Ash and partners have taken two steps and reached the second stage, Dale and Elm nothing."""

    def event(number: int, kind: str, body: dict[str, object], on: date) -> Event:
        return Event(number, on, "ben", kind, "ash-and-partners", body, hash="")

    told = [
        event(
            1, STEP_CHECKED, {"step": "b", "evidence": "Gaps by group, shared with staff"}, date(2025, 9, 16)
        ),
        event(2, STAGE_REACHED, {"stage": 1, "evidence": "Terms agreed"}, date(2025, 9, 16)),
        event(3, STEP_CHECKED, {"step": "d", "evidence": "A staff survey"}, date(2025, 11, 12)),
        event(4, STAGE_REACHED, {"stage": 2, "evidence": "All staff took part"}, date(2025, 12, 2)),
    ]
    return {"ash-and-partners": checklist(None, told), "dale-and-elm": checklist(None, ())}


def occasions() -> tuple[Occasion, ...]:
    """What is due in the north in spring 2, and a day of the south's."""

    def due(
        kind: Kind, starts: date, ends: date, *who: str, school: str = "", cluster: str = "north"
    ) -> Occasion:
        cycle = "" if kind == "meeting" else "ash-3"
        return Occasion(kind, "spring-2", cluster, cycle, school, starts, ends, who, "as the plan says")

    def day(kind: Kind, on: date, *who: str, school: str = "", cluster: str = "north") -> Occasion:
        return due(kind, on, on, *who, school=school, cluster=cluster)

    window = (date(2026, 3, 16), date(2026, 3, 27))
    return (
        day("study day", date(2026, 2, 23), "ben"),
        day("lock by", date(2026, 2, 27), "ben"),
        day("review deadline", date(2026, 3, 2), "cat"),
        day("publication", date(2026, 3, 5), "ana"),
        day("meeting", date(2026, 3, 10), "ana", "ben", "cat", school="birch"),
        day("meeting", date(2026, 3, 12), "ana", school="dale", cluster="south"),
        due("follow-up window", *window, "cat", school="ash"),
        due("follow-up window", *window, "cat", school="birch"),
        due("follow-up window", *window, school="cedar"),
    )
