"""Which effects share a pool, in which order, and what a pool says of cost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from halfterm.cycles.impact.cost import NO_COST, CycleCost
from halfterm.cycles.impact.pooled_effect import Effect, combined
from halfterm.cycles.impact.pooling import pool
from halfterm.cycles.impact.pooling_studies import (
    NOT_IMPACT,
    STATISTIC,
    TOO_FEW_SCHOOLS,
    By,
    CycleEffect,
    NotPooled,
    Place,
    Pool,
    Question,
    Source,
    of_schools_or_whole,
    pools,
)
from halfterm.cycles.impact.reasons import reason
from halfterm.cycles.impact.statistics import CATALOGUE
from tests.cycles.factories import make_plan, plan_content

HALF_TERMS = ("autumn-1", "autumn-2", "spring-1")


def source(
    place: str = "ash",
    *,
    cycle: str = "ash-1",
    idea: str = "paired reading",
    theme: str = "Reading aloud",
    half_term: str = "autumn-2",
    measure: str = "reading",
    question: Question = "impact",
    level: Place = "school",
) -> Source:
    plan = make_plan(
        id=cycle,
        follow_up=half_term,
        change_idea=plan_content()["change_idea"] | {"name": idea},
        intervention=plan_content()["intervention"] | {"theme": theme},
    )
    return Source(plan, measure, question, level, place)


def found(value: float, error: float, where: Source) -> CycleEffect:
    return CycleEffect(where, Effect(f"{where.plan.id}/{where.place}", value, error, 10, 20))


def pooled(*effects: CycleEffect | NotPooled, by: By = "change-idea", **costs: CycleCost) -> tuple[Pool, ...]:
    return pools(effects, by=by, half_terms=HALF_TERMS, costs=costs)


def test_impact_and_relative_progress_are_never_in_one_pool() -> None:
    made = pooled(
        found(0.1, 0.1, source("ash", question="relative progress")),
        found(0.2, 0.1, source("ash")),
        found(0.3, 0.1, source("birch", question="relative progress")),
        found(0.4, 0.1, source("birch")),
    )
    assert [(one.question, [e.value for e in one.effects]) for one in made] == [
        ("impact", [0.2, 0.4]),
        ("relative progress", [0.1, 0.3]),
    ]


def test_each_question_pools_one_statistic_of_the_catalogue() -> None:
    assert {CATALOGUE[name].unit for name in STATISTIC.values()} == {"effect size"}
    assert len(set(STATISTIC.values())) == len(STATISTIC)


def test_measures_are_pooled_apart() -> None:
    made = pooled(found(0.2, 0.1, source()), found(0.9, 0.1, source(measure="maths")))
    assert [(one.measure, len(one.effects)) for one in made] == [("reading", 1), ("maths", 1)]


def test_pools_come_by_change_idea_and_not_by_size() -> None:
    made = pooled(
        found(0.9, 0.1, source(idea="quiet corner")),
        found(-0.9, 0.1, source(idea="hear every reader")),
        found(0.1, 0.1, source(idea="Paired Reading")),
    )
    assert [one.name for one in made] == ["hear every reader", "Paired Reading", "quiet corner"]


def test_capitals_and_hyphens_do_not_part_an_idea() -> None:
    made = pooled(
        found(0.2, 0.1, source("ash", idea="paired reading")),
        found(0.3, 0.1, source("birch", idea="Paired-Reading")),
    )
    assert [(one.name, len(one.effects)) for one in made] == [("paired reading", 2)]


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("change-idea", ["corner", "pairs"]),
        ("school", ["corner", "pairs"]),
        ("theme", ["Aloud", "Quiet"]),
        ("half-term", ["autumn-2", "spring-1"]),
    ],
)
def test_pools_are_named_by_what_was_asked(by: By, names: list[str]) -> None:
    made = pooled(
        found(0.2, 0.1, source("ash", idea="pairs", theme="Quiet", half_term="spring-1")),
        found(0.2, 0.1, source("ash", idea="corner", theme="Aloud", half_term="autumn-2")),
        by=by,
    )
    assert [one.name for one in made] == names


def test_the_cycles_of_a_school_are_one_effect() -> None:
    first, second = (found(0.2, 0.1, source("ash", cycle="a-1")), found(0.5, 0.2, source("ash", cycle="a-2")))
    other = found(0.4, 0.1, source("birch", cycle="a-1"))
    (made,) = pooled(first, other, second)
    ash = combined("school ash", [first.effect, second.effect])
    assert made.effects == (ash, replace(other.effect, name="school birch"))
    assert made.whole.value == pool(made.effects).finding().value
    assert [plan.id for plan in made.plans] == ["a-1", "a-2"]


def test_a_school_and_an_engagement_of_one_name_are_two_places() -> None:
    made = pooled(
        found(0.2, 0.1, source("ash")), found(0.3, 0.1, source("ash", level="engagement", cycle="x-1"))
    )[0]
    assert (len(made.effects), made.whole_engagements) == (2, 1)


def test_an_engagement_goes_in_as_a_whole_only_where_no_school_of_it_does() -> None:
    few = NotPooled(source("ash"), "few")
    school, whole = found(0.2, 0.1, source("birch")), found(0.3, 0.1, source("ab", level="engagement"))
    assert list(of_schools_or_whole([few, school], [whole])) == [few, school]
    assert list(of_schools_or_whole([few], [whole])) == [whole]
    assert list(of_schools_or_whole([few], [NotPooled(source("ab", level="engagement"), "few")])) == [few]


def test_one_school_alone_is_not_pooled_and_says_so() -> None:
    (made,) = pooled(found(0.2, 0.1, source()), NotPooled(source("birch"), "few"))
    assert (made.fit, reason(made.whole), len(made.left_out)) == (None, TOO_FEW_SCHOOLS, 1)
    assert (made.months.value, made.hanging) == (None, ())


def test_a_pool_grows_half_term_by_half_term() -> None:
    (made,) = pooled(
        found(0.2, 0.1, source("birch", half_term="spring-1", cycle="b")),
        found(0.4, 0.1, source("ash", half_term="autumn-2", cycle="a")),
        found(0.3, 0.1, source("cedar", half_term="autumn-2", cycle="a")),
    )
    assert [(step.half_term, step.effects) for step in made.steps] == [("autumn-2", 2), ("spring-1", 3)]
    assert made.steps[-1].pooled.value == pytest.approx(made.whole.value)


def test_an_impact_has_a_cost_for_each_month_and_relative_progress_has_none() -> None:
    cost = CycleCost(planned=600, recurring=0, spent=120, pupils=20)
    effects = [
        found(0.2, 0.02, source(place, question=question))
        for question in STATISTIC
        for place in ("ash", "birch", "cedar")
    ]
    effects[1] = found(0.22, 0.02, source("birch"))
    impact, progress = pooled(*effects, **{"ash-1": cost})
    assert (impact.cost.value, impact.cost_so_far.value, impact.months.value) == (30, 6, 3)
    assert impact.month.value == 10
    assert progress.cost.value == 30
    assert reason(progress.month) == NOT_IMPACT


def test_cycles_without_a_known_cost_leave_it_open() -> None:
    (made,) = pooled(found(0.2, 0.1, source("ash")), found(0.3, 0.1, source("birch")))
    assert reason(made.cost) == NO_COST
