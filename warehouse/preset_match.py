"""Which preset a file looks like, by its headers; slips of spelling count as the word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from halfterm.warehouse.header_words import folded, term_in
from halfterm.warehouse.preset import Preset, presets

_ENOUGH: Final = 0.6  # of a preset's headers
_ALIKE: Final = 0.86  # of two headers' letters
_FEWEST: Final = 4  # headers in common: fewer say nothing


@dataclass(frozen=True, slots=True)
class PresetMatch:
    """A preset, and how many of its typical headers a file has."""

    name: str
    preset: Preset
    matched: int

    @classmethod
    def of_file(cls, name: str, columns: Sequence[str]) -> PresetMatch:
        """How far a file looks like a preset."""
        preset = presets()[name]
        return cls(name, preset, _matched(preset, columns))

    @property
    def of(self) -> int:
        return len(self.preset.headers)


def nearest_preset(columns: Sequence[str]) -> PresetMatch | None:
    """The preset most of whose headers are there; None when no preset has enough of them."""
    matches = [PresetMatch.of_file(name, columns) for name in presets()]
    likely = [m for m in matches if m.matched >= max(_FEWEST, _ENOUGH * m.of)]
    return max(likely, key=lambda match: (match.matched / match.of, match.matched), default=None)


def measures_of(preset: Preset, columns: Iterable[str]) -> dict[str, str]:
    """Which of these columns hold a preset's measures: column -> the name of the measure."""
    mapped = {each["column"]: name for name, each in preset.source["columns"]["measures"].items()}
    wanted = {word: mapped[words[0]] for words in preset.headers if words[0] in mapped for word in words}
    return {
        column: measure
        for column in columns
        for word, measure in wanted.items()
        if _is_there(word, [folded(column)])
    }


def scales_of(preset: Preset) -> dict[str, str]:
    """The scale that a preset names for each of its measures."""
    return {name: each["scale"] for name, each in preset.source["columns"]["measures"].items()}


def _matched(preset: Preset, columns: Iterable[str]) -> int:
    there = [folded(column) for column in columns]
    return sum(any(_is_there(word, there) for word in words) for words in preset.headers)


def _is_there(word: str, there: Sequence[str]) -> bool:
    """Whether a typical header is among these; where it has `{called}`, words that name a term stand."""
    if "{called}" in word:
        pieces = [re.escape(folded(piece)) for piece in word.split("{called}")]
        pattern = re.compile(" ?.+ ?".join(pieces))
        return any(pattern.fullmatch(column) and term_in(column) for column in there)
    wanted = folded(word)
    return any(column == wanted or _alike(column, wanted) for column in there)


def _alike(one: str, other: str) -> bool:
    return len(other) > 3 and SequenceMatcher(None, one, other).ratio() >= _ALIKE
