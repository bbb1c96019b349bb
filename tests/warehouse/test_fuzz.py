"""A file broken at random is staged whole or refused in a sentence, and never tells of a pupil."""

from __future__ import annotations

from bench.fuzz import run


def test_broken_files_of_every_kind_are_staged_whole_or_refused_in_a_sentence() -> None:
    found = run(files=150, seed=2)
    assert sum(found.values()) == 150
    staged = sum(times for (_, what), times in found.items() if what == "staged")
    assert 0 < staged < 150
