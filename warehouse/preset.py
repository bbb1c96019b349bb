"""Presets: what the common exports of schools' systems look like, as data that a source builds upon."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from halfterm.cycles.errors import did_you_mean
from halfterm.cycles.model import OneOrMore, Record, Words

_WHOLE = ("measures", "half_terms", "where")
"""What a source that names it at all names in full: a preset's part is not mixed in."""


class Preset(Record):
    """One file of `presets/`: `headers` are typical ones, each with its synonyms; `{called}` is a half-term.

    `source` is the beginnings of a source, in the words of one: text, keys and lists.
    """

    name: Words
    about: Words
    headers: tuple[OneOrMore, ...]
    source: dict[str, Any]


def with_preset(content: Any) -> Any:
    """A source's content laid over that of the preset it names.

    Raises:
        ValueError: there is no such preset; the near misses are offered.
    """
    if not isinstance(content, dict) or not isinstance(content.get("preset"), str):
        return content
    name = content["preset"]
    known = presets()
    if name not in known:
        raise ValueError(f"there is no preset '{name}'{did_you_mean(name, known)}")
    return _over(known[name].source, content)


@cache
def presets() -> dict[str, Preset]:
    """Every preset by its name; that of its file."""
    folder = files("halfterm.warehouse").joinpath("presets")
    texts = {one.name[:-5]: one.read_text("utf-8") for one in folder.iterdir() if one.name.endswith(".yaml")}
    return {name: _read(texts[name]) for name in sorted(texts)}


def _read(text: str) -> Preset:
    # The base loader leaves every scalar as text, as the files of a workspace are read.
    return Preset.model_validate(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    laid = dict(below)
    for key, value in above.items():
        mixed = isinstance(value, dict) and isinstance(laid.get(key), dict) and key not in _WHOLE
        laid[key] = _over(laid[key], value) if mixed else value
    return laid
