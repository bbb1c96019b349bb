"""A file broken at random is staged whole or refused in a sentence, and never tells of a pupil."""

from __future__ import annotations

from pathlib import Path

from bench.fuzz import SECRETS, run
from bench.fuzz_load import fuzz_store


def test_broken_files_of_every_kind_are_loaded_whole_or_refused_in_a_sentence(tmp_path: Path) -> None:
    with fuzz_store(tmp_path, SECRETS) as store:
        found = run(files=150, seed=2, load=store.load)
    assert sum(found.values()) == 150
    staged = sum(times for (_, what), times in found.items() if what == "staged")
    assert 0 < staged == store.taken < 150
