"""Which meeting an edition is read at: the cluster's first in a later half-term."""

from __future__ import annotations

from datetime import date

from halfterm.cycles.meeting_round import MeetingRound, meeting_round
from halfterm.cycles.programme import Programme
from halfterm.cycles.record import MeetingRecord
from halfterm.cycles.rota import Meeting
from tests.cycles.factories import make_programme

HALF_TERMS = [
    {"id": "autumn-1", "name": "Autumn 1", "starts": date(2025, 9, 1), "ends": date(2025, 10, 24)},
    {"id": "autumn-2", "name": "Autumn 2", "starts": date(2025, 11, 3), "ends": date(2025, 12, 19)},
    {"id": "spring-1", "name": "Spring 1", "starts": date(2026, 1, 5), "ends": date(2026, 2, 13)},
    {"id": "spring-2", "name": "Spring 2", "starts": date(2026, 2, 23), "ends": date(2026, 3, 27)},
]


def programme() -> Programme:
    return make_programme(half_terms=HALF_TERMS)


def meeting(half_term: str, on: date, *, cluster: str = "north") -> MeetingRecord:
    return MeetingRecord(Meeting(cluster, half_term, on, "ash"))


AUTUMN = meeting("autumn-2", date(2025, 11, 18))
SPRING = meeting("spring-1", date(2026, 1, 20))
LATE = meeting("spring-2", date(2026, 3, 10))


def round_of(*meetings: MeetingRecord, half_term: str) -> MeetingRound:
    return meeting_round(meetings, programme(), cluster="north", half_term=half_term)


def test_an_edition_is_read_at_the_meeting_of_the_next_half_term() -> None:
    assert round_of(LATE, AUTUMN, SPRING, half_term="autumn-2") == MeetingRound(SPRING, AUTUMN, (LATE,))


def test_where_the_next_half_term_has_no_meeting_the_one_after_counts() -> None:
    assert round_of(AUTUMN, LATE, half_term="autumn-2") == MeetingRound(LATE, AUTUMN, ())


def test_the_last_edition_of_a_programme_has_no_meeting_and_the_first_none_before() -> None:
    assert round_of(AUTUMN, SPRING, half_term="spring-2") == MeetingRound(None, SPRING, ())
    assert round_of(AUTUMN, half_term="autumn-1") == MeetingRound(AUTUMN, None, ())


def test_meetings_of_other_clusters_do_not_count() -> None:
    other = meeting("spring-1", date(2026, 1, 13), cluster="south")
    assert round_of(other, half_term="autumn-2") == MeetingRound(None, None, ())
