"""Codes that stand where a score should be. They are not numbers; some count in a denominator."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, NamedTuple


class StatusCode(NamedTuple):
    """What a code means, and whether its pupil stays in the denominator of a threshold share."""

    status: str
    in_denominator: bool


STATUS_CODES: Final = MappingProxyType(
    {
        "A": StatusCode("absent", in_denominator=True),
        "B": StatusCode("below the test", in_denominator=True),
        "T": StatusCode("working towards", in_denominator=True),
        "M": StatusCode("missing", in_denominator=False),
        "L": StatusCode("left", in_denominator=False),
        "F": StatusCode("future", in_denominator=False),
        "P": StatusCode("past", in_denominator=False),
        "D": StatusCode("disapplied", in_denominator=False),
        "H": StatusCode("result annulled", in_denominator=True),
        "Q": StatusCode("maladministration", in_denominator=True),
        "X": StatusCode("result not available", in_denominator=False),
        "N": StatusCode("not yet assessed", in_denominator=False),
    }
)
"""Codes of the English key stage returns; `N` is the commonest local code for not yet assessed.

A pupil who should have reached the threshold and has no score counts in its denominator, as in England's
performance tables (there A, B, H and Q count as not reached; L and M are left out).
"""

IN_DENOMINATOR: Final = tuple(sorted(code.status for code in STATUS_CODES.values() if code.in_denominator))
"""The statuses that stay in a threshold's denominator."""
