"""Who could learn from whom in a cluster: where something stood out, and who works on the same without it.

Only from figures that the cluster may see, so a school whose figures are hidden neither hosts nor visits. The
bar is that of every claim: a 95 % interval without nought. Nobody is ranked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.disclosure import ShownFinding
from halfterm.cycles.impact.movement import Mover
from halfterm.cycles.record import Level
from halfterm.cycles.words import GapFigures, claim, could_be_chance, who_moved

ONE_IN: Final = 40
"""How often a change that is none lies beyond one end of its 95 % interval: what chance makes stand out."""

_SHORT_OF_IT: Final = frozenset({"no clear change", "widening"})


@dataclass(frozen=True, slots=True)
class CycleFound:
    """What a cycle found in one measure at one place, a school or all schools of an engagement.

    `impact` is None where it is not said who got the idea. `care` is whether its verdict warns of something.
    """

    place: str
    name: str
    level: Level
    engagement: str
    theme: str
    idea: str
    gap: GapFigures
    impact: ShownFinding | None
    care: bool

    @property
    def closed(self) -> bool:
        """Whether the gap closed by more than chance gives, and not because the group ahead fell."""
        return claim(self.gap) == "closing" and who_moved(self.gap) is not Mover.CLOSING_DOWN

    @property
    def helped(self) -> bool:
        """Whether those with the idea scored higher than those without, by more than chance gives."""
        impact = self.impact
        if impact is None or impact.value.value is None or could_be_chance(impact) is not False:
            return False
        return impact.value.value > 0

    @property
    def stands_out(self) -> bool:
        return self.closed or self.helped

    @property
    def judged(self) -> int:
        """How many figures of it could have stood out: those with an interval to see."""
        seen = [self.gap.change] if self.gap.compared and not self.gap.hidden else []
        seen += [self.impact] if self.impact is not None else []
        return sum(could_be_chance(finding) is not None for finding in seen)

    @property
    def is_short_of_it(self) -> bool:
        """Whether it may be seen that the gap has not closed, and nothing shows that the idea helped."""
        return claim(self.gap) in _SHORT_OF_IT and not self.helped


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who could go, with what it has in common with its host, in words."""

    found: CycleFound
    shares: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """A place where something stood out, and those who work on the same; at least one."""

    host: CycleFound
    visitors: tuple[Visitor, ...]


@dataclass(frozen=True, slots=True)
class Visits:
    """Every visit, by the hosts' names. `unmatched` stand out, but nobody works on the same without it.

    `judged` counts the figures that could have stood out.
    """

    visits: tuple[Visit, ...]
    unmatched: tuple[CycleFound, ...]
    judged: int


def who_to_visit(found: Sequence[CycleFound]) -> Visits:
    """Who could visit whom in a cluster, from what its cycles of one half-term found.

    Schools visit schools, engagements engagements. A visitor works on the same measure for the same target
    group; or, where it does not study that measure, shares its group or measure, and the theme.
    """
    visits, unmatched = [], []
    for host in sorted((one for one in found if one.stands_out), key=_by_name):
        visitors = tuple(sorted(_visitors(host, found), key=lambda visitor: _by_name(visitor.found)))
        if visitors:
            visits.append(Visit(host, visitors))
        else:
            unmatched.append(host)
    return Visits(tuple(visits), tuple(unmatched), sum(one.judged for one in found))


def _by_name(found: CycleFound) -> tuple[str, str, str, str]:
    return (found.level, found.name.casefold(), found.gap.measure.casefold(), found.engagement)


def _visitors(host: CycleFound, found: Sequence[CycleFound]) -> list[Visitor]:
    others = [one for one in found if one.level == host.level and one.place != host.place]
    visitors = []
    for place in dict.fromkeys(one.place for one in others):
        own = [one for one in others if one.place == place]
        same = [one for one in own if _is_same(one.gap.measure, host.gap.measure)]
        # Who studies the measure is judged by it alone.
        for one in (each for each in same or own if each.is_short_of_it):
            shares = _shared(one, host)
            if len(shares) > 1:
                visitors.append(Visitor(one, shares))
    return visitors


def _shared(one: CycleFound, other: CycleFound) -> tuple[str, ...]:
    pairs = (
        ("measure", one.gap.measure, other.gap.measure),
        ("target group", one.gap.target, other.gap.target),
        ("theme", one.theme, other.theme),
    )
    return tuple(what for what, mine, theirs in pairs if _is_same(mine, theirs))


def _is_same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
