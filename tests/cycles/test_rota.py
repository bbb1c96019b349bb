"""Who hosts when: fair turns, open schools only, and swaps that change one meeting and no turn after it."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.cycles.events import HOST_SWAPPED, MEETING_HELD, Event
from halfterm.cycles.programme import Programme
from halfterm.cycles.rota import Meeting, Swap, check_swap, meetings
from halfterm.cycles.school_year import Calendar, HalfTermDates, SchoolDates
from tests.cycles.factories import day, make_programme, programme_content

SPANS = {
    "autumn-1": ("2025-09-01", "2025-10-24"),
    "autumn-2": ("2025-11-03", "2025-12-19"),
    "spring-1": ("2026-01-05", "2026-02-13"),
    "spring-2": ("2026-02-23", "2026-03-27"),
}
HALF_TERMS = [HalfTermDates(name, name, day(first), day(last)) for name, (first, last) in SPANS.items()]
CALENDAR = Calendar(SchoolDates.of(HALF_TERMS))


def programme(schools: dict[str, dict[str, Any]] | None = None, **cluster: Any) -> Programme:
    """Cluster north over four half-terms; its schools ash (lead), birch and cedar, with changes."""
    content = programme_content()["clusters"][0]
    held = [school | (schools or {}).get(school["id"], {}) for school in content["schools"]]
    half_terms = [{"id": h.id, "name": h.name, "starts": h.starts, "ends": h.ends} for h in HALF_TERMS]
    return make_programme(clusters=[content | {"schools": held} | cluster], half_terms=half_terms)


def hosts(planned: tuple[Meeting, ...]) -> list[str]:
    return [meeting.host for meeting in planned]


def days(planned: tuple[Meeting, ...]) -> list[str]:
    return [meeting.on.isoformat() for meeting in planned]


def swapped(
    half_term: str, *, host: str | None = None, other: str | None = None, on: str | None = None
) -> Event:
    body = {"host": host, "with": other, "on": on, "reason": "Building works"}
    return Event(1, day("2025-09-01"), "ana", HOST_SWAPPED, f"north/{half_term}", body, "")


def test_hosts_take_turns_lead_schools_first_on_the_tuesday_of_the_third_week() -> None:
    planned = meetings(programme(), CALENDAR)
    assert hosts(planned) == ["ash", "birch", "cedar", "ash"]
    assert days(planned) == ["2025-09-16", "2025-11-18", "2026-01-20", "2026-03-10"]
    assert {meeting.on.weekday() for meeting in planned} == {1}
    last = programme_content()["engagements"][0] | {"lead": "cedar", "supported": ["ash"]}
    led = Programme.model_validate(programme().model_dump() | {"engagements": [last]})
    assert hosts(meetings(led, CALENDAR)) == ["cedar", "ash", "birch", "cedar"]


def test_a_cluster_may_meet_on_another_day_of_another_week() -> None:
    planned = meetings(programme(meets={"weekday": "friday", "week": 1}), CALENDAR)
    assert days(planned)[:2] == ["2025-09-05", "2025-11-07"]


def test_a_meeting_moves_to_the_hosts_nearest_school_day_the_earlier_of_two() -> None:
    tuesday = day("2025-09-16")
    closed = SchoolDates.of(HALF_TERMS, inset=[tuesday])
    assert days(meetings(programme(), Calendar(CALENDAR.default, {"ash": closed})))[0] == "2025-09-15"
    closed = SchoolDates.of(HALF_TERMS, inset=[tuesday], bank_holidays=[tuesday - timedelta(days=1)])
    assert days(meetings(programme(), Calendar(CALENDAR.default, {"ash": closed})))[0] == "2025-09-17"
    assert days(meetings(programme(meets={"week": 9}), CALENDAR))[0] == "2025-10-24"


def test_a_withdrawn_school_is_passed_over_from_its_withdrawal() -> None:
    gone = {"cedar": {"withdrawn": {"on": "2026-01-20", "reason": "It left."}}}
    assert hosts(meetings(programme(gone), CALENDAR)) == ["ash", "birch", "ash", "birch"]
    gone["cedar"]["withdrawn"]["on"] = "2026-01-21"
    assert hosts(meetings(programme(gone), CALENDAR)) == ["ash", "birch", "cedar", "ash"]


def test_a_school_that_joins_late_starts_level_and_is_owed_nothing() -> None:
    late = {"ash": {"joined": "2026-01-01"}}
    assert hosts(meetings(programme(late), CALENDAR)) == ["birch", "cedar", "birch", "ash"]


def test_a_cluster_that_all_have_left_does_not_meet() -> None:
    gone = {s: {"withdrawn": {"on": "2025-12-31", "reason": "Ended."}} for s in ("ash", "birch", "cedar")}
    assert hosts(meetings(programme(gone), CALENDAR)) == ["ash", "birch"]


def test_an_exchange_swaps_two_hosts_and_leaves_days_and_later_turns() -> None:
    planned = meetings(programme(), CALENDAR, swaps=[swapped("autumn-1", host="cedar", other="spring-1")])
    assert hosts(planned) == ["cedar", "birch", "ash", "ash"]
    assert days(planned) == days(meetings(programme(), CALENDAR))
    assert [meeting.swapped for meeting in planned] == [True, False, True, False]


def test_another_host_or_day_changes_that_meeting_only_and_the_last_word_counts() -> None:
    events = [swapped("autumn-2", host="cedar"), swapped("autumn-2", on="2025-11-20")]
    planned = meetings(programme(), CALENDAR, swaps=events)
    assert hosts(planned) == ["ash", "cedar", "cedar", "ash"]
    assert days(planned)[1] == "2025-11-20"
    held = Event(2, day("2025-11-20"), "ana", MEETING_HELD, "north/autumn-2", {"present": 3}, "")
    assert meetings(programme(), CALENDAR, swaps=[*events, held]) == planned


def test_a_swap_whose_host_has_since_withdrawn_is_passed_over() -> None:
    gone = {"cedar": {"withdrawn": {"on": "2025-11-01", "reason": "It left."}}}
    planned = meetings(programme(gone), CALENDAR, swaps=[swapped("autumn-2", host="cedar")])
    assert hosts(planned) == ["ash", "birch", "ash", "birch"]
    assert not any(meeting.swapped for meeting in planned)


@pytest.mark.parametrize(
    ("swap", "refusal", "problem"),
    [
        (
            Swap("nort", "autumn-1", "birch"),
            BadInput,
            "no cluster 'nort' in programme.yaml; did you mean 'north'?",
        ),
        (Swap("north", "autumn-3", "birch"), BadInput, "no meeting in 'autumn-3'; did you mean 'autumn-"),
        (Swap("north", "autumn-1", other="winter"), BadInput, "no meeting in 'winter'"),
        (
            Swap("north", "autumn-1", "brich"),
            BadInput,
            "no school 'brich' in cluster 'north'; did you mean 'birch'?",
        ),
        (Swap("north", "autumn-1", "ash"), BadInput, "changes neither host nor day"),
        (Swap("north", "autumn-1"), BadInput, "changes neither host nor day"),
        (Swap("north", "autumn-1", other="autumn-1"), BadInput, "changes neither host nor day"),
        (Swap("north", "autumn-1", other="spring-2"), BadInput, "changes neither host nor day"),
        (Swap("north", "autumn-2", "cedar"), NotAllowed, "'cedar' is closed to pupils on 2025-11-18"),
        (
            Swap("north", "autumn-2", on=day("2025-11-22")),
            NotAllowed,
            "'birch' is closed to pupils on 2025-11-22",
        ),
        (
            Swap("north", "autumn-2", on=day("2025-10-30")),
            NotAllowed,
            "2025-10-30 is not in autumn-2 of 'birch'",
        ),
        (Swap("north", "spring-2", "birch"), NotAllowed, "'birch' is not a member of 'north' on 2026-03-10"),
    ],
)
def test_a_swap_that_cannot_hold_is_refused(swap: Swap, refusal: type[Exception], problem: str) -> None:
    leaving = programme({"birch": {"withdrawn": {"on": "2026-03-01", "reason": "It left."}}})
    closed = SchoolDates.of(HALF_TERMS, inset=[day("2025-11-18")])
    calendar = Calendar(CALENDAR.default, {"cedar": closed})
    with pytest.raises(refusal) as refused:
        check_swap(swap, meetings(leaving, calendar), leaving, calendar)
    assert problem in str(refused.value)


def test_a_swap_that_holds_tells_the_meetings_as_they_will_be() -> None:
    planned = meetings(programme(), CALENDAR)
    swap = Swap("north", "autumn-1", other="autumn-2", on=day("2025-09-18"))
    changed = check_swap(swap, planned, programme(), CALENDAR)
    assert [(m.half_term, m.host, m.on) for m in changed] == [
        ("autumn-1", "birch", day("2025-09-18")),
        ("autumn-2", "ash", day("2025-11-18")),
    ]


@st.composite
def a_calendar_and_cluster(draw: st.DrawFn) -> tuple[Programme, Calendar]:
    """Up to twelve half-terms of a few weeks, up to six schools, closures here and there, some come or go."""
    starts, half_terms = date(2025, 9, 1), []
    for number in range(draw(st.integers(1, 12))):
        starts += timedelta(days=draw(st.integers(0, 20)))
        ends = starts + timedelta(days=draw(st.integers(6, 60)))
        half_terms.append(HalfTermDates(f"half-term-{number}", "A half-term", starts, ends))
        starts = ends + timedelta(days=1)
    span = st.dates(half_terms[0].starts, half_terms[-1].ends)
    schools, own = [], {}
    for number in range(draw(st.integers(1, 6))):
        school: dict[str, Any] = {"id": f"school-{number}", "name": "A school", "code": str(number)}
        match draw(st.sampled_from(["stays", "stays", "joins", "leaves"])):
            case "joins":
                school["joined"] = draw(span)
            case "leaves":
                school["withdrawn"] = {"on": draw(span), "reason": "It left."}
        schools.append(school)
        own[school["id"]] = SchoolDates.of(half_terms, inset=draw(st.lists(span, max_size=8)))
    made = make_programme(
        half_terms=[{"id": h.id, "name": h.name, "starts": h.starts, "ends": h.ends} for h in half_terms],
        people=[{"id": "ana", "name": "Ana", "role": "facilitator"}],
        clusters=[
            {
                "id": "north",
                "name": "North",
                "facilitator": "ana",
                "schools": [*schools, {"id": "last", "name": "Last", "code": "last"}],
                "meets": {
                    "weekday": draw(st.sampled_from(["monday", "friday"])),
                    "week": draw(st.integers(1, 9)),
                },
            }
        ],
        engagements=[
            {
                "id": "one",
                "name": "One",
                "cluster": "north",
                "lead": "school-0",
                "supported": ["last"],
                "nle": "ana",
            }
        ],
    )
    return made, Calendar(SchoolDates.of(half_terms), own)


@settings(max_examples=150, deadline=None)
@given(a_calendar_and_cluster())
def test_no_school_is_ever_two_turns_ahead_of_another_and_no_host_is_closed(
    drawn: tuple[Programme, Calendar],
) -> None:
    made, calendar = drawn
    planned = meetings(made, calendar)
    assert len(planned) == len(made.half_terms)  # `last` is always there
    throughout = [s.id for s in made.schools if s.joined is None and s.withdrawn is None]
    # A half-term in which a school never opens is one that it cannot host: such a school is not compared.
    always_open = [
        school
        for school in throughout
        if all(calendar.school_days(h.starts, h.ends, school=school) for h in made.half_terms)
    ]
    turns: Counter[str] = Counter(dict.fromkeys(always_open, 0))
    for meeting in planned:
        assert calendar.is_school_day(meeting.on, school=meeting.host)
        assert (
            made.half_term(meeting.half_term).starts <= meeting.on <= made.half_term(meeting.half_term).ends
        )
        assert made.school(meeting.host).is_member(meeting.on)
        if meeting.host in turns:
            turns[meeting.host] += 1
        assert max(turns.values()) - min(turns.values()) <= 1
    assert meetings(made, calendar) == planned


def test_no_meeting_is_planned_in_a_half_term_that_is_there_for_its_data_only() -> None:
    planned = meetings(programme().model_copy(update={"meets_from": "autumn-2"}), CALENDAR)
    assert [meeting.half_term for meeting in planned] == ["autumn-2", "spring-1", "spring-2"]
    assert hosts(planned) == ["ash", "birch", "cedar"]
