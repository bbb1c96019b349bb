"""`halfterm series`: a measure over sixteen half-terms, judged, told, hidden and drawn."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from halfterm.cycles.do_log import body_of
from halfterm.cycles.do_log_entries import Session
from halfterm.cycles.errors import BadInput
from halfterm.cycles.events import LOGGED
from halfterm.cycles.series.shown import ShownSeries
from halfterm.flows.cli import app
from halfterm.flows.series import series_of
from halfterm.flows.series_asked import Asked
from halfterm.flows.series_shown import print_series
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.database import sql
from halfterm.warehouse.register import register
from halfterm.warehouse.store import warehouse
from tests.flows.series_workspace import days_of, fill, only_ordered, series_workspace
from tests.warehouse.loads_factory import pseudonym

STEADY = [-4.2, -3.6, -4.4, -4.0, -3.5, -4.5, -3.9, -4.1, -3.7, -4.3, -3.8, -4.0]


@pytest.fixture(scope="module")
def closing(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The gap stays about -4 for twelve half-terms, then closes to -1."""
    folder = tmp_path_factory.mktemp("closing") / "w"
    return series_workspace(folder, gaps=[*STEADY, -2.0, -1.2, -1.0])


def told(series: ShownSeries, width: int = 100) -> str:
    console = Console(file=io.StringIO(), width=width)
    print_series(console, series)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_gap_of_a_group_is_judged_over_all_half_terms(closing: Workspace) -> None:
    series = series_of(closing, Asked("reading", group="fsm=yes", targets=("-1",)))
    assert [point.value.value for point in series.points] == [*STEADY, -2.0, -1.2, -1.0]
    assert (series.kind, series.good, series.variation) == ("I'", "higher", "improving")
    assert [point.signal for point in series.points[-3:]] == ["above limits"] * 3
    assert series.assurance == "consistently failing"
    assert "12 v 12" in told(series)


def test_one_school_and_what_is_better_can_be_asked_for(closing: Workspace) -> None:
    series = series_of(closing, Asked("reading", group="fsm=yes", school="ash", good="lower"))
    assert (series.points[0].n.value, series.variation) == (6, "getting worse")
    assert series.title.endswith("Ash School")


def test_an_unlocked_cycle_is_shown_by_its_attributes_and_where_it_would_begin(closing: Workspace) -> None:
    series = series_of(closing, Asked("reading", cycle="ash-beech-1"))
    assert series.marks == (("ash-beech-1", 8),)
    assert (series.segments[0].centre_from, series.segments[0].centre_points) == ("before the cycle", 8)
    # The plan's goal counts from the cycle's half-term on.
    assert [point.target.value for point in series.points[7:10]] == [None, -1.0, -1.0]
    assert "start of ash-beech-1" in told(series)


def test_a_locked_cycle_is_shown_by_its_frozen_groups(tmp_path: Path) -> None:
    held = series_workspace(tmp_path / "w", gaps=STEADY[:8])
    with warehouse(held.warehouse) as connection:
        frozen = [["ash-yes-0", "target"], ["ash-yes-1", "target"], ["ash-no-0", "comparison"]]
        connection.executemany(
            "INSERT INTO frozen_group VALUES ('ash-beech-1', 'reading', ?, 'ash', ?, 'load-h08')",
            [[pseudonym(pupil), side] for pupil, side in frozen],
        )
        connection.execute(sql("ledger_entry"), {"entries": ["ash-beech-1"]})
    series = series_of(held, Asked("reading", cycle="ash-beech-1"))
    assert {(point.n.value, point.n_others.value) for point in series.points} == {(2.0, 1.0)}
    for audience in ("cluster", "public"):
        hidden = series_of(held, Asked("reading", cycle="ash-beech-1", audience=audience))  # type: ignore[arg-type]
        assert {point.value.text for point in hidden.points} == {"c"}
        assert "c hidden, few pupils" in told(hidden)
        assert not any(sign in told(hidden) for sign in ("−3", "−4"))


def test_scores_that_are_only_ordered_are_not_averaged(closing: Workspace) -> None:
    with pytest.raises(BadInput, match=r"--of gap: differences on scale .* mean nothing.*: --of share"):
        series_of(only_ordered(closing), Asked("reading", group="fsm=yes"))


def test_a_share_is_in_percent_with_limits_within_nought_and_a_hundred(closing: Workspace) -> None:
    series = series_of(closing, Asked("reading", of="share", threshold=18, targets=("40%", "h05=99.5")))
    assert (series.kind, series.unit.name) == ("P'", "percent")
    assert all((point.lower.value or 0) >= 0 and (point.upper.value or 0) <= 100 for point in series.points)
    assert [point.target.text for point in series.points[3:5]] == ["40.0%", "99.5%"]


def test_a_planned_rebase_has_its_own_lines(closing: Workspace) -> None:
    series = series_of(closing, Asked("reading", group="fsm=yes", rebase=("h13",)))
    assert [segment.stage for segment in series.segments] == ["runs and limits", "points only"]
    assert (series.variation, series.segments[0].locked) == ("no verdict", True)


def test_half_terms_on_another_scale_and_without_scores_stay_empty(tmp_path: Path) -> None:
    held = series_workspace(tmp_path / "w", gaps=[])
    gaps = [*STEADY[:3], None, *STEADY[4:]]
    fill(held, gaps=gaps, pupils=4, scales={"h02": "points-2"})
    series = series_of(held, Asked("reading", group="fsm=yes"))
    why = {point.id: point.why for point in series.points if point.why}
    assert why == {"h02": "on another scale", "h04": "no scores"}
    assert series.segments[0].known == 10


def test_wrong_words_are_answered_with_the_right_ones(closing: Workspace) -> None:
    wrong = {
        Asked("reeding"): "no scores of 'reeding' are loaded; did you mean 'reading'?",
        Asked("reading", cycle="ash-beech"): "no cycle 'ash-beech'; did you mean 'ash-beech-1'?",
        Asked("maths", cycle="ash-beech-1"): "cycle 'ash-beech-1' has no measure 'maths'",
        Asked("reading", group="fms=yes"): "--group: no attribute 'fms' is loaded; did you mean 'fsm'?",
        Asked("reading", school="assh"): "--school: no school 'assh'; did you mean 'ash'?",
        Asked("reading", of="gap"): "--of gap: say whose: --cycle ID, or --group such as fsm=yes",
        Asked(
            "reading", of="share"
        ): "--of share: say which score is to be reached with --threshold: no plan gives one",
        Asked(
            "reading", cycle="ash-beech-1", group="fsm=yes"
        ): "give --cycle or --group: a cycle has its own target group",
        Asked("reading", rebase=("h99",)): "--rebase: 'h99' is not one of the chart's points; did you mean "
        "'h09'?",
        Asked(
            "reading", rebase=("h01",)
        ): "--rebase: 'h01' is the first point: there is nothing before it to keep",
        Asked(
            "reading", targets=("high",)
        ): "--target: give a number, or HALF-TERM=NUMBER for one that holds from there on",
        Asked("reading", targets=("nan",)): "--target: give a number, or HALF-TERM=NUMBER for one that holds "
        "from there on",
        Asked("reading", threshold=float("nan"), of="share"): "--threshold: give a number",
        Asked("reading", every="week"): "--every week: scores come by half-term; only what the do-log counts "
        "has weeks",
        Asked("came", of="mean"): "--of: 'came' is counted from the do-log, which knows no such thing",
        Asked("came"): "'came': there is nothing to show yet for what is asked",
    }
    for asked, words in wrong.items():
        with pytest.raises(BadInput) as refused:
            series_of(closing, asked)
        assert str(refused.value).startswith(words), asked


def test_attendance_comes_from_the_do_log_by_half_term_or_week(tmp_path: Path) -> None:
    held = series_workspace(tmp_path / "w", gaps=[])
    starts = days_of("h09")[0]
    with register(held.register) as events:
        for week in range(6):
            for day in (1, 3):
                came = Session(
                    on=starts + timedelta(days=7 * week + day),
                    led_by="Nia",
                    role="mentor",
                    planned=12,
                    present=9,
                )
                body = body_of("ash-beech-1", came)
                events.append(LOGGED, "ash-beech-1", actor="nia", on=date(2025, 5, 1), body=body)
    whole = series_of(held, Asked("came"))
    assert [(p.name, p.value.text, p.n.text) for p in whole.points] == [("H09", "75.0%", "144")]
    weeks = series_of(held, Asked("came", cycle="ash-beech-1", every="week", audience="cluster"))
    assert len(weeks.points) == 6
    assert {p.value.text for p in weeks.points} == {"75.0%"}
    assert "no verdict before 10" in told(weeks)
    public = series_of(held, Asked("came", every="week", audience="public"))
    assert {p.value.text for p in public.points} == {"c"}


def test_the_command_prints_a_table_json_and_a_chart_with_its_table(
    closing: Workspace, tmp_path: Path
) -> None:
    folder = str(closing.folder)
    words = ["series", folder, "reading", "--group", "fsm=yes"]
    printed = CliRunner().invoke(app, words)
    assert printed.exit_code == 0, printed.output
    assert "Variation: improving by more than chance explains" in " ".join(printed.output.split())
    chart = tmp_path / "gap.svg"
    told = CliRunner().invoke(app, [*words, "--json", "--svg", str(chart)])
    content = json.loads(told.output)
    assert content["variation"] == "improving"
    assert content["points"][0]["value"] == {"value": -4.2, "symbol": None}
    assert 0 < content["segments"][0]["false_signal"] < 0.1
    assert chart.read_text().startswith("<svg")
    assert len(chart.with_suffix(".csv").read_text().splitlines()) == 16


def test_the_folder_may_be_left_out_and_mistakes_are_refused(
    closing: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(closing.folder)
    assert CliRunner().invoke(app, ["series", "reading"]).exit_code == 0
    for words in (
        ["a", "b", "c"],
        ["reading", "--svg", "chart.png"],
        ["reading", "--svg", str(tmp_path / "no" / "c.svg")],
    ):
        refused = CliRunner().invoke(app, ["series", *words])
        assert isinstance(refused.exception, BadInput), words


def test_a_chart_for_the_public_is_made_of_what_the_public_may_know(closing: Workspace) -> None:
    inside = series_of(closing, Asked("reading", group="fsm=yes"))
    outside = series_of(closing, Asked("reading", group="fsm=yes", audience="public"))
    assert [p.value for p in outside.points] == [p.value for p in inside.points]
    assert {p.n.text for p in outside.points} == {"10"}
    assert "As the public may know it." in told(outside)
