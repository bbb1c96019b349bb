"""Writes what their commands say into the walk-throughs: `python -m tests.docs.refresh_walkthroughs`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.docs.walkthrough import FOLDER, ran

ORDER = ("four-activities", "exception-report", "virtual-school")
"""The second goes on where the first ended."""


def refreshed(into: Path) -> dict[str, str]:
    """Each document as it should be; all are run in one folder, in order."""
    return {name: ran((FOLDER / f"{name}.md").read_text(encoding="utf-8"), into) for name in ORDER}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for name, text in refreshed(Path(folder)).items():
            (FOLDER / f"{name}.md").write_text(text, encoding="utf-8")
