"""The verdict under other choices: whether it would have been another, had it been decided otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from halfterm.cycles.words import listed
from halfterm.site.shown import ShownStudy


def choice_lines(studies: Sequence[ShownStudy]) -> tuple[str, ...]:
    """A line for each sentence about the visible studies, measures of which the same is said together."""
    said: dict[str, list[str]] = {}
    for study in studies:
        if study.visible and study.choices is not None:
            for sentence in study.choices.sentences:
                said.setdefault(sentence, []).append(study.measure.name)
    return tuple(f"{listed(measures)}: {_lower(sentence)}" for sentence, measures in said.items())


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
