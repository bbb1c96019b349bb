"""Surveys in the warehouse: their answers counted, never one respondent's."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

import duckdb

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.paired_items import AnswerPair
from halfterm.cycles.survey import Answers
from halfterm.cycles.survey_changes import AskedTwice
from halfterm.warehouse.as_at import view_loads
from halfterm.warehouse.database import sql


def survey_answers(connection: duckdb.DuckDBPyConnection, *, by_school: bool) -> tuple[Answers, ...]:
    """The answers to every item in every wave, as the current loads have them.

    Args:
        connection: the open warehouse.
        by_school: apart for each school; otherwise all together, under the place ''.

    Returns:
        In order of item, place and wave's id; the scale is that of the item in its wave's loads.
    """
    view_loads(connection)
    counts: dict[tuple[str, str, str, str], Counter[float]] = defaultdict(Counter)
    blank: Counter[tuple[str, str, str, str]] = Counter()
    for item, scale, wave, school, score, respondents in connection.execute(sql("survey_counts")).fetchall():
        place = (item, scale, school if by_school else "", wave)
        if score is None:
            blank[place] += respondents
        else:
            counts[place][score] += respondents
    return tuple(
        Answers(item, scale, wave, school, dict(sorted(counts[place].items())), blank[place])
        for place in sorted(counts.keys() | blank.keys())
        for item, scale, school, wave in (place,)
    )


def asked_twice(
    connection: duckdb.DuckDBPyConnection,
    before: str,
    after: str,
    *,
    scales: Collection[str],
    by_school: bool,
) -> tuple[AskedTwice, ...]:
    """The items that known respondents answered in both half-terms, in order of item and place.

    Args:
        connection: the open warehouse; the loads are those that count there.
        before: a half-term's id.
        after: a later one's.
        scales: the ids of scales of survey items; results on others are no answers.
        by_school: apart for each school of the wave before; otherwise all together, under the place ''.

    Raises:
        BadInput: an item is on another scale after than before.
    """
    view_loads(connection)
    asked = {"before": before, "after": after, "scales": list(scales), "by_school": by_school}
    found: dict[tuple[str, str], _Asked] = defaultdict(_Asked)
    for item, *on, place, one, other, respondents in connection.execute(
        sql("survey_pairs"), asked
    ).fetchall():
        found[item, place].add(on, one, other, respondents)
    both = {key: held for key, held in sorted(found.items()) if held.in_both_waves}
    on_scales: dict[str, set[str]] = defaultdict(set)
    for (item, _), held in both.items():
        on_scales[item] |= held.scales
    see_one_scale(before, after, on_scales)
    return tuple(
        AskedTwice(item, min(held.scales), place, tuple(held.pairs), held.only_before, held.only_after)
        for (item, place), held in both.items()
    )


@dataclass(slots=True)
class _Asked:
    """The rows of `survey_pairs.sql` of one item at one place."""

    scales: set[str] = field(default_factory=set)
    pairs: list[AnswerPair] = field(default_factory=list)
    only_before: int = 0
    only_after: int = 0

    @property
    def in_both_waves(self) -> bool:
        return bool(self.pairs) or (self.only_before > 0 and self.only_after > 0)

    def add(
        self, scales: list[str | None], before: float | None, after: float | None, respondents: int
    ) -> None:
        self.scales |= {scale for scale in scales if scale is not None}
        if before is not None and after is not None:
            self.pairs.append(AnswerPair(before, after, respondents))
        elif after is None:
            self.only_before += respondents
        else:
            self.only_after += respondents


def anonymous_twice(
    connection: duckdb.DuckDBPyConnection, before: str, after: str, *, by_school: bool
) -> tuple[tuple[Answers, Answers], ...]:
    """The items that anonymous respondents answered in both half-terms, before and after, by item and place.

    Raises:
        BadInput: an item is on another scale after than before.
    """
    waves: dict[tuple[str, str], dict[str, list[Answers]]] = defaultdict(lambda: defaultdict(list))
    for one in survey_answers(connection, by_school=by_school):
        if one.wave in (before, after) and one.respondents:
            waves[one.item, one.place][one.wave].append(one)
    both = {key: held for key, held in sorted(waves.items()) if len(held) == 2}
    on: dict[str, set[str]] = defaultdict(set)
    for (item, _), held in both.items():
        on[item] |= {one.scale for wave in held.values() for one in wave}
    see_one_scale(before, after, on)
    return tuple((held[before][0], held[after][0]) for held in both.values())


def see_one_scale(before: str, after: str, scales: dict[str, set[str]]) -> None:
    """See that every item is on one scale in both half-terms.

    Raises:
        BadInput: some are not; each is named.
    """
    problems = [
        f"item '{item}' is on more than one scale in {before} and {after} ({', '.join(sorted(names))}): "
        "its answers cannot be compared"
        for item, names in sorted(scales.items())
        if len(names) > 1
    ]
    if problems:
        raise BadInput(*problems)
