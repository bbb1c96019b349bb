"""The pack of a cluster's meeting: one page that prints as a booklet, from the agenda to each school."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.words import disclosure_note, listed
from halfterm.site.charts import CalendarMark, calendar_chart
from halfterm.site.figures import computed, loads_of
from halfterm.site.gap_charts import drawn
from halfterm.site.marks import page_marks
from halfterm.site.meeting_matter import MeetingMatter, matter_facts
from halfterm.site.pack_calendar import GROUPS, WORDS, CalendarRow, Due, calendar_rows, until_words
from halfterm.site.pack_lights import LightsLines, lights_of
from halfterm.site.pack_schools import SchoolInShort, charts_of, schools_in_short
from halfterm.site.pack_slopes import slope_charts
from halfterm.site.pieces import Chart, DataFile, Draft, Fact, Link, Picture
from halfterm.site.rendering import PageRecord, Templates
from halfterm.site.shown import ShownEdition
from halfterm.site.tidy import findings_csv

LONGEST_DRAWN: Final = 126
"""Days that the calendar's drawing has room for, eighteen weeks; a longer one is a table only."""

_CALENDAR: Final = "Day by day"


@dataclass(frozen=True, slots=True)
class SchoolSheet:
    """A school in short with its pictures."""

    told: SchoolInShort
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class PackPage(PageRecord):
    """What the template of a pack is given."""

    matter: MeetingMatter
    half_term: str
    facts: tuple[Fact, ...]
    slopes: tuple[Picture, ...]
    silent: str
    lights: LightsLines | None
    calendar: tuple[CalendarRow, ...]
    calendar_picture: Picture | None
    calendar_caption: str
    schools: tuple[SchoolSheet, ...]
    disclosure: str
    cluster: Link
    slides: Link
    data: str
    loads: str
    code_version: str


def pack_drafts(
    edition: ShownEdition, matters: Iterable[MeetingMatter], *, templates: Templates
) -> list[Draft]:
    """The packs of an edition, one for each cluster that meets over it."""
    return [_pack_draft(edition, matter, templates) for matter in matters]


def _pack_draft(edition: ShownEdition, matter: MeetingMatter, templates: Templates) -> Draft:
    schools = schools_in_short(edition, matter.parts)
    (slopes, sloped), calendar = slope_charts(edition, matter, templates), calendar_charts(matter, templates)
    signals, lights = lights_of(edition, matter.meeting.cluster, templates)
    gaps, pictures = drawn(charts_of(schools), templates)
    page = _page(
        edition,
        matter,
        schools=_with_pictures(schools, pictures),
        sloped=sloped,
        lights=lights,
        has_calendar=bool(calendar),
    )
    cluster, studies = matter.meeting.cluster, matter.studies
    return Draft(
        kind="pack",
        slug=cluster.id,
        title=f"{matter.title}, pack",
        markdown=templates.page("pack.md", page),
        charts=(*slopes, *signals, *calendar, *gaps),
        tables=(DataFile(page.data, findings_csv(studies)),),
        trail=((cluster.name, f"../clusters/{cluster.id}.html"),),
        computed=computed(studies, edition.programme),
        marks=page_marks(edition, [cycle for _, cycle in matter.meeting.cycles], studies),
    )


def calendar_charts(matter: MeetingMatter, templates: Templates) -> tuple[Chart, ...]:
    """The calendar of what is due; none where the days are too far apart to be drawn week by week."""
    if not matter.due:
        return ()
    marks = dict.fromkeys(mark for due in matter.due for mark in _calendar_marks(due))
    first, last = min(d.starts for d in matter.due), max(d.ends for d in matter.due)
    if (last - first).days > LONGEST_DRAWN:
        return ()
    chart = calendar_chart("calendar", _CALENDAR, tuple(marks), from_=first, until=last, templates=templates)
    return (chart,)


def _calendar_marks(due: Due) -> tuple[CalendarMark, ...]:
    """A window is marked on its first day and on its last."""
    words, group = WORDS[due.kind], GROUPS[due.kind]
    if due.starts == due.ends:
        return (CalendarMark(due.starts, words, group),)
    return (
        CalendarMark(due.starts, f"{words}: first day", group),
        CalendarMark(due.ends, f"{words}: last day", group),
    )


def _page(
    edition: ShownEdition,
    matter: MeetingMatter,
    *,
    schools: tuple[SchoolSheet, ...],
    sloped: tuple[Picture, ...],
    lights: LightsLines | None,
    has_calendar: bool,
) -> PackPage:
    cluster = matter.meeting.cluster
    return PackPage(
        matter=matter,
        half_term=edition.half_term.name,
        facts=(*matter.first.facts, *matter_facts(matter)),
        slopes=sloped,
        silent=named(matter.silent),
        lights=lights,
        calendar=calendar_rows(matter.due),
        calendar_picture=Picture("calendar.svg", _CALENDAR) if has_calendar else None,
        calendar_caption=f"What is due, {until_words(matter.due)}",
        schools=schools,
        disclosure=disclosure_note(edition.audience),
        cluster=Link(f"The page of {cluster.name}", f"../clusters/{cluster.id}.html"),
        slides=Link("Slides for the screen", f"../slides/{cluster.id}.html"),
        data=f"pack-{cluster.id}.csv",
        loads=loads_of(matter.studies),
        code_version=edition.code_version,
    )


def named(engagements: Sequence[str]) -> str:
    """Names one after the other; a semicolon tells one that holds an "and" from the next."""
    if any(" and " in name for name in engagements):
        return "; ".join(engagements)
    return listed(engagements)


def _with_pictures(schools: Sequence[SchoolInShort], pictures: Sequence[Picture]) -> tuple[SchoolSheet, ...]:
    """Each school with its own of the pictures, which are in the schools' order."""
    rest = iter(pictures)
    return tuple(SchoolSheet(s, tuple(next(rest) for _ in s.charts)) for s in schools)
