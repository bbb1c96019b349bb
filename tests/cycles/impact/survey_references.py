"""What R says of surveys and two-way counts: references/surveys.R wrote references/surveys.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from halfterm.cycles.impact.finding import Finding

SAID: dict[str, Any] = json.loads((Path(__file__).parent / "references/surveys.json").read_text("utf-8"))

EXACT = 1e-9
"""How near exact tests come to R's; everything else to 1e-6."""


def numbers(finding: Finding) -> tuple[float | None, float | None, float | None]:
    return finding.value, finding.lower, finding.upper


def said(part: dict[str, Any]) -> tuple[float, float, float]:
    return part["value"], part["lower"], part["upper"]
