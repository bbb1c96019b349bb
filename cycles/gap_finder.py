"""The gap finder: which of all pupil groups are behind, how surely, and how many such finds are chance.

How a gap and its p are computed is told in `gap_differences`; here is what is made of thousands of them.

A band as such (the quiet middle, say) is set beside the other bands of its school, each score as its distance
from the mean of its own band and year group over all schools: else the lower band would always be behind, and
a school with low scores in each of its bands. A school's own pupils are in that mean, so where there are few
schools such a gap is understated, never overstated.

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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from scipy.stats import false_discovery_control

from halfterm.cycles.gap_differences import Differences, Numbers, Strata, differences

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
    for place in np.flatnonzero(made.testable).tolist():
        sets[groups[place].same].append(place)
    chosen = [_named(places, groups, made) for places in sets.values()]
    q = _false_discovery(made, chosen)
    found = [
        _found(groups, made, place, q=float(q[i]), spread=spread, alike=sets[groups[place].same])
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
    group, gap = groups[place], float(made.gap[place])
    return FoundGap(
        group=group,
        place=place,
        n=int(made.n[place]),
        n_others=int(made.n_others[place]),
        gap=gap,
        lower=float(made.lower[place]),
        upper=float(made.upper[place]),
        standard_error=float(made.standard_error[place]),
        p=float(made.p[place]),
        q=q,
        gap_sd=gap / spread[group.measure, group.scale, group.school],
        also=tuple(groups[other] for other in alike if other != place and made.gap[other] < 0),
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
