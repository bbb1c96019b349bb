"""The slopes of a meeting's pack: for each measure the schools' gaps, or their means, before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from halfterm.site.charts import SlopeRow, slope_chart
from halfterm.site.figures import gap_figures
from halfterm.site.gains import means
from halfterm.site.meeting_matter import MeetingMatter
from halfterm.site.pieces import Chart, Picture
from halfterm.site.predicted import tone
from halfterm.site.rendering import Templates
from halfterm.site.school_part import Part
from halfterm.site.shown import ShownEdition, ShownStudy


def slope_charts(
    edition: ShownEdition, matter: MeetingMatter, templates: Templates
) -> tuple[tuple[Chart, ...], tuple[Picture, ...]]:
    """One line a school in the order of their names; no chart of a measure of which nothing may be seen.

    Schools whose plan compares with nobody have a chart of their own: their means are no gaps.
    """
    measures = {m.id: m.name for _, cycle in matter.meeting.cycles for m in cycle.plan.studied_measures}
    before, after = _times(edition, matter)
    charts, pictures = [], []
    for measure, words in measures.items():
        studies = _studies(matter, measure)
        for compared, what, file in (
            (True, "gap", f"slope-{measure}"),
            (False, "mean of the target group", f"slope-mean-{measure}"),
        ):
            own = [(part, study) for part, study in studies if _is_compared(part) is compared]
            held = Counter(part.school.id for part, _ in own)
            rows = [_row(edition, p, study, name=p.name(several=held[p.school.id] > 1)) for p, study in own]
            if any(row.hidden is None for row in rows):
                title = f"{words}: {what} before and after, school by school"
                charts.append(
                    slope_chart(
                        file,
                        title,
                        rows,
                        before=before,
                        after=after,
                        unit="points",
                        zero=compared,
                        templates=templates,
                    )
                )
                pictures.append(Picture(f"{file}.svg", title))
    return tuple(charts), tuple(pictures)


def _studies(matter: MeetingMatter, measure: str) -> Sequence[tuple[Part, ShownStudy]]:
    parts = sorted((part for _, part in matter.parts), key=lambda part: part.school.name.casefold())
    return [(part, study) for part in parts for study in part.own if study.measure.id == measure]


def _is_compared(part: Part) -> bool:
    return part.plan.comparison.kind != "none"


def _row(edition: ShownEdition, part: Part, study: ShownStudy, *, name: str) -> SlopeRow:
    gap = gap_figures(study, part.plan, edition.programme)
    ends = (gap.before.value, gap.after.value) if gap.compared else means(study)
    return SlopeRow(name, *ends, tone(gap))


def _times(edition: ShownEdition, matter: MeetingMatter) -> tuple[str, str]:
    """The names of the two times, where all cycles have the same."""
    times = {(cycle.plan.baseline, cycle.plan.follow_up) for _, cycle in matter.meeting.cycles}
    if len(times) > 1:
        return "before", "after"
    baseline, follow_up = times.pop()
    return edition.programme.half_term(baseline).name, edition.programme.half_term(follow_up).name
