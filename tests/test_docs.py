"""The documents tell what the code does: diagrams and tables are drawn from it."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_diagrams_rules_presets_and_scales_are_those_of_the_code() -> None:
    pages = runpy.run_path(str(ROOT / "scripts" / "diagrams"))["pages"]()
    assert len(pages) == 2
    for path, text in pages.items():
        assert path.read_text(encoding="utf-8") == text, "make diagrams"
