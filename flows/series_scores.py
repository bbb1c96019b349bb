"""A series of pupils' scores: read from the warehouse, made safe for its readers, named."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import HalfTerm
from halfterm.cycles.scale import Scale
from halfterm.cycles.scale_use import no_differences
from halfterm.cycles.series.assurance import Good
from halfterm.cycles.series.cautions import SideMeans, series_cautions
from halfterm.cycles.series.segment import Point
from halfterm.cycles.series.shown import Unit
from halfterm.cycles.series.sums import Figure, Of, SideSum, gap_figure, mean_figure, share_figure
from halfterm.flows.gap import parse_pairs
from halfterm.flows.series_asked import Asked, Drawing
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.baseline_look import locked_cycles
from halfterm.warehouse.gap_scan import loaded_half_terms
from halfterm.warehouse.series import frozen_sums, group_sums, loaded_measures
from halfterm.warehouse.store import reading


def series_of_scores(workspace: Workspace, asked: Asked, plan: Plan | None) -> Drawing:
    """The gap, mean or share of a measure in every loaded half-term.

    Raises:
        BadInput: nothing is loaded of it, there is nobody to compare with, or no threshold.
    """
    of = asked.of or ("gap" if plan is not None or asked.group is not None else "mean")
    compared = plan.comparison.kind if plan is not None else "others"
    if of == "gap" and plan is None and asked.group is None:
        raise BadInput("--of gap: say whose: --cycle ID, or --group such as fsm=yes")
    if of == "gap" and compared in ("national", "none"):
        raise BadInput(f"cycle '{asked.cycle}' has nobody to compare with half-term by half-term: --of mean")
    threshold = _threshold(workspace, asked, plan) if of == "share" else None
    half_terms, sums, locked = _read_sums(workspace, asked, plan, threshold)
    scale_id = _scale_of(sums, plan, asked.measure)
    figures = _figures(sums, scale_id, of, whole_class=compared == "whole_class", audience=asked.audience)
    scale = workspace.scales.get(scale_id)
    if of != "share" and scale is not None and not scale.subtract:
        raise BadInput(f"--of {of}: {no_differences(scale)}: --of share")
    name = _measure_name(workspace, plan, asked.measure)
    begun = locked | {asked.cycle}  # a plan that is asked for is shown where it would begin
    marked = [p for p in workspace.plans if p.id in begun and asked.measure in {m.id for m in p.measures}]
    points = _points(half_terms, figures)
    good: Good = "higher" if scale is None else scale.direction
    means = (
        _ends(sums, scale_id, figures, audience=asked.audience) if (of, good) == ("gap", "higher") else None
    )
    frozen = plan is not None and plan.id in locked
    return Drawing(
        points=points,
        of=of,
        kind="P'" if of == "share" else "I'",
        unit=_unit(of, scale, asked.audience),
        good=good,
        title=f"{name}: {_title(workspace, asked, plan, of, threshold)}",
        measure=asked.measure,
        cycle=plan,
        marked=tuple(p for p in marked if _concerns(workspace, p, asked, plan)),
        cautions=series_cautions(points, same_pupils=frozen, means=means),
    )


def _read_sums(
    workspace: Workspace, asked: Asked, plan: Plan | None, threshold: float | None
) -> tuple[list[HalfTerm], list[SideSum], frozenset[str]]:
    """The loaded half-terms, the measure's sums in them, and the cycles that are locked."""
    if not workspace.warehouse.exists():
        raise BadInput("nothing is loaded yet")
    thresholds = {} if threshold is None else {asked.measure: threshold}
    with reading(workspace.warehouse) as connection:
        known = loaded_measures(connection)
        if asked.measure not in known:
            logged = {m.id for p in workspace.plans for m in p.measures if m.from_log is not None}
            near = did_you_mean(asked.measure, known | logged)
            raise BadInput(f"no scores of '{asked.measure}' are loaded{near}")
        loaded, locked = loaded_half_terms(connection), locked_cycles(connection)
        half_terms = [h for h in workspace.programme.half_terms if h.id in loaded]
        ids = [h.id for h in half_terms]
        if plan is not None and plan.id in locked:
            sums = frozen_sums(connection, plan.id, ids, school=asked.school, thresholds=thresholds)
        else:
            attributes = _attributes(asked, plan)
            sums = group_sums(connection, attributes, ids, school=asked.school, thresholds=thresholds)
    return half_terms, [s for s in sums if s.measure == asked.measure], locked


def _attributes(asked: Asked, plan: Plan | None) -> dict[str, tuple[str, ...]]:
    """What makes a pupil one of the group: the plan's attributes, or those asked for."""
    if plan is not None:
        if plan.target_group.pupils is not None:
            raise BadInput(f"cycle '{plan.id}' is not locked yet: its list of pupils is read at the lock")
        return dict(plan.target_group.attributes)
    pairs: dict[str, tuple[str, ...]] = {}
    for name, value in parse_pairs("--group", asked.group) if asked.group is not None else ():
        pairs[name] = (*pairs.get(name, ()), value)
    return pairs


def _scale_of(sums: Sequence[SideSum], plan: Plan | None, measure: str) -> str:
    """The scale that the series is on: the plan's, or that of most scores in the newest half-term."""
    if plan is not None:
        return plan.measure(measure).scale
    newest = max((s.position for s in sums), default=0)
    scored: Counter[str] = Counter()
    for each in sums:
        if each.position == newest:
            scored[each.scale] += each.scored
    return max(scored, key=lambda scale: (scored[scale], scale), default="")


def _figures(
    sums: Sequence[SideSum], scale: str, of: Of, *, whole_class: bool, audience: Audience
) -> dict[int, Figure]:
    """By half-term; where scores are on another scale only, the figure says so."""
    own: dict[int, list[SideSum]] = defaultdict(list)
    other = set()
    for each in sums:
        if each.scale == scale:
            own[each.position].append(each)
        else:
            other.add(each.position)
    figures = {position: Figure(None, why="on another scale") for position in other}
    for position, here in own.items():
        group = [s for s in here if s.side is True]
        match of:
            case "gap":
                figures[position] = gap_figure(here, whole_class=whole_class, audience=audience)
            case "mean":
                figures[position] = mean_figure(group, audience=audience)
            case "share":
                figures[position] = share_figure(group, audience=audience)
    return figures


def _ends(
    sums: Sequence[SideSum], scale: str, figures: dict[int, Figure], *, audience: Audience
) -> tuple[SideMeans, SideMeans] | None:
    """Both sides' means at the first and the last point with a gap; None where there is none to show."""
    known = sorted(position for position, figure in figures.items() if figure.value is not None)
    if not known:
        return None
    first, last = (_means(sums, scale, position, audience) for position in (known[0], known[-1]))
    return None if first is None or last is None else (first, last)


def _means(sums: Sequence[SideSum], scale: str, position: int, audience: Audience) -> SideMeans | None:
    here = [s for s in sums if s.position == position and s.scale == scale]
    group, others = (
        mean_figure([s for s in here if s.side is side], audience=audience).value for side in (True, False)
    )
    return None if group is None or others is None else SideMeans(group, others)


def _points(half_terms: Sequence[HalfTerm], figures: dict[int, Figure]) -> tuple[Point, ...]:
    """From the first half-term with anything to say to the last, none between left out."""
    if not figures:
        return ()
    none = Figure(None, why="no scores")
    return tuple(
        Point(h.id, h.name, h.starts, h.ends, f.value, f.size, f.n, f.n_others, f.why)
        for h, f in ((half_terms[i], figures.get(i, none)) for i in range(min(figures), max(figures) + 1))
    )


def _threshold(workspace: Workspace, asked: Asked, plan: Plan | None) -> float:
    if asked.threshold is not None:
        return asked.threshold
    plans = workspace.plans if plan is None else (plan,)
    known = {m.threshold for p in plans for m in p.measures if m.id == asked.measure} - {None}
    if len(known) != 1:
        said = "no plan gives one" if not known else "plans give several"
        raise BadInput(f"--of share: say which score is to be reached with --threshold: {said}")
    return next(each for each in known if each is not None)


def _unit(of: Of, scale: Scale | None, audience: Audience) -> Unit:
    if of == "share":
        return Unit("percent", 100.0, 1, signed=False, behind="%")
    decimals = max(1, scale.decimals) if scale is not None and audience == "school" else 1
    return Unit(scale.units if scale is not None else "points", 1.0, decimals, signed=of == "gap")


def _measure_name(workspace: Workspace, plan: Plan | None, measure: str) -> str:
    plans = workspace.plans if plan is None else (plan,)
    return next((m.name for p in plans for m in p.measures if m.id == measure), measure)


def _title(workspace: Workspace, asked: Asked, plan: Plan | None, of: Of, threshold: float | None) -> str:
    group = plan.target_group.name if plan is not None else asked.group or "all pupils"
    place = f", {workspace.programme.school(asked.school).name}" if asked.school is not None else ""
    match of:
        case "gap":
            others = plan.comparison.name if plan is not None else "the others"
            return f"gap, {group} less {others}{place}"
        case "mean":
            return f"mean of {group}{place}"
        case "share":
            return f"{group} at {threshold:g} or above{place}"


def _concerns(workspace: Workspace, marked: Plan, asked: Asked, plan: Plan | None) -> bool:
    """Whether a cycle is marked: of the same engagement, or of the school asked for, or of all."""
    if plan is not None:
        return marked.engagement == plan.engagement
    schools = workspace.programme.engagement(marked.engagement).pupil_schools
    return asked.school is None or asked.school in schools
