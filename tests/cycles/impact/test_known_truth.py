"""Worlds whose truth is known: the generator plants what it says; the engine finds it as often as it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from bench.known_answers import answers
from bench.known_truth import SCALES, Panel, World, cross_section_change, draw, summarised
from bench.operating_characteristics import PIECE, pieces, worlds
from bench.operating_document import Result, beyond, document
from bench.pitfalls import PITFALLS, STRAYING
from bench.replications import Tally, replicate
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.moments import PanelSummary
from halfterm.cycles.impact.study import study_panel

Summarise = Callable[..., PanelSummary]

CONTINUOUS = SCALES[0]
LARGE = World(CONTINUOUS, pupils=60_000, schools=60, differential=0.3, impact=0.0, assigned="nobody")


def sample(world: World, seed: int = 5) -> Panel:
    return draw(world, np.random.default_rng(seed))


def found_in(world: World, panel: Panel) -> dict[str, Finding]:
    made = study_panel(summarised(panel, world.scale), with_treated=True)
    return {finding.statistic: finding for finding in made}


def test_sums_of_arrays_are_the_sums_of_rows(summary_from_rows: Summarise) -> None:
    world = World(SCALES[1], pupils=40, schools=3)
    panel = sample(world)
    assert panel.treated is not None
    made = summarised(panel, world.scale)
    columns = (panel.school, panel.target, panel.baseline, panel.follow_up, panel.treated)
    rows = [(str(row[0]), *row[1:]) for row in zip(*(column.tolist() for column in columns), strict=True)]
    by_hand = summary_from_rows(rows, threshold=world.scale.threshold, shift=made.shift)
    ours, theirs = (study_panel(summary, with_treated=True) for summary in (made, by_hand))
    for mine, other in zip(ours, theirs, strict=True):
        assert (mine.statistic, mine.value, mine.p) == (
            other.statistic,
            other.value and pytest.approx(other.value, rel=1e-9),
            other.p and pytest.approx(other.p, rel=1e-9),
        )


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.name)
def test_in_a_very_large_sample_the_engine_comes_to_the_answers_worked_out_without_it(scale: object) -> None:
    world = replace(LARGE, scale=scale)
    panel = sample(world)
    known, found = answers(world, panel), found_in(world, panel)
    spread = world.scale.spread
    units = {"hedges_g": 1, "cliffs_delta": 1, "effect_size_adjusted": 1, "threshold_gap_followup": 50}
    for name in ("gap_baseline", "gap_followup", "gap_change", "ancova", "multilevel", *units):
        value = found[name].value
        assert value == pytest.approx(known[name], abs=0.03 * units.get(name, spread)), name
    # 0.3 SD more growth, but for schools that grow faster and have more target pupils.
    assert known["gap_change"] == pytest.approx(0.3 * spread, abs=0.03 * spread)


def test_impact_is_found_as_planted_where_treatment_is_drawn_or_follows_the_baseline() -> None:
    drawn = replace(LARGE, impact=0.5, assigned="within")
    chosen = replace(drawn, assigned="low baseline")
    # Chosen within school, the slope on the baseline must be that within schools: the multilevel one.
    for world, names in ((drawn, ("impact", "impact_multilevel")), (chosen, ("impact_multilevel",))):
        found = found_in(world, sample(world))
        for name in names:
            assert found[name].value == pytest.approx(0.5 * CONTINUOUS.spread, abs=0.04 * CONTINUOUS.spread)


def test_whole_schools_are_treated_or_not() -> None:
    world = World(CONTINUOUS, pupils=400, schools=8, assigned="schools")
    panel = sample(world)
    assert panel.treated is not None
    sides = {(int(school), bool(t)) for school, t in zip(panel.school, panel.treated, strict=True)}
    assert len(sides) == 8
    assert sum(treated for _, treated in sides) == 4


def test_reliability_is_what_two_scores_share_inside_a_school() -> None:
    world = replace(LARGE, gap=0.0, differential=0.0, own_growth=0.0, icc=0.0, school_growth=0.0)
    panel = sample(world)
    assert np.corrcoef(panel.baseline, panel.follow_up)[0, 1] == pytest.approx(0.8, abs=0.01)
    low = replace(world, target="low baseline", share=0.2)
    panel = sample(low)
    shortfall = panel.baseline.mean() - panel.baseline[panel.target].mean()
    gained = (panel.follow_up - panel.baseline)[panel.target].mean() - 0.4 * CONTINUOUS.spread
    # Regression to the mean: (1 - reliability) x how far the picked group was behind.
    assert gained == pytest.approx(0.2 * shortfall, rel=0.06)


@pytest.mark.parametrize("left", ["at random", "low baseline", "target"])
def test_a_fifth_leaves_in_every_way_of_leaving(left: str) -> None:
    panel = sample(replace(LARGE, left=left, attrition=0.2))  # type: ignore[arg-type]
    assert 1 - panel.present.mean() == pytest.approx(0.2, abs=0.01)
    below = panel.baseline < np.median(panel.baseline)
    missing = ~panel.present
    assert (missing[below].mean() > 0.3) == (left == "low baseline")
    assert (missing[panel.target].mean() > 0.3) == (left == "target")


def test_who_switches_out_of_the_target_takes_good_scores_from_its_cross_section() -> None:
    world = replace(LARGE, switching=0.2)
    panel = sample(world)
    assert panel.switched[panel.target].mean() == pytest.approx(0.2, abs=0.03)
    assert not panel.switched[~panel.target].any()
    matched = found_in(world, panel)["gap_change"].value
    assert matched is not None
    assert cross_section_change(panel) < matched - 0.05 * CONTINUOUS.spread


def test_a_seed_gives_the_same_record() -> None:
    world = World(SCALES[2], pupils=9, schools=1, share=4 / 9, assigned="nobody")
    assert replicate(world, samples=3, seed=(1, 2)) == replicate(world, samples=3, seed=(1, 2))


def test_a_few_samples_of_few_pupils_cover_about_as_often_as_they_say() -> None:
    world = World(SCALES[1], pupils=9, schools=1, share=4 / 9, assigned="nobody")
    record = replicate(world, samples=250, seed=11)
    assert sum(record.verdicts.values()) == record.samples == 250
    for name in ("gap_change", "hedges_g", "cliffs_delta", "permutation", "ancova"):
        # 250 samples know 95 % to 1.4: four of these apart is no chance.
        assert 0.89 < record.tallies[name].coverage <= 1, name
    assert record.tallies["permutation"].alarm < 0.1


def test_whole_schools_of_few_cover_about_as_often_as_they_say() -> None:
    world = World(SCALES[0], pupils=120, schools=8, share=0.5, assigned="schools")
    record = replicate(world, samples=150, seed=12)
    for name in ("impact", "impact_multilevel", "impact_on_gap"):
        assert record.tallies[name].coverage > 0.88, name


def test_a_coverage_is_outside_only_where_chance_cannot_have_done_it() -> None:
    assert beyond(Tally(made=1000, bounded=1000, covered=900))
    assert beyond(Tally(made=1000, bounded=1000, covered=990))
    assert not beyond(Tally(made=1000, bounded=1000, covered=925))
    assert not beyond(Tally(made=100, bounded=100, covered=10))
    assert not beyond(Tally(made=1000, bounded=400, covered=300))


def test_the_pieces_are_all_samples_of_every_world_each_with_a_seed_of_its_own() -> None:
    work = pieces(2 * PIECE + 1)
    assert sum(piece.samples for piece in work) == 2 * len(list(worlds(0.0))) * (2 * PIECE + 1)
    assert len({piece.seed for piece in work}) == len(work)


def test_the_document_has_a_row_for_every_world_and_a_reason_to_look_at_none() -> None:
    results = [
        Result(world, replicate(world, samples=1, seed=number))
        for effect in (0.0, 0.4)
        for number, world in enumerate(worlds(effect))
        if world.pupils <= 60 and world.scale is SCALES[1]
    ]
    text = document(results, [(PITFALLS[0], dict.fromkeys(STRAYING, 0.25))], effect=0.4)
    assert "| 9 | 4 | 1 | 2-point sub-levels | too seldom | too seldom |" in text
    assert "| Nothing wrong | +0.25 |" in text
    assert "{" not in text
