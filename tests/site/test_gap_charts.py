"""Charts that stand together: one length for one point, but only of one scale."""

from __future__ import annotations

import re

from halfterm.cycles.disclosure import show_number
from halfterm.site.charts import Dumbbell, Group, Key, Row
from halfterm.site.gap_charts import drawn
from halfterm.site.rendering import Templates


def chart(name: str, first: float, second: float, *, scale: str) -> Dumbbell:
    row = Row("Autumn 1", "gap", show_number(first, decimals=1), show_number(second, decimals=1))
    keys = (Key("target", "FSM pupils"), Key("comparison", "the others"))
    return Dumbbell(name, name, name, keys, (Group("", (row,)),), scale=scale)


def ticks(*charts: Dumbbell) -> list[list[str]]:
    """The numbers on the axis of each chart."""
    made, _ = drawn(charts, Templates())
    return [re.findall(r'text-anchor="middle"[^>]*>([\d.]+)<', each.svg) for each in made]


def test_an_axis_of_answers_from_1_to_5_is_not_stretched_by_scores_beside_it() -> None:
    scores, answers = chart("english", 20, 60, scale="levels"), chart("confidence", 2.1, 3.9, scale="likert")
    assert ticks(scores, answers)[1] == ticks(answers)[0] == ["2.5", "3.0", "3.5"]


def test_charts_of_one_scale_have_one_length_for_one_point() -> None:
    wide, narrow = chart("reading", 20, 60, scale="levels"), chart("maths", 30, 34, scale="levels")
    assert ticks(wide, narrow)[1] != ticks(narrow)[0]
