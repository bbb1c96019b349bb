"""Published rounding: half away from zero, on the number as it is written."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal

# Wide enough for the whole digits of any float.
EXACT = Context(prec=800)


def half_away(number: float, places: int = 0) -> float:
    """Round to `places` decimals, halves away from zero, on the shortest decimal that means `number`.

    Python's round() takes halves to even and sees the binary fraction: round(2.675, 2) is 2.67. Negative
    `places` round to tens, hundreds. Never gives -0.0. Raises `ValueError` for a number that is not finite.

    >>> half_away(-2.25, 1), half_away(2.675, 2), half_away(-0.04, 1), half_away(45, -1)
    (-2.3, 2.68, 0.0, 50.0)
    """
    if not math.isfinite(number):
        raise ValueError("only a finite number can be rounded")
    written = Decimal(repr(float(number)))
    rounded = written.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=EXACT)
    return float(rounded) + 0.0


def in_percent(share: float) -> float:
    """A share from 0 to 1 as percent, moved by two places as it is written.

    Multiplied, 1.025 is a little less than 102.5 and rounds down. Raises `ValueError` for a share that is not
    finite.

    >>> in_percent(41 / 40), in_percent(0.145), 100 * 0.145
    (102.5, 14.5, 14.499999999999998)
    """
    if not math.isfinite(share):
        raise ValueError("only a finite share has a percentage")
    return float(Decimal(repr(float(share))).scaleb(2))
