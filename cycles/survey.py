"""Survey waves: how the answers to an item are spread, wave by wave, with small numbers withheld."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to one item in one wave (half-term) at one place: score -> respondents, and the blanks.

    A blank is a respondent who gave a code in place of an answer. `place` is a school, or '' for all.
    """

    item: str
    scale: str
    wave: str
    place: str
    counts: Mapping[float, int]
    blank: int = 0

    @property
    def respondents(self) -> int:
        """How many answered the item."""
        return sum(self.counts.values())

    @property
    def mean(self) -> float | None:
        """The mean score; None when nobody answered."""
        if not self.respondents:
            return None
        return fsum(score * count for score, count in self.counts.items()) / self.respondents


@dataclass(frozen=True, slots=True)
class Wave:
    """What may be shown of one item in one wave at one place. None: withheld.

    `favourable` is the share of answers above the middle of the scale, in percent.
    """

    item: str
    wave: str
    place: str
    respondents: int | None
    mean: float | None
    favourable: float | None


def waves(answers: Iterable[Answers], *, smallest: int, middles: Mapping[str, float]) -> tuple[Wave, ...]:
    """Each item's waves at each place, in the order given.

    Args:
        answers: the counts.
        smallest: fewer respondents than this are not told of at all; nor a share that would tell of fewer
            than this who agree or who do not.
        middles: scale -> its middle, where it has one.

    Returns:
        A wave each. With all answers alike, everybody's answer would be known: the mean is withheld too.
    """
    return tuple(_wave(one, smallest=smallest, middle=middles.get(one.scale)) for one in answers)


def _wave(one: Answers, *, smallest: int, middle: float | None) -> Wave:
    if one.respondents < smallest:
        return Wave(one.item, one.wave, one.place, None, None, None)
    above = sum(count for score, count in one.counts.items() if middle is not None and score > middle)
    told = middle is not None and above >= smallest and one.respondents - above >= smallest
    alike = sum(count > 0 for count in one.counts.values()) == 1
    return Wave(
        one.item,
        one.wave,
        one.place,
        one.respondents,
        None if alike else one.mean,
        100 * above / one.respondents if told else None,
    )
