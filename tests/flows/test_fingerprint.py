"""A record's fingerprint: the same for equal records, another for any that differ."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from halfterm.cycles.record import EditionRecord, Review
from halfterm.flows.fingerprint import fingerprint
from tests.site.edition_factory import edition, plan


@dataclass(frozen=True, slots=True)
class Alone:
    """A record of one field."""

    value: object


def test_equal_records_that_share_nothing_have_one_fingerprint() -> None:
    one, other = edition(), edition()
    assert one == other
    assert one.cycles[0] is not other.cycles[0]
    assert fingerprint(one) == fingerprint(other)


def test_what_a_programme_has_looked_up_is_not_in_its_fingerprint() -> None:
    one, other = edition().programme, edition().programme
    one.school("ash")
    assert fingerprint(one) == fingerprint(other)


def _finding(record: EditionRecord) -> EditionRecord:
    cycle = record.cycles[0]
    study = cycle.studies[0]
    findings = (replace(study.findings[0], lower=study.findings[0].lower), *study.findings[1:-1])
    last = replace(study.findings[-1], n_target=study.findings[-1].n_target + 1)
    studies = (replace(study, findings=(*findings, last)), *cycle.studies[1:])
    return replace(record, cycles=(replace(cycle, studies=studies), *record.cycles[1:]))


def _plan(record: EditionRecord) -> EditionRecord:
    changed = plan(target_group=plan().target_group.model_copy(update={"attributes": {"fsm": ("yes", "no")}}))
    return replace(record, cycles=(replace(record.cycles[0], plan=changed), *record.cycles[1:]))


def _review(record: EditionRecord) -> EditionRecord:
    told = (Review("schools/ash", "submitted", "ben", date(2026, 2, 15)), *record.cycles[1].reviews[1:])
    return replace(
        record, cycles=(record.cycles[0], replace(record.cycles[1], reviews=told), record.cycles[2])
    )


def _school(record: EditionRecord) -> EditionRecord:
    clusters = (
        record.programme.clusters[0].model_copy(update={"name": "East"}),
        *record.programme.clusters[1:],
    )
    return replace(record, programme=record.programme.model_copy(update={"clusters": clusters}))


@pytest.mark.parametrize("change", [_finding, _plan, _review, _school])
def test_a_change_anywhere_deep_in_a_record_is_another_fingerprint(
    change: Callable[[EditionRecord], EditionRecord],
) -> None:
    assert fingerprint(change(edition())) != fingerprint(edition())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (1, True),
        ("1", 1),
        (("a", "b"), ("ab",)),
        ((("a",), "b"), ("a", ("b",))),
        ((), None),
        ({"a": 1}, {"a": 2}),
        ({"a": {}}, {"a": ()}),
        (Alone((1, 2)), (1, 2)),
        (Alone(Alone(1)), Alone(1)),
    ],
)
def test_what_only_looks_alike_differs(one: Any, other: Any) -> None:
    assert fingerprint(one) != fingerprint(other)


def test_a_set_has_one_fingerprint_in_every_process() -> None:
    said = (
        "from halfterm.flows.fingerprint import fingerprint;"
        "print(fingerprint((frozenset({'north', 'south', 'east', 'west'}), 'x')))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", said],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert told == {fingerprint((frozenset({"north", "south", "east", "west"}), "x")) + "\n"}
