"""Questions that governors may ask, by rule from what the report shows; none of them presumes the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from halfterm.cycles.programme import Programme
from halfterm.cycles.words import claim, could_be_chance, listed
from halfterm.site.delivery import percent
from halfterm.site.figures import gap_figures
from halfterm.site.school_part import Part
from halfterm.site.verdicts import impact_figure

MOST: Final = 6
LITTLE: Final = 80.0
"""Percent of the planned sessions, or of pupils present, below which a board would want to know why."""


def board_questions(parts: Sequence[Part], programme: Programme) -> tuple[str, ...]:
    """Up to six questions on this half-term's cycles, what weighs most first."""
    rules = (_wider, _reach, _worth, _without, _decision, _cost, _hidden)
    asked = [question for rule in rules for part in parts for question in rule(part, programme)]
    return tuple(dict.fromkeys(asked))[:MOST]


def _idea(part: Part) -> str:
    return f"“{part.plan.change_idea.name}”"


def _wider(part: Part, programme: Programme) -> Iterator[str]:
    gaps = [gap_figures(study, part.plan, programme) for study in part.told]
    wider = [gap.measure for gap in gaps if claim(gap) == "widening"]
    if wider:
        yield (
            f"The gap in {listed(wider)} is wider, by more than chance explains: what is being done, and "
            "when will it be looked at again?"
        )


def _reach(part: Part, _: Programme) -> Iterator[str]:
    """What was held, and who came."""
    log = part.cycle.carried_out
    if log is None or not log.sessions.value:
        yield f"No session of {_idea(part)} was logged: was it carried out?"
        return
    held, came = log.sessions_percent, log.attendance
    if held.value is not None and held.value < LITTLE:
        yield f"{percent(held)} of the planned sessions of {_idea(part)} took place: what kept the others?"
    if came.value is not None and came.value < LITTLE:
        yield f"Attendance at {_idea(part)} was {percent(came)}: who did not come, and why?"


def _worth(part: Part, _: Programme) -> Iterator[str]:
    """Where a number says whether the idea helped."""
    if not part.plan.names_treated:
        return
    impacts = [figure for study in part.told if (figure := impact_figure(study)).visible]
    if not impacts:
        return
    if all(could_be_chance(figure) for figure in impacts):
        yield (
            f"Whether {_idea(part)} made a difference cannot be told from chance yet: how long is it given, "
            "and what would settle it?"
        )
    elif any((figure.value.value or 0) < 0 and not could_be_chance(figure) for figure in impacts):
        yield f"Pupils with {_idea(part)} gained less than those without: why should it go on?"


def _without(part: Part, _: Programme) -> Iterator[str]:
    if not part.plan.names_treated:
        yield (f"Nobody was compared with and without {_idea(part)}: what else might have moved the figures?")


def _decision(part: Part, _: Programme) -> Iterator[str]:
    if part.cycle.decision is None:
        yield f"When is it decided whether {_idea(part)} is adopted, adapted or abandoned, and by what?"


def _cost(part: Part, _: Programme) -> Iterator[str]:
    log = part.cycle.carried_out
    if log is None or not (log.cost_planned.value or log.cost_spent.value):
        yield f"What does {_idea(part)} cost, in money and in teachers’ time, and who pays?"


def _hidden(part: Part, _: Programme) -> Iterator[str]:
    if part.hidden:
        yield "The school’s own figures are not shown here: has somebody of the board seen them in school?"
