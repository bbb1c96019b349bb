"""The verdict as a whole: one order, one rule for both directions, nothing hidden, no praise from noise."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfterm.cycles.cautions import CountedCautions, Crowd
from halfterm.cycles.disclosure import Shown, ShownFinding, show_number
from halfterm.cycles.quality_security import security
from halfterm.cycles.verdict import said, verdict
from halfterm.cycles.verdict_evidence import Evidence, Judged, Outside, called_after_scores, may_be_picked
from halfterm.cycles.verdict_rules import RULES
from halfterm.cycles.words import GapFigures
from tests.cycles.factories import make_plan
from tests.cycles.verdict_factory import alone, count, evidence, figure, gap, hidden_gap

TWINS = (
    ("rose", "fell"),
    ("more", "less"),
    ("higher", "lower"),
    ("gap from below", "gap from above"),
    ("low scores", "high scores"),
)
LEADS = (
    (r"that is ([\d.]+ points?) less far ahead", r"the gap is \1 smaller"),
    (r"that is ([\d.]+ points?) further ahead", r"the gap is \1 wider"),
    ("narrowing the lead", "closing the gap"),
    ("widening the lead", "widening the gap"),
    ("the lead did not narrow", "the gap did not close"),
)
"""How the same is said of a target group that is ahead."""
BEHIND = {"less far ahead": "closing", "further ahead": "widening"}
PRAISE = re.compile(
    r"success|improv|work(s|ed)\b|excellent|good|great|sadly|unfortunately|disappoint|fail|prove"
)


def minus(finding: ShownFinding) -> ShownFinding:
    def turned(number: Shown) -> Shown:
        if number.value is None:
            return number
        return show_number(-number.value, decimals=1, signed=True)

    return replace(
        finding, value=turned(finding.value), lower=turned(finding.upper), upper=turned(finding.lower)
    )


def turned_round(figures: GapFigures) -> GapFigures:
    names = ("before", "after", "change", "gain_target", "gain_comparison")
    return replace(figures, **{name: minus(getattr(figures, name)) for name in names})


def bare(words: str) -> str:
    """A sentence with each word of a pair put as the pair, and numbers without sign, in order of size."""
    for of_ahead, of_behind in LEADS:
        words = re.sub(of_ahead, of_behind, words)
    words = re.sub(r"ahead of|ahead|behind", "<side>", words)
    for one, other in TWINS:
        words = re.sub(rf"\b({one}|{other})\b(?! than the predicted)", f"<{one}|{other}>", words)
    words = re.sub(
        r"from ([−+]?[\d.]+) to ([−+]?[\d.]+)",
        lambda m: " ".join(sorted(n.lstrip("−+") for n in m.groups())),
        words,
    )
    return re.sub(
        r"from ([\d.]+ points) \S+ to ([\d.]+ points) \S+", lambda m: " ".join(sorted(m.groups())), words
    )


one_decimal = st.integers(-60, 60).map(lambda tenths: tenths / 10)


@given(before=one_decimal, gains=st.tuples(one_decimal, one_decimal), reach=st.sampled_from([None, 0.5, 4.0]))
def test_the_mirror_of_every_figure_is_told_in_the_mirror_of_the_words(
    before: float, gains: tuple[float, float], reach: float | None
) -> None:
    before, gains = round(before, 1), (round(gains[0], 1), round(gains[1], 1))
    figures = gap(before, gains, reach=reach)
    idea = {"treated": True, "idea": "talk", "picked": True}
    one = verdict(evidence(figures, impact=figure(gains[0], reach), **idea))
    other = verdict(evidence(turned_round(figures), impact=figure(-gains[0], reach), **idea))
    assert BEHIND.get(one.claim, one.claim) == BEHIND.get(other.claim, other.claim)
    if one.claim in BEHIND.values():
        assert other.claim in BEHIND
    assert [line.part for line in one.lines] == [line.part for line in other.lines]
    for line, mirrored in zip(one.lines, other.lines, strict=True):
        assert bare(line.words) == bare(mirrored.words)


def test_a_harmful_result_reads_as_plainly_as_a_good_one() -> None:
    good = verdict(evidence(gap(-3.0, (4.0, 2.0)), impact=figure(2.0, 1.0), treated=True, idea="talk"))
    harm = verdict(evidence(gap(-3.0, (2.0, 4.0)), impact=figure(-2.0, 1.0), treated=True, idea="talk"))
    assert [line.rule for line in good.lines] == ["closing", "beyond chance", "closing up", "impact higher"]
    assert [line.rule for line in harm.lines] == [
        *("widening", "beyond chance", "widening up", "impact lower", "everyone rose"),
    ]


def everything() -> Evidence:
    """Evidence to which as many rules apply as can together."""
    return evidence(
        gap(-4.0, (-2.0, -3.0), reach=3.0, n=(9, 12)),
        impact=figure(2.0, 3.0),
        idea="talk",
        treated=True,
        security=security(design="others", detectable=0.4, attrition=0.3),
        targets=(Judged("gap", "met"), Judged("mean", "not met")),
        predictions=(Judged("gap", "inside"), Judged("mean", "worse")),
        counted=CountedCautions(True, True, True, (Crowd("baseline", True),), (Crowd("baseline", False),)),
        lost=count(30),
        kept=count(60),
        picked=True,
        comparison="whole_class",
        outside=Outside(1),
    )


def test_what_applies_is_said_in_the_tables_order() -> None:
    assert [line.rule for line in verdict(everything()).lines] == [
        *("closing", "could be chance", "closing down", "target met", "target not met"),
        *("prediction inside", "prediction worse", "impact could be chance", "security"),
        *("few pupils", "regression to the mean", "ceiling", "floor", "switchers", "attrition"),
        *("cohort change", "panels disagree", "whole class", "external event"),
    ]


def test_of_hidden_figures_nothing_is_said_but_what_the_plan_tells() -> None:
    hidden = replace(everything(), gap=hidden_gap(), impact=hidden_gap().change)
    assert [(line.rule, line.words) for line in verdict(hidden).lines][:2] == [
        ("hidden", "hidden to protect pupils"),
        ("impact not known", "the impact is hidden to protect pupils"),
    ]
    assert [line.rule for line in verdict(hidden).lines][2:] == ["security", "whole class", "external event"]


@pytest.mark.parametrize("figures", [gap(), gap(reach=5.0), gap(None), alone(), hidden_gap()])
def test_without_treated_and_untreated_pupils_the_word_impact_is_not_said(figures: GapFigures) -> None:
    case = evidence(
        figures, idea="talk", impact=figure(2.0, 1.0), comparison="others" if figures.compared else "none"
    )
    assert "impact" not in " ".join(line.words for line in verdict(case).lines)


def test_without_a_comparison_that_is_what_is_said_first() -> None:
    lines = verdict(evidence(alone(), comparison="none", idea="talk", picked=True)).lines
    assert lines[0].words.startswith("There is no comparison")
    assert [line.rule for line in lines] == [
        *("no comparison", "gain alone", "beyond chance", "nobody without", "picked pupils"),
    ]


@pytest.mark.parametrize("gain", [2.4, -2.4])
def test_beside_a_gain_alone_stands_what_the_scale_expects_anyway(gain: float) -> None:
    told = evidence(alone(gain), comparison="none", expected_gain=show_number(0.5, decimals=1))
    (line,) = (line for line in verdict(told).lines if line.rule == "expected gain")
    assert line.words == "a rise of 0.5 points is what the scale expects of everybody in that time"
    compared = evidence(expected_gain=show_number(0.5, decimals=1))
    assert "expected gain" not in [line.rule for line in verdict(compared).lines]


@pytest.mark.parametrize("reach", [0.2, 5.0, None])
def test_no_sentence_praises_or_blames(reach: float | None) -> None:
    words = " ".join(
        line.words
        for case in (evidence(gap(reach=reach)), evidence(gap(-1.0, (1.0, 3.0), reach=reach)), everything())
        for line in verdict(case).lines
    )
    assert not PRAISE.search(words)


def test_like_sentences_of_several_measures_are_said_once() -> None:
    chance = gap(reach=3.0, n=(9, 30))
    cases = [
        evidence(replace(chance, measure=name), comparison="whole_class")
        for name in ("Reading", "Maths", "Music")
    ]
    verdicts = [
        verdict(case) for case in (*cases, evidence(replace(gap(), measure="Art"), comparison="whole_class"))
    ]
    assert said(verdicts, "caution") == (
        "Reading, Maths and Music: few pupils have both scores (FSM pupils: 9), so one child can move a "
        "mean.",
        "The comparison includes the target pupils themselves, so it makes the gap look smaller.",
    )
    assert said(verdicts[:1], "caution", of="all 3 schools")[0].startswith(
        "Reading, all 3 schools: few pupils"
    )
    assert said([], "caution") == ()


def test_a_part_of_a_verdict_is_said_in_sentences_that_begin_with_the_measure() -> None:
    one = verdict(evidence(targets=(Judged("gap", "met"), Judged("mean", "not met"))))
    assert (
        one.words("target") == "Reading: the target for the gap was met. The target for the mean was not met."
    )
    assert one.words("caution") == ""
    assert one.only({"closing"}).lines == one.of("direction")


@pytest.mark.parametrize(
    ("group", "picked"),
    [
        ({"name": "FSM pupils", "attributes": {"fsm": "yes", "year": "5"}}, False),
        ({"name": "low attainers", "attributes": {"prior-attainment": "low"}}, True),
        ({"name": "set 4", "attributes": {"maths-set": "4"}}, True),
        ({"name": "those whom the screening picked out", "attributes": {"screened": "yes"}}, True),
        ({"name": "below the mark", "attributes": {"phonics-screening": "not met"}}, True),
        ({"name": "picked pupils", "attributes": {"picked": "yes"}}, True),
        ({"name": "between C and D", "attributes": {"borderline": "yes"}}, True),
        ({"name": "pupils with a mentor", "attributes": {"mentored": "yes"}}, False),
        ({"name": "those listed", "pupils": "pupils.csv"}, True),
    ],
)
def test_a_list_or_an_attribute_of_scores_may_have_been_picked_by_scores(
    group: dict[str, object], picked: bool
) -> None:
    assert may_be_picked(make_plan(target_group=group)) is picked
    assert not called_after_scores([])


def test_every_direction_has_exactly_one_rule() -> None:
    figures = (
        gap(),
        gap(-2.0, (1.0, 2.0)),
        gap(-2.0, (1.0, 1.0)),
        gap(-1.0, (5.0, 1.0)),
        gap(0.0, (1.0, 0.0)),
    )
    for one in (*figures, gap(None), hidden_gap(), alone(), alone(None)):
        case = evidence(one, comparison="others" if one.compared else "none")
        assert len(verdict(case).of("direction")) == 1
    assert {rule.part for rule in RULES if rule.of_plan} == {"comparison", "impact", "security", "caution"}
