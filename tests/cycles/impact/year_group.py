"""The year group of references/distributions.R: sub-levels in points, before and after."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from halfterm.cycles.impact.score_pairs import PairCount

REFERENCE: dict[str, Any] = json.loads(
    (Path(__file__).parent / "references" / "distributions.json").read_text()
)

GROUP = ((13, 15), (13, 13), (15, 19), (15, 17), (17, 17), (19, 21), (19, 19), (21, 25), (23, 25), (11, 9))
OTHERS = (
    *((15, 19), (15, 17), (17, 19), (17, 21), (19, 23), (19, 19)),
    *((21, 25), (21, 23), (23, 25), (25, 27), (27, 31), (13, 11)),
)


def pairs_of(group: object = GROUP, others: object = OTHERS) -> list[PairCount]:
    """A count for each pupil."""
    return [
        PairCount(side, before, after, 1)
        for side, pupils in ((True, group), (False, others))
        for before, after in pupils  # type: ignore[attr-defined]
    ]
