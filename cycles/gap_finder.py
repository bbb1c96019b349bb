"""The gap finder: which of all pupil groups are behind, how surely, and how many such finds are chance.

Every group is set beside the others of its own school and year group (and, within a band of prior attainment,
of its own band). The gap over several schools or year groups ("strata", k) is the difference within them,

    gap = sum w_k (mean_1k - mean_2k) / sum w_k,    w_k = n_1k n_2k / (n_1k + n_2k),

the coefficient of the group in a regression on group and stratum, so that neither a school with low scores
nor a younger year group is mistaken for a group's gap. Its standard error is of Welch's type: with u_k = w_k
/ sum w,

    se^2 = v_1 sum(u_k^2 / n_1k) + v_2 sum(u_k^2 / n_2k),

v_1 and v_2 the variance of each side about its own means, pooled over strata, with Satterthwaite's degrees of
freedom. In one stratum this is Welch's t test to the letter; in several, the two sides may scatter
differently, but a stratum need not have two pupils of each side to tell. Each side's mean in each stratum is
taken out of v_1 and v_2, so interval and p are about these schools, not about schools at large.

A band as such (the quiet middle, say) is set beside the other bands of its school, each score as its distance
from the mean of its own band and year group over all schools: else the lower band would always be behind, and
a school with low scores in each of its bands. A school's own pupils are in that mean, so where there are few
schools such a gap is understated, never overstated.

Five pupils whose marks happen to agree would be beyond doubt by Welch's test, and among thousands of groups
some always do. So a comparison counts for what the less sure of two tests gives: Welch's, or Student's with
one pooled variance v in place of v_1 and v_2 (and all the degrees of freedom).

Chance finds. All comparisons of a scan are one family, and q is Benjamini and Hochberg's (BH, 1995). Only
groups behind are listed, so a group that is ahead counts with p = 1: the rate then holds in the list itself,
not only among all differences either way. Groups overlap, so their p values hang together; Benjamini and
Yekutieli (BY, 2001) would hold for any dependence, at the price of a factor of ln(comparisons), six or more
here. Simulated with whole marks, 600 pupils, three schools, six attributes, four bands and two measures
(3,000 comparisons; 250 scans a line; tests/cycles/test_gap_finder.py holds a small one), the share of chance
finds among those at q <= 0.05, and the share of scans that found anything:

                                           this, BH   this, BY   Welch alone, BH   Welch alone, BY
    no gap anywhere                           0.004      0.000             0.196             0.100
    quiet girls of the middle band behind     0.006      0.001             0.114             0.071
    one group behind, another ahead           0.006      0.000             0.057             0.037
    something found where there was a gap      0.69       0.44              0.78              0.54

What broke the rate was Welch's test on few pupils, and BY does not mend that; with the less sure test BH
holds with room to spare, and BY would only hide gaps. So it is BH.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit
from scipy.stats import false_discovery_control

from halfterm.cycles.impact.estimate import COVERAGE
from halfterm.cycles.impact.sample import ROUNDING_UNIT

Numbers = NDArray[np.float64]
Name = tuple[str, str, str, str, frozenset[tuple[str, str]]]
BANDS = ("", "lower", "middle", "upper")
"""The bands of prior attainment by their number; 0 is pupils of every band, and of none."""


@dataclass(frozen=True, slots=True)
class Group:
    """One named group that is set beside others. The names are those of the school's own data.

    `terms` are attributes and values that must all hold; none means everybody of a band, who are set beside
    the other bands of their school. `school` is '' for all schools together. `same` is equal where the two
    sides are the same pupils, under whatever names.
    """

    measure: str
    scale: str
    school: str
    band: str
    terms: tuple[tuple[str, str], ...]
    same: int


@dataclass(frozen=True, slots=True)
class Strata:
    """Columns, one row per comparison and stratum: counts above 0, and sums of scores about a shift.

    `comparison` counts from 0; sums are in points and squared points.
    """

    comparison: NDArray[np.int64]
    n: Numbers
    total: Numbers
    square: Numbers
    n_others: Numbers
    total_others: Numbers
    square_others: Numbers


@dataclass(frozen=True, slots=True)
class Differences:
    """Columns, one row per comparison; points. NaN where scores do not vary or no stratum shows scatter."""

    n: Numbers
    n_others: Numbers
    gap: Numbers
    standard_error: Numbers
    lower: Numbers
    upper: Numbers
    p: Numbers

    @property
    def testable(self) -> NDArray[np.bool_]:
        return np.isfinite(self.p)


@dataclass(frozen=True, slots=True)
class FoundGap:
    """A group that is behind. Points of its scale; `gap_sd` in SDs of all pupils about their strata's means.

    `also` are other groups of the very same pupils; `within` is a wider group that is listed as well and
    whose gap this one's does not exceed by more than its own standard error. `place` is the row in the scan.
    """

    group: Group
    place: int
    n: int
    n_others: int
    gap: float
    lower: float
    upper: float
    standard_error: float
    p: float
    q: float
    gap_sd: float
    also: tuple[Group, ...]
    within: Group | None = None

    @property
    def upper_sd(self) -> float:
        """The end of the interval that is nearer to 0, in SDs."""
        return self.upper * (self.gap_sd / self.gap)


@dataclass(frozen=True, slots=True)
class Finds:
    """What a scan came to: the groups behind, surest and largest first, out of `compared` comparisons."""

    behind: tuple[FoundGap, ...]
    compared: int
    not_varying: int


def differences(strata: Strata, count: int) -> Differences:
    """The stratified difference of each of `count` comparisons, with its 95 % interval and two-sided p.

    Checked in R: `lm(score ~ group + stratum)` for the gap, `nlme::gls` with a variance for each side for the
    standard error, `t.test` in one stratum.
    """

    def summed(weights: Numbers) -> Numbers:
        return np.bincount(strata.comparison, weights=weights, minlength=count)

    n, n_others = strata.n, strata.n_others
    weight = n * n_others / (n + n_others)
    share = weight / summed(weight)[strata.comparison]
    gap = summed(share * (strata.total / n - strata.total_others / n_others))
    # The others' sums are what is left of the whole's, so rounding is judged on the scale of the whole.
    scale = strata.square + strata.square_others
    squares = summed(_about_mean(n, strata.total, strata.square, scale))
    squares_others = summed(_about_mean(n_others, strata.total_others, strata.square_others, scale))
    degrees, degrees_others = summed(n - 1), summed(n_others - 1)
    both = degrees + degrees_others
    with np.errstate(invalid="ignore", divide="ignore"):
        one, other = summed(share**2 / n), summed(share**2 / n_others)
        mine, theirs = squares / degrees * one, squares_others / degrees_others * other
        welch = mine + theirs, (mine + theirs) ** 2 / (mine**2 / degrees + theirs**2 / degrees_others)
        pooled = (squares + squares_others) / both * (one + other), both
        error, freedom, p = _less_sure(gap, welch, pooled)
    reach = stdtrit(freedom, (1 + COVERAGE) / 2) * error
    return Differences(summed(n), summed(n_others), gap, error, gap - reach, gap + reach, p)


def _less_sure(gap: Numbers, *tests: tuple[Numbers, Numbers]) -> tuple[Numbers, Numbers, Numbers]:
    """Standard error, degrees of freedom and p of the less sure of two t tests (squared error, degrees)."""
    (error, freedom, p), second = (
        (np.sqrt(squared), degrees, np.minimum(2 * stdtr(degrees, -np.abs(gap / np.sqrt(squared))), 1.0))
        for squared, degrees in tests
    )
    take = second[2] > p
    return tuple(np.where(take, new, old) for new, old in zip(second, (error, freedom, p), strict=True))


def _about_mean(n: Numbers, total: Numbers, square: Numbers, scale: Numbers) -> Numbers:
    """Sums of squares about the means, with what only rounding left over taken as 0 (as `sample.centred`)."""
    about = square - total * total / n
    floor = np.minimum(4 * ROUNDING_UNIT * np.maximum(n, 4), 1e-9) * scale
    return np.where(about > floor, about, 0.0)


def spreads(strata: Iterable[tuple[str, str, str, int, float, float]]) -> dict[tuple[str, str, str], float]:
    """SD of all pupils about the means of their strata, by measure, scale and school ('': all together).

    Each stratum is measure, scale, school, number of pupils, sum and sum of squares of shifted scores.
    """
    squares: dict[tuple[str, str, str], float] = defaultdict(float)
    degrees: dict[tuple[str, str, str], int] = defaultdict(int)
    for measure, scale, school, n, total, square in strata:
        for scope in ("", school):
            squares[measure, scale, scope] += max(square - total * total / n, 0.0)
            degrees[measure, scale, scope] += n - 1
    return {key: (squares[key] / degrees[key]) ** 0.5 for key in squares if degrees[key] and squares[key] > 0}


def find_gaps(
    groups: Sequence[Group],
    strata: Strata,
    *,
    spread: Mapping[tuple[str, str, str], float],
    share: float,
) -> Finds:
    """The groups behind at a false discovery rate of `share`, ranked.

    Ranked by the end of the interval that is nearer to 0, in SDs: how far behind a group surely is, which
    counts both how sure and how large. Groups that add nothing to a wider one come after all others.
    """
    made = differences(strata, len(groups))
    sets: dict[int, list[int]] = defaultdict(list)
    for place in np.flatnonzero(made.testable):
        sets[groups[place].same].append(int(place))
    chosen = [_named(places, groups, made) for places in sets.values()]
    q = _false_discovery(made, chosen)
    found = [
        _found(groups, made, place, q=q[i], spread=spread, alike=sets[groups[place].same])
        for i, place in enumerate(chosen)
        if made.gap[place] < 0 and q[i] <= share
    ]
    ranked = sorted(_marked(found), key=lambda each: (each.within is not None, each.upper_sd, each.place))
    return Finds(tuple(ranked), len(chosen), int(np.count_nonzero(~made.testable)))


def _named(places: list[int], groups: Sequence[Group], made: Differences) -> int:
    """Of names for the same two sides, the simplest of the side that is behind."""

    def plainness(place: int) -> tuple[object, ...]:
        group = groups[place]
        return made.gap[place] >= 0, len(group.terms), group.band != "", group.school == "", group.terms

    return min(places, key=plainness)


def _false_discovery(made: Differences, chosen: list[int]) -> Numbers:
    if not chosen:
        return np.empty(0)
    p = np.where(made.gap[chosen] < 0, made.p[chosen], 1.0)
    return np.asarray(false_discovery_control(p, method="bh"), dtype=np.float64)


def _found(
    groups: Sequence[Group],
    made: Differences,
    place: int,
    *,
    q: float,
    spread: Mapping[tuple[str, str, str], float],
    alike: list[int],
) -> FoundGap:
    group = groups[place]
    row = {field.name: float(getattr(made, field.name)[place]) for field in fields(made)}
    return FoundGap(
        group=group,
        place=place,
        n=int(row.pop("n")),
        n_others=int(row.pop("n_others")),
        q=float(q),
        gap_sd=row["gap"] / spread[group.measure, group.scale, group.school],
        also=tuple(groups[other] for other in alike if other != place and made.gap[other] < 0),
        **row,
    )


def _marked(found: list[FoundGap]) -> list[FoundGap]:
    """The finds, each with the simplest wider group that is listed too and says as much."""
    by_name = {_name(group): each for each in found for group in (each.group, *each.also)}
    marked = []
    for each in found:
        wider = (by_name.get(name) for name in _wider_names(each.group))
        enough = (w for w in wider if w and w is not each and each.gap >= w.gap - each.standard_error)
        parent = next(enough, None)
        marked.append(replace(each, within=parent.group if parent else None))
    return marked


def _name(group: Group) -> Name:
    return group.measure, group.scale, group.school, group.band, frozenset(group.terms)


def _wider_names(group: Group) -> Iterator[Name]:
    """The groups that this one is part of, the simplest and widest first."""
    for many in range(1, len(group.terms) + 1):
        for terms in combinations(group.terms, many):
            for band in dict.fromkeys(("", group.band)):
                for school in dict.fromkeys(("", group.school)):
                    name = group.measure, group.scale, school, band, frozenset(terms)
                    if name != _name(group):
                        yield name


def gaps_then(strata: Strata, count: int, *, smallest: int) -> list[float | None]:
    """The gaps of an earlier half-term, points; None where either side has under `smallest` pupils."""
    made = differences(strata, count)
    sides = zip(made.n, made.n_others, made.gap, strict=True)
    return [float(gap) if min(n, n_others) >= smallest else None for n, n_others, gap in sides]


def run_behind(gaps: Sequence[float]) -> int:
    """For how many half-terms up to the last a gap was below 0, none between.

    >>> run_behind([-1.0, 0.5, -2.0, -1.5])
    2
    """
    return next((i for i, gap in enumerate(reversed(gaps)) if gap >= 0), len(gaps))
