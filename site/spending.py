"""What cycles cost: planned and spent, by funding, as one audience may know it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.disclosure import Shown, hidden
from halfterm.cycles.programme import Programme
from halfterm.cycles.words import listed
from halfterm.site.figures import every_school
from halfterm.site.school_part import Part

UNKNOWN: Final = hidden("z")


@dataclass(frozen=True, slots=True)
class SpentRow:
    """One cycle's costs in pounds. They are of the whole engagement, which `whose` says."""

    idea: str
    when: str
    whose: str
    funding: str
    planned: Shown
    spent: Shown
    per_pupil: Shown


def spent_rows(
    parts: Sequence[Part], programme: Programme, *, fundings: Iterable[str] | None = None
) -> tuple[SpentRow, ...]:
    """A row for each cycle with costs; with `fundings`, a row for each of these that a cycle draws on."""
    wanted = None if fundings is None else frozenset(fundings)
    return tuple(row for part in parts for row in _rows(part, programme, wanted))


def _rows(part: Part, programme: Programme, wanted: frozenset[str] | None) -> list[SpentRow]:
    log = part.cycle.carried_out
    if log is None:
        return []
    when = programme.half_term(part.plan.follow_up).name
    named = (part.plan.change_idea.name, when, every_school(part.engagement))
    if wanted is None:
        if not any(figure.value for figure in (log.cost_planned, log.cost_spent)):
            return []
        funding = listed([one.funding for one in log.spent]) or "not said"
        return [SpentRow(*named, funding, log.cost_planned, log.cost_spent, log.cost_per_pupil)]
    per_pupil = log.cost_per_pupil if len(log.spent) == 1 else UNKNOWN
    return [
        SpentRow(*named, one.funding, one.planned, one.spent, per_pupil)
        for one in log.spent
        if one.funding in wanted
    ]
