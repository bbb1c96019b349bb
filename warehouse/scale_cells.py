"""Reading cells by a scale in SQL: what `halfterm.cycles.scale_reading.points_of` does, for millions of them.

Each cell becomes one number: its score, or beyond all scores the place of its status or of the rule that it
breaks in a list. The engine computes it once, and the three columns are told from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar, get_args

from halfterm.cycles.scale import GAPS, LARGEST, NUMBER, Scale
from halfterm.cycles.scale_reading import (
    CLOSE,
    COLON_TIME,
    EXCEL_DATE,
    MONTHS,
    WORD_TIME,
    Problem,
    other_problem,
)
from halfterm.cycles.status_codes import DENOMINATORS

_Key = TypeVar("_Key", str, float)

# No pattern is tried on what is as short as this, begins and ends with a digit, and casts to a number.
_SHORT: Final = 5

_STATUSES: Final = tuple(DENOMINATORS)
_PROBLEMS: Final[tuple[Problem, ...]] = get_args(Problem)
_FIRST_STATUS: Final = 2 * LARGEST
_FIRST_PROBLEM: Final = 3 * LARGEST


@dataclass(frozen=True, slots=True)
class ScaleCells:
    """Expressions for one cell: its score (DOUBLE), its status and the rule that it breaks (VARCHAR).

    At most one of them is not null; all are null where the cell is blank. Each holds every one of the
    `parameters`, which go with the query.
    """

    score: str
    status: str
    problem: str
    parameters: dict[str, object] = field(default_factory=dict)


def cells_of(scale: Scale, cell: str, *, tag: str) -> ScaleCells:
    """How to read a cell on a scale.

    Args:
        scale: the scale.
        cell: an SQL expression of the cell's text; the macros of `cells.sql` must be there.
        tag: a word that makes the names of the parameters unique in the query.
    """
    reading = _CellReading(scale, f"text_of({cell})", tag)
    number = reading.number()
    return ScaleCells(
        # `least` passes over a null, so a blank cell is beyond all scores like a status.
        score=f"nullif(least({number}, {_literal(_FIRST_STATUS)}), {_literal(_FIRST_STATUS)})",
        status=_nth(_STATUSES, number, first=_FIRST_STATUS),
        problem=_nth(_PROBLEMS, number, first=_FIRST_PROBLEM),
        parameters=reading.parameters,
    )


def _nth(words: tuple[str, ...], number: str, *, first: float) -> str:
    """The word that a number stands for when the first word has the number `first`; null beyond the list."""
    listed = ", ".join(repr(word) for word in words)
    return f"list_extract([{listed}], ({number} - {_literal(first - 1)})::BIGINT)"


class _CellReading:
    """The number that a cell becomes, put together from what the scale knows."""

    def __init__(self, scale: Scale, text: str, tag: str) -> None:
        self._scale = scale
        self._text = text
        self._tag = tag
        self.parameters: dict[str, object] = {}

    def number(self) -> str:
        """Null where the cell is blank. What most cells of such a scale hold is tried first."""
        said, key = self._scale.spellings, _key(self._text)
        plain = self._found("plain", said.plain | _placed(said.codes), f"upper({self._text})")
        spelt = self._found("spelt", said.grades | _placed(said.codes), key)
        number = self._of_number(_number(self._text))
        ways = [*((plain, number) if said.plain else (number, plain)), spelt]
        if self._scale.percent_sign:
            ways.append(self._of_number(_number(_without_percent_sign(self._text))))
        if self._scale.kind == "time":
            ways.append(self._judged(_months(key)))
        ways.append(self._no_way())
        return f"CASE WHEN {self._text} IS NOT NULL THEN coalesce({', '.join(filter(None, ways))}) END"

    def _no_way(self) -> str:
        return (
            f"CASE WHEN regexp_full_match(upper({self._text}), '{EXCEL_DATE}') "
            f"THEN {_broken('excel-date')} ELSE {_broken(other_problem(self._scale))} END"
        )

    def _of_number(self, number: str) -> str:
        """What a number in the cell means: a grade, a code, itself, or a problem; null without a number."""
        scale, said = self._scale, self._scale.spellings
        known = said.numerals | _placed(said.number_codes)
        if scale.numbers == "grades":
            known = {points: points for points in scale.grade_at} | known
        found = self._found("numbers", known, number)
        if scale.numbers == "any":
            otherwise = self._judged(number)
        else:
            otherwise = f"CASE WHEN {number} IS NOT NULL THEN {_broken('unknown-grade')} END"
        return f"coalesce({found}, {otherwise})" if found else otherwise

    def _judged(self, number: str) -> str:
        """A number, unless it is beyond the ends of the scale or off its steps."""
        lowest, highest = self._scale.ends
        cases = []
        if self._scale.step is not None:
            steps = f"(n - {_literal(self._scale.lowest or 0.0)}) / {_literal(self._scale.step)}"
            off = f"abs({steps} - floor({steps} + 0.5)) > {_literal(CLOSE)}"
            cases.append(f"WHEN {off} THEN {_broken('unknown-grade')}")
        if lowest is not None:
            cases.append(f"WHEN n < {_literal(lowest)} THEN {_broken('out-of-range')}")
        if highest is not None:
            cases.append(f"WHEN n > {_literal(highest)} THEN {_broken('out-of-range')}")
        return _bound(number, "n", f"CASE {' '.join(cases)} ELSE n END") if cases else number

    def _found(self, name: str, meant: Mapping[str, float] | Mapping[float, float], key: str) -> str:
        """What a constant map holds for a key; nothing for an empty map."""
        if not meant:
            return ""
        keys, values = f"{self._tag}_{name}", f"{self._tag}_{name}_meant"
        self.parameters |= {keys: list(meant), values: list(meant.values())}
        return f"map(${keys}, ${values})[{key}]"


def _placed(codes: Mapping[_Key, str]) -> dict[_Key, float]:
    """By code, the number that stands for its status."""
    return {code: _FIRST_STATUS + _STATUSES.index(status) for code, status in codes.items()}


def _broken(problem: Problem) -> str:
    return _literal(_FIRST_PROBLEM + _PROBLEMS.index(problem))


def _without_percent_sign(text: str) -> str:
    """The text before a percent sign; null where there is none."""
    return f"(CASE WHEN right({text}, 1) = '%' THEN rtrim(left({text}, -1), ' ') END)"


def _number(text: str) -> str:
    """The number that a text holds, null where it holds anything else.

    The engine's cast takes more than decimal numbers (1_000, inf, a form feed behind the last figure), so all
    but the shortest plain ones are set against the pattern too.
    """
    cast = "TRY_CAST(x AS DOUBLE)"
    short = (
        f"length(x) <= {_SHORT} AND x >= '0' AND x < ':' "
        "AND right(x, 1) BETWEEN '0' AND '9' AND NOT contains(x, '_')"
    )
    return _bound(
        text,
        "x",
        f"CASE WHEN ({short} OR regexp_full_match(x, '{NUMBER.pattern}')) "
        f"AND abs({cast}) <= {_literal(LARGEST)} THEN {cast} END",
    )


def _bound(value: str, name: str, expression: str) -> str:
    """An expression in which a name stands for a value, written and computed once for all its places.

    Constant maps do not belong into such an expression: they would be copied for every row.
    """
    return f"list_transform([{value}], lambda {name}: {expression})[1]"


def _key(text: str) -> str:
    """A text in the spelling of `key_of`."""
    for gap in GAPS:
        text = f"replace({text}, chr({ord(gap)}), '')"
    return f"upper({text})"


def _months(key: str) -> str:
    """Years and months in months, from a text in the spelling of `key_of`."""
    ways = []
    for pattern in (COLON_TIME, WORD_TIME):
        years = f"TRY_CAST(regexp_extract({key}, '^{pattern}$', 1) AS DOUBLE)"
        months = f"coalesce(TRY_CAST(regexp_extract({key}, '^{pattern}$', 2) AS DOUBLE), 0)"
        ways.append(f"CASE WHEN {months} < {MONTHS} THEN {years} * {MONTHS} + {months} END")
    return f"coalesce({', '.join(ways)})"


def _literal(number: float) -> str:
    """A number of ours in a query, as a DOUBLE: without an exponent the engine reads a DECIMAL."""
    return f"{float(number)!r}::DOUBLE"
