"""What changed since an engagement's last edition, by one rule in every direction.

What is amended or disputed while people read a page is none of what they approve: it is told at the foot of
the page, with its day (`site.marks`), and this part only leads there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Engagement, Programme
from halfterm.cycles.record import GAP_CLOSES
from halfterm.cycles.words import listed, standing
from halfterm.site.figures import figure, together
from halfterm.site.marks import told
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
    """The cycle of the last edition, and that of this one."""

    before: ShownCycle
    now: ShownCycle


@dataclass(frozen=True, slots=True)
class Since:
    """What is new: which cycle (or that all is), `news` of both, the gaps then and now."""

    first: str
    news: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()


def since(edition: ShownEdition, engagement: Engagement, studies: Sequence[ShownStudy]) -> Since:
    """What is new since the engagement's last edition; `studies` are those that the page tells.

    They are of its current cycle. A first edition says that it is one.
    """
    chain = edition.chain(engagement.id)
    if len(chain) < 2:
        return Since(FIRST)
    programme, (before, now) = edition.programme, chain[-2:]
    between = _Between(before, now)
    news = (
        *_decided(between),
        *_schools(between, programme),
        *_predictions(now.at("engagement", engagement.id), together(engagement)),
    )
    first = _new_cycle(between, len(chain), programme)
    return Since(first, news, tuple(_gaps(between, studies, programme)))


def _new_cycle(between: _Between, number: int, programme: Programme) -> str:
    last = programme.half_term(between.before.plan.follow_up).name
    return f"The last edition told of {last}; new is cycle {number}, “{between.now.plan.title}”."


def _decided(between: _Between) -> Iterator[str]:
    decision, title = between.before.decision, between.before.plan.title
    if decision is not None:
        yield f"The decision on “{title}” was taken on {dated(decision.on)}: {decision.kind}."
    else:
        yield f"“{title}” is not decided yet."


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
