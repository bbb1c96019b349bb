"""`halfterm pool` on a workspace that has run: the numbers of its studies, and nothing that is hidden."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from halfterm.cycles.do_log_entries import Spending
from halfterm.cycles.errors import BadInput
from halfterm.cycles.events import LOCKED
from halfterm.cycles.impact.pooled_effect import Effect, combined
from halfterm.cycles.impact.pooling import pool
from halfterm.cycles.impact.pooling_studies import STATISTIC
from halfterm.flows.cli import app
from halfterm.flows.do_log import Desk, add_entry
from halfterm.flows.engine import LocalEngine
from halfterm.flows.half_term import half_term, plain_stages
from halfterm.flows.pool import FEW, PoolReport, pool_workspace
from halfterm.flows.pool_shown import pools_json, print_pools
from halfterm.flows.pool_words import sentences
from halfterm.flows.run import Run
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.register import register
from halfterm.warehouse.study_files import read_studies
from tests.flows.small_workspace import make_workspace

TODAY = date(2026, 1, 5)
COST = "costs: [{what: Readers, pounds: 10, funding: pupil premium, per_pupil: true}]"

Pools = list[dict[str, Any]]


LATER = {
    "id: ash-beech-1": "id: ash-beech-2",
    "planned: 2024-12-16": "planned: 2025-02-17",
    "half_term: spring-1": "half_term: spring-2",
    "baseline: autumn-2": "baseline: spring-1",
    "follow_up: spring-1": "follow_up: spring-2",
    "2025-02-14": "2025-04-04",
}


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two half-terms studied, one engagement in both; plans give a cost, one do-log has spent. Only read."""
    folder = make_workspace(tmp_path_factory.mktemp("finished") / "small")
    for plan in (folder / "cycles").glob("*.yaml"):
        plan.write_text(plan.read_text().replace("theme: Mentoring}", f"theme: Mentoring, {COST}}}"))
    text = (folder / "cycles/ash-beech-1.yaml").read_text()
    for before, after in LATER.items():
        text = text.replace(before, after)
    (folder / "cycles/ash-beech-2.yaml").write_text(text)
    for name in ("spring-1", "spring-2"):
        stages = plain_stages(LocalEngine(), rehearse=False)
        half_term(Run(folder, name, TODAY), stages, only=("plan", "do", "study"))
    spend(folder, "ash-beech-1")
    return folder


def spend(folder: Path, cycle: str) -> None:
    """Log 90 pounds."""
    opened = open_workspace(folder)
    with register(opened.register) as events:
        locked = next(e.on for e in events.events(subject=cycle) if e.kind == LOCKED)
        entry = Spending(on=locked, what="Readers", pounds=90)
        add_entry(events, Desk(opened.programme, opened.plan(cycle), "nia", TODAY), entry)


@pytest.fixture(scope="module")
def seen_by(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., PoolReport]:
    """The pools as one audience sees them, each made once."""
    folder = tmp_path_factory.mktemp("seen") / "small"
    shutil.copytree(finished, folder)

    @cache
    def report(audience: str, **asked: Any) -> PoolReport:
        (folder / "halfterm.toml").write_text(f'audience = "{audience}"\n')
        return pool_workspace(folder, today=TODAY, **asked)

    return report


def printed(report: PoolReport, width: int = 110) -> str:
    console = Console(width=width)
    with console.capture() as said:
        print_pools(console, report)
    return said.get()


def told(report: PoolReport) -> Pools:
    made: Pools = json.loads(pools_json(report))["pools"]
    return made


def own_effects(folder: Path, statistic: str) -> dict[str, list[Effect]]:
    """Each school's effects from the recorded studies, read by hand."""
    held: dict[str, list[Effect]] = {}
    for name in ("spring-1", "spring-2"):
        for study in read_studies(folder / "warehouse/studies" / name):
            if study.level == "school":
                effect = Effect.of(study.cycle, study.finding(statistic))
                held.setdefault(study.place, []).append(effect)
    return held


def test_an_interval_that_is_narrow_by_agreement_alone_claims_nothing(
    seen_by: Callable[..., PoolReport],
) -> None:
    report = seen_by("school")
    impact = report.pools[0]
    alike = dict(zip((effect.name for effect in impact.effects), (0.12, 0.13, 0.15, 0.12), strict=True))
    used = tuple(
        replace(one, effect=replace(one.effect, value=alike[one.source.key], standard_error=0.2))
        for one in impact.used
    )
    said = " ".join(sentences(replace(impact, used=used), report))
    assert "No clear difference between treated and untreated pupils: +0.13 (+0.11 to +0.15)" in said
    assert "the effects agree better than chance would make them" in said


@pytest.mark.parametrize("place", [0, 1])
def test_a_pool_is_of_the_recorded_findings_of_its_own_statistic(
    finished: Path, seen_by: Callable[..., PoolReport], place: int
) -> None:
    made = seen_by("school").pools[place]
    held = own_effects(finished, STATISTIC[made.question])
    by_hand = pool([combined(school, effects) for school, effects in sorted(held.items())])
    assert made.fit is not None
    assert made.whole.value == pytest.approx(by_hand.mean.value)
    assert made.whole.standard_error == pytest.approx(by_hand.mean.standard_error)
    assert {effect.name for effect in made.effects} == {f"school {school}" for school in held}


def test_impact_comes_first_and_apart_from_relative_progress(seen_by: Callable[..., PoolReport]) -> None:
    report = seen_by("school")
    assert [(one.question, one.name, one.measure) for one in report.pools] == [
        ("impact", "reading pairs", "reading"),
        ("relative progress", "reading pairs", "reading"),
    ]
    text = printed(report)
    assert text.index("Impact: treated against untreated") < text.index("Relative progress: the target group")
    assert "this is not impact" in text


def test_the_terminal_says_what_was_found_how_sure_and_what_it_hangs_on(
    seen_by: Callable[..., PoolReport],
) -> None:
    text = " ".join(printed(seen_by("school")).split())
    assert re.search(
        r"Treated pupils made more progress than untreated ones: \+0\.\d\d \(\+0\.\d\d to \+\d", text
    )
    assert "over 4 schools, " in text
    assert "One more school may expect anything from" in text
    assert "It hangs on" in text
    assert "With 4 schools, how much schools differ is hardly known." in text
    assert "Who was treated was not drawn at random" in text
    assert re.search(r"Spring 1 +4 ", text)


def test_the_costs_of_plan_and_log_are_told_for_each_pupil_and_month(
    seen_by: Callable[..., PoolReport],
) -> None:
    report = seen_by("school")
    impact, progress = told(report)
    assert (impact["cost_per_pupil"]["value"], impact["cost_band"]) == (10, "very low")
    months = impact["months"]["value"]
    assert impact["cost_per_month"]["value"] == pytest.approx(10 / months, abs=0.51)
    assert progress["cost_per_month"]["value"] is None
    spent = next(one for one in report.pools[0].costs if one.spent)
    assert impact["cost_per_pupil_so_far"]["value"] == pytest.approx(90 / spent.pupils, abs=0.51)
    assert "Planned cost £10 a pupil (very low)." in " ".join(impact["sentences"])
    assert "Spent to date: £" in " ".join(impact["sentences"])


def test_schools_come_shrunken_and_in_alphabetical_order(seen_by: Callable[..., PoolReport]) -> None:
    report = seen_by("school", by="school")
    text = printed(report)
    names = ["Ash School", "Beech School", "Cedar School", "Dogwood School"]
    places = [text.index(name, text.index("Effect, shrunken")) for name in names]
    assert places == sorted(places)
    fit = report.pools[0].fit
    assert fit is not None
    own = {effect.name: effect.value for effect in fit.effects}
    for effect, finding in zip(fit.effects, fit.shrunken(), strict=True):
        low, high = sorted((own[effect.name], fit.mean.value))
        assert finding.value is not None
        assert low - 1e-12 <= finding.value <= high + 1e-12
    assert [one["school"] for one in told(report)[0]["shrunken"]] == names


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("theme", ["Mentoring"] * 2),
        ("half-term", ["Spring 1", "Spring 2"] * 2),
        ("school", ["reading pairs"] * 2),
    ],
)
def test_pools_are_made_by_what_was_asked(
    seen_by: Callable[..., PoolReport], by: str, names: list[str]
) -> None:
    assert [one["name"] for one in told(seen_by("school", by=by))] == names


def test_what_an_audience_may_not_see_of_a_school_is_in_no_pool(
    finished: Path, seen_by: Callable[..., PoolReport]
) -> None:
    public = seen_by("public")
    small = {
        study.place
        for name in ("spring-1",)
        for study in read_studies(finished / "warehouse/studies" / name)
        if study.level == "school"
        and min(study.finding("impact").n_target, study.finding("impact").n_comparison) < 10
    }
    assert small, "the data hold a school whose treated pupils are few"
    impact = public.pools[0]
    for one in impact.used:
        if one.source.level == "school":
            assert min(one.effect.n_target, one.effect.n_comparison) >= 10
    assert {one.why for one in impact.left_out} <= {FEW}
    for name in ("school", "cluster", "public"):
        text = printed(seen_by(name))
        assert "nan" not in text.casefold()


def test_every_number_of_the_json_is_finite_and_rounded(seen_by: Callable[..., PoolReport]) -> None:
    for one in told(seen_by("public", by="school")):
        for figure in ("pooled_effect", "months", "cost_per_pupil"):
            value = one[figure]["value"]
            assert value is None or value == round(value, 2)


def test_a_narrow_terminal_shows_every_name(seen_by: Callable[..., PoolReport]) -> None:
    text = printed(seen_by("school"), width=80)
    assert "…" not in text
    assert max(map(len, text.splitlines())) <= 80


def test_an_unknown_measure_is_refused_with_the_nearest(finished: Path) -> None:
    with pytest.raises(BadInput, match="no studied measure 'readings'; did you mean 'reading'"):
        pool_workspace(finished, measure="readings", today=TODAY)


def test_a_workspace_that_was_never_run_has_nothing_to_pool(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small", pupils=4)
    with pytest.raises(BadInput, match="no cycle has been studied yet"):
        pool_workspace(folder, today=TODAY)


def test_the_command_prints_or_gives_json(finished: Path) -> None:
    plain = CliRunner().invoke(app, ["pool", str(finished)])
    assert (plain.exit_code, "reading pairs" in plain.output) == (0, True)
    made = CliRunner().invoke(app, ["pool", str(finished), "--by", "theme", "--measure", "reading", "--json"])
    assert json.loads(made.output)["by"] == "theme"
    assert CliRunner().invoke(app, ["pool", str(finished), "--by", "league"]).exit_code == 2
