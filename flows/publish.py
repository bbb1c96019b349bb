"""Publish: the edition of a half-term as static pages, once every page in it has been approved."""

from __future__ import annotations

import shutil
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.disclosure import Audience
from halfterm.cycles.events import PUBLISHED
from halfterm.cycles.record import EditionRecord
from halfterm.cycles.revisions import Publication as Told
from halfterm.cycles.revisions import publications, revisions, with_this
from halfterm.flows.audiences import sites_of
from halfterm.flows.branding import cluster_logos, logos_key
from halfterm.flows.drafts import DraftPage, pages_to_read
from halfterm.flows.edition import drafts_of, edition_record, with_reviews
from halfterm.flows.engine import Engine
from halfterm.flows.made import is_made, key_of, note_made
from halfterm.flows.review import Reviews, missing_approvals
from halfterm.flows.run import Run, code_version
from halfterm.flows.workspace import Workspace
from halfterm.site.frame import EditionFrame, edition_frame
from halfterm.site.front import clear_front, publish_front
from halfterm.site.kept_html import KeptHtml
from halfterm.site.publish import Published
from halfterm.site.publish import publish as publish_pages
from halfterm.warehouse.register import Register, register

_READ = frozenset({"approved", "published"})
_NOT_STUDIED = frozenset({"locked", "under way", "followed up"})
_WHOM: Final[Mapping[Audience, str]] = {
    "school": "the school",
    "cluster": "the schools of the cluster",
    "public": "the public",
}


@dataclass(frozen=True, slots=True)
class Built:
    """One edition in its folder, for one audience; `pages` is None where it was as it should be."""

    audience: Audience
    folder: Path
    pages: Published | None = None

    @property
    def changed(self) -> bool:
        return self.pages is not None and self.pages.changed


@dataclass(frozen=True, slots=True)
class Publication:
    """How many pages there are, whether anything changed, and what each page that is not out waits for."""

    pages: int = 0
    changed: bool = False
    waiting: Mapping[str, str] = field(default_factory=dict)
    built: tuple[Built, ...] = ()


def publish(run: Run, engine: Engine) -> Publication:
    """The Publish stage of a half-term. A cycle of which a page is not approved is left out."""
    if not (run.workspace().drafts / run.half_term).is_dir():
        return Publication()
    return engine.step("publish the edition", publish_edition, run)


def publish_edition(run: Run, audience: Audience | None = None) -> Publication:
    """Render the cycles whose pages are all approved, with the decisions, and swap the edition in whole.

    When none is, nothing is published; an edition that is out is taken back once its last page is withdrawn.
    For an `audience` other than the settings' own the edition has a folder of its own, which from then on is
    kept in step: what is taken back in one site is taken back in all.
    """
    workspace = run.workspace()
    sites = sites_of(workspace, audience)
    with register(workspace.register) as events:
        record = edition_record(run, workspace, events)
        reviews = Reviews(events, workspace.programme, one_person=workspace.settings.one_person)
        pages = pages_to_read(workspace.drafts / run.half_term)
        waiting = missing_approvals(reviews, pages)
        held_back = {page.engagement for page in pages if reviews.state(page) not in _READ}
        ready = tuple(page for page in pages if page.engagement not in held_back)
        left_out = engagements_left_out(run, events, reviews, pages)
        if not ready:
            taken = [_take_back(_Out(run, site, events, pages)) for site in sites]
            return Publication(len(pages), changed=any(taken), waiting=waiting)
        record = with_reviews(record, pages, reviews)
        is_new = any(reviews.state(page) == "approved" for page in ready)
        made = [
            _publish_site(_Out(run, site, events, ready), record, left_out, is_new=is_new) for site in sites
        ]
    published = len(list((sites[-1].site / run.half_term).rglob("*.html")))
    changed = any(front or built.changed for built, front in made)
    return Publication(published, changed=changed, waiting=waiting, built=tuple(built for built, _ in made))


def _publish_site(
    out: _Out, record: EditionRecord, left_out: frozenset[str], *, is_new: bool
) -> tuple[Built, bool]:
    """One audience's edition, and whether the first pages of its site changed."""
    built = _publish_pages(out, record, left_out)
    if is_new and not out.is_told:
        _record_publication(out, out.told[-1].contents if out.told else None)
    return built, _publish_front(out.workspace, out.events)


def engagements_left_out(
    run: Run,
    events: Register,
    reviews: Reviews,
    pages: Iterable[DraftPage],
    *,
    states: Container[str] = _READ,
) -> frozenset[str]:
    """The engagements of which nothing goes out: a page is in no such state, or a cycle is not studied."""
    held_back = {page.engagement for page in pages if reviews.state(page) not in states}
    late = CycleBook(events.events()).followed_up_in(run.half_term, states=_NOT_STUDIED)
    return frozenset(held_back | {cycle.plan.engagement for cycle in late})


class _Out:
    """What readers were given of one half-term so far, and the pages that go out now."""

    def __init__(
        self, run: Run, workspace: Workspace, events: Register, pages: tuple[DraftPage, ...]
    ) -> None:
        self.run = run
        self.workspace = workspace
        self.events = events
        self.pages = pages
        self.on = run.days(workspace).publish
        self.told = _publications(workspace, events, run.half_term)
        self.is_told = False

    def note(self, what: str) -> Path:
        """Where something about the edition is noted: beside the drafts, so that it is in no site."""
        site = self.workspace.site_folder.removeprefix("site")
        return self.workspace.drafts / f".{self.run.half_term}.{what}{site}.json"

    def with_this(self, contents: Mapping[str, str] | None) -> tuple[Told, ...]:
        """The publications with the one of now, unless it says what the last said."""
        approved = {page.path: page.content for page in self.pages}
        return with_this(self.told, Told(self.on, approved, contents))


def _publications(workspace: Workspace, events: Register, half_term: str) -> tuple[Told, ...]:
    return publications(events.events(PUBLISHED), half_term, audience=workspace.settings.audience)


def _take_back(out: _Out) -> bool:
    """Remove an edition none of whose pages may be read any more; the register is told that it is gone."""
    folder = out.workspace.site / out.run.half_term
    if not folder.is_dir():
        return False
    shutil.rmtree(folder)
    if out.told and (out.told[-1].contents or out.told[-1].approved):
        _record_publication(out, {}, approved={})
    _publish_front(out.workspace, out.events)
    return True


def _publish_pages(out: _Out, record: EditionRecord, left_out: frozenset[str]) -> Built:
    """The edition's folder, left alone when it is as it was. The notes of what made it stay out of the site.

    The register is told before the note is written: a run stopped between the two does both again.
    """
    workspace, half_term = out.workspace, out.run.half_term
    logos = cluster_logos(workspace.folder, workspace.programme)
    folder, key = (
        workspace.site / half_term,
        f"{key_of(record, workspace)} {sorted(left_out)} {logos_key(logos)}",
    )
    note = out.note("published")
    if is_made(folder, key, note=note):
        return Built(workspace.settings.audience, folder)
    drafts = drafts_of(workspace, record, left_out=left_out)
    contents = {draft.path: draft.published_hash for draft in drafts}
    told = out.with_this(contents)
    frame = edition_frame(
        record,
        audience=workspace.settings.audience,
        revisions=revisions(told),
        titles={draft.path: draft.title for draft in drafts},
        logos=logos,
    )
    published = publish_pages(
        drafts,
        record=_as_approved(frame, out),
        into=folder,
        overrides=workspace.overrides,
        kept=KeptHtml(out.note("html")),
    )
    if told != out.told:
        _record_publication(out, contents)
    note_made(folder, key, note=note)
    return Built(workspace.settings.audience, folder, published)


def _as_approved(frame: EditionFrame, out: _Out) -> EditionFrame:
    """What people approved is the page for the settings' audience; the same page for another one says so."""
    read_as, shown_to = out.run.workspace().settings.audience, out.workspace.settings.audience
    if read_as == shown_to:
        return frame
    said = f" What was approved is the page for {_WHOM[read_as]}."
    return replace(frame, reviews={path: line + said for path, line in frame.reviews.items()})


def _facilitator(workspace: Workspace, page: DraftPage) -> str:
    """Who answers for a page's being published."""
    return workspace.programme.cluster(workspace.programme.engagement(page.engagement).cluster).facilitator


def _publish_front(workspace: Workspace, events: Register) -> bool:
    """The site's first page, its archive and its feed, over every edition that is there."""
    editions = [
        h.id for h in workspace.programme.half_terms if (workspace.site / h.id / "index.html").exists()
    ]
    if not editions:
        clear_front(workspace.site)
        return True
    frames = [
        edition_frame(
            EditionRecord(
                workspace.programme, workspace.programme.half_term(half_term), (), (), (), code_version()
            ),
            audience=workspace.settings.audience,
            revisions=revisions(_publications(workspace, events, half_term)),
        )
        for half_term in editions
    ]
    return publish_front(
        frames,
        about=workspace.programme.about,
        into=workspace.site,
        overrides=workspace.overrides,
        address=workspace.settings.site_address,
    )


def _record_publication(
    out: _Out, contents: Mapping[str, str] | None, *, approved: Mapping[str, str] | None = None
) -> None:
    """Tell the register which approved pages went out, and a hash of every page of the edition."""
    if approved is None:
        approved = {page.path: page.content for page in out.pages}
    body: dict[str, object] = {"pages": dict(approved), "audience": out.workspace.settings.audience}
    if contents is not None:
        body["edition"] = dict(contents)
    actor = min(_facilitator(out.workspace, page) for page in out.pages)
    out.events.append(PUBLISHED, out.run.half_term, actor=actor, on=out.on, body=body)
    out.is_told = True
