"""What a workbook's reader hides of a cell: an error, a formula never computed, how a number is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

Mark = Literal["#error", "#formula without a saved value", "scientific", "percent"]
Marks = dict[tuple[int, int], Mark]
"""By (row, column), both from 0."""

ERROR: Final = "#error"
NO_VALUE: Final = "#formula without a saved value"

# Number formats that every workbook has without saying so (ECMA-376 part 1, 18.8.30).
_BUILT_IN: Final[Mapping[int, Mark]] = {9: "percent", 10: "percent", 11: "scientific", 48: "scientific"}
_QUOTED = re.compile(r'"[^"]*"|\\.|&quot;.*?&quot;')
_SCIENTIFIC = re.compile(r"[0#?][eE][+-]")


def format_mark(number: int, own: Mapping[int, str]) -> Mark | None:
    """The mark of a number format: one of the workbook's own by its code, else a built-in one.

    >>> format_mark(11, {}), format_mark(164, {164: "0.0E+00"}), format_mark(165, {165: '0" %"'})
    ('scientific', 'scientific', None)
    """
    if number not in own:
        return _BUILT_IN.get(number)
    code = _QUOTED.sub("", own[number])
    if _SCIENTIFIC.search(code):
        return "scientific"
    return "percent" if "%" in code else None


def scientific(number: float) -> str:
    """A number as a spreadsheet shows it when it has cut it short.

    >>> scientific(8012e9), scientific(1e16), scientific(0.5)
    ('8.012E+12', '1E+16', '5E-01')
    """
    mantissa, _, exponent = f"{number:.14E}".partition("E")
    return f"{mantissa.rstrip('0').rstrip('.')}E{exponent}"


def percent(number: float) -> str:
    """A share as a spreadsheet shows it in percent.

    >>> percent(0.85), percent(0.125), percent(1)
    ('85%', '12.5%', '100%')
    """
    return f"{number * 100:.12g}%"
