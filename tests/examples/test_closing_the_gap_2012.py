"""Every figure that the report on the 2012 programme prints comes out of the engine."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final, NamedTuple

import pytest

from halfterm.cycles.disclosure import POLICIES
from halfterm.cycles.impact.progress_steps import expected_points
from halfterm.cycles.rounding import half_away
from tests.examples.replayed_2012 import Replayed, share

pytestmark = pytest.mark.timeout(900)

AUTUMN_1, AUTUMN_2 = "autumn-1-201112", "autumn-2-201112"
SPRING_1, SPRING_2, SUMMER_1 = "spring-1-201112", "spring-2-201112", "summer-1-201112"
NEXT_AUTUMN_1 = "autumn-1-201213"

TOLLGATE: Final = "tollgate-1"
SUBJECTS: Final = ("reading", "writing", "numeracy")
NEWHAM: Final = tuple(f"newham-{number}" for number in range(1, 10))
CLASS: Final = "newham-5"
"""The school whose only Year 5 class is the one that is reported."""

HALTERWORTH: Final = {
    "halterworth-h3": ("Reading", "Writing", "Maths"),
    "halterworth-h4": ("Reading", "Writing", "Maths"),
    "halterworth-h5": ("Reading", "Writing", "Maths"),
    "wellow-w3": ("Reading", "Maths"),
    "wellow-w5": ("Reading", "Maths"),
    "awbridge-a4": ("Reading", "Maths"),
}


class Figure(NamedTuple):
    """A printed figure, its decimals, and where the engine says it."""

    case: str
    figure: str
    printed: float
    computed: Callable[[Replayed], float]
    decimals: int = 0


def class_report(subject: str, when: str, fsm: float, whole: float, gap: float) -> list[Figure]:
    """One line of the reported class: two means and what lies between."""
    time, statistic = {"autumn": ("baseline", "gap_baseline"), "spring": ("follow_up", "gap_followup")}[when]

    def mean(side: str) -> Callable[[Replayed], float]:
        return lambda ran: ran.study(TOLLGATE, subject, place=CLASS).means[f"{side}_{time}"]

    return [
        Figure("tollgate", f"{when} {subject}, free school meals", fsm, mean("target"), 1),
        Figure("tollgate", f"{when} {subject}, whole class", whole, mean("comparison"), 1),
        Figure(
            "tollgate",
            f"{when} {subject}, gap",
            gap,
            lambda ran: ran.value(TOLLGATE, subject, statistic, place=CLASS),
            1,
        ),
    ]


def closed(ran: Replayed, school: str) -> tuple[str, ...]:
    """The subjects in which a Newham school closed its gap."""
    return tuple(subject for subject in SUBJECTS if ran.closes(TOLLGATE, subject, place=school))


def schools_closing(ran: Replayed, *subjects: str) -> int:
    return sum(closed(ran, school) == subjects for school in NEWHAM)


@cache
def schools_with_one_class(ran: Replayed) -> int:
    """Schools that closed nothing, with one of their several classes that closed all three."""
    classes: dict[str, list[str]] = {}
    for path in sorted((ran.folder / "data" / "classes").glob("newham-*.csv")):
        classes.setdefault(path.stem.rpartition("-")[0], []).append(path.stem)
    return sum(
        [closes_all(ran, name) for name in names].count(True) == 1
        for school, names in classes.items()
        if len(names) > 1 and not closed(ran, school)
    )


def closes_all(ran: Replayed, name: str) -> bool:
    """Whether a class closed its gap in all three subjects."""
    gaps = [ran.class_gap(name, subject.capitalize(), comparison="whole_class") for subject in SUBJECTS]
    return all(abs(after) < abs(before) for before, after in gaps)


@cache
def areas(ran: Replayed) -> list[float]:
    """By how much the gap of each of Halterworth's assessed areas grew; negative where it shrank."""
    gaps = [
        ran.class_gap(name, subject, comparison="others")
        for name, subjects in HALTERWORTH.items()
        for subject in subjects
    ]
    return [round(abs(after) - abs(before), 9) for before, after in gaps]


def steps(
    ran: Replayed, measure: str, when: When, *, school: str, group: str | None = None
) -> dict[int, int]:
    """Pupils of a group by the sub-levels that they moved."""
    return dict(ran.progress(measure, *when, school=school, group=group).counts[0].pupils)


def at_least(
    ran: Replayed, measure: str, when: When, least: int, *, school: str, group: str | None = None
) -> int:
    """Pupils of a group who moved up by so many sub-levels or more."""
    return ran.progress(measure, *when, school=school, group=group).counts[0].at_least(least).reached


def mentored(ran: Replayed, measure: str, least: int) -> int:
    """Of Dunraven's ten pupils, those who moved up by so many sub-levels or more."""
    return at_least(ran, measure, (AUTUMN_2, SUMMER_1), least, school="crown-lane", group="mentor=yes")


def ends(ran: Replayed, measure: str) -> tuple[str, str]:
    """The lowest and highest grade of Dunraven's ten pupils in autumn."""
    moves = ran.progress(measure, AUTUMN_2, SUMMER_1, school="crown-lane", group="mentor=yes").moves
    grades = ran.scale("nc-levels").grade_at
    scores = [c.score for c in moves.scores[AUTUMN_2, "nc-levels"] if c.target]
    return grades[min(scores)], grades[max(scores)]


def own_targets(ran: Replayed, judgement: str) -> int:
    counted = ran.study("dunraven-1", "writing").pupil_targets
    assert counted is not None
    return int(getattr(counted, judgement))


def progressed(ran: Replayed, when: When, led_by: str | None) -> int:
    group = None if led_by is None else f"led-by={led_by}"
    return at_least(ran, "writing", when, 1, school="bury-neighbour", group=group)


def assistants_share(ran: Replayed) -> float:
    """Percent of all sessions of both cycles that assistants led."""
    led = [led for cycle in (1, 2) for led in ran.dose(f"yesoiday-hatorah-{cycle}").led_by]
    assistants = sum(one.sessions for one in led if one.role == "teaching assistant")
    return 100 * assistants / sum(one.sessions for one in led)


def items(ran: Replayed, *, significant: bool) -> int:
    """Statements that moved up; `significant` those beyond chance at 5 %, each by itself."""
    found = [one for one in ran.survey(AUTUMN_1, SUMMER_1)["items"] if one["moved"] == "better"]
    return sum(one["p"] < 0.05 for one in found) if significant else len(found)


def family(ran: Replayed, words: str, outcome: str) -> int:
    return int(ran.two_way("danehill", f"Family={words}", f"{outcome}=yes")["group"]["yes"])


def families(words: str, n: int, moved: int, age_related: int) -> list[Figure]:
    """One line of the table of parental engagement."""

    def all_of(ran: Replayed) -> int:
        return sum(ran.two_way("danehill", f"Family={words}", "Progressed=yes")["group"].values())

    return [
        Figure("danehill", f"{words}: families", n, all_of),
        Figure("danehill", f"{words}: progressed", moved, lambda ran: family(ran, words, "Progressed")),
        Figure(
            "danehill", f"{words}: age-related", age_related, lambda ran: family(ran, words, "Age-related")
        ),
    ]


HEATH: Final = "heath-1"
KIBWORTH: Final = "kibworth-1"
When = tuple[str, str]
AUTUMN: Final[When] = (AUTUMN_1, AUTUMN_2)
SPRING: Final[When] = (AUTUMN_2, SPRING_2)
SPRING_TO_AUTUMN: Final[When] = (SPRING_1, NEXT_AUTUMN_1)

FIGURES: Final = (
    *class_report("reading", "autumn", 19.9, 22.1, -2.2),
    *class_report("writing", "autumn", 17.5, 20.4, -2.9),
    *class_report("numeracy", "autumn", 17.0, 19.0, -2.0),
    *class_report("reading", "spring", 22.3, 23.4, -1.1),
    *class_report("writing", "spring", 19.9, 21.2, -1.3),
    *class_report("numeracy", "spring", 18.9, 21.6, -2.7),
    Figure("tollgate", "reading closes", True, lambda ran: ran.closes(TOLLGATE, "reading", place=CLASS)),
    Figure("tollgate", "writing closes", True, lambda ran: ran.closes(TOLLGATE, "writing", place=CLASS)),
    Figure("tollgate", "numeracy closes", False, lambda ran: ran.closes(TOLLGATE, "numeracy", place=CLASS)),
    Figure(
        "tollgate",
        "schools",
        9,
        lambda ran: len([s for s in NEWHAM if ran.study(TOLLGATE, "reading", place=s)]),
    ),
    Figure("tollgate", "schools that closed all three", 4, lambda ran: schools_closing(ran, *SUBJECTS)),
    Figure(
        "tollgate",
        "schools that closed reading and writing",
        1,
        lambda ran: schools_closing(ran, "reading", "writing"),
    ),
    Figure("tollgate", "schools with one class that closed all three", 1, schools_with_one_class),
    Figure(
        "tollgate",
        "schools that closed any",
        6,
        lambda ran: sum(bool(closed(ran, school)) for school in NEWHAM) + schools_with_one_class(ran),
    ),
    Figure(
        "chestnut-grove",
        "expected levels of progress",
        3,
        lambda ran: expected_points(ran.scale("gcse-letters-as-levels"), half_terms=5 * 6) or 0,
    ),
    Figure("halterworth", "assessed areas", 15, lambda ran: len(areas(ran))),
    Figure("halterworth", "gap decreased", 10, lambda ran: sum(change < 0 for change in areas(ran))),
    Figure("halterworth", "gap same", 1, lambda ran: areas(ran).count(0)),
    Figure("halterworth", "gap increased", 4, lambda ran: sum(change > 0 for change in areas(ran))),
    Figure(
        "little-ilford",
        "pupils",
        26,
        lambda ran: ran.study("little-ilford-1", "writing-audit").coverage.target_both,
    ),
    Figure("dunraven", "pupils", 10, lambda ran: ran.study("dunraven-1", "writing").coverage.target_both),
    Figure("dunraven", "met the target", 6, lambda ran: own_targets(ran, "met")),
    Figure("dunraven", "exceeded it", 2, lambda ran: own_targets(ran, "exceeded")),
    Figure("dunraven", "did not meet it", 2, lambda ran: own_targets(ran, "not_met")),
    Figure(
        "dunraven", "met or exceeded", 8, lambda ran: own_targets(ran, "met") + own_targets(ran, "exceeded")
    ),
    Figure(
        "dunraven",
        "two sub-levels",
        6,
        lambda ran: mentored(ran, "writing", 2) - mentored(ran, "writing", 3),
    ),
    Figure("dunraven", "three sub-levels or more", 4, lambda ran: mentored(ran, "writing", 3)),
    Figure(
        "dunraven",
        "two levels or more since key stage 1",
        9,
        lambda ran: mentored(ran, "writing-since-key-stage-1", 6),
    ),
    Figure(
        "blessed-thomas-holford",
        "pupils",
        28,
        lambda ran: ran.study("blessed-thomas-holford-1", "maths").coverage.target_both,
    ),
    Figure(
        "blessed-thomas-holford",
        "attendance",
        100,
        lambda ran: 100 * (ran.dose("blessed-thomas-holford-1").attendance.share or 0),
    ),
    Figure(
        "heath", "confident before", 68, lambda ran: share(ran.study(HEATH, "confident").threshold_baseline)
    ),
    Figure(
        "heath", "confident after", 80, lambda ran: share(ran.study(HEATH, "confident").threshold_follow_up)
    ),
    Figure(
        "heath",
        "C or above, predicted",
        86,
        lambda ran: ran.study(HEATH, "english").predictions[0].predicted or 0,
    ),
    Figure("heath", "C or above", 68, lambda ran: ran.study(HEATH, "english").predictions[0].found or 0),
    Figure(
        "heath",
        "C or above, whole cohort",
        36,
        lambda ran: share(ran.study(HEATH, "english").threshold_follow_up, everybody=True),
    ),
    Figure(
        "heath",
        "forecast of five good GCSEs, free school meals",
        7,
        lambda ran: (
            100
            * (counts := ran.two_way("heath", "FSM=Y", "Five good GCSEs forecast=yes")["group"])["yes"]
            / sum(counts.values())
        ),
    ),
    Figure(
        "kibworth",
        "age-related after",
        84,
        lambda ran: share(ran.study(KIBWORTH, "maths").threshold_follow_up),
    ),
    Figure(
        "kibworth",
        "dislike before",
        92,
        lambda ran: share(ran.study(KIBWORTH, "dislikes-maths").threshold_baseline),
    ),
    Figure(
        "kibworth",
        "dislike after",
        0,
        lambda ran: share(ran.study(KIBWORTH, "dislikes-maths").threshold_follow_up),
    ),
    Figure(
        "kibworth",
        "homework before",
        14,
        lambda ran: ran.study(KIBWORTH, "homework-returned").means["target_baseline"],
    ),
    Figure(
        "kibworth",
        "homework after",
        96,
        lambda ran: ran.study(KIBWORTH, "homework-returned").means["target_follow_up"],
    ),
    Figure("yesoiday-hatorah", "autumn", 107, lambda ran: progressed(ran, AUTUMN, None)),
    Figure("yesoiday-hatorah", "autumn, assistant", 27, lambda ran: progressed(ran, AUTUMN, "TA")),
    Figure("yesoiday-hatorah", "autumn, teacher", 80, lambda ran: progressed(ran, AUTUMN, "teacher")),
    Figure("yesoiday-hatorah", "spring", 42, lambda ran: progressed(ran, SPRING, None)),
    Figure("yesoiday-hatorah", "spring, assistant", 4, lambda ran: progressed(ran, SPRING, "TA")),
    Figure("yesoiday-hatorah", "spring, teacher", 38, lambda ran: progressed(ran, SPRING, "teacher")),
    Figure("forest-way", "questions", 58, lambda ran: len(ran.survey(AUTUMN_1, SUMMER_1)["items"])),
    Figure(
        "forest-way",
        "respondents",
        287,
        lambda ran: ran.survey(AUTUMN_1, SUMMER_1)["items"][0]["respondents_after"],
    ),
    Figure("forest-way", "questions improved", 48, lambda ran: items(ran, significant=False)),
    Figure("forest-way", "questions significantly improved", 19, lambda ran: items(ran, significant=True)),
    Figure("danehill", "pupils", 9, lambda ran: ran.study("danehill-1", "reading").coverage.target_both),
    Figure(
        "danehill",
        "a sub-level or more",
        7,
        lambda ran: at_least(ran, "reading", SPRING_TO_AUTUMN, 1, school="supported-6"),
    ),
    Figure(
        "danehill", "stayed", 2, lambda ran: steps(ran, "reading", SPRING_TO_AUTUMN, school="supported-6")[0]
    ),
    *families("strong", 3, 3, 3),
    *families("moderate", 4, 3, 1),
    *families("weak", 2, 1, 0),
)


@pytest.mark.parametrize("row", FIGURES, ids=lambda row: f"{row.case}: {row.figure}")
def test_the_printed_figure_comes_out_of_the_engine(row: Figure, replayed: Replayed) -> None:
    assert half_away(float(row.computed(replayed)), row.decimals) == row.printed


def test_dunravens_grades_range_as_printed(replayed: Replayed) -> None:
    assert ends(replayed, "writing") == ("2c", "4b")
    assert ends(replayed, "writing-target") == ("3b", "5c")


def test_assistants_led_just_over_half_of_the_sessions(replayed: Replayed) -> None:
    assert 50 < assistants_share(replayed) < 55


def test_heaths_prediction_is_scored_as_missed(replayed: Replayed) -> None:
    (score,) = replayed.study(HEATH, "english").predictions
    assert score.inside is False


def test_taken_together_fewer_of_the_survey_s_19_stand_and_the_log_says_how_many(replayed: Replayed) -> None:
    (summary,) = replayed.survey(AUTUMN_1, SUMMER_1)["summaries"]
    assert (summary["better"], summary["worse"], summary["better_beyond_chance"]) == (48, 10, 8)
    assert "taken together, 8 of them are" in logged(replayed, "forest-way-1")


def logged(ran: Replayed, cycle: str) -> str:
    """What people wrote down while a cycle ran."""
    return (ran.folder / "rehearsal" / "logs" / f"{cycle}.csv").read_text()


def test_the_log_of_the_second_term_tells_both_terms_totals_of_the_mentored(replayed: Replayed) -> None:
    spring, autumn = progressed(replayed, SPRING, None), progressed(replayed, AUTUMN, None)
    said = f"{spring} pupils moved up by a sub-level or more in spring, after {autumn} in autumn"
    assert said in logged(replayed, "yesoiday-hatorah-2")


def test_what_little_ilfords_pupils_were_asked_twice_is_told_as_the_survey_has_it(replayed: Replayed) -> None:
    (item,) = replayed.survey(AUTUMN_2, SPRING_2)["items"]
    before, after = (half_away(item[when], 1) for when in ("before", "after"))
    log = logged(replayed, "little-ilford-1")
    assert f"pupils gave it {before} of 5 on average in December and {after} in March" in log
    assert item["beyond_chance"] is False
    assert "a step that chance alone can bring" in log


STARTS: Final = {
    "tollgate-1": SUBJECTS,
    "gilmorton-chandler-1": ("reading", "maths"),
    "meadow-1": ("maths",),
    "halterworth-1": ("reading", "writing", "maths"),
    "victoria-1": ("reading",),
}


@pytest.mark.parametrize(("cycle", "measures"), STARTS.items(), ids=STARTS)
def test_an_aim_starts_from_the_gap_that_the_engine_finds(
    cycle: str, measures: tuple[str, ...], replayed: Replayed
) -> None:
    found = [half_away(-replayed.value(cycle, measure, "gap_baseline"), 1) for measure in measures]
    assert [float(one) for one in re.findall(r"[0-9.]+", replayed.workspace.plan(cycle).aim.from_)] == found


def test_no_aim_starts_from_a_share_that_fewer_pupils_make_up_than_pages_may_tell_of(
    replayed: Replayed,
) -> None:
    few = [
        cycle
        for (cycle, place, _), study in replayed.studies.items()
        if cycle and not place and (counts := study.threshold_baseline)
        if 0 < counts.target_reached < POLICIES["cluster"].least
    ]
    assert {"little-ilford-1", "michael-faraday-1"} <= set(few)
    for cycle in few:
        assert not re.search(r"\d|\bone in\b", replayed.workspace.plan(cycle).aim.from_), cycle


def test_chestnut_groves_pupils_are_followed_into_the_next_year_group(replayed: Replayed) -> None:
    study = replayed.study("chestnut-grove-1", "english")
    assert study.coverage.target_both == study.coverage.target_frozen > 0
    assert study.coverage.switched_out == study.coverage.leavers == 0


def test_a_lower_answer_on_the_learning_scale_is_the_better_one(replayed: Replayed) -> None:
    (scale,) = (
        one
        for one in replayed.survey("summer-1-201112", "autumn-2-201213")["items"]
        if one["item"] == "learning-scale"
    )
    assert (scale["lower_is_better"], scale["moved"]) == (True, "better")
