"""Every figure that the report on 2008-10 prints in a vignette comes out of the engine."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.do_log import standing
from halfterm.cycles.do_log_entries import Evidence, Quotation, Session
from halfterm.cycles.events import DECISION
from halfterm.cycles.quality_evidence import evidence_grade
from halfterm.cycles.quality_point import CycleStory
from halfterm.cycles.record import ThresholdCounts
from halfterm.cycles.rounding import half_away
from halfterm.flows.do_log import log_of
from halfterm.flows.engine import LocalEngine
from halfterm.flows.half_term import half_term, plain_stages
from halfterm.flows.rehearsal import rehearse_record
from halfterm.flows.run import Run
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.register import register
from tests.examples.replayed_2012 import Replayed, share

pytestmark = pytest.mark.timeout(600)

EXAMPLE: Final = Path(__file__).parents[2] / "examples" / "leadership-vignettes-2010"
_LONG_AFTER: Final = date(2010, 12, 1)
AUTUMN_2, SPRING_2 = "autumn-2-200910", "spring-2-200910"
BEFORE, AFTER = "threshold_baseline", "threshold_follow_up"


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Replayed:
    """The programme after its last half-term, its first cycle decided on. Tests only read it."""
    folder = tmp_path_factory.mktemp("replayed") / "leadership-vignettes-2010"
    shutil.copytree(EXAMPLE, folder)
    for one in open_workspace(folder).programme.meeting_half_terms:
        run, stages = Run(folder, one.id, _LONG_AFTER), plain_stages(LocalEngine(), rehearse=True)
        if one.id == AUTUMN_2:
            report = half_term(run, stages, only=("plan", "do", "study", "act"))
        else:
            report = half_term(run, stages, only=("plan", "do", "study"))
            rehearse_record(run)
        assert report.problems == ()
    return Replayed(folder)


class Figure(NamedTuple):
    """A printed figure, its decimals, and where the engine says it."""

    vignette: str
    figure: str
    printed: float
    computed: Callable[[Replayed], float]
    decimals: int = 0


def at_threshold(ran: Replayed, cycle: str, measure: str, when: str) -> ThresholdCounts:
    counts = getattr(ran.study(cycle, measure), when)
    assert isinstance(counts, ThresholdCounts)
    return counts


def comparison_share(counts: ThresholdCounts) -> float:
    return 100 * counts.comparison_reached / counts.comparison


def sessions(ran: Replayed, cycle: str) -> list[Session]:
    with register(ran.workspace.register) as events:
        entries = [logged.entry for logged in standing(log_of(events, cycle))]
    return [entry for entry in entries if isinstance(entry, Session)]


def weeks_with_sessions(ran: Replayed, cycle: str) -> int:
    return len({entry.on.isocalendar()[:2] for entry in sessions(ran, cycle)})


def hours_a_week(ran: Replayed, cycle: str) -> float:
    """Hours that one group was taught in a week, by the do-log."""
    dose = ran.dose(cycle)
    assert dose.minutes is not None
    return dose.minutes / 60 / dose.groups / weeks_with_sessions(ran, cycle)


def net_grades_closed(ran: Replayed) -> int:
    asked = ran.progress("grade", AUTUMN_2, SPRING_2, school="coaching", group="coached=yes")
    return sum(steps * pupils for steps, pupils in asked.counts[0].pupils.items())


def weeks_between_assessments(ran: Replayed) -> list[float]:
    with register(ran.workspace.register) as events:
        days = sorted(
            logged.entry.on
            for logged in standing(log_of(events, "st-helens-1"))
            if isinstance(logged.entry, Evidence)
        )
    return [(later - earlier).days / 7 for earlier, later in pairwise(days)]


def schools(ran: Replayed, engagement: str) -> int:
    return len(ran.workspace.programme.engagement(engagement).schools)


BOYS: Final = ("boys-writing-1", "writing-expected")
KINGS_OAK: Final = ("kings-oak-1", "speaking-and-listening")

FIGURES: Final = (
    Figure("hope valley", "weeks, cycle 1", 2, lambda ran: weeks_with_sessions(ran, "hope-valley-1")),
    Figure("hope valley", "hours a week, cycle 2", 1, lambda ran: hours_a_week(ran, "hope-valley-2")),
    Figure("hope valley", "weeks, cycle 2", 10, lambda ran: weeks_with_sessions(ran, "hope-valley-2")),
    Figure("boys' writing", "boys before", 47, lambda ran: share(at_threshold(ran, *BOYS, BEFORE))),
    Figure("boys' writing", "boys after", 80, lambda ran: share(at_threshold(ran, *BOYS, AFTER))),
    Figure(
        "boys' writing", "girls before", 87, lambda ran: comparison_share(at_threshold(ran, *BOYS, BEFORE))
    ),
    Figure("coaching", "weeks", 10, lambda ran: ran.dose("coaching-1").sessions),
    Figure("coaching", "pupils", 8, lambda ran: ran.study("coaching-1", "grade").coverage.target_both),
    Figure("coaching", "net grades closed", 7, net_grades_closed),
    Figure(
        "coaching",
        "mean grades closed",
        0.875,
        lambda ran: ran.value("coaching-1", "grade", "gain_target"),
        3,
    ),
    Figure("kings oak", "below on entry", 93, lambda ran: 100 - share(at_threshold(ran, *KINGS_OAK, BEFORE))),
    Figure("kings oak", "on track", 66, lambda ran: share(at_threshold(ran, *KINGS_OAK, AFTER))),
    Figure("parkfield", "accelerated", 8, lambda ran: ran.value("parkfield-1", "maths", "gain_target"), 6),
    Figure(
        "parkfield", "most pupils", 4, lambda ran: ran.value("parkfield-1", "maths", "gain_comparison"), 6
    ),
    Figure("st helens", "weeks between, at least", 1, lambda ran: min(weeks_between_assessments(ran)) >= 6),
    Figure("st helens", "weeks between, at most", 1, lambda ran: max(weeks_between_assessments(ran)) <= 8),
    Figure("hillingdon", "schools", 4, lambda ran: schools(ran, "hillingdon")),
    Figure("almondbury", "schools", 5, lambda ran: schools(ran, "almondbury")),
)


@pytest.mark.parametrize("row", FIGURES, ids=lambda row: f"{row.vignette}: {row.figure}")
def test_the_printed_figure_comes_out_of_the_engine(row: Figure, replayed: Replayed) -> None:
    assert half_away(float(row.computed(replayed)), row.decimals) == row.printed


@pytest.mark.parametrize(
    ("measure", "of", "shares"),
    [
        ("writing-expected", ("--cycle", "boys-writing-1"), [47, 80]),
        ("writing-expected", ("--group", "sex=F"), [87, 87]),
        ("speaking-and-listening", ("--cycle", "kings-oak-1"), [100 - 93, 66]),
    ],
)
def test_the_series_command_says_the_printed_shares(
    measure: str, of: tuple[str, str], shares: list[int], replayed: Replayed
) -> None:
    """A cluster may read them: no share here rests on fewer than six pupils."""
    asked = ("--of", "share", "--audience", "cluster")
    points = replayed.said("series", str(replayed.folder), measure, *of, *asked)["points"]
    found = [point["value"]["value"] for point in points if point["value"]["value"] is not None]
    assert [half_away(value, 0) for value in found] == shares


def test_parkfields_gap_closes_by_the_4_points_between_the_gains(replayed: Replayed) -> None:
    before, after = (
        replayed.value("parkfield-1", "maths", name) for name in ("gap_baseline", "gap_followup")
    )
    assert before < after < 0
    assert after - before == pytest.approx(8 - 4)


def test_what_the_coached_gained_is_not_beyond_chance(replayed: Replayed) -> None:
    """Seven grades net among eight pupils: the page must not read as more than that."""
    gain = replayed.study("coaching-1", "grade").finding("gain_target")
    assert gain.lower is not None
    assert gain.lower < 0


def test_st_helens_six_assessments_are_a_series_of_six_points(replayed: Replayed) -> None:
    series = replayed.said("series", str(replayed.folder), "reading", "--cycle", "st-helens-1")
    assert len([point for point in series["points"] if point["value"]["value"] is not None]) == 6
    assert len(weeks_between_assessments(replayed)) == 5


def test_the_days_that_st_helens_loads_are_those_that_its_log_tells_of(replayed: Replayed) -> None:
    with (replayed.folder / "data" / "st-helens.csv").open(encoding="utf-8") as file:
        row = next(csv.DictReader(file))
    days = [date.fromisoformat(day) for column, day in row.items() if column.startswith("Assessed")]
    loaded = [(later - earlier).days / 7 for earlier, later in pairwise(days)]
    assert loaded == weeks_between_assessments(replayed)


def test_hope_valley_adapts_because_of_what_pupils_said(replayed: Replayed) -> None:
    second = replayed.workspace.plan("hope-valley-2")
    assert second.follows == "hope-valley-1"
    assert "what pupils said" in (second.change_idea.adapts or "")
    with register(replayed.workspace.register) as events:
        told = [logged.entry for logged in standing(log_of(events, "hope-valley-1"))]
        [decision] = events.events(subject="hope-valley-1", kind=DECISION)
    assert decision.body["kind"] == "adapt"
    said = [entry for entry in told if isinstance(entry, Quotation)]
    assert {entry.who for entry in said} == {"pupil"}
    page = replayed.workspace.drafts / AUTUMN_2 / "cases" / "hope-valley" / "page.md"
    assert all(entry.words in page.read_text(encoding="utf-8") for entry in said)


def test_hope_valley_goes_from_single_sex_groups_to_mixed_ones(replayed: Replayed) -> None:
    assert {one.group for one in sessions(replayed, "hope-valley-1")} == {"Girls", "Boys"}
    assert all("mixed" in (one.group or "") for one in sessions(replayed, "hope-valley-2"))


def test_the_coached_are_girls_of_year_10(replayed: Replayed) -> None:
    group = replayed.workspace.plan("coaching-1").target_group.attributes
    assert (group["sex"], group["year"]) == (("F",), ("10",))


@pytest.mark.parametrize("cycle", ["hope-valley-1", "hope-valley-2", "st-helens-1"])
def test_scores_of_cycles_without_a_printed_figure_show_no_more_than_chance(
    cycle: str, replayed: Replayed
) -> None:
    """Nothing is published of them, so the made-up scores must not seem to say that an idea works."""
    study = next(
        study for (name, place, _), study in replayed.studies.items() if (name, place) == (cycle, "")
    )
    change = study.finding("gap_change")
    assert change.lower is not None
    assert change.upper is not None
    assert change.lower < 0 < change.upper


@pytest.mark.parametrize("engagement", ["hillingdon", "almondbury"])
def test_groups_of_which_nothing_is_printed_have_no_cycle_and_say_why(
    engagement: str, replayed: Replayed
) -> None:
    assert not [plan for plan in replayed.workspace.plans if plan.engagement == engagement]
    assert "no cycle is replayed" in (replayed.workspace.programme.engagement(engagement).context or "")


@pytest.mark.parametrize(
    ("cycle", "project_type"),
    [
        ("hope-valley-1", "evaluation"),  # pupils were asked, and what leaders did is told
        ("hope-valley-2", "monitoring"),
        ("boys-writing-1", "monitoring"),
        ("coaching-1", "monitoring"),
        ("kings-oak-1", "monitoring"),
        ("parkfield-1", "monitoring"),
        ("st-helens-1", "monitoring"),
    ],
)
def test_each_cycle_has_the_project_type_that_the_evidence_rules_assign(
    cycle: str, project_type: str, replayed: Replayed
) -> None:
    with register(replayed.workspace.register) as events:
        book = CycleBook(events.events())
    story = CycleStory(replayed.workspace.plan(cycle), f"cycles/{cycle}.yaml", book.events(cycle))
    assert evidence_grade(story).answer == project_type


def test_the_same_seed_makes_the_same_pupils_and_logs(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(EXAMPLE / "make_example.py"), str(tmp_path)], check=True, timeout=60)
    kept = {
        path.relative_to(EXAMPLE): path.read_bytes()
        for folder in ("data", "rehearsal/logs")
        for path in sorted((EXAMPLE / folder).glob("*.csv"))
    }
    made = {path.relative_to(tmp_path): path.read_bytes() for path in sorted(tmp_path.rglob("*.csv"))}
    assert made == kept
