"""The 2012 programme as the example has it: who took part, what is marked as made up, and how it is made."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from halfterm.cycles.programme import Programme
from halfterm.flows.workspace import Workspace, open_workspace
from tests.examples.replayed_2012 import EXAMPLE

WITHOUT_CASE = {"mills-hill", "st-pauls", "woodlands", "gaddesby"}
ALLIANCES = {"tollgate", "st-eanswythes", "yesoiday-hatorah", "forest-way", "mills-hill"}
MADE = ("programme.yaml", "rehearsal.yaml", "data/*.csv", "data/classes/*.csv", "rehearsal/**/*")


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return open_workspace(EXAMPLE)


@pytest.fixture(scope="module")
def programme(workspace: Workspace) -> Programme:
    return workspace.programme


def test_sixteen_leaders_and_five_alliances_work_in_five_clusters(programme: Programme) -> None:
    assert [(c.region, c.phase) for c in programme.clusters] == [
        ("North West", "primary"),
        ("North West", "secondary"),
        ("Midlands", "primary"),
        ("London and South East", "primary"),
        ("London and South East", "secondary"),
    ]
    leaders = Counter(person.role for person in programme.people)
    assert leaders["nle"] == 16
    assert {e.id for e in programme.engagements if programme.person(e.nle).role != "nle"} == ALLIANCES


def test_seventeen_of_twenty_one_engagements_have_cycles_and_four_say_why_they_have_none(
    workspace: Workspace,
) -> None:
    with_cycles = {plan.engagement for plan in workspace.plans}
    assert len(with_cycles) == 17
    without = [e for e in workspace.programme.engagements if e.id not in with_cycles]
    assert {engagement.id for engagement in without} == WITHOUT_CASE
    assert all("without a case study" in (engagement.context or "") for engagement in without)


def test_every_theme_and_model_of_support_is_there(programme: Programme) -> None:
    themes = Counter(engagement.themes[0] for engagement in programme.engagements if engagement.themes)
    assert sorted(themes.values()) == [1, 1, 4, 5, 6]
    models = {e.id: e.model for e in programme.engagements if e.model != "one-to-one"}
    assert models == {
        "tollgate": "group of schools",
        "meadow": "group of schools",
        "halterworth": "federation",
        "forest-way": "alliance",
    }


def test_clusters_meet_from_autumn_2_and_everybody_came_together_three_times(programme: Programme) -> None:
    half_terms = programme.meeting_half_terms
    assert (half_terms[0].id, half_terms[-1].id) == ("autumn-2-201112", "spring-1-201213")
    months = [date(one.on.year, one.on.month, 1) for one in programme.workshops]
    assert months == [date(2011, 12, 1), date(2012, 6, 1), date(2013, 1, 1)]


def test_people_go_by_their_school_without_commas_so_that_lists_of_them_can_be_read(
    programme: Programme,
) -> None:
    assert [person.name for person in programme.people if "," in person.name] == []
    named = {person.id: (person.name, person.role) for person in programme.people}
    assert named["nle-gilmorton-chandler"] == ("Gilmorton Chandler's leader", "nle")
    assert named["head-st-peters"] == ("St Peter's head", "headteacher")
    assert named["data-supported-1"] == ("Bolton primary's data manager", "data manager")
    assert named["head-bury-neighbour"] == ("Neighbouring primary's head", "headteacher")


def test_an_engagement_of_three_schools_joins_their_names_as_a_list(programme: Programme) -> None:
    named = {engagement.id: engagement.name for engagement in programme.engagements}
    assert named["forest-way"] == (
        "Forest Way School, King Edward VII Science and Sports College and Shelthorpe Primary School"
    )
    assert named["meadow"].endswith(", a primary school in Leicestershire and a primary school in Leicester")
    assert named["broadoak"] == "Broadoak Primary School and The Cathedral Primary School"


@pytest.mark.parametrize(
    "name", ["halterworth-h3", "halterworth-h4", "halterworth-h5", "wellow-w3", "wellow-w5", "awbridge-a4"]
)
def test_the_target_pupils_of_a_class_do_not_all_gain_the_same(name: str) -> None:
    with (EXAMPLE / "data" / "classes" / f"{name}.csv").open(newline="") as file:
        target = [row for row in csv.DictReader(file) if row["FSM"] == "Y"]
    for subject in ("Reading", "Writing", "Maths"):
        scores = [(row[f"{subject} Sum1"], row[f"{subject} Aut2"]) for row in target]
        if scores[0][0]:  # writing is not assessed everywhere
            assert len({int(after) - int(before) for before, after in scores}) > 1, subject


def test_no_decision_speaks_of_one_place_where_there_are_several() -> None:
    for path in (EXAMPLE / "rehearsal").glob("*.yaml"):
        assert "one place" not in path.read_text(), path.name


def test_what_was_claimed_of_the_whole_is_kept_as_a_claim(programme: Programme) -> None:
    (claim,) = programme.claims
    assert (claim.k, claim.n) == (16, 17)


def test_made_up_pupils_are_called_so_wherever_they_stand(programme: Programme) -> None:
    assert "synthetic" in (programme.stands_in or "")
    assert "synthetic" in (EXAMPLE / "README.md").read_text()
    for path in (EXAMPLE / "data").rglob("*.csv"):
        with path.open(newline="") as file:
            assert next(csv.reader(file))[0] == "Synthetic pupil", path.name
    for path in (EXAMPLE / "sources").glob("*.yaml"):
        assert path.read_text().startswith("# Synthetic pupils"), path.name


def test_every_prediction_that_is_not_the_reports_says_whose_it_is(workspace: Workspace) -> None:
    for plan in workspace.plans:
        for prediction in plan.predictions:
            expected = "what the school's teachers expected" if plan.id == "heath-1" else "the replay's own"
            assert expected in (prediction.because or ""), plan.id


def test_the_generator_makes_the_same_files_again(tmp_path: Path) -> None:
    copy = shutil.copytree(EXAMPLE, tmp_path / "example")
    for pattern in MADE:
        for path in [path for path in copy.glob(pattern) if path.is_file()]:
            path.unlink()
    subprocess.run([sys.executable, str(copy / "make_example.py")], check=True)
    for pattern in MADE:
        originals = [path for path in sorted(EXAMPLE.glob(pattern)) if path.is_file()]
        assert originals
        for path in originals:
            assert (copy / path.relative_to(EXAMPLE)).read_bytes() == path.read_bytes(), path.name
