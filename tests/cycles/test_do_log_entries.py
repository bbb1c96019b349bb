"""What an entry of the do-log may say: its fields, their limits, and the words in which it is refused."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest

from halfterm.cycles.do_log_entries import Fidelity, LeadershipStage, Session
from halfterm.cycles.do_log_reading import WRITTEN, entry_of, kept_entry, kind_of
from halfterm.cycles.engagement_terms import STAGES
from halfterm.cycles.errors import BadInput

DAY = "2025-01-21"
PUPILS = tuple(f"{number:064x}" for number in range(4))

# One good entry of each kind, as text: what a sheet or a command line hands over.
GOOD: dict[str, dict[str, str]] = {
    "session": {"led_by": "pat", "role": "TA", "planned": "10", "present": "9", "minutes": "25"},
    "fidelity": {"part": "pairs by reading age", "as_planned": "Partly"},
    "adaptation": {"what": "pairs stay for a week", "why": "swapping took long"},
    "obstacle": {"what": "the hall was taken"},
    "observation": {"seen": "6", "good": "4", "by": "nia", "when": "before"},
    "learning walk": {"by": "nia", "focus": "talk", "seen": "questions in most rooms"},
    "cost": {"what": "books", "pounds": "£1,200.50", "funding": "pupil premium"},
    "quotation": {"who": "Pupil", "words": "I read more now."},
    "leadership": {"by": "head", "stage": "Getting-started", "skill": "listening", "what": "asked all"},
    "evidence": {
        "kind": "Teacher or TA assessment",
        "source": "markbook",
        "project_specific": "Yes",
        "when": "before",
        "about": "learners",
    },
    "context": {"what": "a new teacher", "until": "28/2/2025"},
    "learning": {"what": "pairs need a quiet room"},
}


def problems(kind: str, **changes: str) -> tuple[str, ...]:
    fields: dict[str, str] = {"on": DAY} | GOOD[kind] | changes
    with pytest.raises(BadInput) as refused:
        entry_of(kind, fields)
    return refused.value.problems


def test_every_kind_is_read_from_text_and_comes_back_from_the_register_as_it_was() -> None:
    assert set(GOOD) == set(WRITTEN)
    for kind, fields in GOOD.items():
        entry = entry_of(kind, {"on": DAY} | fields)
        assert entry.entry == kind
        assert kept_entry(entry.model_dump(mode="json", exclude_none=True)) == entry


@pytest.mark.parametrize("name", ["learning walk", "Learning-Walk", "learning_walk ", "LEARNING  WALK"])
def test_a_kind_may_be_written_in_any_capitals_and_with_hyphens(name: str) -> None:
    assert kind_of(name) == "learning walk"


def test_an_unknown_kind_is_answered_with_the_nearest_and_not_quoted() -> None:
    with pytest.raises(BadInput, match="did you mean 'session'") as refused:
        kind_of("sesion")
    assert "sesion" not in str(refused.value)
    with pytest.raises(BadInput, match="there are session, fidelity"):
        kind_of("Jo Bloggs")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-02-03", date(2025, 2, 3)),
        ("3/2/2025", date(2025, 2, 3)),
        (" 03/02/2025 ", date(2025, 2, 3)),
        ("2025-02-03 00:00:00", date(2025, 2, 3)),
    ],
)
def test_a_day_is_iso_or_british(text: str, day: date) -> None:
    assert entry_of("learning", {"on": text, "what": "x"}).on == day


@pytest.mark.parametrize("text", ["45678", "86400", "2025-02", "Feb 3 2025", "3.2.2025", "03/02/25"])
def test_a_bare_number_or_another_order_is_no_day(text: str) -> None:
    assert problems("learning", on=text) == (
        "on: not a date; write 2025-02-03 or 03/02/2025 (day/month/year)",
    )


@pytest.mark.parametrize("text", ["31/02/2025", "02/13/2025", "2025-13-01"])
def test_a_day_that_does_not_exist_is_said_to_be_none(text: str) -> None:
    assert problems("learning", on=text)[0].startswith("on: no such day")


def test_everything_wrong_with_an_entry_is_said_at_once_and_nothing_written_is_quoted() -> None:
    with pytest.raises(BadInput) as refused:
        entry_of("session", {"on": "soon", "role": "jo bloggs", "planed": "10", "present": "-2"})
    assert refused.value.problems == (
        "on: not a date; write 2025-02-03 or 03/02/2025 (day/month/year)",
        "'led_by' is missing",
        "role: input should be 'teacher', 'teaching assistant', 'mentor' or 'other'",
        "present: input should be greater than or equal to 0",
        "unknown field 'planed'; did you mean 'planned'?",
    )


@pytest.mark.parametrize(
    ("kind", "changes", "said"),
    [
        ("session", {"present": "11"}, "more pupils present than planned"),
        ("session", {"minutes": "0"}, "minutes: input should be greater than 0"),
        ("fidelity", {"share": "0.5"}, "give either as_planned (fully, partly, not) or a share from 0 to 1"),
        (
            "fidelity",
            {"as_planned": ""},
            "give either as_planned (fully, partly, not) or a share from 0 to 1",
        ),
        ("observation", {"good": "7"}, "more lessons good or better than seen"),
        ("quotation", {"release": "released"}, "a released quotation, and only that, says who released it"),
        (
            "quotation",
            {"released_by": "head-ash"},
            "a released quotation, and only that, says who released it",
        ),
        ("context", {"until": "2025-01-01"}, "until is before on"),
        ("cost", {"pounds": "-1"}, "pounds: input should be greater than or equal to 0"),
        ("learning", {"what": "see B801200005001"}, "what: holds what looks like a pupil's number (UPN)"),
        ("learning", {"what": "\x1b[2Jgone"}, "what: holds a character that cannot be printed"),
        ("learning", {"what": "x" * 2001}, "what: longer than 2,000 characters"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_with_its_rule(
    kind: str, changes: dict[str, str], said: str
) -> None:
    (problem,) = problems(kind, **changes)
    assert problem.startswith(said)


def test_a_session_counts_pupils_or_names_them_and_the_counts_follow() -> None:
    named = Session(on=date(2025, 1, 21), led_by="pat", role="mentor", pupils=PUPILS[:3], absent=PUPILS[3:])
    assert (named.came, named.awaited, named.names_pupils) == (3, 4, True)
    base: dict[str, Any] = {"on": date(2025, 1, 21), "led_by": "pat", "role": "mentor"}
    with pytest.raises(ValueError, match="give counts of pupils or the pupils themselves"):
        Session(**base, pupils=PUPILS, planned=4)
    with pytest.raises(ValueError, match="a pupil is there twice"):
        Session(**base, pupils=PUPILS[:2], absent=PUPILS[:1])
    with pytest.raises(ValueError, match="should match pattern"):
        Session(**base, pupils=("B801200005001",))


@pytest.mark.parametrize(("word", "value"), [("fully", 1.0), ("partly", 0.5), ("not", 0.0)])
def test_fidelity_in_a_word_has_a_value(word: str, value: float) -> None:
    entry = entry_of("fidelity", {"on": DAY, "part": "x", "as_planned": word})
    assert isinstance(entry, Fidelity)
    assert entry.value == value


def test_the_stages_of_leadership_are_those_of_the_engagements() -> None:
    assert list(get_args(LeadershipStage)) == [stage.name.casefold() for stage in STAGES]
