"""What was logged while the cycles ran: no more than the vignettes tell, on days of the replay's own.

That pupils' word led to the change is the programme's; the words themselves are made up.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from .pupils import ASSESSED

Entry = dict[str, str]

_TESTS: Final = {"kind": "test or assessment data", "project_specific": "no", "about": "learners"}
_JUDGED: Final = {"kind": "teacher or TA assessment", "project_specific": "no", "about": "learners"}
_SAID: Final = {"kind": "student perceptions", "project_specific": "yes", "about": "learners"}

TWO_WEEKS: Final = tuple(
    monday + timedelta(days=day) for monday in (date(2009, 11, 23), date(2009, 11, 30)) for day in range(5)
)
TEN_WEDNESDAYS: Final = (
    *(date(2010, 1, 20) + timedelta(weeks=n) for n in range(4)),
    *(date(2010, 2, 24) + timedelta(weeks=n) for n in range(6)),
)
"""The ten weeks of the spring term from the lock in January on."""


def _session(on: date, led_by: str, role: str, *, minutes: str = "", group: str = "") -> Entry:
    return {
        "entry": "session",
        "on": str(on),
        "led_by": led_by,
        "role": role,
        "minutes": minutes,
        "group": group,
    }


def _evidence(on: str, when: str, source: str, kind: dict[str, str]) -> Entry:
    return {"entry": "evidence", "on": on, "source": source, "when": when} | kind


def _before_and_after(days: tuple[str, str], source: str, kind: dict[str, str]) -> list[Entry]:
    return [_evidence(day, when, source, kind) for day, when in zip(days, ("before", "after"), strict=True)]


def _learning(on: str, what: str) -> Entry:
    return {"entry": "learning", "on": on, "what": what}


def _quotation(on: str, words: str) -> Entry:
    return {
        "entry": "quotation",
        "on": on,
        "who": "pupil",
        "words": words,
        "release": "released",
        "released_by": "head-hope-valley",
    }


LOGS: Final[dict[str, list[Entry]]] = {
    "hope-valley-1": [
        *(
            _session(day, "A teacher of maths", "teacher", group=group)
            for day in TWO_WEEKS
            for group in ("Girls", "Boys")
        ),
        *_before_and_after(("2009-10-21", "2009-12-16"), "Teachers' assessments in maths", _TESTS),
        _evidence("2009-12-09", "after", "What pupils said of the two weeks", _SAID),
        _quotation("2009-12-09", "It was a lot of maths at once, and then it stopped."),
        _quotation("2009-12-09", "I would rather have it every week, and with the others."),
        {
            "entry": "leadership",
            "on": "2009-12-11",
            "by": "The leader of the group",
            "stage": "driving the work forward",
            "skill": "listening",
            "what": "Asked the pupils first, and changed the plan for spring by what they said.",
        },
        _learning(
            "2009-12-14",
            "Pupils asked for maths spread over the term and in mixed groups; two weeks at once, girls and boys "
            "apart, were not what they wanted.",
        ),
    ],
    "hope-valley-2": [
        *(
            _session(day, "A teacher of maths", "teacher", minutes="60", group=group)
            for day in TEN_WEDNESDAYS
            for group in ("Group 1, mixed", "Group 2, mixed")
        ),
        _evidence("2010-03-31", "after", "Teachers' assessments in maths", _TESTS),
        _learning("2010-03-31", "An hour a week could be kept up for the whole term."),
    ],
    "boys-writing-1": _before_and_after(
        ("2009-10-21", "2010-02-10"), "The level that teachers expect at the end of Year 2", _JUDGED
    ),
    "coaching-1": [
        *(_session(day, "A coach of the school", "mentor") for day in TEN_WEDNESDAYS),
        *_before_and_after(("2009-12-16", "2010-03-31"), "Grades that teachers give", _JUDGED),
    ],
    "kings-oak-1": _before_and_after(
        ("2009-10-21", "2010-07-14"), "Teachers' judgement of speaking and listening", _JUDGED
    ),
    "parkfield-1": _before_and_after(("2009-10-21", "2010-05-26"), "Teachers' assessments in maths", _TESTS),
    "st-helens-1": [
        _evidence(
            day,
            {"Aut1": "before", "Sum2": "after"}.get(called, "during"),
            "The assessment every six to eight weeks",
            _TESTS,
        )
        for called, day in ASSESSED.items()
    ],
}
