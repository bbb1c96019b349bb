"""Who learned what: by the words of the log, only where they may be shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from halfterm.cycles.carried_out import Note
from halfterm.site.learned import Whose, learned, lessons, whose
from halfterm.site.safe import show_edition
from halfterm.site.shown import ShownCycle
from tests.site.edition_factory import edition
from tests.site.shown_log import shown_log


def chain(*notes: Note, **log: object) -> tuple[ShownCycle, ...]:
    first, second, _ = show_edition(edition(), "public").cycles
    return (first, replace(second, carried_out=shown_log(notes=notes, **log)))


@pytest.mark.parametrize(
    ("who", "group"),
    [
        *(("Year 4 pupils", "learners"), ("the children", "learners"), ("class 4B", "learners")),
        *(("class teachers", "staff"), ("TAs", "staff"), ("the head", "staff"), ("", "staff")),
        *(("parents of pupils", "wider"), ("other schools", "wider"), ("the whole school", "wider")),
        *(("staff of other schools", "wider"), ("headway", "staff"), ("pupil mentors", "staff")),
    ],
)
def test_the_log_says_who_learned(who: str, group: Whose) -> None:
    assert whose(Note(1, "learning", "Pairs help.", who=who)) == group


def test_each_learned_in_words_of_their_own_with_the_cycle() -> None:
    told = learned(
        chain(
            Note(1, "learning", "pairs help me", who="year 4 pupils"),
            Note(2, "quotation", "She reads now.", who="parent"),
            Note(3, "leadership", "sat in", who="the deputy", more="coaching", stage="getting started"),
            Note(4, "learning walk", "questions asked", who="Nia", more="talk"),
            Note(5, "obstacle", "illness"),
        )
    )
    assert told.learners == ("Year 4 pupils (cycle 2): Pairs help me.",)
    assert told.wider == ("“She reads now.” (parent; cycle 2)",)
    assert told.staff == (
        "With the decision on cycle 1: Pairs work best before lunch.",
        "The deputy (getting started; coaching; cycle 2): Sat in.",
        "Nia (learning walk; looking for talk; cycle 2): Questions asked.",
    )


def test_of_one_cycle_no_number_is_said() -> None:
    assert learned(chain(Note(1, "learning", "Pairs help.", who="pupils"))[1:]).learners == (
        "Pupils: Pairs help.",
    )


def test_nobody_learned_where_nothing_is_written() -> None:
    told = learned(chain()[1:])
    assert (told.learners, told.staff, told.wider, told.unreleased) == ((), (), (), "")


def test_words_that_are_not_released_are_counted_over_the_chain() -> None:
    assert learned(chain(unreleased={"quotation": 2, "learning": 1, "obstacle": 4})).unreleased == (
        "The log holds 1 note on what was learned and 2 quotations more, not released to be shown here."
    )


def test_lessons_are_set_side_by_side_only_where_both_times_were_seen() -> None:
    assert lessons(chain(lessons_good_before=58)) == ()
    assert lessons(chain(lessons_good_before=58, lessons_good_after=50)[1:]) == (
        "Of the lessons seen, 58% were good or better before and 50% after.",
    )
