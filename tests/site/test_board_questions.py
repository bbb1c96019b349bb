"""Questions that a board may ask: of what was logged, and of what nobody wrote down."""

from __future__ import annotations

from dataclasses import replace

from halfterm.cycles.carried_out import ShownCarriedOut
from halfterm.cycles.disclosure import hidden
from halfterm.site.board_questions import board_questions
from halfterm.site.over_cycles import current, parts_over_time
from halfterm.site.safe import show_edition
from tests.site.edition_factory import edition
from tests.site.shown_log import shown_log

UNLOGGED = "No session of “paired reading” was logged: was it carried out?"


def asked(log: ShownCarriedOut | None, *, treated: bool = True) -> tuple[str, ...]:
    """What is asked of Ash's current cycle with this log."""
    opened = show_edition(edition(), "public")
    (part,) = current(opened, parts_over_time(opened, "ash"))
    plan = part.plan
    if not treated:
        idea = plan.change_idea.model_copy(update={"treated": None, "untreated": None, "assigned": None})
        plan = plan.model_copy(update={"change_idea": idea})
    cycle = replace(part.cycle, plan=plan, carried_out=log)
    return board_questions([replace(part, cycle=cycle)], opened.programme)


def test_where_no_session_was_logged_no_share_of_them_is_asked_about() -> None:
    for log in (None, shown_log(sessions=hidden("x"), sessions_planned=28, sessions_percent=hidden("x"))):
        made = asked(log)
        assert UNLOGGED in made
        assert not any("took place" in question for question in made)


def test_few_of_the_planned_sessions_are_asked_about() -> None:
    made = asked(shown_log(sessions=14, sessions_planned=28, sessions_percent=50, attendance=60))
    assert "50% of the planned sessions of “paired reading” took place: what kept the others?" in made
    assert "Attendance at “paired reading” was 60%: who did not come, and why?" in made
    assert UNLOGGED not in made


def test_without_treated_pupils_it_is_said_that_nobody_was_compared() -> None:
    said = "Nobody was compared with and without “paired reading”: what else might have moved the figures?"
    assert said in asked(None, treated=False)
    assert said not in asked(None)
