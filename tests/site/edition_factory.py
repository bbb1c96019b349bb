"""A small edition by hand: two clusters, five schools (one too small to show), a chain of two cycles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from halfterm.cycles.aims import Aim
from halfterm.cycles.disclosure import ThresholdCounts
from halfterm.cycles.exception_conditions import Asked
from halfterm.cycles.exception_figures import Figures, GapChange, GapNow, Place
from halfterm.cycles.exception_rules import Conditions, ExceptionRule, ExceptionRules
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.intervention import Cost, Dosage, Intervention
from halfterm.cycles.plan import ChangeIdea, ComparedWith, Measure, Plan, Prediction, Target, TargetGroup
from halfterm.cycles.programme import Cluster, Engagement, HalfTerm, Person, Programme, School
from halfterm.cycles.record import (
    Coverage,
    CycleRecord,
    Decision,
    EditionRecord,
    ExceptionFigures,
    Level,
    LoadRecord,
    PredictionScore,
    Review,
    SeriesSums,
    Study,
    TargetScore,
)
from halfterm.cycles.series.sums import SideSum
from tests.site.carried_out_factory import done_in, story_of
from tests.site.meeting_factory import checklists, meetings, occasions
from tests.site.synthesis_factory import claim, coded_source

LOADS = ("9f2c41d07ab35e66", "b07755c1d2e38f90")
CODE = "0.1.0+1a2b3c4"

READING = Measure(id="reading", name="Reading", scale="points")
MATHS = Measure(id="maths", name="Maths", scale="points")


def programme(**changes: Any) -> Programme:
    made = Programme(
        id="gaps",
        name="Closing gaps together",
        about="Five primary schools try out ways to close the gaps of pupils who get free school meals.",
        stands_in="An example: the schools and their figures are made up.",
        claims=(claim(),),
        half_terms=(
            HalfTerm(id="autumn-1", name="Autumn 1", starts=date(2025, 9, 1), ends=date(2025, 10, 24)),
            HalfTerm(id="autumn-2", name="Autumn 2", starts=date(2025, 11, 3), ends=date(2025, 12, 19)),
            HalfTerm(id="spring-1", name="Spring 1", starts=date(2026, 1, 5), ends=date(2026, 2, 13)),
            HalfTerm(id="spring-2", name="Spring 2", starts=date(2026, 2, 23), ends=date(2026, 3, 27)),
            HalfTerm(id="summer-1", name="Summer 1", starts=date(2026, 4, 13), ends=date(2026, 5, 22)),
        ),
        people=(
            Person(id="ana", name="Ana Bright", role="facilitator"),
            Person(id="ben", name="Ben Carr", role="nle", school="ash"),
            Person(id="cat", name="Cat Dunn", role="headteacher", school="birch"),
        ),
        clusters=(
            Cluster(
                id="north",
                name="North cluster",
                facilitator="ana",
                colour="teal",
                schools=(school("ash"), school("birch"), school("cedar")),
            ),
            Cluster(
                id="south", name="South cluster", facilitator="ana", schools=(school("dale"), school("elm"))
            ),
        ),
        engagements=(
            Engagement(
                id="ash-and-partners",
                name="Ash and partners",
                cluster="north",
                lead="ash",
                supported=("birch", "cedar"),
                nle="ben",
                model="group of schools",
                context="Three town schools; 4 pupils in 10 get free school meals.",
            ),
            Engagement(
                id="dale-and-elm",
                name="Dale and Elm",
                cluster="south",
                lead="dale",
                supported=("elm",),
                nle="ben",
            ),
        ),
    )
    return made.model_copy(update=changes)


def school(school_id: str) -> School:
    return School(id=school_id, name=f"{school_id.capitalize()} School", code=school_id)


def aim(by: str = "2025-12-19") -> Aim:
    return Aim.model_validate(
        {
            "by": by,
            "improve": "the reading gap",
            "from": "8 points",
            "to": "4 points",
            "for_whom": "FSM pupils",
            "by_doing": "hearing every reader twice a week",
        }
    )


def plan(**changes: Any) -> Plan:
    made = Plan(
        id="ash-1",
        title="Hear every reader twice a week",
        engagement="ash-and-partners",
        planned=date(2025, 9, 1),
        half_term="autumn-2",
        baseline="autumn-1",
        follow_up="autumn-2",
        aim=aim(),
        target_group=TargetGroup(name="FSM pupils", attributes={"fsm": ("yes",)}),
        comparison=ComparedWith(kind="others", name="other pupils"),
        change_idea=ChangeIdea(
            name="paired reading",
            theory="Who reads aloud more, reads better.",
            treated={"class": ("oak",)},
            untreated="FSM pupils of the parallel classes",
            assigned="waiting list",
        ),
        intervention=Intervention(
            name="Paired reading",
            theme="Reading aloud",
            dosage=Dosage(sessions_per_week=2, minutes=15, weeks=7),
            delivered_by="teaching assistants",
        ),
        measures=(READING, MATHS),
        targets=(Target(measure="reading", goal=-4.0, by=date(2025, 12, 19)),),
        predictions=(
            Prediction(
                measure="reading", value=-5.0, lower=-7.0, upper=-3.0, because="Half the weeks are left."
            ),
            Prediction(measure="maths", value=-8.0, lower=-10.0, upper=-6.0),
        ),
    )
    return made.model_copy(update=changes)


def finding(statistic: str, value: float, reach: float = 2.0, *, n: tuple[int, int] = (24, 31)) -> Finding:
    return Finding(statistic, value, value - reach, value + reach, 0.041, *n, "Welch t interval")


def study(
    *,
    cycle: str = "ash-1",
    measure: str = "reading",
    level: Level = "school",
    place: str = "ash",
    before: float = -8.0,
    after: float = -4.9,
    reach: float = 2.0,
    n: tuple[int, int] = (24, 31),
    treated: bool = True,
    **changes: Any,
) -> Study:
    """A study with the gap before and after given, interval `reach` points to each side."""
    change, gained = after - before, 6.0
    findings = [
        finding("gap_baseline", before, reach, n=n),
        finding("gap_followup", after, reach, n=n),
        finding("gap_change", change, reach, n=n),
        finding("gain_target", gained + change, reach, n=n),
        finding("gain_comparison", gained, reach, n=n),
        replace(finding("effect_size_adjusted", change / 10, 0.2, n=n), standard_error=0.1),
        finding("multilevel", after / 2, reach, n=n),
        replace(finding("icc", 0.12, n=n), lower=None, upper=None, p=None),
        finding("months", 2.0, 1.0, n=n),
        undefined("threshold_gap_baseline", "no threshold was given"),
        replace(
            finding("permutation", change, n=n),
            lower=None,
            upper=None,
            method=f"labels permuted within school; {n[0]} target and {n[1]} comparison pupils",
        ),
    ]
    if treated:
        sides = (n[0] // 2, n[0] - n[0] // 2)
        findings += [
            finding("impact", 2.4, reach, n=sides),
            replace(finding("impact_effect_size", 0.21, 0.2, n=sides), standard_error=0.1),
            finding("impact_months", 3.0, 2.0, n=sides),
            finding("impact_on_gap", 1.9, 3.1, n=sides),
        ]
    made = Study(
        cycle=cycle,
        measure=measure,
        level=level,
        place=place,
        findings=tuple(findings),
        means={
            "target_baseline": 92.1,
            "target_follow_up": 92.1 + gained + change,
            "comparison_baseline": 92.1 - before,
            "comparison_follow_up": 92.1 - before + gained,
        },
        coverage=coverage(*n),
        loads=LOADS,
        code_version=CODE,
    )
    return replace(made, **changes)


def coverage(target: int, comparison: int) -> Coverage:
    return Coverage(target + 12, comparison + 3, target, comparison, 12, 3, 1, 0, 2, 3)


def scored(measure: str, found: float) -> dict[str, Any]:
    """Targets and predictions of an engagement's study of one measure, as the plan above has them."""
    value, lower, upper = (-5.0, -7.0, -3.0) if measure == "reading" else (-8.0, -10.0, -6.0)
    inside = lower <= found <= upper
    prediction = PredictionScore(
        "gap", value, lower, upper, found, inside, True, abs(found - value), 4.0, None, None
    )
    percent = finding("percent_of_goal", 78.0, 40.0)
    targets = (TargetScore("gap", -4.0, date(2025, 12, 19), percent, False),) if measure == "reading" else ()
    return {"predictions": (prediction,), "targets": targets}


def studies_of_ash(cycle: str, *, later: float) -> tuple[Study, ...]:
    """Ash is shown, cedar has 7 target pupils, birch is its smallest partner; then all three together."""
    sizes = {"ash": (24, 31), "birch": (18, 40), "cedar": (7, 33)}
    made = []
    for measure, before, after, reach in (("reading", -8.0, -4.9, 2.0), ("maths", -9.2, -10.1, 3.4)):
        before, after = before + later, after + later
        made += [
            study(cycle=cycle, measure=measure, place=place, before=before, after=after, reach=2 * reach, n=n)
            for place, n in sizes.items()
        ]
        extra: dict[str, Any] = {
            "level": "engagement",
            "place": "ash-and-partners",
            "before": before,
            "after": after + 0.2,
            "reach": reach,
            "n": (49, 104),
            "coverage": replace(coverage(49, 104), switched_in=11),
        }
        made.append(study(cycle=cycle, measure=measure, **extra, **scored(measure, after + 0.2)))
    return tuple(made)


def edition(**changes: Any) -> EditionRecord:
    """The edition of spring 1: the second cycle of Ash and partners, the first of Dale and Elm."""
    second = plan(
        id="ash-2",
        title="Every reader, every class",
        follows="ash-1",
        half_term="spring-1",
        baseline="autumn-2",
        follow_up="spring-1",
        aim=aim("2026-02-13"),
        intervention=plan().intervention.model_copy(
            update={
                "costs": (
                    Cost(what="Books in pairs", pounds=240, funding="pupil premium"),
                    Cost(what="Time of assistants", pounds=6, funding="school budget", per_pupil=True),
                )
            }
        ),
    )
    untreated = plan(
        id="dale-1",
        title="Talk before writing",
        engagement="dale-and-elm",
        half_term="spring-1",
        baseline="autumn-2",
        follow_up="spring-1",
        aim=aim("2026-02-13"),
        measures=(READING,),
        targets=(),
        predictions=(plan().predictions[0],),
        change_idea=ChangeIdea(name="talk partners", theory="Talk feeds writing."),
        intervention=Intervention(name="Talk partners", theme="Reading aloud"),
    )
    dale: dict[str, Any] = {"cycle": "dale-1", "treated": False, "before": -3.0, "after": -3.4, "reach": 2.6}
    cycles = (
        CycleRecord(
            plan=plan(),
            plan_hash="5d41402abc4b2a76b9719d911017c592",
            locked_on=date(2025, 9, 8),
            state="decided",
            studies=studies_of_ash("ash-1", later=0.0),
            decision=Decision(
                "ash-1",
                "adapt",
                "ben",
                "cat",
                date(2026, 1, 7),
                "Reading moved, maths did not.",
                "Pairs work best before lunch.",
                "ash-2",
            ),
        ),
        CycleRecord(
            plan=second,
            plan_hash="7d793037a0760186574b0282f2f435e7",
            locked_on=date(2026, 1, 8),
            state="in review",
            studies=studies_of_ash("ash-2", later=1.5),
            reviews=(
                Review("schools/ash", "submitted", "ben", date(2026, 2, 16)),
                Review("schools/ash", "approved", "cat", date(2026, 2, 17), "Clear enough."),
            ),
            carried_out=done_in(second),
            story=story_of(second),
        ),
        CycleRecord(
            plan=untreated,
            plan_hash="e4da3b7fbbce2345d7772b0674a318d5",
            locked_on=date(2026, 1, 9),
            state="studied",
            studies=(
                study(place="dale", n=(22, 35), **dale),
                study(place="elm", n=(30, 41), **dale),
                study(level="engagement", place="dale-and-elm", n=(52, 76), **dale),
            ),
        ),
    )
    north: dict[str, Any] = {"cycle": "", "level": "cluster", "place": "north", "n": (49, 104)}
    made = EditionRecord(
        programme=programme(),
        half_term=programme().half_term("spring-1"),
        cycles=cycles,
        cluster_studies=(
            study(measure="reading", before=-6.5, after=-3.2, **north),
            study(measure="maths", before=-7.7, after=-8.4, reach=3.4, **north),
            study(
                cycle="", level="cluster", place="south", n=(52, 76), before=-3.0, after=-3.4, treated=False
            ),
        ),
        loads=(
            LoadRecord(LOADS[0], "autumn-scores", "autumn-2", 1_208, 3, 41),
            LoadRecord(LOADS[1], "spring-scores", "spring-1", 1_196, 12, 55),
        ),
        code_version=CODE,
        scales={"points": "Points"},
        meetings=meetings(),
        coded=(coded_source(),),
        checklists=checklists(),
        occasions=occasions(),
        series=(earlier_series(),),
        exceptions=exception_figures(),
        earlier_cluster_studies={"autumn-2": (study(measure="reading", before=-8.0, after=-4.7, **north),)},
    )
    return replace(made, **changes)


def earlier_series() -> SeriesSums:
    """What the groups of dale-1 scored before their cycle: the FSM pupils 97.4, the others 100."""
    sums = (
        SideSum(0, "reading", "points", True, 50, 97.4 * 50),
        SideSum(0, "reading", "points", False, 74, 100.0 * 74),
    )
    return SeriesSums("dale-and-elm", {"dale-1": sums}, {"reading": "higher"})


def exception_figures() -> ExceptionFigures:
    """North: FSM pupils wide behind in reading, level in maths; EAL pupils few. South: all of one school."""

    def known(points: float, n: int, n_others: int) -> Figures:
        gap = GapNow(n, n_others, points, 10.0, points - 2.0, points + 2.0, 1.0)
        return Figures(n, n, gap, GapChange(n, n_others, 1.0, 2.0))

    figures = {
        Place(0, "reading", "points", "north"): known(-5.0, 49, 104),
        Place(0, "maths", "points", "north"): known(-0.5, 49, 104),
        Place(1, "reading", "points", "north"): known(-6.0, 7, 146),
        Place(1, "maths", "points", "north"): known(-6.0, 12, 141),
        Place(2, "reading", "points", "north"): known(-6.0, 8, 145),
        Place(0, "reading", "points", "south"): known(-6.0, 30, 60),
    }
    return ExceptionFigures(
        rules=ExceptionRules(
            rules=(
                ExceptionRule(id="wide", light="red", when=Conditions(gap_wider_than=0.4, gap_closing=False)),
            )
        ),
        groups=((("fsm", "yes"),), (("eal", "yes"),), (("class", "oak"),)),
        figures=figures,
        schools={place: 1 if place.school == "south" else 3 for place in figures},
        asked={"points": Asked(subtract=True, units="points", earlier="Autumn 1")},
        since="Autumn 1",
    )


def counts(target: tuple[int, int], comparison: tuple[int, int]) -> ThresholdCounts:
    """Threshold counts from (reached, all) of each side."""
    return ThresholdCounts(*target, *comparison)
