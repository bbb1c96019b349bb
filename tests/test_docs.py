"""The documents tell what the code does: diagrams are drawn from it."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_state_diagrams_are_those_of_the_code() -> None:
    page = runpy.run_path(str(ROOT / "scripts" / "diagrams"))["page"]()
    assert (ROOT / "docs" / "life-of-a-cycle.md").read_text(encoding="utf-8") == page, "make diagrams"
