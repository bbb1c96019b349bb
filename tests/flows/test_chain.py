"""`halfterm chain`: each turn, what it changed because of what, and what was decided."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from typer.testing import CliRunner

from halfterm.cycles.chain import next_plan
from halfterm.cycles.events import DECISION
from halfterm.cycles.record import Decision
from halfterm.flows.cli import app
from halfterm.flows.plan_file import write_plan
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.register import register
from tests.flows.small_workspace import make_workspace

ADAPT = Decision("ash-beech-1", "adapt", "nia", "head-ash", date(2025, 2, 21), "[Pairs] tired", "Ask pupils")


def adapted_workspace(folder: Path) -> Path:
    """The small workspace after a decision to adapt, its next plan drafted."""
    make_workspace(folder)
    workspace = open_workspace(folder)
    first = workspace.plan("ash-beech-1")
    following = next_plan(first, programme=workspace.programme, decision=ADAPT, found={})
    assert following is not None
    write_plan(folder / "cycles" / f"{following.id}.yaml", following)
    body = {"kind": "adapt", "approved_by": "head-ash", "reason": ADAPT.reason, "learning": ADAPT.learning}
    with register(workspace.register) as events:
        events.append(DECISION, "ash-beech-1", actor="nia", on=ADAPT.on, body=body)
    return folder


def test_a_chain_is_shown_whichever_of_its_cycles_is_named(tmp_path: Path) -> None:
    folder = adapted_workspace(tmp_path / "small")
    told = [CliRunner().invoke(app, ["chain", str(folder), f"ash-beech-{n}"]).output for n in (1, 2)]
    assert told[0] == told[1]
    assert [line.split() for line in told[0].splitlines() if line] == [
        line.split()
        for line in (
            "1 Reading pairs Spring 1 ash-beech-1",
            "decided adapt on 21 February 2025: [Pairs] tired",
            "learned Ask pupils",
            "2 Reading pairs Spring 2 ash-beech-2",
            "after ash-beech-1",
            "changed [Pairs] tired. Ask pupils.",
            "decided nothing yet",
        )
    ]


def test_a_chain_as_json_is_one_object(tmp_path: Path) -> None:
    folder = adapted_workspace(tmp_path / "small")
    done = CliRunner().invoke(app, ["chain", str(folder), "ash-beech-1", "--json"])
    one, two = json.loads(done.output)["chain"]
    assert (one["decision"]["kind"], one["decision"]["on"]) == ("adapt", "2025-02-21")
    assert (two["follows"], two["because"], two["decision"]) == ("ash-beech-1", "[Pairs] tired", None)


def test_a_change_that_a_person_wrote_stands_beside_the_reason_for_it(tmp_path: Path) -> None:
    folder = adapted_workspace(tmp_path / "small")
    second = folder / "cycles" / "ash-beech-2.yaml"
    second.write_text(
        second.read_text().replace("adapts: '[Pairs] tired. Ask pupils.'", "adapts: Shorter pairs")
    )
    told = CliRunner().invoke(app, ["chain", str(folder), "ash-beech-2"]).output
    assert [line.split() for line in told.splitlines()[-4:-2]] == [
        ["because", "[Pairs]", "tired"],
        ["changed", "Shorter", "pairs"],
    ]
