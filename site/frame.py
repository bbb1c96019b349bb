"""What stands round every page of an edition: programme, edition, cluster, who approved it, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.programme import Programme
from halfterm.cycles.record import EditionRecord
from halfterm.cycles.revisions import Revision, last_change
from halfterm.cycles.school_year import academic_year
from halfterm.cycles.words import disclosure_note
from halfterm.site.decided import person
from halfterm.site.kinds import KINDS, kind_of
from halfterm.site.pieces import Draft, Link, dated

NOT_REVIEWED = "Not yet approved: a draft."


@dataclass(frozen=True, slots=True)
class ClusterFrame:
    """A cluster in the heads of its pages: `logo` is a path in the edition, `colour` an accent's name."""

    id: str
    name: str
    logo: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class RevisionNote:
    """What one revision did to the edition, for its first page."""

    words: str
    pages: tuple[Link, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditionFrame:
    """The frame of one edition.

    `reviews` are lines by draft path ("schools/school-54"). `members` are the clusters' ids by school and
    engagement. `assets` are files that pages show, by their path in the edition. `notes` tell of the
    revisions after the first, the latest first. `series` names the programme's editions for good, `year`
    is the school year of this one.
    """

    programme: str
    half_term: str
    edition: str
    stands_in: str
    disclosure: str
    code_version: str
    reviews: Mapping[str, str] = field(default_factory=dict)
    clusters: Mapping[str, ClusterFrame] = field(default_factory=dict)
    members: Mapping[str, str] = field(default_factory=dict)
    assets: Mapping[str, bytes] = field(default_factory=dict)
    revisions: tuple[Revision, ...] = ()
    notes: tuple[RevisionNote, ...] = ()
    series: str = ""
    year: str = ""

    def review(self, path: str) -> str:
        """Who approved a page and when, or that nobody has."""
        return self.reviews.get(path, NOT_REVIEWED)

    def cluster_of(self, draft: Draft) -> ClusterFrame | None:
        """The cluster that a page is about or of; None for a page of the whole programme."""
        whose = draft.engagement or draft.school
        return self.clusters.get(self.members.get(whose, draft.slug if draft.kind in _OF_CLUSTER else ""))

    def revised(self, path: str) -> str:
        """Which revision last changed a page; empty where none did. Other revisions leave the page alone."""
        last = last_change(self.revisions, path)
        if last is None:
            return ""
        did = "New" if path in last.added else "Changed"
        return f"{did} in revision {last.number} of this edition, {dated(last.on)}."

    @staticmethod
    def kind_words(draft: Draft) -> str:
        """What the page is, in the way to it."""
        return KINDS[draft.kind].one


_OF_CLUSTER = frozenset({"cluster", "pack", "slides"})


def edition_frame(
    record: EditionRecord,
    *,
    audience: Audience,
    revisions: tuple[Revision, ...] = (),
    titles: Mapping[str, str] | None = None,
    logos: Mapping[str, tuple[str, bytes]] | None = None,
) -> EditionFrame:
    """The frame of an edition.

    `titles` are the titles of its pages by path, for the notes of its revisions; `logos` name and content of
    the clusters' pictures by their ids.
    """
    programme, logos = record.programme, logos or {}
    return EditionFrame(
        programme=programme.name,
        half_term=record.half_term.id,
        edition=record.half_term.name,
        stands_in=programme.stands_in or "",
        disclosure=disclosure_note(audience),
        code_version=record.code_version,
        reviews=_reviews(record),
        clusters={
            c.id: ClusterFrame(
                c.id, c.name, f"assets/{logos[c.id][0]}" if c.id in logos else "", c.colour or ""
            )
            for c in programme.clusters
        },
        members=_members(programme),
        assets={f"assets/{name}": content for name, content in logos.values()},
        revisions=revisions,
        series=f"{programme.id}/{programme.half_terms[0].starts.isoformat()}",
        year=_school_year(record.half_term.starts),
        notes=tuple(_note(r, titles or {}, programme) for r in reversed(revisions[1:])),
    )


def _school_year(day: date) -> str:
    """The school year of a day, as it is written: 2011/12."""
    begins, ends = academic_year(day)
    return f"{begins.year}/{ends.year % 100:02}"


def _members(programme: Programme) -> dict[str, str]:
    """The cluster of every school and engagement; an engagement goes before a school of its name."""
    schools = {school.id: cluster.id for cluster in programme.clusters for school in cluster.schools}
    return schools | {engagement.id: engagement.cluster for engagement in programme.engagements}


def _reviews(record: EditionRecord) -> dict[str, str]:
    """Who approved each page. An approval counts for the page its `subject` names.

    A subject is a draft's path, or a cycle's id for the case study of its engagement. Only what was not
    withdrawn or sent back afterwards stays approved. Who approves what he wrote is said to have done so.
    """
    reviews: dict[str, str] = {}
    authors: dict[str, str] = {}
    for cycle in (c for c in record.cycles if c.plan.follow_up == record.half_term.id):
        for review in cycle.reviews:
            path = f"cases/{cycle.plan.engagement}" if review.subject == cycle.plan.id else review.subject
            if review.move == "submitted":
                authors[path] = review.by
            if review.move == "approved":
                alone = ", who also wrote it (one-person mode)" if authors.get(path) == review.by else ""
                who = person(record.programme, review.by)
                reviews[path] = f"Approved by {who} on {dated(review.on)}{alone}."
            elif review.move != "published":
                reviews.pop(path, None)
    return reviews


def _note(revision: Revision, titles: Mapping[str, str], programme: Programme) -> RevisionNote:
    touched = (*revision.changed, *revision.added)
    return RevisionNote(
        words=f"Revision {revision.number}, {dated(revision.on)}",
        pages=tuple(
            Link(f"{titles[path]} (new)" if path in revision.added else titles[path], f"{path}.html")
            for path in touched
            if path in titles and path != "index"  # it changes whenever anything does
        ),
        removed=_names(revision.removed, programme),
    )


def _names(paths: Iterable[str], programme: Programme) -> tuple[str, ...]:
    """What pages that are gone were about: their school, engagement or cluster, and their kind."""
    schools = {school.id: school.name for school in programme.schools}
    engagements = {engagement.id: engagement.name for engagement in programme.engagements}
    clusters = {cluster.id: cluster.name for cluster in programme.clusters}
    named = []
    for path in paths:
        kind, slug = kind_of(path), path.rpartition("/")[2]
        known = engagements if kind == "case" else clusters if kind in _OF_CLUSTER else schools
        named.append(f"{known.get(slug, slug)} ({KINDS[kind].one.lower()})")
    return tuple(named)
