"""The one table: each rule applies where it should, says what it should, and stands in its place."""

from __future__ import annotations

import pytest

from halfterm.cycles.cautions import CountedCautions, Crowd
from halfterm.cycles.disclosure import hidden, show_number
from halfterm.cycles.quality_security import ATTRITION, security
from halfterm.cycles.verdict import verdict
from halfterm.cycles.verdict_evidence import Evidence, Judged, Outside
from halfterm.cycles.verdict_rules import COUNTED, MANY_LOST, RULES
from tests.cycles.verdict_factory import alone, count, evidence, figure, gap, hidden_gap

NOT_RATED = security(design="others", detectable=None, attrition=0.05)
RATED = security(design="others", detectable=0.2, attrition=0.05)
IDEA = {"idea": "talk partners", "treated": True}

CASES: tuple[tuple[str, Evidence, str], ...] = (
    (
        "no comparison",
        evidence(alone(), comparison="none"),
        "There is no comparison: nothing here separates the cycle from ordinary growth",
    ),
    ("hidden", evidence(hidden_gap()), "hidden to protect pupils"),
    ("not known", evidence(gap(None)), "not computed: no comparison pupil has both scores"),
    (
        "gain alone",
        evidence(alone(), comparison="none"),
        "FSM pupils rose 2.4 points from Autumn to Spring",
    ),
    (
        "closing",
        evidence(),
        "FSM pupils were 2.2 points behind the others (Autumn) and are now 1.1 points behind (Spring); the "
        "gap is 1.1 points smaller",
    ),
    (
        "widening",
        evidence(gap(-2.0, (1.9, 2.6))),
        "FSM pupils were 2.0 points behind the others (Autumn) and are now 2.7 points behind (Spring); the "
        "gap is 0.7 points wider",
    ),
    (
        "closing",
        evidence(gap(2.0, (1.9, 2.6))),
        "FSM pupils were 2.0 points ahead of the others (Autumn) and are now 1.3 points ahead (Spring); that "
        "is 0.7 points less far ahead",
    ),
    (
        "widening",
        evidence(gap(2.0, (2.6, 1.9))),
        "FSM pupils were 2.0 points ahead of the others (Autumn) and are now 2.7 points ahead (Spring); that "
        "is 0.7 points further ahead",
    ),
    (
        "widening up",
        evidence(gap(2.0, (2.6, 1.9))),
        "FSM pupils rose 2.6 points and the others rose 1.9 points, widening the lead from above",
    ),
    (
        "closing up",
        evidence(gap(2.0, (1.9, 2.6))),
        "FSM pupils rose 1.9 points and the others rose 2.6 points, narrowing the lead from below",
    ),
    (
        "everyone rose",
        evidence(gap(2.0, (2.6, 1.9))),
        "both FSM pupils and the others rose and the lead did not narrow: a tide that moved everyone",
    ),
    (
        "level",
        evidence(gap(-2.0, (2.0, 2.0))),
        "FSM pupils were 2.0 points behind the others (Autumn) and are now 2.0 points behind (Spring); the "
        "gap is about the same",
    ),
    (
        "flipped",
        evidence(gap(-1.0, (4.0, 2.0))),
        "FSM pupils were 1.0 points behind the others (Autumn) and are now 1.0 points ahead of the others "
        "(Spring); the gap has changed sides",
    ),
    (
        "beyond chance",
        evidence(),
        "the 95% interval reaches from +0.6 to +1.6, so the data are compatible with FSM pupils gaining 0.6 "
        "to 1.6 points more than the others, but not with an equal gain",
    ),
    (
        "beyond chance",
        evidence(gap(-2.0, (1.0, 3.0))),
        "the 95% interval reaches from −2.5 to −1.5, so the data are compatible with FSM pupils gaining 1.5 "
        "to 2.5 points less than the others, but not with an equal gain",
    ),
    (
        "beyond chance",
        evidence(alone(), comparison="none"),
        "the 95% interval reaches from +1.9 to +2.9, so the data are compatible with a rise of 1.9 to 2.9 "
        "points, but not with no change at all",
    ),
    (
        "could be chance",
        evidence(gap(reach=3.0)),
        "the 95% interval reaches from −1.9 to +4.1, so the data are compatible with FSM pupils gaining "
        "anything from 1.9 points less to 4.1 points more than the others",
    ),
    (
        "could be chance",
        evidence(gap(reach=1.1)),
        "the 95% interval reaches from 0.0 to +2.2, so the data are compatible with FSM pupils gaining up to "
        "2.2 points more than the others",
    ),
    (
        "could be chance",
        evidence(alone(-1.0, reach=1.5), comparison="none"),
        "the 95% interval reaches from −2.5 to +0.5, so the data are compatible with anything from a fall of "
        "2.5 points to a rise of 0.5 points",
    ),
    (
        "beyond chance",
        evidence(alone(-2.3, reach=0.5), comparison="none"),
        "the 95% interval reaches from −2.8 to −1.8, so the data are compatible with a fall of 1.8 to 2.8 "
        "points, but not with no change at all",
    ),
    (
        "no interval",
        evidence(gap(reach=None)),
        "no interval was computed, so nobody can tell this from chance",
    ),
    (
        "closing up",
        evidence(),
        "FSM pupils rose 2.4 points and the others rose 1.3 points, closing the gap from below",
    ),
    (
        "closing down",
        evidence(gap(-2.2, (0.0, -1.0))),
        "FSM pupils stayed where they were and the others fell 1.0 points, closing the gap from above",
    ),
    (
        "closing both",
        evidence(gap(-2.2, (0.6, -1.0))),
        "FSM pupils rose 0.6 points and the others fell 1.0 points, closing the gap from both sides",
    ),
    (
        "closing down",
        evidence(gap(-2.2, (0.5, -1.0))),
        "FSM pupils rose 0.5 points (which could be chance) and the others fell 1.0 points, closing the gap "
        "from above",
    ),
    (
        "widening up",
        evidence(gap(-2.0, (1.3, 2.4))),
        "FSM pupils rose 1.3 points and the others rose 2.4 points, widening the gap from above",
    ),
    (
        "widening down",
        evidence(gap(-2.0, (-1.0, 0.0))),
        "FSM pupils fell 1.0 points and the others stayed where they were, widening the gap from below",
    ),
    (
        "widening both",
        evidence(gap(-2.0, (-1.0, 0.6))),
        "FSM pupils fell 1.0 points and the others rose 0.6 points, widening the gap from both sides",
    ),
    (
        "widening down",
        evidence(gap(-2.0, (-1.0, 0.5))),
        "FSM pupils fell 1.0 points and the others rose 0.5 points (which could be chance), widening the gap "
        "from below",
    ),
    (
        "level",
        evidence(gap(-2.0, (2.0, 2.0))),
        "FSM pupils rose 2.0 points and the others rose 2.0 points, both sides moved about alike",
    ),
    (
        "sides changed",
        evidence(gap(-1.0, (4.0, 2.0))),
        "FSM pupils rose 4.0 points and the others rose 2.0 points",
    ),
    (
        "expected gain",
        evidence(alone(), comparison="none", expected_gain=show_number(3.0, decimals=1)),
        "a rise of 3.0 points is what the scale expects of everybody in that time",
    ),
    ("target met", evidence(targets=(Judged("gap", "met"),)), "the target for the gap was met"),
    (
        "target not met",
        evidence(targets=(Judged("gap", "not met"), Judged("mean", "not met"), Judged("gap", "not known"))),
        "the targets for the gap and the mean were not met",
    ),
    (
        "prediction inside",
        evidence(predictions=(Judged("gap", "inside"),)),
        "the gap was inside the predicted interval",
    ),
    (
        "prediction better",
        evidence(predictions=(Judged("mean", "better"),)),
        "the mean was better than the predicted interval",
    ),
    (
        "prediction worse",
        evidence(predictions=(Judged("threshold_share", "worse"), Judged("threshold_gap", "worse"))),
        "the share at the threshold and the gap at the threshold were worse than the predicted intervals",
    ),
    (
        "nobody without",
        evidence(idea="talk partners"),
        "nobody was compared with and without “talk partners”, so nothing here says that it made the "
        "difference (security 0 of 5). Gaps move for other reasons too.",
    ),
    (
        "impact higher",
        evidence(impact=figure(2.0, 1.0), **IDEA),
        "FSM pupils with “talk partners” scored higher than those without, by more than chance would give",
    ),
    (
        "impact lower",
        evidence(impact=figure(-2.0, 1.0), **IDEA),
        "FSM pupils with “talk partners” scored lower than those without, by more than chance would give",
    ),
    (
        "impact could be chance",
        evidence(impact=figure(-2.0, 3.0), **IDEA),
        "the difference between FSM pupils with and without “talk partners” could be chance",
    ),
    (
        "impact not known",
        evidence(impact=figure(None, method="not computed: every target pupil was treated"), **IDEA),
        "no impact could be computed: every target pupil was treated",
    ),
    (
        "security",
        evidence(security=RATED, **IDEA),
        "the security of this claim is 2 of 5, held there by its design (compared with other pupils of the "
        "same kind, not drawn at random)",
    ),
    (
        "security",
        evidence(security=NOT_RATED, **IDEA),
        "the security of this claim is not rated, for want of the minimum detectable effect (compared with "
        "other pupils of the same kind, not drawn at random: at most 2 of 5)",
    ),
    (
        "few pupils",
        evidence(gap(n=(9, 21))),
        "few pupils have both scores (FSM pupils: 9), so one child can move a mean",
    ),
    (
        "few pupils",
        evidence(gap(n=(15, 10)), audience="public"),
        "few pupils have both scores (FSM pupils: about 15; the others: about 10), so one child can move a "
        "mean",
    ),
    (
        "regression to the mean",
        evidence(gap(-4.0, (2.0, 1.0)), picked=True),
        "if FSM pupils were picked for their low scores, about 0.8 points of the change would come without "
        "any help (regression to the mean), which is more than a quarter of it",
    ),
    (
        "picked pupils",
        evidence(alone(), comparison="none", picked=True),
        "if FSM pupils were picked for low scores, part of this would come without any help (regression to "
        "the mean)",
    ),
    (
        "ceiling",
        evidence(counted=CountedCautions(at_top=(Crowd("baseline", True), Crowd("follow_up", False)))),
        "more than 15% had the highest score (FSM pupils before, the others after): rises there cannot show "
        "(ceiling)",
    ),
    (
        "floor",
        evidence(counted=CountedCautions(at_bottom=(Crowd("follow_up", True),))),
        "more than 15% had the lowest score (FSM pupils after): falls there cannot show (floor)",
    ),
    (
        "switchers",
        evidence(counted=CountedCautions(many_switchers=True)),
        "some pupils changed group after the baseline; they count where the baseline put them",
    ),
    (
        "attrition",
        evidence(lost=count(12), kept=count(84)),
        "12 of 96 FSM pupils with a baseline score (13%) have no follow-up score, and they may have done "
        "otherwise",
    ),
    (
        "cohort change",
        evidence(counted=CountedCautions(cohort_changed=True)),
        "so many pupils joined or left between the tests that it is partly another cohort",
    ),
    (
        "panels disagree",
        evidence(counted=CountedCautions(panels_disagree=True)),
        "pupils tested both times and all pupils tested each time tell different stories: who joined and "
        "left matters",
    ),
    (
        "everyone rose",
        evidence(gap(-2.0, (1.3, 2.4))),
        "both FSM pupils and the others rose and the gap did not close: a tide that moved everyone",
    ),
    (
        "everyone fell",
        evidence(gap(-2.0, (-2.4, -1.3))),
        "both FSM pupils and the others fell and the gap did not close: a tide that moved everyone",
    ),
    (
        "whole class",
        evidence(comparison="whole_class"),
        "the comparison includes the target pupils themselves, so it makes the gap look smaller",
    ),
    (
        "benchmark",
        evidence(comparison="national"),
        "the comparison is a published national figure, not pupils of these schools",
    ),
    (
        "external event",
        evidence(outside=Outside(1)),
        "the do-log tells of an event outside the cycle that may have moved these figures",
    ),
    (
        "external event",
        evidence(outside=Outside(2, ("3 May 2025, a flood", "4 May 2025, a new head"))),
        "what happened outside the cycle may have moved these figures: 3 May 2025, a flood; 4 May 2025, a "
        "new head",
    ),
)


@pytest.mark.parametrize(
    ("rule", "case", "sentence"), CASES, ids=[f"{c[0]} {i}" for i, c in enumerate(CASES)]
)
def test_a_rule_says_its_sentence(rule: str, case: Evidence, sentence: str) -> None:
    assert sentence in [line.words for line in verdict(case).lines if line.rule == rule]


def test_every_rule_has_a_case() -> None:
    assert {rule.name for rule in RULES} == {rule for rule, _, _ in CASES}


def test_rules_of_one_part_stand_together_and_every_name_is_there_once_in_its_part() -> None:
    parts = [rule.part for rule in RULES]
    assert [part for i, part in enumerate(parts) if part not in parts[:i]] == list(dict.fromkeys(parts))
    assert parts == sorted(parts, key=list(dict.fromkeys(parts)).index)
    assert len({(rule.part, rule.name) for rule in RULES}) == len(RULES)
    assert {rule.name for rule in RULES} >= COUNTED


@pytest.mark.parametrize(
    ("case", "rule"),
    [
        (evidence(), "few pupils"),
        (evidence(gap(n=(20, 20))), "few pupils"),
        (evidence(gap(-4.0, (2.0, 1.0))), "regression to the mean"),  # nobody was picked
        (evidence(gap(-1.0, (3.0, 1.0)), picked=True), "regression to the mean"),  # a tenth of the change
        (evidence(gap(-4.0, (1.0, 2.0)), picked=True), "regression to the mean"),  # against the drift
        (evidence(lost=count(10), kept=count(90)), "attrition"),  # a tenth is not more than a tenth
        (evidence(lost=hidden("c"), kept=count(9)), "attrition"),
        (evidence(), "everyone rose"),  # it closed
        (evidence(gap(-2.0, (-1.0, 0.5))), "everyone rose"),
        (evidence(gap(-2.0, (0.0, 1.0))), "everyone rose"),
        (evidence(gap(-2.0, (0.3, 1.3))), "everyone rose"),  # one side perhaps by chance
        (evidence(gap(-2.0, (-1.3, -0.3))), "everyone fell"),
        (evidence(security=RATED, idea="talk"), "security"),
        (evidence(impact=figure(2.0, 1.0), idea="talk"), "impact higher"),
    ],
)
def test_a_rule_is_silent_where_it_does_not_apply(case: Evidence, rule: str) -> None:
    assert rule not in [line.rule for line in verdict(case).lines]


def test_pupils_lost_are_many_where_attrition_begins_to_cost_security() -> None:
    assert ATTRITION[0] == MANY_LOST
