"""Everyone with a score at each time: an exact split of a change into who stayed, came, went and switched."""

from __future__ import annotations

from dataclasses import dataclass

from halfterm.cycles.impact.reasons import NotDefined

PARTS = ("stayers", "joiners", "leavers", "switched_in", "switched_out")


@dataclass(frozen=True, slots=True)
class Scores:
    """Number and sum of some pupils' scores at one time, on the measure's scale."""

    n: int = 0
    total: float = 0.0

    def __add__(self, other: Scores) -> Scores:
        return Scores(self.n + other.n, self.total + other.total)

    @property
    def mean(self) -> float:
        """Mean score; there must be a pupil."""
        return self.total / self.n


@dataclass(frozen=True, slots=True)
class GroupAtBothTimes:
    """The pupils of one group at baseline and at follow-up, in five kinds that do not overlap.

    Stayers have both scores and are in the group both times. Joiners have a follow-up score only, leavers a
    baseline score only. Switchers have both scores, but were in the group at one time only.
    """

    stayers_baseline: Scores
    stayers_follow_up: Scores
    joiners: Scores = Scores()
    leavers: Scores = Scores()
    switched_in: Scores = Scores()
    switched_out: Scores = Scores()

    @property
    def baseline(self) -> Scores:
        """The cross-section of the group before."""
        return self.stayers_baseline + self.leavers + self.switched_out

    @property
    def follow_up(self) -> Scores:
        """The cross-section of the group after."""
        return self.stayers_follow_up + self.joiners + self.switched_in


@dataclass(frozen=True, slots=True)
class ChangeSplit:
    """A change of the cross-section, points: the five parts add up to `change`.

    `stayers` is their mean gain; the others are what coming, going and switching added to the change.
    """

    change: float
    stayers: float
    joiners: float
    leavers: float
    switched_in: float
    switched_out: float

    def __sub__(self, other: ChangeSplit) -> ChangeSplit:
        parts = (getattr(self, name) - getattr(other, name) for name in PARTS)
        return ChangeSplit(self.change - other.change, *parts)


def split_change(group: GroupAtBothTimes) -> ChangeSplit:
    """The change of one group's cross-sectional mean, split exactly.

    With stayers as the yardstick: mean after - stayers' mean after = sum over those who came of
    share x (their mean - stayers' mean), and likewise before. Raises `NotDefined` when no pupil stayed.

    >>> group = GroupAtBothTimes(Scores(2, 20.0), Scores(2, 24.0), joiners=Scores(2, 20.0))
    >>> split_change(group)
    ChangeSplit(change=1.0, stayers=2.0, joiners=-1.0, leavers=0.0, switched_in=0.0, switched_out=0.0)
    """
    if not (group.stayers_baseline.n and group.stayers_follow_up.n):
        raise NotDefined("no pupil of the group was in it, with a score, at both times")
    before, after = group.stayers_baseline.mean, group.stayers_follow_up.mean

    def came(some: Scores) -> float:
        return (some.total - some.n * after) / group.follow_up.n

    def went(some: Scores) -> float:
        return (some.n * before - some.total) / group.baseline.n

    return ChangeSplit(
        change=group.follow_up.mean - group.baseline.mean,
        stayers=after - before,
        joiners=came(group.joiners),
        leavers=went(group.leavers) + 0.0,
        switched_in=came(group.switched_in),
        switched_out=went(group.switched_out) + 0.0,
    )


def split_gap_change(target: GroupAtBothTimes, comparison: GroupAtBothTimes) -> ChangeSplit:
    """The change of the cross-sectional gap, target minus comparison, split exactly part by part.

    Raises `NotDefined` when nobody stayed in either group.
    """
    return split_change(target) - split_change(comparison)


def panels_disagree(matched_change: float, cross_change: float) -> bool:
    """Whether pupils with both scores and everyone with a score moved in opposite directions.

    >>> panels_disagree(0.4, -0.1), panels_disagree(0.4, 0.0)
    (True, False)
    """
    return min(matched_change, cross_change) < 0 < max(matched_change, cross_change)
