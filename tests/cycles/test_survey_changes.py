"""Two waves compared: what is told of many answers, what of few, and by which family p is adjusted."""

from __future__ import annotations

import pytest

from halfterm.cycles.impact.paired_items import AnswerPair, ItemSummary, Meaning
from halfterm.cycles.survey import Answers
from halfterm.cycles.survey_changes import AskedTwice, Compared, ShownChange, ShownSummary, compared

MEANINGS = {"likert-5": Meaning(), "likert-worry": Meaning(lower_is_better=True)}
RISE = ((2, 3, 9), (3, 4, 8), (4, 4, 7), (4, 2, 6))


def asked(item: str, *rows: tuple[float, float, int], scale: str = "likert-5", place: str = "") -> AskedTwice:
    return AskedTwice(
        item, scale, place, tuple(AnswerPair(*row) for row in rows), only_before=3, only_after=8
    )


def wave(name: str, **counts: int) -> Answers:
    return Answers("welcome", "likert-5", name, "", {float(key[1:]): n for key, n in counts.items()})


def compare(*items: AskedTwice, anonymous: tuple[Answers, ...] = ()) -> Compared:
    twice = [(anonymous[0], anonymous[1])] if anonymous else []
    return compared(items, twice, meanings=MEANINGS, smallest=6)


def only(found: Compared) -> ShownChange:
    (one,) = found.changes
    return one


def test_an_item_of_many_respondents_is_told_in_full() -> None:
    one = only(compare(asked("enjoy", *RISE)))
    assert (one.respondents_before, one.respondents_after, one.only_before, one.only_after) == (
        30,
        30,
        None,
        8,
    )
    assert (one.better, one.same, one.worse) == (17, 7, 6)
    assert (one.before, one.after, one.change) == pytest.approx((94 / 30, 99 / 30, 5 / 30))
    assert (one.moved, one.p) == ("better", one.p_holm)
    assert "Wilcoxon" in one.method


def test_a_lower_answer_may_be_the_better_one() -> None:
    one = only(compare(asked("worry", *RISE, scale="likert-worry")))
    assert one.lower_is_better
    assert (one.better, one.worse, one.moved) == (6, 17, "worse")
    assert one.change == pytest.approx(5 / 30)


@pytest.mark.parametrize(
    "rows",
    [
        ((2, 3, 3), (3, 4, 2)),  # five respondents
        ((4, 2, 10), (4, 5, 20)),  # all answered 4 before
        ((2, 4, 10), (3, 4, 20)),  # all answered 4 after
        ((2, 3, 10), (3, 4, 20)),  # everybody rose by one
    ],
)
def test_few_answers_and_answers_all_alike_are_withheld(rows: tuple[tuple[float, float, int], ...]) -> None:
    found = compare(asked("enjoy", *rows), asked("learn", *RISE))
    hidden, told = found.changes
    n = sum(row[2] for row in rows)
    assert hidden == ShownChange(
        "same respondents",
        "enjoy",
        "",
        lower_is_better=False,
        respondents_before=n if n >= 6 else None,
        respondents_after=n if n >= 6 else None,
    )
    # What is withheld is in no sum and no adjustment either.
    assert told.p_holm == told.p
    assert found.summaries == (ShownSummary("same respondents", "", ItemSummary(1, 1, 0, 0, 0), 1),)


@pytest.mark.parametrize(
    ("better", "same", "worse", "shown"),
    [
        (10, 9, 8, (10, 9, 8)),
        (20, 9, 3, (20, None, None)),  # the smallest of the others is hidden with a single small one
        (20, 3, 3, (20, None, None)),
        (30, 3, 2, (None, None, None)),  # but five others rose
        (30, 0, 1, (None, None, None)),
    ],
)
def test_no_count_gives_a_small_one_away(
    better: int, same: int, worse: int, shown: tuple[int | None, ...]
) -> None:
    rows = ((1, 2, better - 1), (1, 3, 1), (4, 4, same), (3, 2, worse))
    one = only(compare(asked("enjoy", *rows)))
    assert (one.better, one.same, one.worse) == shown


def test_anonymous_waves_have_no_counts_of_respondents_who_moved() -> None:
    waves = (wave("autumn", _1=6, _3=20, _5=6), wave("spring", _1=2, _3=15, _5=18))
    one = only(compare(anonymous=waves))
    assert (one.kind, one.respondents_before, one.respondents_after) == ("anonymous", 32, 35)
    assert (one.better, one.same, one.worse, one.only_before) == (None, None, None, None)
    assert one.moved == "better"
    assert "Mann-Whitney" in one.method


@pytest.mark.parametrize("few", [{"_1": 2, "_4": 3}, {"_4": 30}])
def test_a_wave_of_few_or_of_answers_all_alike_withholds_both(few: dict[str, int]) -> None:
    one = only(compare(anonymous=(wave("autumn", _1=20, _4=20), wave("spring", **few))))
    assert (one.change, one.p, one.before, one.after, one.moved) == (None,) * 5
    assert one.respondents_before == 40


def test_p_is_adjusted_within_a_kind_and_a_place() -> None:
    found = compare(
        *(asked(item, *RISE, place=place) for place in ("ash", "beech") for item in ("q1", "q2", "q3")),
        anonymous=(wave("autumn", _1=9, _5=9), wave("spring", _1=3, _5=15)),
    )
    factors = [one.p_holm / one.p for one in found.changes if one.p and one.p_holm]
    assert factors == pytest.approx([1, *[min(3, 1 / (found.changes[1].p or 1))] * 6])
    assert [(one.kind, one.place, one.told.items) for one in found.summaries] == [
        ("anonymous", "", 1),
        ("same respondents", "ash", 3),
        ("same respondents", "beech", 3),
    ]


def test_an_item_answered_by_nobody_twice_is_withheld() -> None:
    found = compare(asked("enjoy"))
    assert only(found).method == "withheld"
    assert found.summaries[0].withheld == 1
