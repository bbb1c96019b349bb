"""docs/operating-characteristics.md: the tables of what the samples showed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.known_truth import World
from bench.pitfalls import SAMPLES, STRAYING, Pitfall
from bench.replications import GAPS, IMPACT, Record, Tally
from halfterm.cycles.impact.statistics import CATALOGUE

WORDS = Path(__file__).with_name("operating-characteristics.md")
LEAST, MOST = 0.93, 0.97
SURE = 2.0
"""Monte Carlo standard errors that a coverage must lie outside before it counts as outside."""

# Of fewer intervals than this nothing is said.
FEWEST = 200
WRONG = "widening"


@dataclass(frozen=True, slots=True)
class Result:
    """What the samples of one world showed."""

    world: World
    record: Record

    @property
    def planted(self) -> float:
        """The effect, standard deviations."""
        return max(self.world.differential, self.world.impact)

    def outside(self) -> list[str]:
        """Statistics whose coverage is surely not 93 to 97 %."""
        return [name for name, tally in self.record.tallies.items() if beyond(tally)]


def beyond(tally: Tally) -> bool:
    """Whether chance cannot have carried a coverage out of 93 to 97 %."""
    if tally.bounded < max(FEWEST, tally.made / 2):
        return False
    slack = SURE * math.sqrt(tally.coverage * (1 - tally.coverage) / tally.bounded)
    return tally.coverage + slack < LEAST or tally.coverage - slack > MOST


def document(
    results: Sequence[Result], fallen: Sequence[tuple[Pitfall, dict[str, float]]], *, effect: float
) -> str:
    """The whole document, in Markdown."""
    samples = max(result.record.samples for result in results)
    return WORDS.read_text(encoding="utf-8").format(
        samples=samples,
        effect=effect,
        error=100 * math.sqrt(0.95 * 0.05 / samples),
        gaps=_sections(results, GAPS, treated=False),
        impact=_sections(results, IMPACT, treated=True),
        verdicts=_verdicts(results, effect=effect),
        pitfall_samples=SAMPLES,
        pitfalls=_pitfalls(fallen),
    )


def _sections(results: Sequence[Result], names: Iterable[str], *, treated: bool) -> str:
    chosen = [result for result in results if (result.world.assigned != "nobody") is treated]
    parts = []
    for name in names:
        parts += [f"### {CATALOGUE[name].label} (`{name}`)", _table(chosen, name, treated=treated)]
    return "\n\n".join(parts)


def _table(results: Sequence[Result], name: str, *, treated: bool) -> str:
    """One row for each size of panel; in each cell coverage without and with the effect, and so on."""
    heads = ("Treated by", "Target pupils", "Schools") if treated else ("Pupils", "Target", "Schools")
    rows = [
        (
            *heads,
            "Scale",
            "Coverage %: no effect",
            "effect",
            "False alarms %",
            "Power %",
            "Bias: no effect",
            "effect",
        )
    ]
    none, some = ([r for r in results if bool(r.planted) is with_effect] for with_effect in (False, True))
    for without in none:
        with_effect = next(r for r in some if _kind(r.world) == _kind(without.world))
        tallies = without.record.tallies[name], with_effect.record.tallies[name]
        if any(tally.made for tally in tallies):
            rows.append((*_where(without.world, treated=treated), *_figures(tallies, name)))
    return _markdown(rows)


def _kind(world: World) -> tuple[object, ...]:
    return world.scale.name, world.pupils, world.schools, world.assigned


def _where(world: World, *, treated: bool) -> tuple[str, ...]:
    if treated:
        by = {"within": "pupil", "schools": "whole school"}[world.assigned]
        return by, str(world.targets), str(world.schools), world.scale.name
    return str(world.pupils), str(world.targets), str(world.schools), world.scale.name


def _figures(tallies: tuple[Tally, Tally], name: str) -> tuple[str, ...]:
    without, with_effect = tallies
    # An alarm is false only where there is nothing to find: target pupils are behind to begin with.
    nothing = name in ("gap_change", "permutation", *IMPACT)
    return (
        _coverage(without),
        _coverage(with_effect),
        _percent(without.alarm) if nothing else "",
        _percent(with_effect.alarm) if nothing else "",
        *(_bias(tally) for tally in tallies),
    )


def _coverage(tally: Tally) -> str:
    if tally.bounded < FEWEST:
        return "no interval" if not tally.bounded else "too seldom"
    missing = tally.made - tally.bounded
    often = f" ({100 * tally.bounded / tally.made:.0f} % have one)" if missing > tally.made / 200 else ""
    said = f"{100 * tally.coverage:.1f}{often}"
    return f"**{said}**" if beyond(tally) else said


def _percent(share: float) -> str:
    return "" if math.isnan(share) else f"{100 * share:.1f}"


def _bias(tally: Tally) -> str:
    """In standard errors of the estimate: what matters to an interval."""
    return "" if not tally.error else f"{tally.bias / tally.error:+.2f}".replace("-", "−")


def _verdicts(results: Sequence[Result], *, effect: float) -> str:
    rows = [
        (
            "Pupils",
            "Target",
            "Schools",
            "Scale",
            "No change: wrongly closing or crossing %",
            "wrongly widening %",
            f"Closing by {effect} SD: said so %",
            "said to widen %",
        )
    ]
    panels = [result for result in results if result.world.assigned == "nobody"]
    none, some = ([r for r in panels if bool(r.planted) is with_effect] for with_effect in (False, True))
    for without in none:
        with_effect = next(r for r in some if _kind(r.world) == _kind(without.world))
        shares = (share(result.record) for result in (without, with_effect) for share in (_closed, _widened))
        rows.append((*_where(without.world, treated=False), *(_percent(each) for each in shares)))
    return _markdown(rows)


def _closed(record: Record) -> float:
    return (record.verdicts["closing"] + record.verdicts["changed sides"]) / record.samples


def _widened(record: Record) -> float:
    return record.verdicts[WRONG] / record.samples


def _pitfalls(fallen: Sequence[tuple[Pitfall, dict[str, float]]]) -> str:
    rows: list[tuple[str, ...]] = [("What is wrong", *(_named(name) for name in STRAYING))]
    for pitfall, found in fallen:
        treated: Callable[[str], bool] = lambda name: name != "impact" or pitfall.world.impact > 0  # noqa: E731, B023
        shown = (f"{found[name]:+.2f}".replace("-", "−") if treated(name) else "" for name in STRAYING)
        rows.append((pitfall.words, *shown))
    return _markdown(rows)


def _named(name: str) -> str:
    return CATALOGUE[name].label if name in CATALOGUE else "Change of the gap, everyone at each time"


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])
