"""Two groups of pupils at baseline: how alike they start, and how small a difference they can show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from halfterm.cycles.arrangements import Assumptions
from halfterm.cycles.impact.balance import score_balance, share_balance
from halfterm.cycles.impact.detectable import (
    detectable_between_clusters,
    detectable_between_pupils,
    detectable_within_schools,
    in_points,
)
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.moments import Moments
from halfterm.cycles.impact.sample import baseline_of

Side = Literal["target", "comparison", "unclassified", "aside"]
Design = Literal["pupils", "pupils within schools", "whole schools"]

MOST_VALUES: Final = 12
"""An attribute with more values (a class code, say) makes groups too small to compare shares of."""

NO_TARGET_SCORE: Final = "no pupil of the target group has a baseline score"
TREATED_NOT_KNOWN: Final = "who is treated is not in the baseline data"
NOBODY_TREATED: Final = "in the baseline data no pupil of the target group is treated yet"
EVERYBODY_TREATED: Final = "in the baseline data every pupil of the target group is treated"


@dataclass(frozen=True, slots=True)
class BaselineCell:
    """One school's pupils of one side and treatment: `pupils`, of whom `moments.n` have a baseline score.

    `treated` is as the baseline data have it, None where it is not known. `at_top` and `at_bottom` count the
    pupils at the highest and the lowest score that anybody of the cycle's schools has.
    """

    school: str
    side: Side
    treated: bool | None
    pupils: int
    moments: Moments
    at_top: int = 0
    at_bottom: int = 0


@dataclass(frozen=True, slots=True)
class AttributeCount:
    """How many pupils of one side and treatment, with a baseline score, have a value of an attribute."""

    attribute: str
    value: str
    side: Side
    treated: bool | None
    pupils: int


Counted = BaselineCell | AttributeCount
Group = Callable[[Counted], int | None]
"""Which of two groups a count belongs to: 0 or 1; None for neither."""


@dataclass(frozen=True, slots=True)
class AttributeBalance:
    """The share of an attribute's value in both groups, each as (how many have it, of how many known)."""

    attribute: str
    value: str
    one: tuple[int, int]
    other: tuple[int, int]
    difference: Finding


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two groups before anything is done. `design` is None where there are no two groups to compare."""

    design: Design | None
    balance: Finding
    detectable: Finding
    detectable_points: Finding
    attributes: tuple[AttributeBalance, ...] = ()


def target_or_other(count: Counted) -> int | None:
    """The target group is 0, the comparison 1."""
    return {"target": 0, "comparison": 1}.get(count.side)


def treated_or_not(count: Counted) -> int | None:
    """Treated pupils of the target group are 0, untreated ones 1."""
    if count.side != "target" or count.treated is None:
        return None
    return 0 if count.treated else 1


def contrast_of_target(
    cells: Iterable[BaselineCell], attributes: Iterable[AttributeCount], *, assumes: Assumptions, why_not: str
) -> Contrast:
    """The target group against the comparison; `why_not` says why there is none, and is else empty."""
    return _contrast(tuple(cells), attributes, target_or_other, assumes=assumes, why_not=why_not)


def contrast_of_treated(
    cells: Iterable[BaselineCell], attributes: Iterable[AttributeCount], *, assumes: Assumptions
) -> Contrast:
    """Treated against untreated pupils of the target group, as far as the baseline data know them."""
    held = tuple(cell for cell in cells if cell.side == "target" and cell.moments.n)
    return _contrast(held, attributes, treated_or_not, assumes=assumes, why_not=_why_no_treated(held))


def _why_no_treated(held: Sequence[BaselineCell]) -> str:
    known = {cell.treated for cell in held} - {None}
    if not held:
        return NO_TARGET_SCORE
    if not known:
        return TREATED_NOT_KNOWN
    if known == {True, False}:
        return ""
    return EVERYBODY_TREATED if True in known else NOBODY_TREATED


def _contrast(
    cells: tuple[BaselineCell, ...],
    attributes: Iterable[AttributeCount],
    group: Group,
    *,
    assumes: Assumptions,
    why_not: str,
) -> Contrast:
    sums = [Moments(), Moments()]
    schools: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for cell in cells:
        which = group(cell)
        if which is not None and cell.moments.n:
            sums[which] += cell.moments
            schools[cell.school][which] += cell.moments.n
    if why_not:
        return _no_contrast(why_not, (sums[0].n, sums[1].n))
    places = [(one, other) for one, other in schools.values()]
    design = _design(places)
    effect = _detectable(places, design, assumes)
    spread = (baseline_of(sums[0] + sums[1]).variance or 0.0) ** 0.5
    return Contrast(
        design=design,
        balance=score_balance(baseline_of(sums[0]), baseline_of(sums[1])),
        detectable=effect,
        detectable_points=in_points(effect, spread),
        attributes=tuple(_attribute_balances(attributes, group)),
    )


def _no_contrast(why: str, n: tuple[int, int]) -> Contrast:
    balance, effect, points = (
        undefined(name, why, n_target=n[0], n_comparison=n[1])
        for name in ("baseline_balance", "detectable_effect", "detectable_effect_points")
    )
    return Contrast(None, balance, effect, points)


def _design(schools: Sequence[tuple[int, int]]) -> Design:
    if len(schools) == 1:
        return "pupils"
    return "pupils within schools" if any(min(school) for school in schools) else "whole schools"


def _detectable(schools: Sequence[tuple[int, int]], design: Design, assumes: Assumptions) -> Finding:
    correlation, icc = assumes.correlation, assumes.icc
    match design:
        case "pupils":
            return detectable_between_pupils(schools[0], correlation=correlation)
        case "pupils within schools":
            return detectable_within_schools(schools, correlation=correlation, icc=icc)
        case "whole schools":
            one, other = zip(*schools, strict=True)
            return detectable_between_clusters((one, other), correlation=correlation, icc=icc)


def _attribute_balances(counts: Iterable[AttributeCount], group: Group) -> Iterator[AttributeBalance]:
    """One for each value; of two values only one, as the other says the same."""
    held: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for count in counts:
        which = group(count)
        if which is not None:
            held[count.attribute][count.value][which] += count.pupils
    for attribute, values in sorted(held.items()):
        if len(values) > MOST_VALUES:
            continue
        known = [sum(pupils[which] for pupils in values.values()) for which in (0, 1)]
        for value in _telling(values):
            one, other = ((values[value][which], known[which]) for which in (0, 1))
            yield AttributeBalance(attribute, value, one, other, share_balance(one, other))


def _telling(values: Iterable[str]) -> list[str]:
    """The values worth a row: all of them, but of two the one that says yes, or else the first."""
    names = sorted(values)
    if len(names) != 2:
        return names
    return [next((name for name in names if name.casefold() in ("yes", "true", "y", "1")), names[0])]
