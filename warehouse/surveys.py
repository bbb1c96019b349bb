"""Anonymous surveys in the warehouse: their answers counted, never one respondent's."""

from __future__ import annotations

from collections import Counter, defaultdict

import duckdb

from halfterm.cycles.survey import Answers
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
