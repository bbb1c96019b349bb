"""Cohorts for the tests of missing follow-ups: from rows, and the pupils that R was asked about."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from halfterm.cycles.impact.cohort import BaselineCell, Cohort, Side

Row = tuple[Side, float, float | None] | tuple[Side, float, float | None, str, bool | None]
"""Side, baseline, follow-up (None: missing) and, where it matters, school and treatment."""

REFERENCE: dict[str, Any] = json.loads((Path(__file__).parent / "references/missing.json").read_text())


def cohort_of(rows: Iterable[Row], *, shift: float = 0.0, threshold: float | None = None) -> Cohort:
    """The cells that SQL would hand over for these pupils."""
    held: dict[tuple[str, Side, bool | None, float], list[float | None]] = defaultdict(list)
    for side, baseline, follow_up, *more in rows:
        school, treated = more or ("ash", None)
        held[str(school), side, None if treated is None else bool(treated), baseline].append(follow_up)
    return Cohort(
        tuple(_cell(key, scores, shift, threshold) for key, scores in held.items()), shift, threshold
    )


def _cell(
    key: tuple[str, Side, bool | None, float],
    scores: list[float | None],
    shift: float,
    threshold: float | None,
) -> BaselineCell:
    known = [score for score in scores if score is not None]
    return BaselineCell(
        *key,
        kept=len(known),
        lost=len(scores) - len(known),
        f=sum(score - shift for score in known),
        ff=sum((score - shift) ** 2 for score in known),
        reached=sum(threshold is not None and score >= threshold for score in known),
        lowest=min(known, default=None),
        highest=max(known, default=None),
    )


def reference_cohort(follow_up: str = "f", treated: str = "split") -> Cohort:
    """R's 240 pupils, with one of its three follow-ups and one of its two treatments."""
    said = REFERENCE["pupils"]
    return cohort_of(
        (
            ("target" if target else "comparison", b, f, school, bool(idea))
            for school, target, b, f, idea in zip(
                said["school"], said["target"], said["b"], said[follow_up], said[treated], strict=True
            )
        ),
        shift=31,
        threshold=32,
    )
