"""What an audience learns of the verdict under other choices."""

from __future__ import annotations

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.impact.flow import Flow
from halfterm.cycles.impact.study import study_panel
from halfterm.cycles.other_choices import other_choices
from halfterm.cycles.other_choices_shown import HOLDS, NOTHING_TRIED, ShownChoices, show_choices
from halfterm.cycles.panels import cross_section, show_cross_section
from tests.cycles.factories import Pairs, flow, make_panel

TARGET = [(88 + i % 5, 93 + i % 5 + i % 2 / 2) for i in range(12)]
OTHERS = [(98 + i % 5, 100 + i % 5 + i % 2 / 2) for i in range(20)]
STAYED = (
    flow("stayer", 12, target=True, baseline=90, follow_up=95),
    flow("stayer", 20, target=False, baseline=100, follow_up=102),
)
CAME_LOW = (flow("joiner", 12, target=True, follow_up=70), flow("joiner", 15, target=False, follow_up=102))


def shown(
    *came: Flow, audience: Audience = "public", target: Pairs = TARGET, unclassified: Pairs = ()
) -> ShownChoices:
    summary = make_panel(target, OTHERS, unclassified=unclassified)
    flows = (*STAYED, *came)
    cross = cross_section(flows, comparison="others")
    change = next(f for f in study_panel(summary, with_treated=False) if f.statistic == "gap_change")
    seen = None if cross is None else show_cross_section(cross, change, audience=audience)
    made = other_choices(summary, flows=flows)
    return show_choices(made, audience=audience, cross=seen)


def words(made: ShownChoices, choice: str) -> list[str]:
    return [row.verdict for row in made.rows if row.choice == choice]


def test_a_verdict_that_flips_is_told_with_every_option() -> None:
    made = shown(*CAME_LOW)
    assert made.flips is True
    assert made.sentences == (
        "The verdict on the gap flips with which pupils are counted: closing (with both scores) and "
        "widening (all with a score).",
    )


def test_a_verdict_that_holds_is_told_as_plainly() -> None:
    made = shown(
        flow("joiner", 12, target=True, follow_up=95), flow("joiner", 15, target=False, follow_up=102)
    )
    assert (made.flips, made.sentences) == (False, (HOLDS,))
    own = {f.statistic: f.value for f in study_panel(make_panel(TARGET, OTHERS), with_treated=False)}
    assert {row.value.value for row in made.rows if row.choice == "months table"} == {own["months"]}


def test_few_who_came_are_not_given_away_by_the_other_panel() -> None:
    few = (flow("joiner", 3, target=True, follow_up=10), flow("joiner", 15, target=False, follow_up=102))
    made = shown(*few)
    assert words(made, "pupils counted") == ["hidden", "hidden"]
    assert made.flips is False
    assert "widening" in words(shown(*few, audience="school"), "pupils counted")


def test_few_of_unknown_group_are_not_given_away_by_the_class() -> None:
    assert words(shown(unclassified=[(90, 130)] * 3), "set beside") == ["hidden", "hidden"]
    assert "hidden" not in words(shown(unclassified=[(95, 99)] * 12), "set beside")


def test_of_few_pupils_nothing_is_told() -> None:
    made = shown(target=TARGET[:4])
    assert (made.flips, made.sentences) == (None, (NOTHING_TRIED,))
    assert {row.verdict for row in made.rows} == {"hidden"}
    assert {row.value.text for row in made.rows} == {"c"}


def test_a_verdict_that_is_only_less_sure_says_so() -> None:
    target = [(b, 0.2 * b + 80 + e) for b, e in zip(range(60, 120, 5), [0.5, -0.5] * 6, strict=True)]
    others = [(b, 0.2 * b + 78 + e) for b, e in zip(range(60, 120, 5), [-0.5, 0.5] * 6, strict=True)]
    made = show_choices(other_choices(make_panel(target, others)), audience="public", cross=None)
    assert made.flips is False
    assert made.sentences == (
        "How sure relative progress is depends on whether the baseline is adjusted for: chance could explain "
        "it one way, not the other.",
    )
