"""What stands in place of a gap where a plan compares with nobody: the group's means before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.disclosure import Audience, Shown, hidden
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme
from halfterm.cycles.words import change_words, interval
from halfterm.site.charts import Dumbbell, Group, Key, Row
from halfterm.site.figures import figure, gap_figures, why_hidden
from halfterm.site.marks import told
from halfterm.site.pieces import Link
from halfterm.site.predicted import tone
from halfterm.site.shown import ShownStudy


@dataclass(frozen=True, slots=True)
class GainRow:
    """One measure of one cycle at one place: both means of the target group and its gain, in points."""

    measure: str
    place: str
    before: Shown
    after: Shown
    gain: str
    interval: str
    pupils: Shown


def gain_rows(studies: Sequence[ShownStudy], *, place: str) -> tuple[GainRow, ...]:
    """A row for each measure. `place` is a school or a cycle; empty where the table has no such column."""
    return tuple(_row(study, place) for study in studies)


def _row(study: ShownStudy, place: str) -> GainRow:
    gain = figure(study, "gain_target")
    before, after = means(study)
    return GainRow(
        measure=study.measure.name,
        place=place,
        before=before,
        after=after,
        gain=told(gain.value, study, gain.statistic),
        interval=interval(gain) or gain.lower.text,
        pupils=study.coverage.target_both,
    )


def means(study: ShownStudy) -> tuple[Shown, Shown]:
    """The target group's means before and after; `z` where there are none."""
    z = hidden("z")
    return study.means.get("target_baseline", z), study.means.get("target_follow_up", z)


@dataclass(frozen=True, slots=True)
class MovedCells:
    """How a table of many cycles tells one measure: its gap, or the group's mean where nobody is compared."""

    compared: bool
    measure: str
    before: str
    after: str
    change: str
    tone: str
    interval: str


@dataclass(frozen=True, slots=True)
class MovedHeads:
    """What the figures of such a table are called; a head leads to its statistic, if it is one alone."""

    what: str
    spread: str
    before: Link
    after: Link
    change: Link


_GAPS: Final = MovedHeads(
    "Gap in points",
    "its change",
    Link("Gap before", "gap_baseline"),
    Link("Gap after", "gap_followup"),
    Link("Change", "gap_change"),
)
_MEANS: Final = MovedHeads(
    "Mean of the target group in points",
    "its gain",
    Link("Mean before", ""),
    Link("Mean after", ""),
    Link("Gain", "gain_target"),
)
_BOTH: Final = MovedHeads(
    "Gap in points, or mean of the target group where there is no comparison group",
    "its change",
    Link("Before", ""),
    Link("After", ""),
    Link("Change", ""),
)


def moved_heads(cells: Iterable[MovedCells]) -> MovedHeads:
    """The heads of a table: of gaps, of means, or of whichever a row has."""
    kinds = {one.compared for one in cells}
    return _BOTH if len(kinds) > 1 else _MEANS if kinds == {False} else _GAPS


def moved_cells(study: ShownStudy, plan: Plan, programme: Programme) -> MovedCells:
    """The cells of one study; a mean says that it is one, behind the measure's name."""
    gap = gap_figures(study, plan, programme)
    if gap.compared:
        return MovedCells(
            compared=True,
            measure=study.measure.name,
            before=told(gap.before.value, study, "gap_baseline"),
            after=told(gap.after.value, study, "gap_followup"),
            change=told(change_words(gap), study, "gap_change"),
            tone=tone(gap),
            interval=interval(gap.change) or gap.change.lower.text,
        )
    before, after = means(study)
    gain = figure(study, "gain_target")
    return MovedCells(
        compared=False,
        measure=f"{study.measure.name} (mean of the group)",
        before=before.text,
        after=after.text,
        change=told(_gained(gain.value), study, gain.statistic),
        tone="plain",
        interval=interval(gain) or gain.lower.text,
    )


def _gained(gain: Shown) -> str:
    if not gain.value:
        return gain.text if gain.value is None else "same"
    return f"{gain.text.lstrip('+−')} {'higher' if gain.value > 0 else 'lower'}"


def gains_chart(
    places: Sequence[tuple[str, ShownStudy, Plan]], *, programme: Programme, audience: Audience
) -> Dumbbell:
    """The group's means before and after, one row for each cycle, under the heading of its place."""
    _, first, plan = places[0]
    name, target = first.measure.name, plan.target_group.name
    headings = dict.fromkeys(heading for heading, _, _ in places)
    return Dumbbell(
        name=f"mean-{first.measure.id}",
        heading=f"{name}, mean in points",
        title=f"{name}: mean of {target}, before and after",
        keys=(Key("before", f"{target} before the cycle"), Key("after", f"{target} after it")),
        groups=tuple(
            Group(
                heading,
                tuple(_drawn(s, p, programme, audience) for where, s, p in places if where == heading),
            )
            for heading in headings
        ),
    )


def is_of_gains(chart: Dumbbell) -> bool:
    """Whether a chart is one of `gains_chart`: before and after, but of means and not of gaps."""
    return chart.keys[0].kind == "before" and not chart.zero


def _drawn(study: ShownStudy, plan: Plan, programme: Programme, audience: Audience) -> Row:
    before, after = (programme.half_term(time).name for time in (plan.baseline, plan.follow_up))
    gain, why = figure(study, "gain_target").value, why_hidden(study, audience)
    return Row(f"{before} to {after}", _gained(gain), *means(study), why_hidden=why)
