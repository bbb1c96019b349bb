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
performance tables (there A, B, H and Q count as not reached; L and M are left out). A scale may give a code
another meaning, or refuse it where it could be a grade: see `Scale.statuses` and `Scale.not_codes`.
"""

SCALE_STATUSES: Final = (
    StatusCode("no level awarded", in_denominator=True),
    StatusCode("no scaled score awarded", in_denominator=True),
    StatusCode("result pending", in_denominator=False),
)
"""What codes mean on some scales only: who sat the test and got nothing has not reached its threshold."""

DENOMINATORS: Final = MappingProxyType(
    {code.status: code.in_denominator for code in (*STATUS_CODES.values(), *SCALE_STATUSES)}
)
"""Every status that a code can mean on any scale, and whether it stays in a threshold's denominator."""

IN_DENOMINATOR: Final = tuple(sorted(status for status, counts in DENOMINATORS.items() if counts))
"""The statuses that stay in a threshold's denominator."""
