"""Sentences from figures: one rule in every direction, nothing about hidden figures, no praise from noise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from halfterm.cycles.disclosure import Shown, ShownFinding, hidden, show_number
from halfterm.cycles.impact.movement import Mover
from halfterm.cycles.words import (
    GapFigures,
    amount,
    change_words,
    claim,
    could_be_chance,
    direction_words,
    disclosure_note,
    headline,
    hidden_reason,
    impact_words,
    listed,
    moved_words,
    sentence,
    standing,
    who_moved,
)

Z = hidden("z")
C = hidden("c")


def shown(value: float | None, *, reach: float | None = None, method: str = "t interval") -> ShownFinding:
    def number(figure: float | None) -> Shown:
        return show_number(figure, decimals=1, signed=True)

    low, high = (None, None) if reach is None or value is None else (value - reach, value + reach)
    return ShownFinding("gap_change", number(value), number(low), number(high), Z, Z, Z, method)


def hidden_finding() -> ShownFinding:
    return ShownFinding("gap_change", C, C, C, C, C, C, "hidden: few pupils")


def gap(
    before: float | None,
    after: float | None,
    *,
    reach: float | None = 0.5,
    gains: tuple[float, float] = (2.4, 1.3),
    measure: str = "Reading",
) -> GapFigures:
    change = None if before is None or after is None else after - before
    return GapFigures(
        measure=measure,
        target="FSM pupils",
        comparison="the class",
        when_before="Autumn",
        when_after="Spring",
        before=shown(before),
        after=shown(after, method="not computed: no comparison pupil has both scores"),
        change=shown(change, reach=reach),
        gain_target=shown(gains[0]),
        gain_comparison=shown(gains[1]),
    )


def hidden_gap() -> GapFigures:
    c = hidden_finding()
    return GapFigures("Maths", "FSM pupils", "the class", "Autumn 2", "Spring 1", c, c, c, c, c)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            -2.2,
            -1.1,
            "FSM pupils were 2.2 points behind the class (Autumn) and are now 1.1 points behind (Spring); "
            "the gap is 1.1 points smaller.",
        ),
        (
            -2.0,
            -2.7,
            "FSM pupils were 2.0 points behind the class (Autumn) and are now 2.7 points behind (Spring); "
            "the gap is 0.7 points wider.",
        ),
        (
            2.0,
            1.2,
            "FSM pupils were 2.0 points ahead of the class (Autumn) and are now 1.2 points ahead (Spring); "
            "that is 0.8 points less far ahead.",
        ),
        (
            2.0,
            2.7,
            "FSM pupils were 2.0 points ahead of the class (Autumn) and are now 2.7 points ahead (Spring); "
            "that is 0.7 points further ahead.",
        ),
        (
            0.0,
            3.0,
            "FSM pupils were level with the class (Autumn) and are now 3.0 points ahead of the class "
            "(Spring); that is 3.0 points further ahead.",
        ),
        (
            -1.0,
            0.8,
            "FSM pupils were 1.0 points behind the class (Autumn) and are now 0.8 points ahead of the class "
            "(Spring); the gap has changed sides.",
        ),
        (
            -2.0,
            -2.0,
            "FSM pupils were 2.0 points behind the class (Autumn) and are now 2.0 points behind (Spring); "
            "the gap is about the same.",
        ),
        (
            0.0,
            -3.0,
            "FSM pupils were level with the class (Autumn) and are now 3.0 points behind the class (Spring); "
            "the gap is 3.0 points wider.",
        ),
    ],
)
def test_a_gap_is_told_by_the_same_rule_in_every_direction(before: float, after: float, said: str) -> None:
    assert f"{direction_words(gap(before, after))}." == said


def test_a_movement_within_chance_says_so_whichever_way_it_points() -> None:
    assert direction_words(gap(-2.2, -1.1, reach=4.0)).endswith("1.1 points smaller, which could be chance")
    assert direction_words(gap(-2.2, -3.3, reach=4.0)).endswith("1.1 points wider, which could be chance")


def test_an_undefined_gap_gives_its_reason() -> None:
    assert direction_words(gap(-2.2, None)) == "not computed: no comparison pupil has both scores"


def test_of_a_hidden_gap_not_even_the_direction_is_said() -> None:
    said = " ".join(
        (
            direction_words(hidden_gap()),
            change_words(hidden_gap()),
            moved_words(hidden_gap()),
            headline([hidden_gap()]),
        )
    )
    assert said == "hidden to protect pupils c  Maths hidden to protect pupils"
    assert claim(hidden_gap()) == "hidden"


def test_without_a_comparison_the_gain_is_told_and_the_claim_is_that_there_is_none() -> None:
    z = shown(None)
    alone = replace(gap(-2.0, -1.0), before=z, after=z, change=z, gain_comparison=z, compared=False)
    rose = replace(alone, gain_target=shown(2.4, reach=0.5))
    assert direction_words(rose) == "FSM pupils rose 2.4 points from Autumn to Spring"
    fell = replace(alone, gain_target=shown(-2.4, reach=3.0))
    assert direction_words(fell) == "FSM pupils fell 2.4 points from Autumn to Spring, which could be chance"
    assert (claim(rose), headline([rose]), moved_words(rose)) == (
        "no comparison",
        "no comparison for Reading",
        "",
    )
    assert claim(replace(alone, gain_target=hidden_finding())) == "hidden"


@pytest.mark.parametrize(
    ("before", "after", "reach", "expected"),
    [
        (-2.2, -1.1, 0.5, "closing"),
        (-2.2, -1.1, 1.1, "no clear change"),
        (-2.2, -1.1, None, "no clear change"),
        (-1.1, -2.2, 0.5, "widening"),
        (-1.0, 1.5, 0.5, "changed sides"),
        (2.2, 3.3, 0.5, "further ahead"),
        (0.0, 1.1, 0.5, "further ahead"),
        (2.2, 1.1, 0.5, "less far ahead"),
        (2.2, 3.3, 1.1, "no clear change"),
        (2.2, 1.1, 1.1, "no clear change"),
        (0.0, -1.1, 0.5, "widening"),
        (-1.0, -1.0, 0.5, "no clear change"),
        (-1.0, None, 0.5, "not known"),
    ],
)
def test_nothing_is_claimed_that_chance_would_do(
    before: float, after: float | None, reach: float | None, expected: str
) -> None:
    assert claim(gap(before, after, reach=reach)) == expected


def test_a_headline_puts_like_measures_together() -> None:
    gaps = [gap(-2.2, -1.1), gap(-2.9, -1.3, measure="Writing"), gap(-2.0, -2.7, measure="Numeracy")]
    assert headline(gaps) == "Reading and Writing gaps closing; Numeracy gap widening"
    assert headline([]) == ""
    leads = [gap(2.2, 3.3), gap(2.9, 3.9, measure="Writing"), gap(2.0, 1.1, measure="Numeracy")]
    assert headline(leads) == (
        "target group further ahead in Reading and Writing; target group less far ahead in Numeracy"
    )


@pytest.mark.parametrize(
    ("before", "after", "cell"),
    [
        (-2.2, -1.1, "1.1 closer"),
        (-2.0, -2.7, "0.7 wider"),
        (1.0, 1.4, "0.4 further ahead"),
        (1.0, 0.4, "0.6 less far ahead"),
        (-1.0, 1.0, "sides changed"),
        (-1.0, -1.0, "same"),
        (-1.0, None, "z"),
    ],
)
def test_a_change_fits_a_table_cell(before: float, after: float | None, cell: str) -> None:
    assert change_words(gap(before, after)) == cell


@pytest.mark.parametrize(
    ("gains", "before", "said"),
    [
        (
            (2.4, 1.3),
            -2.2,
            "FSM pupils rose 2.4 points and the class rose 1.3 points, closing the gap from below.",
        ),
        (
            (0.0, -1.0),
            -2.2,
            "FSM pupils stayed where they were and the class fell 1.0 points, closing the gap from above.",
        ),
        (
            (0.5, -1.0),
            -2.2,
            "FSM pupils rose 0.5 points and the class fell 1.0 points, closing the gap from both sides.",
        ),
        (
            (1.9, 2.6),
            -2.0,
            "FSM pupils rose 1.9 points and the class rose 2.6 points, widening the gap from above.",
        ),
        (
            (-1.0, 0.5),
            -2.0,
            "FSM pupils fell 1.0 points and the class rose 0.5 points, widening the gap from both sides.",
        ),
        (
            (2.0, 2.0),
            -2.0,
            "FSM pupils rose 2.0 points and the class rose 2.0 points, both sides moved about alike.",
        ),
    ],
)
def test_it_is_said_which_side_moved(gains: tuple[float, float], before: float, said: str) -> None:
    after = before + gains[0] - gains[1]
    assert f"{moved_words(gap(before, after, gains=gains))}." == said


@pytest.mark.parametrize(
    ("before", "after", "gains"),
    [
        (-1.64, -1.56, (1.26, 1.18)),  # printed -1.6 twice
        (-1.56, -1.64, (1.18, 1.26)),
        (-1.66, -1.62, (1.16, 1.12)),  # printed -1.7 and -1.6, and a change of 0.0
        (1.62, 1.66, (1.16, 1.12)),
    ],
)
def test_a_change_that_is_not_printed_is_told_as_none_everywhere(
    before: float, after: float, gains: tuple[float, float]
) -> None:
    still = gap(before, after, reach=0.01, gains=gains)
    assert direction_words(still).endswith("; the gap is about the same")
    assert change_words(still) == "same"
    assert claim(still) == "no clear change"
    assert who_moved(still) is Mover.LEVEL
    assert moved_words(still).endswith(", both sides moved about alike")


@pytest.mark.parametrize(
    ("before", "gains", "reach", "said"),
    [
        (
            1.0,
            (2.2, -0.6),
            (0.5, 1.1),
            "FSM pupils rose 2.2 points and the class fell 0.6 points (which could be chance), widening the "
            "lead from above",
        ),
        (
            -3.0,
            (0.6, -2.2),
            (1.1, 0.5),
            "FSM pupils rose 0.6 points (which could be chance) and the class fell 2.2 points, closing the "
            "gap from above",
        ),
        (
            -3.0,
            (0.6, -0.6),
            (1.1, 1.1),
            "FSM pupils rose 0.6 points and the class fell 0.6 points (either could be chance), closing the "
            "gap from both sides",
        ),
        (
            -3.0,
            (1.0, 0.9),
            (1.1, 0.5),
            "FSM pupils rose 1.0 points (which could be chance) and the class rose 0.9 points, closing the "
            "gap from below",
        ),
    ],
)
def test_a_side_whose_own_gain_could_be_chance_has_not_surely_moved(
    before: float, gains: tuple[float, float], reach: tuple[float, float], said: str
) -> None:
    target, others = (shown(gain, reach=to) for gain, to in zip(gains, reach, strict=True))
    moved = gap(before, before + gains[0] - gains[1], reach=0.01)
    assert moved_words(replace(moved, gain_target=target, gain_comparison=others)) == said


def test_chance_is_said_once_where_it_is_said_of_the_change_and_of_both_sides() -> None:
    still = gap(-2.2, -1.1, reach=4.0)
    unsure = replace(still, gain_target=shown(2.4, reach=3.0), gain_comparison=shown(1.3, reach=3.0))
    assert moved_words(unsure) == (
        "FSM pupils rose 2.4 points and the class rose 1.3 points, closing the gap from below, which could "
        "be chance"
    )


def test_a_gap_that_changed_sides_neither_closes_up_nor_down() -> None:
    assert (
        moved_words(gap(-1.0, 1.0, gains=(4.0, 2.0)))
        == "FSM pupils rose 4.0 points and the class rose 2.0 points"
    )


def test_chance_is_judged_by_the_interval_and_its_edge_counts_as_chance() -> None:
    assert could_be_chance(shown(1.0, reach=1.0)) is True
    assert could_be_chance(shown(1.0, reach=0.9)) is False
    assert could_be_chance(shown(1.0)) is None


def test_who_moved_is_said_to_be_chance_where_the_change_could_be() -> None:
    assert moved_words(gap(-2.2, -1.1, reach=4.0)).endswith(
        "closing the gap from below, which could be chance"
    )
    assert moved_words(gap(-2.2, -3.3, reach=4.0, gains=(1.3, 2.4))).endswith(
        "widening the gap from above, which could be chance"
    )


@pytest.mark.parametrize(
    ("impact", "said"),
    [
        (
            shown(2.4, reach=1.0),
            "FSM pupils with “talk” scored higher than those without, by more than chance would give",
        ),
        (
            shown(-2.4, reach=1.0),
            "FSM pupils with “talk” scored lower than those without, by more than chance would give",
        ),
        (shown(2.4, reach=4.0), "the difference between FSM pupils with and without “talk” could be chance"),
        (
            shown(-2.4),
            "FSM pupils with “talk” scored lower than those without; no interval was computed, so this may "
            "be chance",
        ),
        (
            shown(0.0),
            "FSM pupils with “talk” scored as those without; no interval was computed, so this may be chance",
        ),
        (hidden_finding(), "the impact is hidden to protect pupils"),
        (
            shown(None, method="not computed: every target pupil with both scores was treated"),
            "no impact could be computed: every target pupil with both scores was treated",
        ),
    ],
)
def test_impact_is_said_by_the_same_rule_whichever_way_it_points(impact: ShownFinding, said: str) -> None:
    assert impact_words(impact, target="FSM pupils", idea="talk") == said


@pytest.mark.parametrize(
    ("number", "decimals", "unit"),
    [(-1, 0, "1 point"), (1, 1, "1.0 points"), (0, 0, "0 points"), (-2.3, 1, "2.3 points")],
)
def test_a_unit_agrees_with_its_number(number: float, decimals: int, unit: str) -> None:
    assert amount(show_number(number, decimals=decimals, signed=True)) == unit


def test_standing_and_lists_and_sentences_read_as_english() -> None:
    assert standing(shown(-0.5).value, "others") == "0.5 points behind others"
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert sentence(" small classes ") == "Small classes."
    assert sentence("Why?") == "Why?"


def test_each_audience_is_told_what_it_is_not_shown() -> None:
    assert disclosure_note("public") == (
        "Figures about fewer than 10 pupils are hidden and show c. "
        "Counts of pupils are rounded to the nearest 5."
    )
    assert disclosure_note("cluster") == "Figures about fewer than 6 pupils are hidden and show c."
    assert disclosure_note("school").startswith("Nothing is hidden")
    assert hidden_reason("public") == "hidden: fewer than 10 pupils"
    assert hidden_reason("public", few=False) == "hidden: it would give away a small group"
