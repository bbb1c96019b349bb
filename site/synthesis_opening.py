"""What a synthesis opens with: its title, what moved and what ideas did, and what to bear in mind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from halfterm.cycles.disclosure import show_number
from halfterm.cycles.impact.estimate import COVERAGE
from halfterm.cycles.words import OTHER_REASONS, Claim, listed
from halfterm.site.shown import ShownCycle, ShownEdition, ShownPool
from halfterm.site.synthesis_groups import LEADS, claims, many
from halfterm.site.synthesis_pools import beyond_chance, pool_words

MOST_WORDS: Final = 4
"""Pools that the page's opening tells one by one; more are counted."""

NEVER_COMPARED: Final = "No plan compares pupils with its change idea and pupils without it"

MANY: Final = 10
"""Gaps from which on it is said how many would look as if they had moved by chance alone."""


_TESTED: Final[tuple[Claim, ...]] = ("closing", "widening", *LEADS, "changed sides", "no clear change")


_OF_ONE: Final[Mapping[Claim, str]] = {
    "closing": "it is clearly closing",
    "widening": "it is clearly widening",
    "further ahead": "the target group is clearly further ahead",
    "less far ahead": "the target group is clearly less far ahead",
    "changed sides": "it changed sides",
    "no clear change": "it moved no more than chance could explain",
}


def synthesis_title(edition: ShownEdition, cycles: Sequence[ShownCycle]) -> str:
    """How many gaps are clearly closing and widening, as the page's title."""
    counts = Counter(claims(edition, cycles))
    studied = sum(counts[word] for word in _TESTED)
    if not studied:
        return "The programme so far: no gap has been studied that may be shown"
    closing, widening = counts["closing"], counts["widening"]
    leads = sum(counts[word] for word in LEADS)
    if not closing and not widening and not leads:
        return f"The programme so far: no clear change in {many(studied, 'gap')}"
    return (
        f"The programme so far: {closing or 'none'} of {many(studied, 'gap')} clearly closing, "
        f"{widening or 'none'} clearly widening"
        + (f", {many(leads, 'lead')} clearly changed" if leads else "")
    )


def names_treated(cycles: Sequence[ShownCycle]) -> bool:
    """Whether any plan says who gets the change idea and who goes without."""
    return any(cycle.plan.names_treated for cycle in cycles)


def synthesis_verdict(edition: ShownEdition, cycles: Sequence[ShownCycle]) -> tuple[str, ...]:
    """What the programme's cycles say together, by one rule in every direction."""
    said = [gaps_words(edition, cycles)]
    told = [pool for pool in edition.pools if pool.by == "change-idea" and pool.pooled is not None]
    impact = [pool for pool in told if pool.question == "impact"]
    if not impact:
        why = "there are no effects of treated against untreated pupils that may be shown and pooled"
        never = NEVER_COMPARED[:1].lower() + NEVER_COMPARED[1:]
        said.append(
            f"Whether the change ideas did it is not known: {why if names_treated(cycles) else never}."
        )
    elif len(impact) <= MOST_WORDS:
        said += [pool_words(pool, of=pool.name) for pool in impact]
    else:
        said.append(_counted(impact))
    return tuple(said)


def gaps_words(edition: ShownEdition, cycles: Sequence[ShownCycle]) -> str:
    """Which way the gaps of some cycles moved, and of how many none is known."""
    counts = Counter(claims(edition, cycles))
    hidden = counts["hidden"]
    rest = f" {many(hidden, 'more is', 'more are')} hidden to protect pupils." if hidden else ""
    if unknown := counts["no comparison"] + counts["not known"]:
        rest = f" Of {many(unknown, 'measure')} no gap is known.{rest}"
    studied = sum(counts[word] for word in _TESTED)
    if not studied:
        return f"No gap has been followed up that may be shown.{rest}"
    named = [_are(counts["closing"], "clearly closing"), _are(counts["widening"], "clearly widening")]
    named += [f"in {counts[word]:,} the target group is clearly {word}" for word in LEADS if counts[word]]
    if counts["changed sides"]:
        named.append(f"{counts['changed sides']:,} changed sides")
    if counts["no clear change"]:
        named.append(f"{counts['no clear change']:,} moved no more than chance could explain")
    if studied == 1:
        (word,) = (word for word in _TESTED if counts[word])
        return f"One gap was followed up: {_OF_ONE[word]}.{rest}"
    return f"Of {many(studied, 'gap')} that were followed up, {listed(named)}.{rest}"


def _are(n: int, words: str) -> str:
    """How many are so.

    >>> _are(0, "closing"), _are(1, "closing"), _are(3, "closing")
    ('none is closing', '1 is closing', '3 are closing')
    """
    return f"{f'{n:,}' if n else 'none'} {'are' if n > 1 else 'is'} {words}"


def _counted(pools: Sequence[ShownPool]) -> str:
    """How many pools say what."""
    sides = Counter(_side(pool) for pool in pools)
    return (
        f"Of {many(len(pools), 'pooled impact')} of change ideas, {sides['more']:,} are above nought and "
        f"{sides['less']:,} below it by more than chance gives; the rest could be chance."
    )


def _side(pool: ShownPool) -> str:
    if pool.pooled is None or not beyond_chance(pool):
        return "chance"
    return "more" if (pool.pooled.effect.value or 0) > 0 else "less"


def synthesis_care(edition: ShownEdition, cycles: Sequence[ShownCycle]) -> tuple[str, ...]:
    """How many intervals would leave nought out by chance alone, and what gaps do not tell."""
    counts = Counter(claims(edition, cycles))
    tested = sum(counts[word] for word in _TESTED)
    said = []
    if tested >= MANY:
        by_chance = show_number((1 - COVERAGE) * tested, decimals=1)
        said.append(
            f"Had none of {many(tested, 'gap')} changed at all, about {by_chance} would still look clearly "
            "closing or widening: each is judged by a 95% interval of its own."
        )
    said.append(
        f"{OTHER_REASONS} Only pupils with and without a change idea, set side by side, tell whether it did "
        "it."
    )
    ended = [one for one in cycles if one.decision is not None]
    if len(ended) < len(cycles):
        waits = many(len(cycles) - len(ended), "cycle has", "cycles have")
        said.append(f"{waits} no decision yet.")
    return tuple(said)
