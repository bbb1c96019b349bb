"""Which grade systems a column seems to hold: two in one column are named, never guessed into numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from halfterm.cycles.scale import Scale, number_in
from halfterm.cycles.scale_reading import SPACES, points_of

RECOGNISED: Final = (
    "nc-levels",
    "gcse-letters-qca",
    "gcse-9-1",
    "ks2-teacher-assessment",
    "p-levels",
    "good-level-of-development",
    "ks2-scaled-score",
    "standardised-score",
    "percent",
    "reading-age",
)
"""The scales that a column may be told to be on, the most distinctive first; others take any number."""

ENOUGH: Final = 2
"""As many different cells of another system are no slip of the pen."""


def mixed_systems(
    texts: Iterable[str], scales: Iterable[Scale], *, mapped: Scale | None = None
) -> tuple[str, ...]:
    """The scales that a column seems to be on; more than one when grade systems are mixed in it.

    A scale whose whole levels and whose points are both written as bare numbers, some of them in common,
    stands there a second time, `nc-levels as points`, where the column holds both: 3 is then level 3 or the
    3 points of W.

    Args:
        texts: the cells of the column; each different text once is enough.
        scales: all scales that there are.
        mapped: the scale that the column is said to be on; it is asked first.
    """
    left = {stripped for text in texts if (stripped := text.strip(SPACES))}
    others = _candidates(scales, mapped)
    named: list[str] = []
    while left and others:
        scale = others.pop(0) if not named and others[0] is mapped else others.pop(_best(others, left))
        read = _scores(left, scale)
        if len(read) >= (ENOUGH if named else 1):
            named.append(scale.id)
            named += [f"{scale.id} as points"] if two_notations(read, scale) else []
        # The codes of the scale that the column is said to be on are no grades of another.
        left -= {text for text in left if points_of(text, scale).problem is None} if scale is mapped else read
    return tuple(named)


def _candidates(scales: Iterable[Scale], mapped: Scale | None) -> list[Scale]:
    by_id = {scale.id: scale for scale in scales}
    known = [by_id[scale] for scale in RECOGNISED if scale in by_id]
    return known if mapped is None else [mapped, *(s for s in known if s.id != mapped.id)]


def _best(scales: Sequence[Scale], texts: set[str]) -> int:
    """The place of the scale that reads most; the more distinctive of several."""
    return max(range(len(scales)), key=lambda i: (len(_scores(texts, scales[i])), -i))


def _scores(texts: set[str], scale: Scale) -> set[str]:
    """The texts that are scores on a scale."""
    return {text for text in texts if points_of(text, scale).score is not None}


def two_notations(texts: Iterable[str], scale: Scale) -> bool:
    """Whether bare numbers stand for grades in some cells and for points in others.

    In a column with 3 and 21, 3 may be level 3 or the 3 points of W: it is not for the machine to say.
    """
    numbers = {number for text in texts if (number := number_in(text.strip(SPACES))) is not None}
    as_grades = numbers & scale.spellings.numerals.keys()
    as_points = {number for number in numbers - as_grades if points_of(repr(number), scale).score is not None}
    return bool(as_grades) and bool(as_points)


def holds_fractions(texts: Iterable[str], scale: Scale) -> bool:
    """Whether a column of percentages seems to hold fractions of 1, as a spreadsheet keeps 85 %: 0.85."""
    if not scale.percent_sign:
        return False
    numbers = [number_in(text.strip(SPACES)) for text in texts]
    known = [number for number in numbers if number is not None]
    return bool(known) and all(0 <= n <= 1 for n in known) and any(0 < n < 1 for n in known)
