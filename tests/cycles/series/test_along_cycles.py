"""Which cycle tells of each half-term: one figure of each, and none that a later cycle changes."""

from __future__ import annotations

from halfterm.cycles.plan import ComparedWith, Measure, Plan
from halfterm.cycles.series.along_cycles import tellers
from tests.site.edition_factory import plan, programme


def cycle(name: str, baseline: str, follow_up: str, **changes: object) -> Plan:
    return plan(id=name, baseline=baseline, follow_up=follow_up, half_term=follow_up, **changes)


def told(*chain: Plan, measure: str = "reading") -> list[tuple[str, str, str]]:
    return [
        (t.half_term.id, t.plan.id if t.plan else "nobody", t.time)
        for t in tellers(chain, measure, programme())
    ]


def test_a_half_term_that_was_not_studied_is_told_of_by_the_next_cycle_to_follow() -> None:
    assert told(cycle("a", "autumn-2", "spring-1"), cycle("b", "spring-2", "summer-1")) == [
        ("autumn-1", "a", ""),
        ("autumn-2", "a", "baseline"),
        ("spring-1", "a", "follow_up"),
        ("spring-2", "b", "baseline"),
        ("summer-1", "b", "follow_up"),
    ]


def test_where_one_cycle_ends_and_the_next_begins_only_the_end_tells() -> None:
    chain = told(cycle("a", "autumn-1", "autumn-2"), cycle("b", "autumn-2", "spring-1"))
    assert chain[1] == ("autumn-2", "a", "follow_up")


def test_a_later_cycle_never_changes_who_tells_of_an_earlier_half_term() -> None:
    first, second = cycle("a", "autumn-2", "spring-1"), cycle("b", "spring-1", "summer-1")
    assert told(first, second)[:3] == told(first)


def test_nobody_tells_of_a_half_term_in_which_another_group_was_studied() -> None:
    others = ComparedWith(kind="others", name="pupils without a mentor")
    chain = told(cycle("a", "autumn-1", "autumn-2", comparison=others), cycle("b", "spring-1", "spring-2"))
    assert chain[:3] == [
        ("autumn-1", "nobody", ""),
        ("autumn-2", "nobody", ""),
        ("spring-1", "b", "baseline"),
    ]


def test_another_scale_is_another_group_and_another_measure_is_not() -> None:
    rescaled = (Measure(id="reading", name="Reading", scale="levels"),)
    maths = (Measure(id="maths", name="Maths", scale="points"),)
    last = cycle("b", "spring-1", "spring-2")
    assert told(cycle("a", "autumn-1", "autumn-2", measures=rescaled), last)[0][1] == "nobody"
    assert told(cycle("a", "autumn-1", "autumn-2", measures=maths), last)[0] == ("autumn-1", "b", "")
