"""The typeface of the pages (SIL Open Font License), published beside the style sheet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from halfterm.site.rendering import Templates

SHEET: Final = "typeface.css"
FONT: Final = "source-sans-3.woff2"


def typeface_files(templates: Templates) -> Mapping[str, bytes]:
    """The files of the typeface by their path. A workspace has another by a `typeface.css` of its own."""
    return {SHEET: templates.asset(SHEET).encode(), f"assets/{FONT}": _font()}


@cache
def _font() -> bytes:
    return files("halfterm.templates").joinpath("fonts", FONT).read_bytes()
