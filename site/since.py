"""What changed since an engagement's last edition, by one rule in every direction.

An edition tells of all that happened up to the end of its half-term, so what is new is dated after the end
of the last edition's half-term and not after this one's: nothing is told twice, nothing is lost, and what
happens while people read a page does not change its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from halfterm.cycles.impact.statistics import CATALOGUE
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Engagement, Programme
from halfterm.cycles.record import GAP_CLOSES
from halfterm.cycles.words import listed, standing
from halfterm.site.figures import figure, together
from halfterm.site.marks import place_words, told
from halfterm.site.pieces import dated
from halfterm.site.predicted import OUTCOMES, STATISTICS
from halfterm.site.shown import Outcome, ShownCycle, ShownEdition, ShownStudy

FIRST: Final = "This is the first edition that tells of this engagement."
OTHER_PUPILS: Final = (
    "The two gaps are not about quite the same pupils: each cycle follows those with both its scores."
)
_NOT_BESIDE: Final = "not set beside the last edition's gap, as one of the two is hidden or not known"
_SETTLED: Final[tuple[Outcome, ...]] = ("held", "better", "missed")


@dataclass(frozen=True, slots=True)
class _Between:
    """The cycle of the last edition and that of this one, with the days between which news are new."""

    before: ShownCycle
    now: ShownCycle
    after: date
    until: date

    def holds(self, day: date | None) -> bool:
        return day is not None and self.after < day <= self.until


@dataclass(frozen=True, slots=True)
class Since:
    """What is new: `news` of plan, decision, predictions and disputes, and the gaps then and now."""

    news: tuple[str, ...]
    gaps: tuple[str, ...] = ()


def since(edition: ShownEdition, engagement: Engagement, studies: Sequence[ShownStudy]) -> Since:
    """What is new since the engagement's last edition; `studies` are those that the page tells.

    They are of its current cycle. A first edition says that it is one.
    """
    chain = edition.chain(engagement.id)
    if len(chain) < 2:
        return Since((FIRST,))
    programme, (before, now) = edition.programme, chain[-2:]
    ends = [programme.half_term(cycle.plan.follow_up).ends for cycle in (before, now)]
    between = _Between(before, now, *ends)
    news = (
        _new_cycle(between, len(chain), programme),
        *_decided(between),
        *_amended(between),
        *_schools(between, programme),
        *_predictions(now.at("engagement", engagement.id), together(engagement)),
        *_disputes(between, chain, studies),
    )
    return Since(news, tuple(_gaps(between, studies, programme)))


def _new_cycle(between: _Between, number: int, programme: Programme) -> str:
    last = programme.half_term(between.before.plan.follow_up).name
    return f"The last edition told of {last}; new is cycle {number}, “{between.now.plan.title}”."


def _decided(between: _Between) -> Iterator[str]:
    decision, title = between.before.decision, between.before.plan.title
    if decision is not None:
        yield f"The decision on “{title}” was taken on {dated(decision.on)}: {decision.kind}."
    else:
        yield f"“{title}” is not decided yet."


def _amended(between: _Between) -> Iterator[str]:
    for amendment in between.now.amendments:
        if between.holds(amendment.on):
            changed = "; ".join(place_words(place) for place in amendment.changed)
            yield f"The plan was amended on {dated(amendment.on)} after its lock ({changed})."


def _schools(between: _Between, programme: Programme) -> Iterator[str]:
    gone, back = (
        now - before
        for now, before in (
            (between.now.missing_schools, between.before.missing_schools),
            (between.before.missing_schools, between.now.missing_schools),
        )
    )
    if gone:
        yield f"Without a follow-up this time: {_names(gone, programme)}."
    if back:
        yield f"With a follow-up again: {_names(back, programme)}."


def _names(schools: frozenset[str], programme: Programme) -> str:
    return listed(sorted(programme.school(school).name for school in schools))


def _gaps(between: _Between, studies: Sequence[ShownStudy], programme: Programme) -> Iterator[str]:
    """The gap that the last edition ended with beside this one's, where both are of the same groups."""
    then, now = between.before.plan, between.now.plan
    if now.comparison.kind == "none":
        return
    if not _same_groups(then, now):
        yield "The gaps are not set beside the last edition's: the target group or its comparison is another."
        return
    beside = 0
    for study in studies:
        earlier = {s.measure.id: s for s in between.before.at(study.level, study.place)}.get(study.measure.id)
        if earlier is None or earlier.measure.scale != study.measure.scale:
            yield f"{study.measure.name}: new, or measured otherwise than in the last edition."
            continue
        was, stands = figure(earlier, "gap_followup").value, figure(study, "gap_followup").value
        if was.visible and stands.visible:
            when = (programme.half_term(then.follow_up).name, programme.half_term(now.follow_up).name)
            said = (
                f"{study.measure.name}: {now.target_group.name} were "
                f"{standing(was, now.comparison.name)} in the last edition ({when[0]}) "
                f"and are {standing(stands)} now ({when[1]})."
            )
            beside += 1
            yield told(said, study, "gap_followup")
        else:
            yield f"{study.measure.name}: {_NOT_BESIDE}."
    if beside:
        yield OTHER_PUPILS


def _same_groups(then: Plan, now: Plan) -> bool:
    groups = [(p.target_group.attributes, p.comparison.kind, p.comparison.benchmark) for p in (then, now)]
    # A list of names is another group with every plan that names one, for all that a page can know.
    return groups[0] == groups[1] and (then.target_group.pupils == now.target_group.pupils)


def _predictions(studies: Sequence[ShownStudy], place: str) -> Iterator[str]:
    """Which predictions this half-term settled, and how; they are of all schools together."""
    settled: dict[Outcome, list[str]] = {}
    for study in studies:
        for prediction in study.predictions:
            if prediction.statistic != GAP_CLOSES and prediction.outcome in _SETTLED:
                of = "" if prediction.statistic == "gap" else f" ({STATISTICS[prediction.statistic]})"
                settled.setdefault(prediction.outcome, []).append(f"{study.measure.name}{of}")
    said = [
        f"{listed(settled[outcome])} {OUTCOMES[outcome].removeprefix('prediction ')}"
        for outcome in _SETTLED
        if outcome in settled
    ]
    if said:
        yield f"Predictions settled now, {place}: {'; '.join(said)}."


def _disputes(between: _Between, chain: Sequence[ShownCycle], studies: Sequence[ShownStudy]) -> Iterator[str]:
    places = {(study.level, study.place) for study in studies}
    for dispute in (d for cycle in chain for d in cycle.disputes if (d.level, d.place) in places):
        label = CATALOGUE[dispute.statistic].label
        what = f"{dispute.measure}, {label[:1].lower()}{label[1:]}"
        if dispute.settled_on is not None and between.holds(dispute.settled_on):
            yield f"The dispute about {what}, was settled on {dated(dispute.settled_on)}."
        elif between.holds(dispute.on):
            yield f"{what[:1].upper()}{what[1:]}, has been disputed since {dated(dispute.on)}."
