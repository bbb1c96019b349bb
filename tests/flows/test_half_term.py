"""A half-term from its plans to its edition, on a small workspace."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import duckdb
import pytest

from halfterm.cycles.errors import BadInput, StoreTrouble
from halfterm.flows.engine import LocalEngine, StepFailed
from halfterm.flows.half_term import HalfTermReport, half_term, plain_stages
from halfterm.flows.run import Run
from halfterm.warehouse.database import sql
from halfterm.warehouse.register import register
from tests.flows.small_workspace import make_workspace

TODAY = date(2026, 1, 5)


def run(folder: Path, name: str, *, rehearse: bool = True) -> HalfTermReport:
    return half_term(Run(folder, name, TODAY), plain_stages(LocalEngine(), rehearse=rehearse))


def tree(folder: Path) -> dict[str, str]:
    """Every file below a folder with a hash of its bytes."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose two half-terms have been run. Tests only read it."""
    folder = make_workspace(tmp_path_factory.mktemp("finished") / "small")
    for name in ("spring-1", "spring-2"):
        run(folder, name)
    return folder


def test_a_chain_runs_from_plan_to_a_published_edition(finished: Path) -> None:
    for name in ("spring-1", "spring-2"):
        for page in ("index", "schools/ash", "cases/ash-beech", "clusters/north", "methods"):
            assert (finished / "site" / name / f"{page}.html").is_file()
    assert "spring-2/index.html" in (finished / "site" / "index.html").read_text()


def test_the_decision_opens_the_next_cycle_with_moved_dates(finished: Path) -> None:
    drafted = (finished / "cycles" / "ash-beech-2.yaml").read_text()
    assert "follows: ash-beech-1" in drafted
    assert "baseline: spring-1" in drafted
    assert "by: '2025-04-04'" in drafted


def test_the_register_tells_the_whole_life_in_order(finished: Path) -> None:
    with register(finished / "warehouse" / "register.sqlite") as events:
        assert events.broken_event() is None
        kinds = [event.kind for event in events.events() if event.subject in ("ash-beech-1", "ash-beech-2")]
        days = [event.on for event in events.events()]
    life = ["plan locked", "cycle started", "followed up", "studied", "put to review", "decision"]
    assert kinds == [*life, "cycle drafted", *life]
    assert days == sorted(days)


def test_running_again_changes_nothing_and_says_so(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    assert run(folder, "spring-1").changed
    before = tree(folder / "site"), tree(folder / "drafts"), tree(folder / "cycles")
    assert not run(folder, "spring-1").changed
    assert (tree(folder / "site"), tree(folder / "drafts"), tree(folder / "cycles")) == before


def test_without_reviews_the_edition_waits_and_names_its_pages(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    report = run(folder, "spring-1", rehearse=False)
    assert tuple(report.publication.waiting) == (
        "schools/ash",
        "schools/beech",
        "schools/cedar",
        "schools/dogwood",
        "cases/ash-beech",
        "cases/cedar-dogwood",
    )
    assert (report.acted.approved, report.acted.decided) == (0, 0)
    assert not (folder / "site").exists()


def test_a_plan_changed_after_its_lock_changes_nothing_and_is_said(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    run(folder, "spring-1")
    before = tree(folder / "site")
    plan = folder / "cycles" / "ash-beech-1.yaml"
    plan.write_text(plan.read_text().replace("value: -3", "value: -2"))
    (problem,) = run(folder, "spring-1").problems
    assert problem.startswith("cycle 'ash-beech-1': its plan was locked on 2025-01-20 and its file has been")
    assert tree(folder / "site") == before


def test_a_plan_that_comes_after_its_follow_up_cannot_be_locked(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    run(folder, "spring-1")
    late = (folder / "cycles" / "ash-beech-1.yaml").read_text().replace("id: ash-beech-1", "id: late")
    (folder / "cycles" / "late.yaml").write_text(late)
    problems = run(folder, "spring-1").problems
    assert [p.split(";")[0] for p in problems] == [
        "cycle 'late': its follow-up (spring-1) was loaded before the plan was locked",
        "cycle 'late': its plan is not locked, so its follow-up is not loaded",
    ]
    # Nor does it hide what the others have: nothing is loaded or studied anew.
    assert not run(folder, "spring-1").changed


def test_a_target_that_is_past_today_cannot_be_locked(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    programme = folder / "programme.yaml"
    programme.write_text(programme.read_text().replace("replay: yes", "replay: no"))
    with pytest.raises(BadInput, match="a target in the past: reading by 2025-02-14"):
        run(folder, "spring-1", rehearse=False)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (
            ("A10003,A1,Y,out,", "A10003,A1,Y,out,secret7"),
            "row 5, column 'Reading Aut2': not a number and not a known code",
        ),
        (("A10003,A1,", "A10002,A1,"), "rows 4-5, column 'UPN': the same pupil more than once"),
        (("A10003,A1,", "A10003,,"), "row 5, column 'School': a row with no school"),
        (("A10003,A1,Y", "A10003,A1,Q"), "row 5, column 'FSM': a value that the source does not map"),
    ],
)
def test_a_wrong_row_refuses_the_load_by_row_and_rule_and_leaves_nothing(
    tmp_path: Path, fault: tuple[str, str], message: str
) -> None:
    folder = make_workspace(tmp_path / "small")
    marks = folder / "inbox" / "marks.csv"
    marks.write_text(marks.read_text().replace(*fault, 1))
    with pytest.raises(BadInput) as refused:
        run(folder, "spring-1")
    assert message in str(refused.value)
    assert "secret7" not in str(refused.value)
    with duckdb.connect(str(folder / "warehouse" / "halfterm.duckdb")) as connection:
        assert connection.execute("SELECT count(*) FROM load").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM result").fetchone() == (0,)


def test_everything_wrong_in_a_workspace_is_said_at_once(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    one, two = folder / "cycles" / "ash-beech-1.yaml", folder / "cycles" / "cedar-dogwood-1.yaml"
    one.write_text(
        one.read_text().replace("theme:", "teme:").replace("goal: -1, by: 2025", "goal: -1, by: 2023")
    )
    two.write_text(two.read_text().replace("follow_up: spring-1", "follow_up: autumn-2"))
    with pytest.raises(BadInput) as refused:
        run(folder, "spring-1")
    text = str(refused.value)
    assert "cycles/ash-beech-1.yaml, line 21: unknown key 'intervention.teme'; did you mean 'theme'?" in text
    assert (
        "cycles/cedar-dogwood-1.yaml: the follow-up (autumn-2) is not after the baseline (autumn-2)" in text
    )


def test_an_unexpected_error_is_stripped_of_its_words() -> None:
    def broken() -> None:
        raise RuntimeError("pupil B801200005001 scored 17")

    with pytest.raises(StepFailed) as failed:
        LocalEngine().step("load", broken)
    assert "RuntimeError" in str(failed.value)
    assert "B801200005001" not in str(failed.value)
    assert failed.value.__cause__ is None


def test_a_warehouse_that_lost_rows_is_noticed_before_anything_is_done(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    run(folder, "spring-1")
    with duckdb.connect(str(folder / "warehouse" / "halfterm.duckdb")) as connection:
        connection.execute("DELETE FROM result WHERE rowid = 0")
    with pytest.raises(StoreTrouble, match="does not hold what was loaded"):
        run(folder, "spring-1")


def test_groups_that_are_not_those_of_the_lock_are_noticed(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    run(folder, "spring-1")
    with duckdb.connect(str(folder / "warehouse" / "halfterm.duckdb")) as connection:
        connection.execute("UPDATE frozen_group SET side = 'target' WHERE cycle = 'ash-beech-1'")
        connection.execute(sql("ledger_rows"))
        connection.execute(
            "UPDATE ledger SET rows_hash = r.rows_hash FROM ledger_rows AS r "
            "WHERE ledger.entry = r.entry AND ledger.table_name = r.table_name"
        )
    (folder / "warehouse" / "halfterm.head").unlink()  # the note beside it would tell of the change first
    with pytest.raises(StoreTrouble, match="'ash-beech-1': its groups are not those that were locked"):
        run(folder, "spring-1")
