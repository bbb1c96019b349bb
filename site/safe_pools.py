"""Pools of effects made safe: rows with their weights, what they say together, and how much they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from halfterm.cycles.disclosure import (
    Audience,
    Shown,
    ShownFinding,
    hidden,
    safe_count,
    show_finding,
    show_number,
)
from halfterm.cycles.impact.estimate import Estimate
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.pooled_effect import Effect
from halfterm.cycles.impact.pooling import Pooled
from halfterm.cycles.impact.pooling_studies import STATISTIC, By, Pool
from halfterm.cycles.impact.statistics import CATALOGUE
from halfterm.cycles.programme import Programme
from halfterm.site.safe_effects import Studied, pools_of
from halfterm.site.shown import ShownEffect, ShownPool

KINDS: Final[tuple[By, ...]] = ("change-idea", "theme")
"""By what the pools of an edition are made."""

SIGNED: Final = frozenset({"effect size", "months"})
UNSIGNED: Final = frozenset({"effect_spread", "effect_heterogeneity"})
SURE_OF_DIFFERENCES: Final = 0.05
FEW_SCHOOLS: Final = 5
"""With fewer, how much schools differ is hardly known."""


def show_pools(cycles: Sequence[Studied], programme: Programme, audience: Audience) -> tuple[ShownPool, ...]:
    """The pools of an edition by change idea, then by theme; effects that may not be seen are in none."""
    measures = {m.id: m.name for cycle in cycles for m in cycle.plan.studied_measures}
    return tuple(
        show_pool(pool, by=by, measure=measures[pool.measure], programme=programme, audience=audience)
        for by, pools in zip(KINDS, pools_of(cycles, programme, by=KINDS), strict=True)
        for pool in pools
    )


def show_pool(pool: Pool, *, by: By, measure: str, programme: Programme, audience: Audience) -> ShownPool:
    """One pool for a page; `measure` is its name. Rows come by name, which ranks nobody."""
    names = {effect.name: _place_name(effect.name, programme) for effect in pool.effects}
    rows = [
        _row(effect, pool, name=names[effect.name], weight=weight, audience=audience)
        for effect, weight in zip(pool.effects, _weights(pool.effects, pool.fit), strict=True)
    ]
    rows.sort(key=lambda row: row.label.casefold())
    return ShownPool(
        question=pool.question,
        measure=measure,
        name=pool.name,
        by=by,
        rows=tuple(rows),
        pooled=_whole(pool, rows, audience),
        expected=_expected(pool, audience),
        heterogeneity=() if pool.fit is None else tuple(_differences(pool.fit, audience)),
        months=_shown(pool.months, audience).value,
        cost_per_pupil=_shown(pool.cost, audience).value,
        left_out=_left_out(pool),
        cycles=len(pool.plans),
        of=tuple(plan.id for plan in pool.plans),
        by_agreement=pool.fit is not None and pool.fit.by_agreement,
    )


def _place_name(key: str, programme: Programme) -> str:
    """The name of a school, or of an engagement, by the `Source.key` of its effect."""
    level, place = key.split(" ", 1)
    return programme.school(place).name if level == "school" else programme.engagement(place).name


def _shown(finding: Finding, audience: Audience) -> ShownFinding:
    """A finding made of effects that may be seen; effects and months with their sign."""
    statistic = CATALOGUE[finding.statistic]
    signed = statistic.unit in SIGNED and finding.statistic not in UNSIGNED
    return show_finding(finding, audience=audience, decimals=statistic.decimals, signed=signed)


def _weights(effects: Sequence[Effect], fit: Pooled | None) -> Sequence[float]:
    """The percent of the pool that each effect is; one alone is all of it."""
    between = 0.0 if fit is None else fit.tau_squared
    weights = [1 / (effect.variance + between) for effect in effects]
    return [100 * weight / sum(weights) for weight in weights]


def _row(effect: Effect, pool: Pool, *, name: str, weight: float, audience: Audience) -> ShownEffect:
    """One place's effect with its normal 95 % interval: a pool takes its standard error as known."""
    made = Estimate.from_normal(effect.value, effect.standard_error)
    counts = {"n_target": effect.n_target, "n_comparison": effect.n_comparison}
    seen = _shown(made.finding(STATISTIC[pool.question], method="", **counts), audience)
    pupils = _pupils(pool, effect.name, audience)
    return ShownEffect(name, seen.value, seen.lower, seen.upper, show_number(weight, decimals=0), pupils)


def _pupils(pool: Pool, key: str, audience: Audience) -> Shown:
    """Pupils of both sides over the cycles, added up from the counts that are shown one by one."""
    effects = [one.effect for one in pool.used if one.source.key == key]
    counts = [safe_count(n, audience) for e in effects for n in (e.n_target, e.n_comparison)]
    known = [count for count in counts if count is not None]
    return show_number(float(sum(known)), decimals=0) if len(known) == len(counts) else hidden("c")


def _whole(pool: Pool, rows: Sequence[ShownEffect], audience: Audience) -> ShownEffect | None:
    if pool.fit is None:
        return None
    seen, what = _shown(pool.whole, audience), "places" if pool.whole_engagements else "schools"
    counts = [row.pupils.value for row in rows]
    known = [count for count in counts if count is not None]
    pupils = show_number(sum(known), decimals=0) if len(known) == len(counts) else hidden("c")
    all_of_it, who = show_number(100.0, decimals=0), "Both" if len(rows) == 2 else f"All {len(rows):,}"
    return ShownEffect(f"{who} {what}", seen.value, seen.lower, seen.upper, all_of_it, pupils)


def _expected(pool: Pool, audience: Audience) -> ShownEffect | None:
    """What one more school may expect; None where nothing tells how much the schools differ."""
    if pool.fit is None or pool.fit.mean.standard_error is None:
        return None
    seen, z = _shown(pool.fit.new_school(), audience), hidden("z")
    return ShownEffect("One more school", seen.value, seen.lower, seen.upper, z, z)


def _differences(fit: Pooled, audience: Audience) -> Iterator[str]:
    """How much the schools differ beyond chance, and how surely that is known."""
    if fit.mean.standard_error is None:
        yield "The effects are all equal: they show no scatter, so there is no telling how sure it is."
        return
    share, spread = _shown(fit.unexplained(), audience), _shown(fit.spread(), audience).value
    said_p = f"p {share.p}" if share.p.text.startswith("<") else f"p = {share.p}"
    sure = share.p.value is not None and fit.q_p < SURE_OF_DIFFERENCES
    tau = show_number(fit.tau_squared, decimals=3)
    figures = f"(τ² = {tau}, I² = {share.value} %, Cochran’s Q {said_p})"
    if sure:
        found = "Schools differ more than chance explains: the true effects scatter by"
        yield f"{found} a standard deviation of about {spread} {figures}."
    else:
        found = "Chance alone could make them differ so: the scatter of the true effects may be nought; its"
        yield f"{found} estimate is a standard deviation of {spread} {figures}."
    if fit.narrowed and not sure:
        yield "They agree better than the model expects, which narrows the interval: trust its width less."
    if fit.k < FEW_SCHOOLS:
        yield f"With {fit.k} effects, how much schools differ is hardly known."


def _left_out(pool: Pool) -> tuple[str, ...]:
    """Why studies are not in, the reason with most of them first; how many there are, and not which."""
    reasons: Mapping[str, int] = Counter(one.why for one in pool.left_out)
    ordered = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    return tuple(f"{n:,} {'effect' if n == 1 else 'effects'}: {why}" for why, n in ordered)
