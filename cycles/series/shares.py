"""Charts of shares: P, whose scatter is that of counting alone, and Laney's P', which takes it from the data.

Laney, "Improved control charts for attributes", Quality Engineering 14(4), 2002.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from halfterm.cycles.impact.reasons import NO_SCATTER, NotDefined
from halfterm.cycles.series.limits import D2, Limits, baseline_points, limits_about
from halfterm.cycles.series.run_chart import moving_ranges


def p_chart(shares: Sequence[float], sizes: Sequence[float], *, baseline: int | None = None) -> Limits:
    """The pooled share p, plus and minus 3 sqrt(p (1 - p) / n_i), within 0 and 1.

    Args:
        shares: from 0 to 1, in their order.
        sizes: out of how many each is; above 0.
        baseline: how many of the first points p comes from; by default all.

    Raises:
        NotDefined: fewer than two baseline points, or all of them are 0 or all are 1.
    """
    centre = _pooled(shares, sizes, baseline)
    return limits_about("P", centre, _counting(centre, sizes), least=0.0)


def p_prime(shares: Sequence[float], sizes: Sequence[float], *, baseline: int | None = None) -> Limits:
    """P with its sigma times sigma_z: mean moving range of z_i = (p_i - p) / sigma_i over 1.128.

    Sigma_z above 1 says that the shares scatter more than counting does; see `p_chart` for the rest. Moving
    ranges of z are not screened.
    """
    centre = _pooled(shares, sizes, baseline)
    own = baseline_points(len(shares), baseline)
    counting = _counting(centre, sizes)
    z = [(share - centre) / sigma for share, sigma in zip(shares[:own], counting[:own], strict=True)]
    ranges = moving_ranges(z)
    sigma_z = sum(ranges) / len(ranges) / D2
    return limits_about("P'", centre, [sigma_z * sigma for sigma in counting], least=0.0)


def _pooled(shares: Sequence[float], sizes: Sequence[float], baseline: int | None) -> float:
    own = baseline_points(len(shares), baseline)
    reached = sum(share * size for share, size in zip(shares[:own], sizes[:own], strict=True))
    pooled = reached / sum(sizes[:own])
    if not 1e-12 < pooled < 1 - 1e-12:
        raise NotDefined(NO_SCATTER)
    return pooled


def _counting(centre: float, sizes: Sequence[float]) -> list[float]:
    return [math.sqrt(centre * (1 - centre) / size) for size in sizes]
