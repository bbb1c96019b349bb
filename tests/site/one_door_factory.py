"""The small edition with what nobody may learn from its pages, in two versions that differ in that alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Literal

from halfterm.cycles.carried_out import CarriedOut, carried_out
from halfterm.cycles.disclosure import Audience
from halfterm.cycles.do_log_reading import entry_of
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.plan import Plan
from halfterm.cycles.record import CycleRecord, Dispute, EditionRecord, OutsideEvent, Study
from halfterm.site.suppression import Key, hidden_studies, key
from tests.cycles.log_factory import entry
from tests.site.carried_out_factory import log_book
from tests.site.edition_factory import edition, scored, study

Version = Literal[0, 1]

PSEUDONYMS = (("c0ffee00" * 8, "deadbeef" * 8), ("0badcafe" * 8, "feedface" * 8))
SECRETS = (
    ("Quentin has left us", "his uncle went to prison"),
    ("Zebedee was ill again", "her aunt is at war"),
)
"""Words that no school has released, in either version."""

FEW = (2, 4)
"""Pupils of the smallest school's target group: too few for everybody but the school."""


def secret_edition(version: Version, audience: Audience) -> EditionRecord:
    """The edition with secrets: findings of hidden groups, small counts, words not released, pseudonyms."""
    record = edition()
    record = replace(record, cycles=tuple(_with_few(cycle, version) for cycle in record.cycles))
    why = hidden_studies(record, audience)
    cycles = (_with_secrets(cycle, set(why), version, n) for n, cycle in enumerate(record.cycles))
    loads = tuple(replace(load, rejected=2 + version, missing=1 + version) for load in record.loads)
    return replace(record, cycles=tuple(cycles), loads=loads)


def _with_few(cycle: CycleRecord, version: Version) -> CycleRecord:
    """Cedar's target group is too small for other audiences in both versions, and another in each."""
    studies = tuple(_few(s, version) if s.place == "cedar" else s for s in cycle.studies)
    return replace(cycle, studies=studies)


def _few(small: Study, version: Version) -> Study:
    made = study(cycle=small.cycle, measure=small.measure, place="cedar", n=(FEW[version], 33))
    return replace(made, **scored(small.measure, 3.0 + version))


def _with_secrets(cycle: CycleRecord, hidden: Collection[Key], version: Version, number: int) -> CycleRecord:
    studies = tuple(
        _secret_study(s, version) if key(s) in hidden else _secret_losses(s, version) for s in cycle.studies
    )
    said, also = SECRETS[version]
    doubt = Dispute(number, "schools/cedar", "reading", "gap_change", "ben", cycle.plan.planned, also)
    return replace(
        cycle,
        studies=studies,
        outside=(OutsideEvent(cycle.plan.planned, said, "cedar"),),
        disputes=(doubt,) if cycle.plan.engagement == "ash-and-partners" else (),
        carried_out=_secret_log(cycle.plan, version),
    )


def _secret_study(hidden: Study, version: Version) -> Study:
    """Every figure of a hidden study is another one in each version."""
    number = 4321.5 + 1111 * version
    findings = tuple(_secret(finding, number + i) for i, finding in enumerate(hidden.findings))
    targets = tuple(
        replace(t, percent_of_goal=_secret(t.percent_of_goal, number), met=bool(version))
        for t in hidden.targets
    )
    predictions = tuple(replace(p, found=number, inside=bool(version)) for p in hidden.predictions)
    coverage = replace(
        hidden.coverage, target_missing_follow_up=3 + version, joiners=version, leavers=version
    )
    means = {name: number + i for i, name in enumerate(hidden.means)}
    return replace(
        hidden, findings=findings, targets=targets, predictions=predictions, coverage=coverage, means=means
    )


def _secret(finding: Finding, number: float) -> Finding:
    if not finding.defined:
        return finding
    return replace(
        finding, value=number, lower=number - 1, upper=number + 1, p=0.5 / number, standard_error=number / 10
    )


def _secret_losses(seen: Study, version: Version) -> Study:
    """What is seen stays, and what of it is too small differs."""
    coverage = replace(
        seen.coverage,
        comparison_missing_follow_up=2 + version,
        comparison_frozen=seen.coverage.comparison_both + 2 + version,
        switched_out=1 + version,
        joiners=2 + version,
        leavers=3 + version,
    )
    return replace(seen, coverage=coverage)


def _secret_log(plan: Plan, version: Version) -> CarriedOut:
    """A register of few pupils by pseudonym, and words of every kind that no school has released."""
    book, (said, also) = log_book(plan.id), SECRETS[version]
    one, other = PSEUDONYMS[version]
    session = {"led_by": "Pat", "role": "TA", "pupils": (one,), "absent": (other,)}
    session |= {"on": "2026-01-20", "minutes": 15, "group": "Few"}
    book.log(entry_of("session", session), plan.id)
    for kind in ("obstacle", "learning"):
        book.log(entry(kind, what=said), plan.id)
    book.log(entry("adaptation", what=said, why=also), plan.id)
    book.log(entry("quotation", words=said), plan.id)
    book.log(entry("leadership", what=said, by="The head", skill=also), plan.id)
    book.log(entry("learning walk", seen=said, by="Nia", focus=also), plan.id)
    book.log(entry("evidence", source=also, what=said), plan.id)
    book.log(entry("context", what=said), plan.id)
    book.log(entry("fidelity", part=also, note=said), plan.id)
    book.log(entry("cost", what=said, pounds=12), plan.id)
    return carried_out(book.logged(plan.id), plan, pupils=None)
