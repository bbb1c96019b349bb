"""One school's trouble is not another's: late data, open plans, missing approvals hold up nobody else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.flows.drafts import pages_to_read
from halfterm.flows.engine import LocalEngine
from halfterm.flows.half_term import HalfTermReport, half_term, plain_stages
from halfterm.flows.life import go_without
from halfterm.flows.locking import amend, lock_now
from halfterm.flows.review import Reviews
from halfterm.flows.run import Run
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.arrivals import arrived
from halfterm.warehouse.register import register
from halfterm.warehouse.store import reading
from tests.flows.programme_2012 import deliver, make_programme

AUTUMN, SPRING = "autumn-2-201112", "spring-1-201112"
TODAY = date(2012, 2, 9)
HALTERWORTH = {"halterworth": "HALTERWORTH", "awbridge": "AWBRIDGE", "wellow": "WELLOW"}
DANEHILL = {"danehill": "DANEHILL", "an-east-sussex-primary": "AN-EAST-SUSSEX-PRIMARY"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two engagements of one cluster, with their baselines."""
    made = make_programme(tmp_path / "two", ("Halterworth", "Danehill"))
    deliver(made, "halterworth", AUTUMN, codes=HALTERWORTH)
    deliver(made, "danehill", AUTUMN, codes=DANEHILL)
    return made


def run(folder: Path, today: date = TODAY) -> HalfTermReport:
    stages = plain_stages(LocalEngine(), rehearse=False)
    return half_term(Run(folder, SPRING, today), stages, wait=True)


def states(folder: Path) -> dict[str, str]:
    with register(open_workspace(folder).register) as events:
        return {cycle: held.state for cycle, held in CycleBook(events.events()).locked.items()}


def approve(folder: Path, engagements: Iterable[str]) -> None:
    workspace = open_workspace(folder)
    with register(workspace.register) as events:
        reviews = Reviews(events, workspace.programme, one_person=False)
        for page in pages_to_read(workspace.drafts / SPRING):
            if page.engagement in engagements:
                reviews.submit(page, by=f"nle-{page.engagement}", on=TODAY)
                reviews.approve(page, by=f"head-{page.school or page.engagement}", on=TODAY)


def test_a_late_school_holds_up_nobody_and_is_named(folder: Path) -> None:
    deliver(folder, "danehill", SPRING, codes=DANEHILL)
    deliver(folder, "halterworth", SPRING, codes=HALTERWORTH, without=("wellow",))
    report = run(folder)
    assert states(folder) == {"danehill-1": "in review", "halterworth-1": "under way"}
    assert report.problems == ("cycle 'halterworth-1': the follow-up of Wellow is not loaded yet",)
    assert {page.engagement for page in pages_to_read(folder / "drafts" / SPRING)} == {"danehill"}
    deliver(folder, "halterworth", SPRING, codes=HALTERWORTH)
    assert run(folder).problems == ()
    assert states(folder) == {"danehill-1": "in review", "halterworth-1": "in review"}


def test_what_came_late_changes_no_page_that_was_approved_before(folder: Path) -> None:
    deliver(folder, "danehill", SPRING, codes=DANEHILL)
    run(folder)
    approve(folder, ["danehill"])
    deliver(folder, "halterworth", SPRING, codes=HALTERWORTH)
    run(folder)
    workspace = open_workspace(folder)
    with register(workspace.register) as events:
        reviews = Reviews(events, workspace.programme, one_person=False)
        of_danehill = [
            reviews.state(page)
            for page in pages_to_read(workspace.drafts / SPRING)
            if page.engagement == "danehill"
        ]
    assert of_danehill == ["published"] * 3


def test_a_missing_file_and_a_wrong_row_are_told_beside_what_went_well(folder: Path) -> None:
    deliver(folder, "danehill", SPRING, codes=DANEHILL)
    missing = run(folder).problems
    assert missing[0] == (
        "source 'halterworth', spring-1-201112: there is no file inbox/halterworth-spring-1-201112.csv"
    )
    deliver(folder, "halterworth", SPRING, codes=HALTERWORTH)
    export = folder / "inbox" / f"halterworth-{SPRING}.csv"
    export.write_text(export.read_text() + "x-1,HALTERWORTH,N,in,secret7\n")
    wrong = run(folder).problems
    assert any("row 86, column 'Reading': not a number and not a known code" in problem for problem in wrong)
    assert "secret7" not in str(wrong)
    assert states(folder) == {"danehill-1": "in review", "halterworth-1": "under way"}


def test_a_cycle_goes_on_without_a_school_whose_page_is_then_not_drafted(folder: Path) -> None:
    deliver(folder, "halterworth", SPRING, codes=HALTERWORTH, without=("wellow",))
    run(folder)
    workspace = open_workspace(folder)
    with register(workspace.register) as events:
        go_without(
            events,
            workspace.programme,
            workspace.plan("halterworth-1"),
            school="wellow",
            by="nle-halterworth",
            on=TODAY,
            reason="The export was lost.",
        )
    run(folder)
    assert states(folder)["halterworth-1"] == "in review"
    drafted = [page.path for page in pages_to_read(folder / "drafts" / SPRING)]
    assert drafted == ["schools/halterworth", "schools/awbridge", "cases/halterworth"]


def test_the_follow_up_of_an_open_plan_is_not_loaded_even_from_a_file_that_holds_it(folder: Path) -> None:
    plan = folder / "cycles" / "danehill-1.yaml"
    plan.write_text(plan.read_text().replace('"by": "2012-02-10"', '"by": "2012-02-01"'))
    deliver(folder, "danehill", SPRING, codes=DANEHILL)
    deliver(folder, "halterworth", SPRING, codes=HALTERWORTH)
    problems = run(folder).problems
    assert "cycle 'danehill-1': its plan is not locked, so its follow-up is not loaded" in problems
    with reading(open_workspace(folder).warehouse) as connection:
        assert {school for school, _ in arrived(connection, SPRING)} == set(HALTERWORTH)


def test_what_is_approved_is_published_and_the_rest_is_named_with_what_is_missing(folder: Path) -> None:
    deliver(folder, "danehill", SPRING, codes=DANEHILL)
    deliver(folder, "halterworth", SPRING, codes=HALTERWORTH)
    run(folder)
    approve(folder, ["danehill"])
    waiting = run(folder).publication.waiting
    assert set(waiting) == {"schools/halterworth", "schools/awbridge", "schools/wellow", "cases/halterworth"}
    assert waiting["cases/halterworth"].startswith("draft; to submit: ")
    edition = folder / "site" / SPRING
    assert (edition / "cases" / "danehill.html").is_file()
    assert not (edition / "cases" / "halterworth.html").exists()
    # Its cluster's figures, less those of one engagement, would be those of the other.
    assert "south-east-primary,reading,gap" not in (edition / "data" / "edition.csv").read_text()


def test_a_withdrawn_page_takes_its_engagement_out_of_the_edition(folder: Path) -> None:
    deliver(folder, "danehill", SPRING, codes=DANEHILL)
    deliver(folder, "halterworth", SPRING, codes=HALTERWORTH)
    run(folder)
    approve(folder, ["danehill", "halterworth"])
    run(folder)
    workspace = open_workspace(folder)
    page = next(p for p in pages_to_read(workspace.drafts / SPRING) if p.path == "cases/danehill")
    with register(workspace.register) as events:
        reviews = Reviews(events, workspace.programme, one_person=False)
        reviews.withdraw(page, by="head-danehill", on=TODAY, reason="A class is missing.")
    run(folder)
    assert not (folder / "site" / SPRING / "cases" / "danehill.html").exists()
    assert (folder / "site" / SPRING / "cases" / "halterworth.html").is_file()


def test_the_last_withdrawn_page_takes_the_edition_back(folder: Path) -> None:
    deliver(folder, "danehill", SPRING, codes=DANEHILL)
    run(folder)
    approve(folder, ["danehill"])
    run(folder)
    assert (folder / "site" / SPRING).is_dir()
    workspace = open_workspace(folder)
    with register(workspace.register) as events:
        reviews = Reviews(events, workspace.programme, one_person=False)
        for page in pages_to_read(workspace.drafts / SPRING):
            reviews.withdraw(page, by="nle-danehill", on=TODAY, reason="The wrong year's scores.")
    assert run(folder).publication.changed
    assert not (folder / "site" / SPRING).exists()
    assert not (folder / "site" / "index.html").exists()


def change(folder: Path, old: str, new: str) -> None:
    plan = folder / "cycles" / "danehill-1.yaml"
    assert old in plan.read_text()
    plan.write_text(plan.read_text().replace(old, new))


def test_a_plan_is_locked_by_hand_and_its_change_is_an_amendment_with_a_reason(folder: Path) -> None:
    lock_now(folder, "danehill-1", by="nle-danehill", today=date(2012, 1, 4))
    change(folder, '"value": -3', '"value": -2')
    (problem, *_) = run(folder).problems
    assert "its file has been changed since" in problem
    amendment = amend(folder, "danehill-1", by="head-danehill", reason="A slip.", today=date(2012, 1, 5))
    assert amendment.changed == ("predictions.0.value",)
    deliver(folder, "danehill", SPRING, codes=DANEHILL)
    run(folder)
    with register(open_workspace(folder).register) as events:
        held = CycleBook(events.events()).locked["danehill-1"]
    assert (held.plan.predictions[0].value, held.amendments) == (-2, (amendment,))


@pytest.mark.parametrize("delivered", [("danehill", "an-east-sussex-primary"), ("danehill",)])
def test_no_prediction_is_amended_once_any_follow_up_can_be_seen(
    folder: Path, delivered: tuple[str, ...]
) -> None:
    without = tuple(set(DANEHILL) - set(delivered))
    deliver(folder, "danehill", SPRING, codes=DANEHILL, without=without)
    run(folder)
    change(folder, '"value": -3', '"value": -2')
    with pytest.raises(NotAllowed, match=r"'predictions.0.value' cannot change any more"):
        amend(folder, "danehill-1", by="nle-danehill", reason="Now we know.", today=TODAY)


def test_another_engagement_may_measure_on_another_scale(folder: Path) -> None:
    change(folder, '"scale": "points-2"', '"scale": "aps"')
    source = folder / "sources" / "danehill.yaml"
    source.write_text(source.read_text().replace('"scale": "points-2"', '"scale": "aps"'))
    assert run(folder, date(2012, 1, 10)).planned.locked.locked == 2
    deliver(folder, "danehill", SPRING, codes=DANEHILL)
    deliver(folder, "halterworth", SPRING, codes=HALTERWORTH)
    assert run(folder).problems == ()
    assert set(states(folder).values()) == {"in review"}


def test_a_plan_on_another_scale_than_its_scores_is_told_and_the_others_are_locked(folder: Path) -> None:
    change(folder, '"scale": "points-2"', '"scale": "aps"')
    (problem, *_) = [p for p in run(folder, date(2012, 1, 10)).problems if "scale" in p]
    assert problem.startswith("cycle 'danehill-1': 'reading' is planned on scale 'aps'")
    assert states(folder) == {"halterworth-1": "under way"}


def test_a_plan_for_a_group_of_nobody_is_told_and_the_others_are_locked(folder: Path) -> None:
    change(folder, '"fsm": "yes"', '"fsm": "perhaps"')
    problems = run(folder, date(2012, 1, 10)).problems
    assert "cycle 'danehill-1': nobody is in the target group 'FSM pupils' at autumn-2-201112" in problems
    assert states(folder) == {"halterworth-1": "under way"}


def test_amending_and_locking_are_for_those_who_lead_and_need_their_reasons(folder: Path) -> None:
    with pytest.raises(NotAllowed, match="neither leads 'danehill' nor is its NLE"):
        lock_now(folder, "danehill-1", by="head-wellow", today=TODAY)
    lock_now(folder, "danehill-1", by="nle-danehill", today=TODAY)
    with pytest.raises(NotAllowed, match="only a drafted plan is locked"):
        lock_now(folder, "danehill-1", by="nle-danehill", today=TODAY)
    with pytest.raises(NotAllowed, match="nothing to amend"):
        amend(folder, "danehill-1", by="nle-danehill", reason="No change.", today=TODAY)
    with pytest.raises(BadInput, match="say why"):
        amend(folder, "danehill-1", by="nle-danehill", reason=" ", today=TODAY)
    with pytest.raises(NotAllowed, match="not locked yet"):
        amend(folder, "halterworth-1", by="nle-halterworth", reason="Too early.", today=TODAY)
