"""The items of SQUIRE 2.0: what a chain of cycles tells, what it lacks, and where that is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from halfterm.cycles.aims import Focus
from halfterm.cycles.carried_out import Note, ShownCarriedOut, ShownSpent
from halfterm.cycles.disclosure import hidden, show_number
from halfterm.cycles.intervention import Cost
from halfterm.cycles.plan import Plan
from halfterm.cycles.record import Decision
from halfterm.cycles.reporting_case import CaseTold, CycleTold
from halfterm.cycles.reporting_standard import ITEMS, State, answers, told_words
from tests.site.edition_factory import plan

Z = hidden("z")
LOG = ShownCarriedOut(
    *(Z for _ in range(8)),
    led_by=(),
    lessons_good_before=Z,
    lessons_good_after=Z,
    spent=(),
    cost_planned=Z,
    cost_spent=Z,
    cost_per_pupil=Z,
    notes=(),
    unreleased={},
    evidence=(),
)
DECISION = Decision("ash-1", "adopt", "ben", "cat", date(2026, 1, 7), "It helped.")


def bare() -> Plan:
    """A plan with no more than a plan must have."""
    made = plan()
    kept = {"name": "paired reading", "theme": "Reading aloud"}
    return made.model_copy(
        update={
            "targets": (),
            "predictions": tuple(p.model_copy(update={"because": None}) for p in made.predictions),
            "intervention": type(made.intervention)(**kept),
            "change_idea": type(made.change_idea)(name="paired reading", theory="It helps."),
        }
    )


def state(case: CaseTold, number: int) -> State:
    return answers(case)[number - 1].state


def case(cycle_plan: Plan | None = None, **changes: object) -> CaseTold:
    cycle = CycleTold(cycle_plan or bare(), figures=False)
    known = {name: changes.pop(name) for name in ("figures", "carried_out", "decision") if name in changes}
    return replace(CaseTold((replace(cycle, **known),)), **changes)  # type: ignore[arg-type]


def test_there_are_the_eighteen_items_in_the_standards_order() -> None:
    assert [item.number for item in ITEMS] == list(range(1, 19))
    assert [item.name for item in ITEMS][-1] == "Funding"
    assert all(item.parts and item.asks for item in ITEMS)


def test_a_bare_plan_tells_hardly_anything() -> None:
    told = answers(case())
    assert told_words(told) == "1 of the 18 items of SQUIRE 2.0 is told, 5 in part and 12 not at all."


@pytest.mark.parametrize(
    ("number", "before", "more", "after"),
    [
        (2, "not told", {"figures": True}, "told"),
        (3, "not told", {"figures": True}, "in part"),
        (7, "not told", {"context": True}, "in part"),
        (4, "not told", {"steps": frozenset("e")}, "in part"),
        (4, "not told", {"steps": frozenset("bd")}, "not told"),
        (11, "not told", {"figures": True, "half_terms": 2}, "in part"),
        (11, "not told", {"figures": True, "half_terms": 3}, "told"),
        (12, "in part", {"terms": True}, "told"),
        (13, "not told", {"carried_out": replace(LOG, sessions=show_number(25, decimals=0))}, "in part"),
        (13, "not told", {"carried_out": replace(LOG, sessions=show_number(0, decimals=0))}, "not told"),
        (14, "not told", {"decision": DECISION}, "in part"),
        (14, "not told", {"decision": DECISION, "wider": True}, "told"),
        (15, "not told", {"learners": True}, "in part"),
        (
            15,
            "not told",
            {
                "learners": True,
                "staff": True,
                "wider": True,
                "carried_out": replace(LOG, cost_spent=show_number(20, decimals=0)),
            },
            "told",
        ),
        (16, "in part", {"carried_out": replace(LOG, notes=(Note(1, "obstacle", "Illness"),))}, "told"),
        (16, "in part", {"carried_out": replace(LOG, unreleased={"obstacle": 1})}, "in part"),
        (17, "not told", {"decision": DECISION}, "in part"),
        (17, "not told", {"decision": replace(DECISION, sustain="A rota.")}, "told"),
        (18, "not told", {"carried_out": replace(LOG, spent=(ShownSpent("budget", Z, Z),))}, "told"),
    ],
)
def test_an_item_is_told_once_all_that_it_asks_for_is_there(
    number: int, before: State, more: dict[str, object], after: State
) -> None:
    assert state(case(), number) == before
    assert state(case(**more), number) == after


def test_what_the_plan_says_counts() -> None:
    full = plan(
        focus=Focus(route="needs analysis", why="Reading is behind."),
        barriers=("late books",),
        intervention=plan().intervention.model_copy(
            update={"costs": (Cost(what="books", pounds=1, funding="none"),), "strand": "phonics"}
        ),
    )
    states = {
        number: (state(case(), number), state(case(full), number)) for number in (3, 4, 5, 6, 7, 8, 9, 18)
    }
    assert states == {
        3: ("not told", "in part"),
        4: ("not told", "in part"),
        5: ("in part", "told"),
        6: ("in part", "told"),
        7: ("not told", "in part"),
        8: ("not told", "told"),
        9: ("not told", "in part"),
        18: ("not told", "told"),
    }


def test_any_cycle_of_a_chain_may_tell_a_thing() -> None:
    chain = CaseTold((CycleTold(plan(), figures=False), CycleTold(bare(), figures=False)))
    assert state(chain, 8) == "told"


def test_every_missing_part_says_where_to_write_it() -> None:
    places = [part.where for answer in answers(case()) for part in answer.missing]
    assert all(place.format(cycle="ash-2", engagement="ash") for place in places)
    assert "halfterm decide, ash-2: --reason" in [
        place.format(cycle="ash-2", engagement="ash") for place in places
    ]
