"""The run charts of an edition: what was studied, as it is shown, and no second figure of any half-term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from halfterm.cycles.disclosure import Audience, Shown, hidden
from halfterm.cycles.measure import Measure
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme
from halfterm.cycles.record import EditionRecord, SeriesSums
from halfterm.cycles.series.along_cycles import Teller, tellers
from halfterm.cycles.series.chart import CycleMark, SeriesRequest, series_chart
from halfterm.cycles.series.means import difference_size
from halfterm.cycles.series.planned import planned_targets
from halfterm.cycles.series.segment import Point
from halfterm.cycles.series.shown import ShownSeries, Unit, shown_series
from halfterm.cycles.series.sums import HIDDEN, Figure, Of, SideSum, gap_figure, mean_figure
from halfterm.cycles.words import listed
from halfterm.site.shown import ShownCycle, ShownEdition, ShownStudy

FEWEST_POINTS: Final = 3
"""Two half-terms are before and after, which other charts show better."""

NO_SCORES: Final = "no scores"
OTHER_GROUP: Final = "another group was studied then"


def show_series(record: EditionRecord, edition: ShownEdition) -> dict[str, tuple[ShownSeries, ...]]:
    """By engagement, the series of each measure of its current cycle that has three half-terms to show.

    A studied half-term is told by the figure that its study shows, any other from sums that are made safe.
    """
    sums = {each.engagement: each for each in record.series}
    return {
        engagement.id: tuple(
            series
            for measure in current.plan.studied_measures
            if (series := _series(edition, engagement.id, measure, sums.get(engagement.id))) is not None
        )
        for engagement in edition.programme.engagements
        if (current := edition.current(engagement.id)) is not None
    }


def _series(
    edition: ShownEdition, engagement: str, measure: Measure, sums: SeriesSums | None
) -> ShownSeries | None:
    chain, programme = edition.chain(engagement), edition.programme
    plan = chain[-1].plan
    of: Of = "mean" if plan.comparison.kind in ("national", "none") else "gap"
    told = {t.half_term.id: t for t in tellers([c.plan for c in chain], measure.id, programme)}
    studies = {
        c.plan.id: s for c in chain for s in c.at("engagement", engagement) if s.measure.id == measure.id
    }
    own = _own_sums(sums, measure, programme)
    figures = {name: _figure(t, studies, own, of, edition.audience) for name, t in told.items()}
    points = _points(told, figures)
    if sum(point.value is not None for point in points) < FEWEST_POINTS:
        return None
    request = SeriesRequest(
        kind="I'",
        good=sums.good.get(measure.id, "higher") if sums is not None else "higher",
        cycle=CycleMark(plan.id, programme.half_term(plan.baseline).ends),
        marks=_marks(chain, programme),
        targets=planned_targets(plan, measure.id, of, programme),
    )
    return shown_series(
        series_chart(points, request),
        title=_title(measure, plan, of),
        measure=measure.id,
        of=of,
        unit=Unit("points", signed=of == "gap"),
        audience=edition.audience,
    )


def _own_sums(
    sums: SeriesSums | None, measure: Measure, programme: Programme
) -> dict[tuple[str, str], list[SideSum]]:
    """The sums of one measure by cycle and half-term."""
    own: dict[tuple[str, str], list[SideSum]] = defaultdict(list)
    for cycle, held in sums.sums.items() if sums is not None else ():
        for each in held:
            if each.measure == measure.id:
                own[cycle, programme.half_terms[each.position].id].append(each)
    return own


def _figure(
    teller: Teller,
    studies: Mapping[str, ShownStudy],
    sums: Mapping[tuple[str, str], Sequence[SideSum]],
    of: Of,
    audience: Audience,
) -> Figure | None:
    """What one half-term shows; None where nothing is known of it."""
    plan = teller.plan
    if plan is None:
        return Figure(None, why=OTHER_GROUP)
    study = studies.get(plan.id)
    if study is None:
        return Figure(None, why=NO_SCORES) if teller.time else None
    if not study.visible:
        return Figure(None, why=HIDDEN)
    whole_class = plan.comparison.kind == "whole_class"
    if teller.time:
        return _studied(study, teller.time, of, whole_class=whole_class)
    held = sums.get((plan.id, teller.half_term.id))
    if held is None:
        return None
    here = [each for each in held if each.scale == study.measure.scale]
    if not here:
        return Figure(None, why="on another scale")
    if of == "gap":
        return gap_figure(here, whole_class=whole_class, audience=audience)
    return mean_figure([each for each in here if each.side is True], audience=audience)


def _studied(study: ShownStudy, time: str, of: Of, *, whole_class: bool) -> Figure:
    """The figure of a study as it is shown, with the counts that are shown beside it."""
    if of == "mean":
        # A study has no mean of a side without pupils, nor on a scale that is only an order.
        mean, pupils = study.means.get(f"target_{time}", hidden("z")), study.coverage.target_both
        return _seen(mean, pupils.value, None, size=pupils.value or 1.0)
    gap = study.findings["gap_baseline" if time == "baseline" else "gap_followup"]
    n, others = gap.n_target.value, gap.n_comparison.value
    if not n or not others or (whole_class and others <= n):
        return _seen(gap.value, None, None, size=1.0)
    rest = others - n if whole_class else others
    part = rest / others
    return _seen(gap.value, n, others, size=difference_size(int(n), int(rest)) / part**2)


def _seen(shown: Shown, n: float | None, others: float | None, *, size: float) -> Figure:
    if shown.value is None:
        return Figure(None, why=HIDDEN if shown.symbol == "c" else NO_SCORES)
    return Figure(shown.value, size, None if n is None else int(n), None if others is None else int(others))


def _points(told: Mapping[str, Teller], figures: Mapping[str, Figure | None]) -> tuple[Point, ...]:
    """The half-terms of which anything is known, in their order."""
    known = [(told[name].half_term, figure) for name, figure in figures.items() if figure is not None]
    while known and known[0][1].value is None:
        known.pop(0)
    return tuple(
        Point(h.id, h.name, h.starts, h.ends, f.value, f.size, f.n, f.n_others, f.why) for h, f in known
    )


def _marks(chain: Sequence[ShownCycle], programme: Programme) -> tuple[CycleMark, ...]:
    """One mark for all cycles that begin together, numbered as the case study numbers them."""
    together: dict[str, list[str]] = defaultdict(list)
    for number, cycle in enumerate(chain, start=1):
        together[cycle.plan.baseline].append(str(number))
    return tuple(
        CycleMark(
            f"cycle{'' if len(numbers) == 1 else 's'} {listed(numbers)}", programme.half_term(name).ends
        )
        for name, numbers in sorted(together.items(), key=lambda item: programme.position(item[0]))
    )


def _title(measure: Measure, plan: Plan, of: Of) -> str:
    group = plan.target_group.name
    said = f"gap, {group} less {plan.comparison.name}" if of == "gap" else f"mean of {group}"
    return f"{measure.name}: {said}"
