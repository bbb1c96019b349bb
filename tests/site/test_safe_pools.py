"""Pools as an audience may know them: only of effects that it sees, their pupils from rounded counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.pooled_effect import Effect, combined
from halfterm.cycles.impact.pooling import pool
from halfterm.cycles.record import CycleRecord, EditionRecord, Study
from halfterm.site.safe import show_edition
from halfterm.site.shown import ShownPool
from tests.site.edition_factory import edition

EFFECTS = {
    "ash": (0.31, 0.11),
    "birch": (0.12, 0.09),
    "cedar": (0.47, 0.21),
    "dale": (-0.05, 0.1),
    "elm": (0.2, 0.08),
}


def told() -> EditionRecord:
    """The small edition with an effect of its own for each school."""
    return replace(edition(), cycles=tuple(_told(cycle) for cycle in edition().cycles))


def _told(cycle: CycleRecord) -> CycleRecord:
    return replace(cycle, studies=tuple(_with_effect(study) for study in cycle.studies))


def _with_effect(study: Study) -> Study:
    value, error = EFFECTS.get(study.place, (0.3, 0.07))
    wanted = ("effect_size_adjusted", "impact_effect_size")
    return replace(
        study,
        findings=tuple(_effect(f, value, error) if f.statistic in wanted else f for f in study.findings),
    )


def _effect(finding: Finding, value: float, error: float) -> Finding:
    return replace(
        finding, value=value, lower=value - 2 * error, upper=value + 2 * error, standard_error=error
    )


def pooled(
    record: EditionRecord, audience: Audience, by: str, question: str = "relative progress"
) -> ShownPool:
    (found,) = [
        one
        for one in show_edition(record, audience).pools
        if (one.by, one.question, one.measure) == (by, question, "Reading")
        and one.name in ("Reading aloud", "paired reading")
    ]
    return found


def test_a_pool_holds_only_effects_that_its_audience_sees() -> None:
    public, school = (pooled(told(), audience, "theme") for audience in ("public", "school"))
    assert [row.label for row in public.rows] == ["Ash School", "Dale School", "Elm School"]
    assert public.left_out == ("4 effects: hidden to protect pupils",)
    assert [row.label for row in school.rows] == [
        f"{n} School" for n in ("Ash", "Birch", "Cedar", "Dale", "Elm")
    ]
    assert school.left_out == ()


def test_the_pool_is_the_random_effects_mean_of_its_rows() -> None:
    shown = pooled(told(), "school", "theme")
    effects = [
        combined(name, [Effect(name, *numbers)] * (2 if name in ("ash", "birch", "cedar") else 1))
        for name, numbers in sorted(EFFECTS.items())
    ]
    fit = pool(effects)
    assert shown.pooled is not None
    assert shown.expected is not None
    assert shown.pooled.effect.value == pytest.approx(fit.mean.value, abs=0.005)
    assert shown.pooled.lower.value == pytest.approx(fit.mean.lower, abs=0.005)
    assert shown.expected.upper.value == pytest.approx(fit.new_school().upper, abs=0.005)
    weights = [1 / (effect.variance + fit.tau_squared) for effect in effects]
    assert [row.weight.value for row in shown.rows] == pytest.approx(
        [100 * weight / sum(weights) for weight in weights], abs=0.5
    )
    assert f"τ² = {fit.tau_squared:.3f}" in shown.heterogeneity[0]
    assert (shown.pooled.label, shown.cycles, shown.of) == ("All 5 schools", 3, ("ash-1", "ash-2", "dale-1"))


def test_one_effect_alone_is_a_row_and_no_pool() -> None:
    shown = pooled(told(), "public", "change-idea")
    assert [(row.label, row.effect.text, row.weight.text) for row in shown.rows] == [
        ("Ash School", "+0.31", "100")
    ]
    assert (shown.pooled, shown.expected, shown.heterogeneity) == (None, None, ())


def test_pupils_are_added_up_from_the_counts_that_are_shown() -> None:
    public, school = (pooled(told(), audience, "theme") for audience in ("public", "school"))
    # 24 and 31 pupils in each of two cycles: 25 and 30 for the public; 22 and 35; 30 and 41.
    assert [row.pupils.text for row in public.rows] == ["110", "55", "70"]
    assert public.pooled is not None
    assert public.pooled.pupils.text == "235"
    assert school.rows[0].pupils.text == "110"
    assert school.rows[3].pupils.text == "57"


def test_an_engagement_that_is_left_out_is_in_no_pool() -> None:
    whole = show_edition(told(), "public")
    held = show_edition(told(), "public", left_out={"dale-and-elm"})
    assert any("dale-1" in one.of for one in whole.pools)
    assert not any("dale-1" in one.of for one in held.pools)
    assert [row.label for one in held.pools if one.by == "theme" for row in one.rows] == ["Ash School"] * 4


def test_a_pool_made_before_an_engagement_was_left_out_goes_with_it() -> None:
    whole = show_edition(told(), "public")
    assert all("dale-1" not in one.of for one in whole.without({"dale-and-elm"}).pools)


def test_what_people_approve_is_made_without_pools_meetings_and_later_steps() -> None:
    shown = show_edition(edition(), "public")
    own = shown.own()
    assert (own.pools, own.meetings, own.coded, own.occasions) == ((), (), (), ())
    until = shown.half_term.ends
    proofs = [p for c in own.checklists.values() for step in c.steps for p in step.proofs]
    assert proofs
    assert all(proof.on <= until for proof in proofs)
