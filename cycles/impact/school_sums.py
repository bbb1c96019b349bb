"""Sums of squares and products by school: all that a regression or a multilevel fit needs to know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from halfterm.cycles.impact.moments import Cell
from halfterm.cycles.impact.reasons import NotDefined

Floats = NDArray[np.float64]
Coding = Callable[[Cell], Sequence[float]]

moments_of = attrgetter("n", "b", "f", "bb", "ff", "bf")


@dataclass(frozen=True, slots=True, eq=False)
class SchoolSums:
    """Per-school X'X, X'y and y'y, with G schools and k columns.

    Column 0 is the constant 1, column 1 the baseline, the others constants of a cell such as target or
    treated. `names` says them in words. Baseline and follow-up are taken about their means over all the
    pupils here, so that squares keep their digits: slopes do not depend on it, the constant does.
    """

    names: tuple[str, ...]
    xx: Floats  # (G, k, k)
    xy: Floats  # (G, k)
    yy: Floats  # (G,)

    @property
    def n(self) -> Floats:
        """Pupils of each school."""
        return self.xx[:, 0, 0]

    @property
    def pupils(self) -> int:
        return round(float(self.n.sum()))

    @property
    def schools(self) -> int:
        return len(self.yy)

    def columns(self, *chosen: int) -> SchoolSums:
        """The sums of a smaller model; column 0 alone is the empty model."""
        keep = np.asarray(chosen)
        names = tuple(self.names[index] for index in chosen)
        return SchoolSums(names, self.xx[:, keep[:, None], keep], self.xy[:, keep], self.yy)


def school_sums(cells: Iterable[Cell], *, coded: Coding, names: Sequence[str]) -> SchoolSums:
    """Sums by school of follow-up on 1, baseline and whatever `coded` says of a cell.

    `names` are the words for what `coded` gives, in its order. Cells without pupils are left out. Raises
    `NotDefined` when no pupil is left.
    """
    kept = [cell for cell in cells if cell.moments.n]
    if not kept:
        raise NotDefined("no pupil is known to belong to either side")
    places: dict[str, int] = {}
    place = np.asarray([places.setdefault(cell.school, len(places)) for cell in kept])
    moments = np.asarray([moments_of(cell.moments) for cell in kept], dtype=float)
    constants = np.asarray([tuple(coded(cell)) for cell in kept], dtype=float).reshape(len(kept), len(names))
    xx, xy, yy = _products(_about_means(moments), constants)
    by_school = tuple(_added(part, place, len(places)) for part in (xx, xy, yy))
    return SchoolSums(("constant", "baseline", *names), *by_school)


def _about_means(moments: Floats) -> Floats:
    n, b, f, bb, ff, bf = moments.T
    mean_b, mean_f = b.sum() / n.sum(), f.sum() / n.sum()
    return np.column_stack(
        [
            n,
            b - n * mean_b,
            f - n * mean_f,
            bb - 2 * mean_b * b + n * mean_b**2,
            ff - 2 * mean_f * f + n * mean_f**2,
            bf - mean_b * f - mean_f * b + n * mean_b * mean_f,
        ]
    )


def _products(moments: Floats, constants: Floats) -> tuple[Floats, Floats, Floats]:
    """X'X, X'y and y'y of each cell, from its moments and its constants."""
    n, b, f, bb, ff, bf = moments.T
    k = 2 + constants.shape[1]
    xx = np.empty((len(n), k, k))
    xx[:, 0, 0], xx[:, 1, 1] = n, bb
    xx[:, 0, 1] = xx[:, 1, 0] = b
    xx[:, 0, 2:] = xx[:, 2:, 0] = n[:, None] * constants
    xx[:, 1, 2:] = xx[:, 2:, 1] = b[:, None] * constants
    xx[:, 2:, 2:] = n[:, None, None] * constants[:, :, None] * constants[:, None, :]
    xy = np.column_stack([f, bf, f[:, None] * constants])
    return xx, xy, ff


def _added(parts: Floats, place: NDArray[np.intp], schools: int) -> Floats:
    total = np.zeros((schools, *parts.shape[1:]))
    np.add.at(total, place, parts)
    return total
