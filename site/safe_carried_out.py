"""What was done, made safe: no count of pupils by attendance or cost, no words that were not released."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from halfterm.cycles.carried_out import CarriedOut, ShownCarriedOut, ShownLedBy, ShownSpent
from halfterm.cycles.disclosure import (
    POLICIES,
    Audience,
    Shown,
    hidden,
    safe_count,
    show_number,
    too_few,
)
from halfterm.cycles.dosage import UNFUNDED, Dose, Spent
from halfterm.cycles.impact.statistics import CATALOGUE
from halfterm.cycles.intervention import Cost
from halfterm.cycles.rounding import half_away, in_percent
from halfterm.site.shown import ShownStudy

UNLOGGED: Final = hidden("x")
"""What a log without a session says of them: they may have been held, and nobody wrote it down."""


def show_carried_out(carried_out: CarriedOut, *, audience: Audience, pupils: Shown) -> ShownCarriedOut:
    """What an audience may know of what was done.

    `pupils` is how many the idea is for as this audience may know it (`pupils_of`): every cost by pupil is
    made of that number, so that none gives another one away.
    """
    dose, lessons = carried_out.dose, carried_out.lessons
    spent = tuple(_spent(one, carried_out.costs, audience=audience, pupils=pupils) for one in dose.spent)
    notes = [note for note in carried_out.notes if note.released or audience == "school"]
    return ShownCarriedOut(
        sessions=_number(dose.sessions) if dose.sessions else UNLOGGED,
        sessions_planned=_number(dose.sessions_planned),
        sessions_percent=_sessions_percent(dose),
        minutes=_number(dose.minutes),
        minutes_planned=_number(dose.minutes_planned),
        groups=_number(dose.groups) if dose.sessions else UNLOGGED,
        attendance=_attendance(dose, reached=carried_out.reached, audience=audience),
        fidelity=_percent(dose.fidelity),
        led_by=tuple(ShownLedBy(led.role, _number(led.sessions)) for led in dose.led_by),
        lessons_good_before=_lessons(lessons.good_before, lessons.seen_before, audience),
        lessons_good_after=_lessons(lessons.good_after, lessons.seen_after, audience),
        spent=spent,
        cost_planned=_planned(carried_out.costs, pupils=pupils),
        cost_spent=_total([one.spent for one in spent]) if _has_spent(carried_out) else hidden("z"),
        cost_per_pupil=_per_pupil(carried_out.costs, pupils=pupils),
        notes=tuple(notes),
        unreleased=dict(Counter(note.kind for note in carried_out.notes if note not in notes)),
        evidence=carried_out.evidence,
    )


def pupils_of(studies: Sequence[ShownStudy]) -> Shown:
    """How many pupils an idea is for, from the studies of the whole engagement as an audience sees them.

    The treated ones where the plan names them, else the target group as it was locked. `z` without a study.
    """
    for study in studies:
        impact = study.findings.get("impact")
        return study.coverage.target_frozen if impact is None else impact.n_target
    return hidden("z")


def _number(number: float | None) -> Shown:
    return show_number(number, decimals=0)


def _percent(share: float | None) -> Shown:
    return show_number(None if share is None else in_percent(share), decimals=0)


def _sessions_percent(dose: Dose) -> Shown:
    """Of what is planned; of sessions that nobody logged no share is known."""
    return (
        UNLOGGED if dose.sessions_share is not None and not dose.sessions else _percent(dose.sessions_share)
    )


def _attendance(dose: Dose, *, reached: int | None, audience: Audience) -> Shown:
    """Places taken of those kept, in percent, from both counts made safe.

    Hidden where the sessions were for too few pupils, or too few places were taken or left empty.
    """
    if dose.attendance.share is None:
        return hidden("z")
    present, absent = dose.attendance.present, dose.attendance.planned - dose.attendance.present
    if any(too_few(count, audience) for count in (reached or 0, present, absent)):
        return hidden("c")
    taken, empty = (safe_count(count, audience) or 0 for count in (present, absent))
    return _percent(taken / (taken + empty))


def _lessons(good: int, seen: int, audience: Audience) -> Shown:
    """Lessons are taught by somebody: of too few of them nothing is said either."""
    if not seen:
        return hidden("z")
    return hidden("c") if too_few(seen, audience) else _percent(good / seen)


def _pounds(pounds: float) -> Shown:
    """Pounds, with pence where there are any."""
    return show_number(pounds, decimals=0 if pounds == round(pounds) else 2)


def _spent(spent: Spent, costs: Iterable[Cost], *, audience: Audience, pupils: Shown) -> ShownSpent:
    """What was paid by the pupil would tell how many there are, beside the plan's own price for each.

    So it is hidden where their number is, and rounded where that is.
    """
    costs = tuple(costs)
    own = [cost for cost in costs if cost.funding == spent.funding]
    paid_by_it = own if spent.funding != UNFUNDED else list(costs)
    prices = sum(cost.pounds for cost in paid_by_it if cost.per_pupil)
    planned = hidden("z") if spent.planned is None and not own else _planned(own, pupils=pupils)
    if audience == "school" or not prices:
        return ShownSpent(spent.funding, _pounds(spent.pounds), planned)
    if pupils.value is None:
        return ShownSpent(spent.funding, hidden("c"), planned)
    step = POLICIES[audience].step
    pounds = half_away(spent.pounds / (step * prices), 0) * step * prices if step > 1 else spent.pounds
    return ShownSpent(spent.funding, _pounds(pounds), planned)


def _total(parts: Sequence[Shown]) -> Shown:
    """The sum of what is shown; hidden where a part is, since that could be told from it."""
    values = [part.value for part in parts]
    known = [value for value in values if value is not None]
    return hidden("c") if len(known) < len(values) else _pounds(sum(known))


def _has_spent(carried_out: CarriedOut) -> bool:
    return any(spent.pounds for spent in carried_out.dose.spent)


def _planned(costs: Iterable[Cost], *, pupils: Shown) -> Shown:
    """The whole plan in pounds, for as many pupils as may be known; `z` where no cost is given."""
    costs = tuple(costs)
    if not costs:
        return hidden("z")
    if any(cost.per_pupil for cost in costs) and pupils.value is None:
        return hidden(pupils.symbol or "c")
    return _pounds(sum(cost.pounds * ((pupils.value or 0) if cost.per_pupil else 1) for cost in costs))


def _per_pupil(costs: Sequence[Cost], *, pupils: Shown) -> Shown:
    """Pounds of the whole plan for each pupil; where every cost is by the pupil, that is its own price."""
    if not costs:
        return hidden("z")
    prices = sum(cost.pounds for cost in costs if cost.per_pupil)
    once = sum(cost.pounds for cost in costs if not cost.per_pupil)
    if once and not pupils.value:
        return hidden("z" if pupils.value == 0 else pupils.symbol or "c")
    each = prices + (once / pupils.value if once and pupils.value else 0.0)
    return show_number(each, decimals=CATALOGUE["cost_per_pupil"].decimals)
