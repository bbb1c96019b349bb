"""The first page of an edition: what the programme is, its clusters, how to read the pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.disclosure import Shown
from halfterm.cycles.programme import Cluster
from halfterm.cycles.words import change_words, disclosure_note
from halfterm.site.cluster_page import Meeting
from halfterm.site.figures import gap_figures
from halfterm.site.kinds import KINDS
from halfterm.site.pieces import DataFile, Draft, Link, PageKind
from halfterm.site.predicted import tone
from halfterm.site.rendering import PageRecord, Templates
from halfterm.site.shown import ShownEdition, ShownStudy
from halfterm.site.tidy import findings_csv

WHOLE: Final = frozenset({"synthesis", "glossary"})
"""Kinds of which there is one page."""
GROUPED: Final[tuple[PageKind, ...]] = ("pack", "slides", "theme", "governors", "pupil-premium")
FOLDED: Final = frozenset({"governors", "pupil-premium"})


@dataclass(frozen=True, slots=True)
class ClusterRow:
    """One cluster's gap in one measure before and after, its change, and how many study that measure."""

    cluster: Link
    measure: str
    schools: str
    cycles: str
    gap: str
    change: str
    tone: str


@dataclass(frozen=True, slots=True)
class LoadLine:
    source: str
    half_term: str
    load: str
    accepted: Shown
    rejected: Shown
    missing: Shown


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """The pages of one kind, by the names of what they are about. Those that few look for are folded."""

    heading: str
    links: tuple[Link, ...]
    folded: bool


@dataclass(frozen=True, slots=True)
class IndexPage(PageRecord):
    """What the template of an edition's first page is given."""

    about: str
    half_term: str
    rows: tuple[ClusterRow, ...]
    silent: tuple[str, ...]
    cases: tuple[Link, ...]
    schools: tuple[Link, ...]
    programme: tuple[Link, ...]
    groups: tuple[LinkGroup, ...]
    loads: tuple[LoadLine, ...]
    disclosure: str
    data: str
    code_version: str


def index_draft(
    edition: ShownEdition,
    meetings: tuple[Meeting, ...],
    *,
    cases: tuple[Link, ...],
    schools: tuple[Link, ...],
    templates: Templates,
    others: Sequence[Draft] = (),
) -> Draft:
    """The edition's first page; `cases` and `schools` link to all pages of these kinds.

    `others` are the drafts of all other kinds that the edition has.
    """
    reporting = {meeting.cluster.id for meeting in meetings}
    page = IndexPage(
        about=edition.programme.about,
        half_term=edition.half_term.name,
        rows=tuple(row for meeting in meetings for row in _rows(edition, meeting)),
        silent=tuple(c.name for c in edition.programme.clusters if c.id not in reporting),
        cases=cases,
        schools=schools,
        programme=tuple(
            Link(KINDS[draft.kind].one, f"{draft.path}.html") for draft in others if draft.kind in WHOLE
        ),
        groups=_groups(edition, others),
        loads=_loads(edition),
        disclosure=disclosure_note(edition.audience),
        data="edition.csv",
        code_version=edition.code_version,
    )
    return Draft(
        kind="index",
        slug="index",
        title=f"{edition.programme.name}: {edition.half_term.name}",
        markdown=templates.page("index.md", page),
        tables=(DataFile(page.data, _every_finding(edition)),),
    )


def _groups(edition: ShownEdition, others: Sequence[Draft]) -> tuple[LinkGroup, ...]:
    """The other pages by their kind, each called after the cluster, school or theme that it is about."""
    programme = edition.programme
    schools = {school.id: school.name for school in programme.schools}
    names = schools | {cluster.id: cluster.name for cluster in programme.clusters}
    groups = []
    for kind in GROUPED:
        links = tuple(
            Link(draft.title if kind == "theme" else names.get(draft.slug, draft.title), f"{draft.path}.html")
            for draft in others
            if draft.kind == kind
        )
        if links:
            groups.append(LinkGroup(KINDS[kind].many, links, folded=kind in FOLDED))
    return tuple(groups)


def _every_finding(edition: ShownEdition) -> str:
    current = [c for c in edition.cycles if c.plan.follow_up == edition.half_term.id]
    return findings_csv((*edition.cluster_studies, *(s for c in current for s in c.studies)))


def _rows(edition: ShownEdition, meeting: Meeting) -> Iterator[ClusterRow]:
    """A row for each measure of the cluster's cycles, in the plans' order."""
    studies = {study.measure.id: study for study in meeting.studies}
    plans = [(engagement, cycle.plan) for engagement, cycle in meeting.cycles]
    for measure, name in {m.id: m.name for _, plan in plans for m in plan.studied_measures}.items():
        of_it = [e for e, plan in plans if measure in {m.id for m in plan.studied_measures}]
        gap, change, tone_of_it = _cells(edition, meeting, studies.get(measure))
        yield ClusterRow(
            cluster=Link(meeting.cluster.name, f"clusters/{meeting.cluster.id}.html"),
            measure=name,
            schools=f"{len({school for engagement in of_it for school in engagement.schools}):,}",
            cycles=f"{len(of_it):,}",
            gap=gap,
            change=change,
            tone=tone_of_it,
        )


def _cells(edition: ShownEdition, meeting: Meeting, study: ShownStudy | None) -> tuple[str, str, str]:
    """The gap before and after, its change, and how the change is set."""
    if study is None:
        return "–", "–", "plain"
    gap = gap_figures(study, meeting.plan, edition.programme)
    before, after = gap.before.value, gap.after.value
    moved = f"{before} → {after}" if before.visible and after.visible else after.text
    return moved, change_words(gap), tone(gap)


def _loads(edition: ShownEdition) -> tuple[LoadLine, ...]:
    names = {h.id: h.name for h in edition.programme.half_terms}
    return tuple(
        LoadLine(
            *(load.source, names.get(load.half_term, load.half_term), load.load[:12]),
            *(load.accepted, load.rejected, load.missing),
        )
        for load in edition.loads
    )


def of_cluster(edition: ShownEdition, cluster: Cluster) -> Meeting | None:
    """What a cluster looks at in this half-term; None when none of its engagements reports a cycle."""
    engagements = [e for e in edition.programme.engagements if e.cluster == cluster.id]
    cycles = tuple((e, cycle) for e in engagements if (cycle := edition.current(e.id)))
    return Meeting(cluster, cycles, edition.of_cluster(cluster.id)) if cycles else None
