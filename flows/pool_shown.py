"""Pools on a terminal and for machines: by change idea, schools shrunken and in alphabetical order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from halfterm.cycles.disclosure import ShownFinding
from halfterm.cycles.impact.cost import cost_band
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.pooling_checks import UpTo, answer
from halfterm.cycles.impact.pooling_studies import STATISTIC, Pool, Question
from halfterm.flows.plain_table import plain_table
from halfterm.flows.pool import PoolReport
from halfterm.flows.pool_words import interval, sentences, shown

TITLES: Final[dict[Question, tuple[str, str]]] = {
    "impact": ("Impact", "treated against untreated pupils of the target group"),
    "relative progress": (
        "Relative progress",
        "the target group against the others; gaps move for other reasons too, so this is not impact",
    ),
}
LEGEND: Final = (
    "Effects are adjusted effect sizes. Schools differ, and chance adds to it: a random-effects mean (REML, "
    "Hartung-Knapp 95 % interval); of several cycles a school has one effect, their weighted mean."
)
SHRUNKEN: Final = "Each drawn towards the mean of all, the less is known of it the more. No ranking."

_HEADS: Final = {
    "change-idea": "Change idea",
    "school": "Change idea",
    "theme": "Theme",
    "half-term": "Half-term",
}
_WIDE: Final = 100  # columns of a terminal that has room for all figures of a pool
_NUMBERS: Final = ("Schools", "Effect", "95 % interval", "Months", "One more school", "I²")


def print_pools(console: Console, report: PoolReport) -> None:
    """For each question a table of all pools, then what is to be said of each."""
    for question, (title, what) in TITLES.items():
        held = [pool for pool in report.pools if pool.question == question]
        if held:
            console.print(Text.assemble((title, "bold"), f": {what}"))
            console.print()
            console.print(_overview(held, report, wide=console.width >= _WIDE))
            console.print()
            for pool in held:
                _print_pool(console, pool, report)
    console.print(Text(LEGEND, style="dim"))


def _overview(held: Sequence[Pool], report: PoolReport, *, wide: bool) -> Table:
    """A row a pool; a narrow terminal leaves out what the sentences below it say as well."""
    heads = (_HEADS[report.by], "Measure", *_NUMBERS)
    kept = heads if wide else heads[:-2]
    rows = [_overview_row(pool, report)[: len(kept)] for pool in held]
    return plain_table(kept, rows, numbers=_NUMBERS, unbroken=_NUMBERS)


def _overview_row(pool: Pool, report: PoolReport) -> tuple[str, ...]:
    start = (_name(pool, report), report.measures[pool.measure], f"{len(pool.effects):,}")
    if pool.fit is None:
        return (*start, *[""] * (len(_NUMBERS) - 1))
    whole, new = shown(pool.whole, report), shown(pool.fit.new_school(), report)
    months, share = shown(pool.months, report), shown(pool.fit.unexplained(), report)
    return (*start, str(whole.value), interval(whole), str(months.value), interval(new), f"{share.value} %")


def _name(pool: Pool, report: PoolReport) -> str:
    return report.programme.half_term(pool.name).name if report.by == "half-term" else pool.name


def _print_pool(console: Console, pool: Pool, report: PoolReport) -> None:
    title = f"{_name(pool, report)}: {report.measures[pool.measure]}"
    console.print(Text.assemble((title, "bold"), (_beside(pool, report), "dim")))
    for sentence in sentences(pool, report):
        console.print(Text(sentence))
    if len(pool.steps) > 1:
        console.print()
        console.print(_steps(pool.steps, report))
    if report.by == "school" and pool.fit is not None:
        console.print()
        console.print(_schools(pool, report))
        console.print(Text(SHRUNKEN, style="dim"))
    console.print()


def _beside(pool: Pool, report: PoolReport) -> str:
    """The themes of a change idea, or the change ideas of a theme or half-term."""
    by_theme = report.by in ("theme", "half-term")
    names = (p.change_idea.name if by_theme else p.intervention.theme for p in pool.plans)
    said = ", ".join(dict.fromkeys(names))
    return f"  {said}" if said else ""


def _steps(steps: Sequence[UpTo], report: PoolReport) -> Table:
    """The answer as it came in, half-term by half-term."""
    heads = ("Up to", "Schools", "Effect", "95 % interval")
    rows = []
    for step in steps:
        name = report.programme.half_term(step.half_term).name
        seen = shown(step.pooled, report) if step.pooled.defined else None
        figures = (str(seen.value), interval(seen)) if seen else ("", "")
        rows.append((name, f"{step.effects:,}", *figures))
    return plain_table(heads, rows, numbers=heads[1:], unbroken=heads)


def _schools(pool: Pool, report: PoolReport) -> Table:
    heads = ("School", "Effect, shrunken", "95 % interval")
    rows = [(name, str(seen.value), interval(seen)) for name, seen in _shrunken(pool, report)]
    return plain_table(heads, rows, numbers=heads[1:], unbroken=heads[1:])


def _shrunken(pool: Pool, report: PoolReport) -> Iterator[tuple[str, ShownFinding]]:
    """Schools in alphabetical order, each with its shrunken effect."""
    if pool.fit is None:
        return
    named = [
        (report.place_name(effect.name), shown(finding, report))
        for effect, finding in zip(pool.effects, pool.fit.shrunken(), strict=True)
    ]
    yield from sorted(named, key=lambda each: each[0].casefold())


def pools_json(report: PoolReport) -> str:
    """One object: every pool with its figures as the audience may see them, and the same sentences."""
    whole = {
        "by": report.by,
        "audience": report.audience,
        "legend": LEGEND,
        "pools": [_pool_json(pool, report) for pool in report.pools],
    }
    return json.dumps(whole, indent=2, allow_nan=False, ensure_ascii=False)


def _pool_json(pool: Pool, report: PoolReport) -> dict[str, object]:
    cost = shown(pool.cost, report).value.value
    return {
        "question": pool.question,
        "statistic": STATISTIC[pool.question],
        "name": _name(pool, report),
        "measure": pool.measure,
        "themes": list(dict.fromkeys(plan.intervention.theme for plan in pool.plans)),
        "change_ideas": list(dict.fromkeys(plan.change_idea.name for plan in pool.plans)),
        "cycles": [plan.id for plan in pool.plans],
        "schools": len(pool.effects),
        "answer": answer(pool.whole) if pool.fit else None,
        **{name: _figure(finding, report) for name, finding in _figures(pool)},
        "cost_band": None if cost is None else cost_band(cost),
        "shrunken": [{"school": name} | _parts(seen) for name, seen in _shrunken(pool, report)],
        "without": [
            {"school": report.place_name(part.name)} | _figure(part.pooled, report)
            for part in sorted(pool.without, key=lambda part: report.place_name(part.name).casefold())
        ],
        "hangs_on": sorted(report.place_name(part.name) for part in pool.hanging),
        "up_to": [
            {"half_term": step.half_term, "schools": step.effects} | _figure(step.pooled, report)
            for step in pool.steps
        ],
        "left_out": [
            {
                "cycle": one.source.plan.id,
                "place": report.place_name(one.source.key),
                "why": one.why,
            }
            for one in pool.left_out
        ],
        "sentences": list(sentences(pool, report)),
    }


def _figures(pool: Pool) -> Iterator[tuple[str, Finding]]:
    yield "pooled_effect", pool.whole
    yield "months", pool.months
    if pool.fit is not None:
        yield "new_school_effect", pool.fit.new_school()
        yield "effect_spread", pool.fit.spread()
        yield "effect_heterogeneity", pool.fit.unexplained()
    yield "cost_per_pupil", pool.cost
    yield "cost_per_pupil_so_far", pool.cost_so_far
    yield "cost_per_month", pool.month


def _figure(finding: Finding, report: PoolReport) -> dict[str, object]:
    return _parts(shown(finding, report))


def _parts(seen: ShownFinding) -> dict[str, object]:
    return {
        "value": seen.value.value,
        "lower": seen.lower.value,
        "upper": seen.upper.value,
        "p": seen.p.value,
        "method": seen.method,
    }
