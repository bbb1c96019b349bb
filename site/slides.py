"""The slides of a cluster's meeting: the pack in large type, a screenful each, for the room to look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeVar

from halfterm.cycles.programme import Engagement
from halfterm.cycles.words import headline
from halfterm.site.charts import Dumbbell
from halfterm.site.figures import gap_figures
from halfterm.site.gains import MovedHeads, gains_chart
from halfterm.site.gap_charts import drawn, gaps_chart
from halfterm.site.glance import GlanceRow
from halfterm.site.marks import page_marks
from halfterm.site.meeting_matter import MeetingMatter
from halfterm.site.pack_calendar import CalendarRow, calendar_rows
from halfterm.site.pack_decisions import DueRow
from halfterm.site.pack_meeting import AgendaRow, MeetingRow
from halfterm.site.pack_predictions import ResolvedRow
from halfterm.site.pack_visits import VisitLine
from halfterm.site.pieces import Chart, Draft, Link, Picture
from halfterm.site.questions import questions
from halfterm.site.rendering import PageRecord, Templates
from halfterm.site.shown import ShownCycle, ShownEdition
from halfterm.site.verdicts import verdicts_on

SlideKind = Literal["agenda", "glance", "engagement", "predictions", "decisions", "visits", "next"]

MOST_ROWS: Final = 6
"""Lines of a table that a slide has room for, in letters that can be read from the back of a room."""
MOST_BLOCKS: Final = 3
"""Decisions or visits that a slide has room for: each takes several lines."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide; of the fields after `kind` those that its kind has. `kicker` stands above the heading."""

    kind: SlideKind
    heading: str
    kicker: str = ""
    caption: str = ""
    agenda: tuple[AgendaRow, ...] = ()
    glance: tuple[GlanceRow, ...] = ()
    predictions: tuple[ResolvedRow, ...] = ()
    decisions: tuple[DueRow, ...] = ()
    visits: tuple[VisitLine, ...] = ()
    coming: tuple[MeetingRow, ...] = ()
    due: tuple[CalendarRow, ...] = ()
    picture: Picture | None = None
    question: str = ""
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberedSlide:
    """A slide with its number, the title's being 1; `before` and `after` are its neighbours', or empty."""

    slide: Slide
    number: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SlidesPage(PageRecord):
    """What the template of slides is given."""

    slides: tuple[NumberedSlide, ...]
    number: str
    pack: Link


def slides_drafts(
    edition: ShownEdition, matters: Iterable[MeetingMatter], *, templates: Templates
) -> list[Draft]:
    """The slides of an edition's meetings, one set for each cluster."""
    return [_slides_draft(edition, matter, templates) for matter in matters]


def _slides_draft(edition: ShownEdition, matter: MeetingMatter, templates: Templates) -> Draft:
    cluster = matter.meeting.cluster
    charts, pictures = _charts(edition, matter, templates)
    slides = numbered(_slides(edition, matter, pictures))
    page = SlidesPage(
        slides=slides,
        number=str(len(slides) + 1),
        pack=Link("The pack of this meeting", f"../packs/{cluster.id}.html"),
    )
    studies = tuple(s for e, cycle in matter.meeting.cycles for s in cycle.at("engagement", e.id))
    return Draft(
        kind="slides",
        slug=cluster.id,
        title=matter.title,
        markdown=templates.page("slides.md", page),
        charts=charts,
        trail=(
            (cluster.name, f"../clusters/{cluster.id}.html"),
            ("Pack", f"../packs/{cluster.id}.html"),
        ),
        marks=page_marks(edition, [cycle for _, cycle in matter.meeting.cycles], studies),
    )


def numbered(slides: Sequence[Slide]) -> tuple[NumberedSlide, ...]:
    """The slides after the title, which is the first, with the numbers of their neighbours."""
    return tuple(
        NumberedSlide(
            slide,
            number=str(number),
            before=str(number - 1),
            after=str(number + 1) if number <= len(slides) else "",
        )
        for number, slide in enumerate(slides, 2)
    )


def _slides(
    edition: ShownEdition, matter: MeetingMatter, pictures: Sequence[Sequence[Picture]]
) -> tuple[Slide, ...]:
    first = matter.first
    where = f"{first.when}, {first.where}" if first.where else first.when
    return (
        Slide("agenda", "Agenda", kicker=where, caption=first.in_all, agenda=first.agenda),
        *(
            Slide("glance", heading, caption=_of_glance(matter.heads), glance=rows)
            for heading, rows in _paged("Cycles at a glance", matter.glance, MOST_ROWS)
        ),
        *(
            slide
            for (engagement, cycle), own in zip(matter.meeting.cycles, pictures, strict=True)
            for slide in _of_engagement(edition, engagement, cycle, own)
        ),
        *_predictions(matter),
        *_decisions(matter),
        *_visits(matter),
        *_next(matter),
    )


def _of_glance(heads: MovedHeads) -> str:
    return f"{heads.what}, with the 95% interval of {heads.spread}"


def _of_engagement(
    edition: ShownEdition, engagement: Engagement, cycle: ShownCycle, pictures: Sequence[Picture]
) -> list[Slide]:
    """One cycle: the verdict in a few words, its gaps, and one question; a slide for each of its pictures."""
    studies = cycle.at("engagement", engagement.id)
    words = headline([gap_figures(s, cycle.plan, edition.programme) for s in studies])
    warned = any(v.warnings for v in verdicts_on(edition, studies, [cycle]).verdicts)
    asked = questions(studies, cycle.plan, edition.programme)
    slide = Slide(
        "engagement",
        f"{words[:1].upper()}{words[1:]}" or "No figures yet",
        kicker=f"{engagement.name}: {cycle.plan.change_idea.name}",
        said=("To be read with care: the case study says why.",) if warned else (),
    )
    slides = [
        replace(slide, heading=heading, picture=picture)
        for heading, shown in _paged(slide.heading, pictures, 1)
        for picture in shown
    ] or [slide]
    return [*slides[:-1], replace(slides[-1], question=asked[0] if asked else "")]


def _predictions(matter: MeetingMatter) -> list[Slide]:
    """What came of each prediction, and below the last how all have done, if there is room."""
    paged = _paged("Predictions resolved", matter.predictions, MOST_ROWS)
    slides = [Slide("predictions", heading, predictions=rows) for heading, rows in paged]
    if not matter.record:
        return slides
    if slides and len(slides[-1].predictions) <= MOST_ROWS // 2:
        return [*slides[:-1], replace(slides[-1], said=matter.record)]
    return [*slides, Slide("predictions", "Our predictions so far", said=matter.record)]


def _decisions(matter: MeetingMatter) -> list[Slide]:
    due = matter.decisions.due
    if not due:
        said = "None: every cycle that was studied has its decision."
        return [Slide("decisions", "Decisions due", said=(said,))]
    return [
        Slide("decisions", heading, decisions=rows)
        for heading, rows in _paged("Decisions due", due, MOST_BLOCKS)
    ]


def _visits(matter: MeetingMatter) -> list[Slide]:
    visits = matter.visits
    if not visits.lines:
        return [Slide("visits", "Who to visit", said=visits.said)]
    slides = [
        Slide("visits", heading, visits=rows)
        for heading, rows in _paged("Who to visit", visits.lines, MOST_BLOCKS)
    ]
    return [*slides[:-1], replace(slides[-1], said=visits.said)]


def _next(matter: MeetingMatter) -> list[Slide]:
    """What is due from the meeting on, then when and where the cluster meets again."""
    here = matter.meetings.here
    due = calendar_rows([d for d in matter.due if here is None or d.ends > here.meeting.on])
    heading = "What is due until we meet again"
    coming = matter.first.coming[:MOST_BLOCKS]
    said = () if coming else ("No further meeting is planned yet.",)
    return [
        *(Slide("next", words, due=rows) for words, rows in _paged(heading, due, MOST_ROWS)),
        Slide("next", "When we meet again", coming=coming, said=said),
    ]


def _paged(heading: str, rows: Sequence[_T], most: int) -> list[tuple[str, tuple[_T, ...]]]:
    """Rows in as few slides as hold them, as evenly as can be, each with a heading that counts them."""
    if not rows:
        return []
    slides = -(-len(rows) // most)
    size = -(-len(rows) // slides)
    return [
        (
            heading if slides == 1 else f"{heading}, {number} of {slides}",
            tuple(rows[(number - 1) * size : number * size]),
        )
        for number in range(1, slides + 1)
    ]


def _charts(
    edition: ShownEdition, matter: MeetingMatter, templates: Templates
) -> tuple[tuple[Chart, ...], tuple[tuple[Picture, ...], ...]]:
    """The charts of each cycle, and its pictures."""
    of_each = [_dumbbells(edition, *pair) for pair in matter.meeting.cycles]
    charts, pictures = drawn([chart for own in of_each for chart in own], templates)
    rest = iter(pictures)
    return charts, tuple(tuple(next(rest) for _ in own) for own in of_each)


def _dumbbells(edition: ShownEdition, engagement: Engagement, cycle: ShownCycle) -> list[Dumbbell]:
    """The gaps of a cycle in one chart, measure by measure; without a comparison a chart of each's means."""
    studies, programme, audience = cycle.at("engagement", engagement.id), edition.programme, edition.audience
    if not studies:
        return []
    if cycle.plan.comparison.kind == "none":
        means = [gains_chart([("", s, cycle.plan)], programme=programme, audience=audience) for s in studies]
        return [replace(chart, name=f"{engagement.id}-{chart.name}") for chart in means]
    rows = [(s.measure.name, s, cycle.plan) for s in studies]
    return [gaps_chart(engagement.id, engagement.name, rows, programme=programme, audience=audience)]
