"""Pooled answers in words: what was found, how sure that is, what it hangs on, what it costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from halfterm.cycles.disclosure import Shown, ShownFinding, show_finding
from halfterm.cycles.impact.cost import LESS_PROGRESS, NO_PROGRESS, cost_band
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.pooling_checks import answer
from halfterm.cycles.impact.pooling_studies import Pool
from halfterm.cycles.impact.reasons import reason
from halfterm.cycles.impact.statistics import CATALOGUE
from halfterm.cycles.words import listed
from halfterm.flows.pool import PoolReport
from halfterm.warehouse.counting import counted

UNSIGNED: Final = frozenset({"effect_spread", "effect_heterogeneity"})
FEW_SCHOOLS: Final = 5
"""With fewer, how much schools differ is hardly known."""
_MAY_DIFFER: Final = "treated pupils may have differed from the start"
MANY: Final = 3
"""More schools than this are counted, not named."""
SURE_OF_DIFFERENCES: Final = 0.05


def shown(finding: Finding, report: PoolReport) -> ShownFinding:
    """A finding as the workspace's audience may see it; effects and months with their sign."""
    statistic = CATALOGUE[finding.statistic]
    signed = statistic.unit in ("effect size", "months") and finding.statistic not in UNSIGNED
    return show_finding(finding, audience=report.audience, decimals=statistic.decimals, signed=signed)


def interval(finding: ShownFinding) -> str:
    """`+0.12 to +0.34`; empty where there is none."""
    if finding.lower.value is None or finding.upper.value is None:
        return ""
    return f"{finding.lower} to {finding.upper}"


def places(number: int, pool: Pool) -> str:
    """How many schools; places where whole engagements are among them."""
    return counted(number, "place" if pool.whole_engagements else "school")


def sentences(pool: Pool, report: PoolReport) -> tuple[str, ...]:
    """Everything to be said of one pool, the answer first."""
    said = (
        _few(pool, report) if pool.fit is None else _answered(pool, report),
        _design(pool),
        _groups(pool),
        _whole(pool),
        _left_out(pool),
        _cost(pool, report),
    )
    return tuple(line for part in said for line in part)


def _few(pool: Pool, report: PoolReport) -> Iterator[str]:
    if not pool.effects:
        yield "No school has an effect to pool."
        return
    place = report.place_name(pool.effects[0].name)
    yield f"Only {place} has an effect, so nothing is pooled; its own pages tell it."


def _answered(pool: Pool, report: PoolReport) -> Iterator[str]:
    whole = shown(pool.whole, report)
    yield _answer(pool, whole, report)
    if pool.whole.lower is None:
        yield "The effects are all equal: they show no scatter, so there is no telling how sure it is."
        return
    yield from _differences(pool, report)
    yield _hanging(pool, report)


def _answer(pool: Pool, whole: ShownFinding, report: PoolReport) -> str:
    """The direction where the interval lies on one side of 0; else that it is not clear."""
    who = "Treated pupils" if pool.is_impact else "Target pupils"
    others = "untreated ones" if pool.is_impact else "others who started level"
    figure = f"{whole.value} ({interval(whole)})" if interval(whole) else f"{whole.value}"
    over = f"over {places(len(pool.effects), pool)}"
    agree = pool.fit is not None and pool.fit.by_agreement
    match "not clear" if agree else answer(pool.whole):
        case "not clear" if pool.whole.lower is not None:
            pair = "treated and untreated pupils" if pool.is_impact else f"{who.lower()} and {others}"
            narrow = "the effects agree better than chance would make them, which narrows it too much"
            why = narrow if agree else "chance alone could do as much"
            return f"No clear difference between {pair}: {figure} {over}; {why}."
        case "more":
            word = "more"
        case "less":
            word = "less"
        case _:
            return f"{who} against {others}: {figure} {over}."
    return f"{who} made {word} progress than {others}: {figure} {over}{_months(pool, report)}."


def _months(pool: Pool, report: PoolReport) -> str:
    value = shown(pool.months, report).value.value
    if not value:
        return ""
    size = counted(int(abs(value)), "month")
    return f", {size} more" if value > 0 else f", {size} less"


def _differences(pool: Pool, report: PoolReport) -> Iterator[str]:
    assert pool.fit is not None
    new, share = shown(pool.fit.new_school(), report), pool.fit.unexplained()
    yield f"One more school may expect anything from {new.lower} to {new.upper}."
    percent, p = shown(share, report).value, shown(share, report).p
    said_p = f"p {p}" if p.text.startswith("<") else f"p = {p}"
    if share.p is not None and share.p < SURE_OF_DIFFERENCES:
        yield f"Schools differ more than chance explains (I² {percent} %, {said_p})."
    else:
        yield f"Chance alone could make schools differ as they do (I² {percent} %, {said_p})."
    if pool.fit.narrowed:
        yield "They agree better than the model expects, which narrows the interval: trust its width less."
    if pool.fit.k < FEW_SCHOOLS:
        yield f"With {places(pool.fit.k, pool)}, how much schools differ is hardly known."


def _hanging(pool: Pool, report: PoolReport) -> str:
    """Whether the answer is another one without some school."""
    if len(pool.effects) == 2:
        return "With two, neither can be left out: the answer hangs on both."
    if not pool.hanging:
        values = [part.pooled.value for part in pool.without if part.pooled.value is not None]
        least, most = (_bare(pool, value, report) for value in (min(values), max(values)))
        return f"It hangs on no single school: without any one of them it is {least} to {most}."
    if len(pool.hanging) > MANY:
        number = counted(len(pool.hanging), "school")
        return f"It hangs on single schools: without any one of {number} the answer is another one."
    return (
        "It hangs on single schools: "
        + "; ".join(
            f"without {report.place_name(part.name)} it is {_with_interval(part.pooled, report)}"
            for part in sorted(pool.hanging, key=lambda part: report.place_name(part.name).casefold())
        )
        + "."
    )


def _bare(pool: Pool, value: float, report: PoolReport) -> Shown:
    """A value of the pooled effect's kind, by itself."""
    counts = {"n_target": pool.whole.n_target, "n_comparison": pool.whole.n_comparison}
    return shown(Finding("pooled_effect", value, None, None, None, method="", **counts), report).value


def _with_interval(finding: Finding, report: PoolReport) -> str:
    seen = shown(finding, report)
    return f"{seen.value} ({interval(seen)})" if interval(seen) else str(seen.value)


def _design(pool: Pool) -> Iterator[str]:
    """How it was settled who was treated: only a draw makes both sides alike but for chance."""
    if not pool.is_impact or not pool.plans:
        return
    cycles = counted(len(pool.plans), "cycle")
    drawn = sum(plan.change_idea.assigned == "random" for plan in pool.plans)
    if drawn == len(pool.plans):
        yield f"Who was treated was drawn at random ({cycles})."
    elif drawn:
        yield f"Who was treated was drawn at random in {drawn:,} of {cycles}; in the others {_MAY_DIFFER}."
    else:
        yield f"Who was treated was not drawn at random, so {_MAY_DIFFER}."


def _groups(pool: Pool) -> Iterator[str]:
    """That the pool mixes target groups, or ways of comparing."""
    groups = sorted({plan.target_group.name for plan in pool.plans}, key=str.casefold)
    if len(groups) > 1:
        yield f"Their target groups differ: {listed(groups)}."
    kinds = {"matched pupils" if p.comparison.kind == "matched" else "the others" for p in pool.plans}
    if len(kinds) > 1 and not pool.is_impact:
        yield "Some set the target group beside the others, some beside matched pupils."


def _whole(pool: Pool) -> Iterator[str]:
    if number := pool.whole_engagements:
        those = (
            "One place is a whole engagement" if number == 1 else f"{number:,} places are whole engagements"
        )
        yield f"{those}, none of whose schools has an effect of its own to show."


def _left_out(pool: Pool) -> Iterator[str]:
    if pool.left_out:
        reasons = Counter(one.why for one in pool.left_out)
        said = ", ".join(
            f"{counted(number, 'effect') if i == 0 else f'{number:,}'} ({why})"
            for i, (why, number) in enumerate(_most_first(reasons))
        )
        yield f"Not pooled: {said}."


def _most_first(reasons: Counter[str]) -> Sequence[tuple[str, int]]:
    return sorted(reasons.items(), key=lambda item: (-item[1], item[0]))


def _cost(pool: Pool, report: PoolReport) -> Iterator[str]:
    """Planned and spent, for each pupil and additional month; said once, of the impact where there is one."""
    if not pool.is_impact and any(plan.names_treated for plan in pool.plans):
        return
    planned, so_far = shown(pool.cost, report), shown(pool.cost_so_far, report)
    if planned.value.value is not None:
        band = cost_band(planned.value.value)
        yield f"Planned cost £{planned.value} a pupil ({band}){_from_some(pool)}.{_per_month(pool, report)}"
    if so_far.value.value is not None:
        yield f"Spent to date: £{so_far.value} a pupil."


def _from_some(pool: Pool) -> str:
    given = sum(cost.planned is not None for cost in pool.costs)
    return "" if given == len(pool.plans) else f", from {given:,} of {counted(len(pool.plans), 'plan')}"


def _per_month(pool: Pool, report: PoolReport) -> str:
    if not pool.is_impact:
        return ""
    month = shown(pool.month, report)
    if month.value.value is None:
        why = reason(pool.month)
        return f" No cost of a month: {why}." if why in (NO_PROGRESS, LESS_PROGRESS) else ""
    if month.lower.value is None:
        return f" £{month.value} for each additional month."
    if month.upper.value is None:
        reach = f"£{month.lower} or more: it may be no month at all"
    else:
        reach = f"£{month.lower} to £{month.upper}"
    return f" £{month.value} for each additional month ({reach})."
