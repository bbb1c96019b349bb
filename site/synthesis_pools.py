"""Pools of effects on the pages of a synthesis: rows, sentences and forest plots, the two questions apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.disclosure import Shown, hidden
from halfterm.cycles.do_log_fields import folded
from halfterm.cycles.words import listed
from halfterm.site.charts import ForestRow, forest_chart
from halfterm.site.pieces import Chart, Picture
from halfterm.site.rendering import Templates
from halfterm.site.shown import ShownEdition, ShownPool
from halfterm.site.synthesis_groups import Group, count, many

UNIT: Final = "standard deviations"
TITLES: Final[Mapping[str, str]] = {"impact": "Impact", "relative progress": "Relative progress"}
AGAINST: Final[Mapping[str, str]] = {
    "impact": "treated against untreated pupils",
    "relative progress": "the target group against others",
}


@dataclass(frozen=True, slots=True)
class PoolRow:
    """One pool as a row of a table."""

    name: str
    href: str
    measure: str
    schools: Shown
    effect: Shown
    interval: str
    expected: str
    months: Shown
    cost: str


def pools_of(edition: ShownEdition, group: Group) -> tuple[ShownPool, ...]:
    """The pools of a theme or change idea: impact first, then relative progress, never together."""
    by = "theme" if group.kind == "theme" else "change-idea"
    held = [one for one in edition.pools if one.by == by and folded(one.name) == folded(group.name)]
    return tuple(sorted(held, key=lambda one: list(TITLES).index(one.question)))


def pool_rows(
    edition: ShownEdition, question: str, groups: Sequence[Group], *, root: str = ""
) -> tuple[PoolRow, ...]:
    """The pools of one question, change idea by change idea, each linked to its page."""
    return tuple(
        _pool_row(pool, group.title, root + group.href)
        for group in groups
        for pool in pools_of(edition, group)
        if pool.question == question and pool.pooled is not None
    )


def not_pooled(edition: ShownEdition, question: str, groups: Sequence[Group]) -> tuple[str, ...]:
    """Why nothing is pooled of some change ideas on some measures: a sentence for each reason."""
    by_reason = dict[str, dict[str, list[str]]]()
    for group in groups:
        for pool in pools_of(edition, group):
            if pool.question == question and pool.pooled is None:
                by_reason.setdefault(_why_not(pool), {}).setdefault(group.title, []).append(pool.measure)
    return tuple(
        f"{why[:1].upper()}{why[1:]}: "
        + "; ".join(f"{name} ({listed(on)})" for name, on in measures.items())
        + "."
        for why, measures in sorted(by_reason.items(), reverse=True)
    )


def narrowed(edition: ShownEdition, question: str, groups: Sequence[Group]) -> tuple[str, ...]:
    """What the pools say that leave nought out by agreement alone: their rows look like a finding."""
    return tuple(
        pool_words(pool, of=group.title)
        for group in groups
        for pool in pools_of(edition, group)
        if pool.question == question and pool.by_agreement
    )


def _pool_row(pool: ShownPool, name: str, href: str) -> PoolRow:
    whole, expected = pool.pooled, pool.expected
    return PoolRow(
        name=name,
        href=href,
        measure=pool.measure,
        schools=count(len(pool.rows)),
        effect=hidden("z") if whole is None else whole.effect,
        interval="–" if whole is None else span(whole.lower, whole.upper),
        expected="–" if expected is None else span(expected.lower, expected.upper),
        months=pool.months if beyond_chance(pool) else hidden("z"),
        cost=f"£{pool.cost_per_pupil}" if pool.cost_per_pupil.value is not None else "–",
    )


def _why_not(pool: ShownPool) -> str:
    return "a single effect is not pooled" if pool.rows else "no effect may be shown"


def beyond_chance(pool: ShownPool) -> bool:
    """Whether the interval leaves nought out, and would without help of effects that agree by chance."""
    whole = pool.pooled
    if whole is None or whole.lower.value is None or whole.upper.value is None or pool.by_agreement:
        return False
    return whole.lower.value > 0 or whole.upper.value < 0


def span(lower: Shown, upper: Shown) -> str:
    """Two bounds as text; a dash where there are none."""
    return f"{lower} to {upper}" if lower.value is not None and upper.value is not None else "–"


def pool_words(pool: ShownPool, *, of: str = "") -> str:
    """What one pool says, in a sentence: the direction where the interval lies on one side of nought.

    `of` is the change idea, where the page does not name it anyway.
    """
    whole = pool.pooled
    start = f"{of}, {pool.question}" if of else pool.question
    where = f"{start[:1].upper()}{start[1:]} on {pool.measure}"
    if whole is None or whole.effect.value is None:
        return f"{where}: {_why_not(pool)}."
    figures = f"{whole.effect} standard deviations over {many(len(pool.rows), 'place')}"
    lower, upper = whole.lower.value, whole.upper.value
    if lower is None or upper is None:
        return f"{where}: {figures}, without an interval; chance may explain it."
    reach = f"95% interval {span(whole.lower, whole.upper)}"
    who, others = _sides(pool)
    if not beyond_chance(pool):
        agree = "; the effects agree better than chance would make them, which narrows it too much to go by"
        why = "" if lower <= 0 <= upper else agree
        return f"{where}: no clear difference between {who} and {others} ({figures}, {reach}{why})."
    word = "more" if lower > 0 else "less"
    return f"{where}: {who} made {word} progress than {others} ({figures}, {reach}){_months(pool)}."


def _sides(pool: ShownPool) -> tuple[str, str]:
    if pool.question == "impact":
        return "treated pupils", "untreated ones"
    return "target pupils", "others who started level"


def _months(pool: ShownPool) -> str:
    if not pool.months.value:
        return ""
    months = many(int(abs(pool.months.value)), "month")
    return f": {months} {'more' if pool.months.value > 0 else 'less'}"


def forest_of(pool: ShownPool, name: str, templates: Templates) -> tuple[Chart, Picture]:
    """The forest plot of one pool: places by name, the pooled effect, what one more school may expect."""
    title = f"{pool.measure}: {many(len(pool.rows), 'place')}"
    rows = [ForestRow(row.label, row.effect, row.lower, row.upper, row.weight) for row in pool.rows]
    if pool.pooled is not None:
        whole = pool.pooled
        rows.append(
            ForestRow(whole.label, whole.effect, whole.lower, whole.upper, whole.weight, is_pooled=True)
        )
    expected = None if pool.expected is None else (pool.expected.lower, pool.expected.upper)
    chart = forest_chart(name, title, rows, unit=_unit(pool.question), expected=expected, templates=templates)
    return chart, Picture(f"{name}.svg", pool_words(pool))


def overview_forest(
    pools: Sequence[tuple[str, ShownPool]], name: str, templates: Templates
) -> tuple[Chart, Picture] | None:
    """Pooled effects of one question and measure by change idea; None where there is none to draw."""
    told = [
        (label, pool.pooled) for label, pool in pools if pool.pooled is not None and pool.pooled.lower.visible
    ]
    if not told:
        return None
    question, measure = pools[0][1].question, pools[0][1].measure
    z = hidden("z")
    rows = [ForestRow(label, one.effect, one.lower, one.upper, z, is_pooled=True) for label, one in told]
    chart = forest_chart(
        name,
        f"{TITLES[question]}: {measure}",
        rows,
        unit=_unit(question),
        expected=None,
        templates=templates,
    )
    said = "; ".join(f"{row.label} {row.effect} ({span(row.lower, row.upper)})" for row in rows)
    return chart, Picture(f"{name}.svg", f"{TITLES[question]} on {measure}, pooled by change idea: {said}")


def _unit(question: str) -> str:
    better = "treated" if question == "impact" else "target"
    return f"{UNIT}; above 0 {better} pupils did better"
