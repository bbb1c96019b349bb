"""Draws: the same as their description made anew in R, fair over seeds, and not repeated at will."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.randomise import DrawRecord, check_redraw, deal, wave_sizes, waves_hash

REFERENCE = Path(__file__).parent / "references/randomise.json"
RECORD = DrawRecord(
    number=1,
    unit="pupil",
    starts=("spring", None),
    seed="7",
    list_hash="a",
    waves_hash="b",
    blocks=1,
    units=(2, 2),
    pupils=(2, 2),
)


@pytest.fixture(scope="module")
def said() -> dict[str, Any]:
    """What R says: references/randomise.R wrote references/randomise.json."""
    found: dict[str, Any] = json.loads(REFERENCE.read_text(encoding="utf-8"))
    return found


def test_a_draw_is_the_one_that_r_makes_of_the_description(said: dict[str, Any]) -> None:
    for case in said["deal"]:
        dealt = deal(case["blocks"], waves=case["waves"], seed=case["seed"])
        assert list(dealt) == case["dealt"], case["seed"]


@given(
    st.lists(st.sampled_from("abc"), min_size=4, max_size=30),
    st.integers(2, 4),
    st.text("0123456789", min_size=1),
)
def test_waves_differ_by_one_unit_at_most_in_every_block_and_in_all(
    blocks: list[str], waves: int, seed: str
) -> None:
    dealt = deal(blocks, waves=waves, seed=seed)
    assert deal(blocks, waves=waves, seed=seed) == dealt
    for own in (set(blocks), *({block} for block in blocks)):
        sizes = wave_sizes(
            (wave for wave, block in zip(dealt, blocks, strict=True) if block in own), of=waves
        )
        assert max(sizes) - min(sizes) <= 1


def test_every_unit_has_the_same_chance_whatever_its_place_and_block() -> None:
    blocks = ["a", "a", "a", "b", "b", "c"]
    draws = [deal(blocks, waves=2, seed=str(seed)) for seed in range(4000)]
    for place in range(len(blocks)):
        # Four standard errors of a share of 4,000.
        assert sum(draw[place] for draw in draws) / len(draws) == pytest.approx(0.5, abs=0.032)


def test_every_order_of_a_stepped_draw_is_as_likely_as_any_other() -> None:
    found = Counter(deal([""] * 3, waves=3, seed=str(seed)) for seed in range(3000))
    assert len(found) == 6
    assert sum((n - 500) ** 2 / 500 for n in found.values()) < 20.5  # chi-squared, 5 df, p = .001


def test_nothing_is_dealt_into_more_waves_than_units_or_without_a_seed() -> None:
    with pytest.raises(BadInput, match="2 cannot be dealt into 3 groups"):
        deal(["", ""], waves=3, seed="7")
    with pytest.raises(BadInput, match="needs a seed"):
        deal(["", ""], waves=2, seed=" ")


def test_the_hash_of_what_fell_to_whom_knows_the_order() -> None:
    assert len({waves_hash(waves) for waves in ((0, 1), (1, 0), (0, 1, 1), (0, 11))}) == 4


def test_a_second_draw_needs_a_reason_and_a_first_one_none() -> None:
    check_redraw("pairs-1", (), None)
    check_redraw("pairs-1", (RECORD,), "The list had left two pupils out.")
    with pytest.raises(BadInput, match="drawn already; to draw again, say why"):
        check_redraw("pairs-1", (RECORD,), "  ")
    with pytest.raises(BadInput, match="a first draw needs no --reason"):
        check_redraw("pairs-1", (), "In any case.")


def test_a_record_reads_back_as_it_was_written() -> None:
    assert DrawRecord.model_validate(RECORD.model_dump(mode="json")) == RECORD
