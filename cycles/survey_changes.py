"""Two waves of a survey compared: which items moved, with small numbers withheld and p adjusted by Holm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from halfterm.cycles.impact.paired_items import (
    AnswerPair,
    ItemChange,
    ItemSummary,
    Meaning,
    Moved,
    adjusted,
    paired_item,
    summary_of,
    unpaired_item,
)
from halfterm.cycles.survey import Answers

Kind = Literal["same respondents", "anonymous"]
"""Whether the respondents of both waves are known to be the same, by pseudonym, or known to nobody."""

AS_WRITTEN: Final = Meaning()


@dataclass(frozen=True, slots=True)
class AskedTwice:
    """The answers of known respondents to one item in two waves at one place ('' for all).

    `only_before` and `only_after` count those who answered once. Unsafe until disclosed.
    """

    item: str
    scale: str
    place: str
    pairs: tuple[AnswerPair, ...]
    only_before: int = 0
    only_after: int = 0


@dataclass(frozen=True, slots=True)
class ShownChange:
    """What may be shown of one item before and after at one place. None: withheld, or not to be had.

    `before`, `after`, `change`, `lower` and `upper` are in points of the item's scale; `moved` and
    `beyond_chance` are the right way round where a lower answer is the better one.
    """

    kind: Kind
    item: str
    place: str
    lower_is_better: bool
    respondents_before: int | None = None
    respondents_after: int | None = None
    only_before: int | None = None
    only_after: int | None = None
    before: float | None = None
    after: float | None = None
    change: float | None = None
    lower: float | None = None
    upper: float | None = None
    better: int | None = None
    same: int | None = None
    worse: int | None = None
    p: float | None = None
    p_holm: float | None = None
    moved: Moved | None = None
    beyond_chance: bool | None = None
    method: str = "withheld"


@dataclass(frozen=True, slots=True)
class ShownSummary:
    """The items of one kind at one place: how many of those that may be told of moved; how many may not."""

    kind: Kind
    place: str
    told: ItemSummary
    withheld: int


@dataclass(frozen=True, slots=True)
class Compared:
    """Every item of two waves, and the items summed up by kind and place."""

    changes: tuple[ShownChange, ...]
    summaries: tuple[ShownSummary, ...]


@dataclass(frozen=True, slots=True)
class _Item:
    """One item computed, and whether its numbers may be told."""

    kind: Kind
    place: str
    change: ItemChange
    once: tuple[int, int]
    told: bool


def compared(
    asked: Iterable[AskedTwice],
    anonymous: Iterable[tuple[Answers, Answers]],
    *,
    meanings: Mapping[str, Meaning],
    smallest: int,
) -> Compared:
    """Every item before and after, of known respondents and of anonymous ones.

    Args:
        asked: items answered by known respondents.
        anonymous: an item's answers before and after each.
        meanings: scale -> how its answers are read.
        smallest: fewer respondents than this are not told of. Nor are answers, or changes, that are all
            alike: everybody's would be known.

    Returns:
        Items in the order given. p is adjusted for the items of one kind at one place that may be told of.
    """
    items = [
        *(_paired(one, meanings.get(one.scale, AS_WRITTEN), smallest) for one in asked),
        *(_unpaired(*two, meanings.get(two[0].scale, AS_WRITTEN), smallest) for two in anonymous),
    ]
    changes: list[ShownChange] = []
    summaries: list[ShownSummary] = []
    for (kind, place), group in groupby(sorted(items, key=_family), key=_family):
        family = list(group)
        tested = adjusted([item.change for item in family if item.told])
        afterwards = iter(tested)
        changes += [
            _shown(item, next(afterwards), smallest) if item.told else _withheld(item, smallest)
            for item in family
        ]
        summaries.append(ShownSummary(kind, place, summary_of(tested), len(family) - len(tested)))
    return Compared(tuple(changes), tuple(summaries))


def _family(item: _Item) -> tuple[Kind, str]:
    return item.kind, item.place


def _paired(one: AskedTwice, meaning: Meaning, smallest: int) -> _Item:
    pairs = [pair for pair in one.pairs if pair.respondents]
    told = sum(pair.respondents for pair in pairs) >= smallest and not (
        _alike(pair.before for pair in pairs)
        or _alike(pair.after for pair in pairs)
        or _alike(round(pair.after - pair.before, 9) for pair in pairs)
    )
    once = (one.only_before, one.only_after)
    return _Item("same respondents", one.place, paired_item(one.item, pairs, meaning), once, told)


def _unpaired(before: Answers, after: Answers, meaning: Meaning, smallest: int) -> _Item:
    told = all(
        wave.respondents >= smallest and not _alike(score for score, n in wave.counts.items() if n)
        for wave in (before, after)
    )
    change = unpaired_item(before.item, before=before.counts, after=after.counts, meaning=meaning)
    return _Item("anonymous", before.place, change, (0, 0), told)


def _alike(values: Iterable[float]) -> bool:
    return len(set(values)) == 1


def _at_least(count: int, smallest: int) -> int | None:
    return count if count >= smallest else None


def _withheld(item: _Item, smallest: int) -> ShownChange:
    """How many answered, if they are enough: of answers all alike nothing else may be told."""
    change = item.change
    return ShownChange(
        item.kind,
        change.item,
        item.place,
        change.meaning.lower_is_better,
        respondents_before=_at_least(change.change.n_comparison, smallest),
        respondents_after=_at_least(change.change.n_target, smallest),
    )


def _shown(item: _Item, change: ItemChange, smallest: int) -> ShownChange:
    better, same, worse = _told_together((change.better, change.same, change.worse), smallest)
    known = item.kind == "same respondents"
    return ShownChange(
        item.kind,
        change.item,
        item.place,
        change.meaning.lower_is_better,
        respondents_before=change.change.n_comparison,
        respondents_after=change.change.n_target,
        only_before=_at_least(item.once[0], smallest) if known else None,
        only_after=_at_least(item.once[1], smallest) if known else None,
        before=change.before,
        after=change.after,
        change=change.change.value,
        lower=change.change.lower,
        upper=change.change.upper,
        better=better,
        same=same,
        worse=worse,
        p=change.p,
        p_holm=change.p_holm,
        moved=change.moved,
        beyond_chance=change.beyond_chance,
        method=change.change.method,
    )


def _told_together(counts: Sequence[int | None], smallest: int) -> Sequence[int | None]:
    """Counts that add up to all respondents: none that is small, nor leaves few, nor gives another away."""
    known = [count for count in counts if count is not None]
    whole = sum(known)
    told = [
        count if count is not None and count >= smallest and whole - count >= smallest else None
        for count in counts
    ]
    if known and told.count(None) == 1:
        told[told.index(min(count for count in told if count is not None))] = None
    return told
