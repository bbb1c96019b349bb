"""What was logged while the cycles ran: sessions, evidence, events from outside, and what was learned.

Sessions, attendance, audits, surveys and events are as far as they are published; the rest is the replay's own, and
says nothing that the figures do not. Nothing here is about fewer pupils than a page may tell of.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

Entry = dict[str, Any]

_TESTS = {"kind": "test or assessment data", "project_specific": "no", "about": "learners"}
_OWN = {"kind": "teacher or TA assessment", "project_specific": "yes", "about": "learners"}
_SURVEY = {"kind": "student perceptions", "project_specific": "yes", "about": "learners"}

WEDNESDAYS: Final = (
    *(date(2012, 1, 18) + timedelta(weeks=n) for n in range(4)),
    *(date(2012, 2, 22) + timedelta(weeks=n) for n in range(6)),
    *(date(2012, 4, 18) + timedelta(weeks=n) for n in range(2)),
)
"""Twelve weeks of school from the lock in January on."""


def _weekly(led_by: str, role: str, *, minutes: int, planned: int, present: tuple[int, ...]) -> list[Entry]:
    """Sessions on the twelve Wednesdays; `present` are those who came, over and over."""
    return [
        _session(day, led_by, role, minutes=minutes, planned=planned, present=present[n % len(present)])
        for n, day in enumerate(WEDNESDAYS)
    ]


def _session(
    on: date, led_by: str, role: str, *, minutes: int, planned: int, present: int, group: str = ""
) -> Entry:
    return {
        "entry": "session",
        "on": str(on),
        "led_by": led_by,
        "role": role,
        "planned": planned,
        "present": present,
        "minutes": minutes,
        "group": group,
    }


def _mentoring(mondays: tuple[date, ...], *, extra: date) -> list[Entry]:
    """A session a week for each of four groups, half of them led by assistants, and one more by an assistant."""
    leads = (("Group A", "TA"), ("Group B", "TA"), ("Group C", "teacher"), ("Group D", "teacher"))
    held = [
        _session(
            monday + timedelta(days=place),
            f"The {'teaching assistant' if role == 'TA' else 'class teacher'} of {group}",
            role,
            minutes=30,
            planned=45,
            present=45 - (week + place) % 3,
            group=group,
        )
        for week, monday in enumerate(mondays)
        for place, (group, role) in enumerate(leads)
    ]
    again = _session(
        extra, "The teaching assistant of Group A", "TA", minutes=30, planned=45, present=44, group="Group A"
    )
    return [*held, again]


def _daily() -> Iterator[Entry]:
    """Every school day of six weeks but the first Monday, which came before the plan was locked."""
    first = date(2012, 9, 18)
    days = [first + timedelta(days=n) for n in range((date(2012, 10, 26) - first).days + 1)]
    for n, day in enumerate(day for day in days if day.weekday() < 5):
        for group in ("Group 1", "Group 2"):
            yield _session(
                day,
                "The teaching assistant for phonics",
                "TA",
                minutes=25,
                planned=6,
                present=6 - (n % 9 == (4 if group == "Group 1" else 7)),
                group=group,
            )


def _evidence(on: str, when: str, source: str, kind: dict[str, str]) -> Entry:
    return {"entry": "evidence", "on": on, "source": source, "when": when} | kind


def _said(on: str, what: str) -> Entry:
    return {"entry": "learning", "on": on, "what": what}


def _context(on: str, until: str, what: str, school: str = "") -> Entry:
    return {"entry": "context", "on": on, "until": until, "what": what, "school": school}


LOGS: Final[dict[str, list[Entry]]] = {
    "tollgate-1": [
        _evidence("2011-12-14", "before", "Teachers' assessments of Year 5 in nine schools", _TESTS),
        _evidence("2012-03-28", "after", "Teachers' assessments of Year 5 in nine schools", _TESTS),
        _said(
            "2012-03-29",
            "Six of nine schools closed a gap in at least one class and subject, four of them all three of the school's; in one, "
            "only one of two classes did. A school's figure can hide a class.",
        ),
    ],
    "chestnut-grove-1": [
        _evidence("2012-05-30", "before", "Grades that teachers expect, Year 10", _TESTS),
        _evidence("2012-12-19", "after", "Grades that teachers expect, the same pupils in Year 11", _TESTS),
        _said(
            "2012-12-20",
            "Three levels in five years are what is expected; a year's share of that is six tenths of a grade.",
        ),
    ],
    "gilmorton-chandler-1": [
        _evidence("2011-12-14", "before", "Teachers' assessments", _TESTS),
        _evidence("2012-03-28", "after", "Teachers' assessments", _TESTS),
    ],
    "meadow-1": [
        _evidence("2012-02-08", "before", "Teachers' assessments in maths", _TESTS),
        _evidence("2012-05-30", "after", "Teachers' assessments in maths", _TESTS),
    ],
    "halterworth-1": [
        _evidence("2012-05-30", "before", "Teachers' assessments in six classes", _TESTS),
        _evidence("2012-07-10", "during", "Pupils' word on the learning scale", _SURVEY),
        _evidence("2012-12-19", "after", "Teachers' assessments in six classes", _TESTS),
        _context("2012-06-25", "2012-10-26", "Teachers left and others came", "awbridge"),
        _context("2012-06-25", "2012-10-26", "Teachers left and others came", "wellow"),
        _said("2012-12-20", "Of 15 areas, a class and subject each, the gap was narrower in 10."),
    ],
    "st-eanswythes-1": [
        _evidence("2012-07-11", "before", "Words read aloud, out of forty, in July", _OWN),
        _evidence("2013-02-13", "after", "Words read aloud, out of forty, in February", _OWN),
    ],
    "broadoak-1": [
        *_daily(),
        _evidence("2012-06-20", "before", "Screening in phonics", _TESTS),
        _evidence("2012-10-24", "after", "The same screening again", _OWN),
    ],
    "michael-faraday-1": [
        _evidence("2011-12-14", "before", "Teachers' judgement of speaking and listening", _OWN),
        _evidence("2012-05-30", "after", "Teachers' judgement of speaking and listening", _OWN),
    ],
    "little-ilford-1": [
        _evidence("2011-12-12", "before", "First audit of writing", _OWN),
        _evidence("2011-12-14", "before", "Survey of motivation and barriers", _SURVEY),
        _evidence("2012-01-30", "during", "Second audit of writing", _OWN),
        _evidence("2012-03-19", "after", "Third audit of writing", _OWN),
        _evidence("2012-03-21", "after", "Survey of motivation and barriers", _SURVEY),
        _said(
            "2012-03-29",
            "Asked whether writing is worth the effort, pupils gave it 3.2 of 5 on average in December and 3.3 in March: a step that "
            "chance alone can bring.",
        ),
    ],
    "dunraven-1": [
        *_weekly("A pupil of Year 12", "mentor", minutes=60, planned=10, present=(10, 10, 9, 10)),
        _evidence("2011-12-14", "before", "Teachers' assessments in writing", _TESTS),
        _evidence("2012-05-30", "after", "Teachers' assessments in writing", _TESTS),
        _said(
            "2012-05-31",
            "Most pupils met the target that had been set for each of them.",
        ),
    ],
    "blessed-thomas-holford-1": [
        *_weekly("A teacher of maths with a mentor", "teacher", minutes=50, planned=28, present=(28,)),
        _evidence("2011-12-14", "before", "Survey of motivation, confidence and self-esteem", _SURVEY),
        _evidence("2011-12-14", "before", "Grades in maths", _TESTS),
        _evidence("2012-05-23", "after", "Survey of motivation, confidence and self-esteem", _SURVEY),
        _evidence("2012-05-30", "after", "Grades in maths", _TESTS),
    ],
    "heath-1": [
        _evidence("2012-02-01", "before", "Mock examination in English", _TESTS),
        _evidence("2012-02-03", "before", "Survey of confidence in exam skills", _SURVEY),
        _evidence("2012-06-20", "after", "Survey of confidence in exam skills", _SURVEY),
        _evidence("2012-08-23", "after", "Examination in English", _TESTS),
        _context("2012-08-23", "2012-08-23", "A grade boundary in English was moved within the year"),
        _said(
            "2012-09-26",
            "Fewer reached a C than had been predicted, in a summer in which the boundary moved; that share was still nearly twice that of "
            "the whole year. A prediction in writing shows both.",
        ),
    ],
    "kibworth-1": [
        _evidence("2012-05-30", "before", "Teachers' assessments in maths", _TESTS),
        _evidence("2012-05-30", "before", "What pupils say of maths, and their homework", _SURVEY),
        _evidence("2012-10-24", "after", "Teachers' assessments in maths", _TESTS),
        _evidence("2012-10-24", "after", "What pupils say of maths, and their homework", _SURVEY),
        _said(
            "2012-10-25",
            "More homework comes back, on average from 14 to 96 in a hundred pieces; nobody without the club was looked at.",
        ),
    ],
    "victoria-1": [
        _evidence("2012-10-24", "before", "Teachers' assessments in reading", _TESTS),
        _evidence("2012-12-19", "after", "Teachers' assessments in reading", _TESTS),
    ],
    "yesoiday-hatorah-1": [
        *_mentoring(
            tuple(date(2011, 11, 14) + timedelta(weeks=n) for n in range(5)), extra=date(2011, 12, 16)
        ),
        _evidence("2011-10-19", "before", "Teachers' assessments in writing", _TESTS),
        _evidence("2011-12-14", "after", "Teachers' assessments in writing", _TESTS),
        _said(
            "2011-12-16",
            "Of 107 pupils who moved up by a sub-level or more, 27 had sessions led by an assistant and 80 by a teacher, though "
            "assistants led just over half of all sessions.",
        ),
    ],
    "yesoiday-hatorah-2": [
        *_mentoring(
            (
                *(date(2012, 1, 17) + timedelta(weeks=n) for n in range(4)),
                *(date(2012, 2, 20) + timedelta(weeks=n) for n in range(6)),
            ),
            extra=date(2012, 3, 30),
        ),
        _evidence("2012-03-28", "after", "Teachers' assessments in writing", _TESTS),
        _said(
            "2012-03-30",
            "42 pupils moved up by a sub-level or more in spring, after 107 in autumn. Again, most of them had sessions led by a teacher.",
        ),
    ],
    "forest-way-1": [
        _evidence("2011-10-12", "before", "Survey of 58 statements", _SURVEY),
        _evidence("2012-05-16", "after", "The same survey again", _SURVEY),
        _said(
            "2012-05-31",
            "48 of 58 statements moved up, 19 of them beyond what chance explains, each taken by itself; taken together, 8 of them are.",
        ),
    ],
    "danehill-1": [
        _evidence("2012-02-08", "before", "Teachers' assessments in reading", _TESTS),
        _evidence("2012-03-14", "during", "Teachers' word on how much each family takes part", _OWN),
        _evidence("2012-10-24", "after", "Teachers' assessments in reading", _TESTS),
        _said(
            "2012-10-25",
            "Children whose families took part most moved on most often. So few tell what to look at next, and nothing more.",
        ),
    ],
}
