"""Presets: what the common exports of schools' systems look like, as data that a source builds upon."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from halfterm.cycles.errors import did_you_mean

_WHOLE = ("measures", "half_terms", "where")
"""What a source that names it at all names in full: a preset's part is not mixed in."""


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
    return _over(known[name]["source"], content)


@cache
def presets() -> dict[str, dict[str, Any]]:
    """Every preset by its name: `name`, `about`, and `source`, the beginnings of a source."""
    folder = files("halfterm.warehouse").joinpath("presets")
    texts = {one.name[:-5]: one.read_text("utf-8") for one in folder.iterdir() if one.name.endswith(".yaml")}
    return {name: yaml.load(texts[name], Loader=yaml.BaseLoader) for name in sorted(texts)}  # noqa: S506


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    laid = dict(below)
    for key, value in above.items():
        mixed = isinstance(value, dict) and isinstance(laid.get(key), dict) and key not in _WHOLE
        laid[key] = _over(laid[key], value) if mixed else value
    return laid
