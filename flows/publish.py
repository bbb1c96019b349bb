"""Publish: the edition of a half-term as static pages, once every page in it has been approved."""

from __future__ import annotations

import shutil
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.events import PUBLISHED
from halfterm.cycles.record import EditionRecord
from halfterm.flows.drafts import DraftPage, pages_to_read
from halfterm.flows.edition import drafts_of, edition_record, with_reviews
from halfterm.flows.engine import Engine
from halfterm.flows.made import is_made, key_of, note_made
from halfterm.flows.review import Reviews, missing_approvals
from halfterm.flows.run import Run, code_version
from halfterm.flows.workspace import Workspace
from halfterm.site.frame import edition_frame
from halfterm.site.publish import publish as publish_pages
from halfterm.site.publish import publish_front
from halfterm.warehouse.register import Register, register

_READ = frozenset({"approved", "published"})
_NOT_STUDIED = frozenset({"locked", "under way", "followed up"})


@dataclass(frozen=True, slots=True)
class Publication:
    """How many pages there are, whether anything changed, and what each page that is not out waits for."""

    pages: int = 0
    changed: bool = False
    waiting: Mapping[str, str] = field(default_factory=dict)


def publish(run: Run, engine: Engine) -> Publication:
    """The Publish stage of a half-term. A cycle of which a page is not approved is left out."""
    if not (run.workspace().drafts / run.half_term).is_dir():
        return Publication()
    return engine.step("publish the edition", publish_edition, run)


def publish_edition(run: Run) -> Publication:
    """Render the cycles whose pages are all approved, with the decisions, and swap the edition in whole.

    When none is, nothing is published; an edition that is out is taken back once its last page is withdrawn.
    """
    workspace = run.workspace()
    with register(workspace.register) as events:
        record = edition_record(run, workspace, events)
        reviews = Reviews(events, workspace.programme, one_person=workspace.settings.one_person)
        pages = pages_to_read(workspace.drafts / run.half_term)
        waiting = missing_approvals(reviews, pages)
        held_back = {page.engagement for page in pages if reviews.state(page) not in _READ}
        ready = tuple(page for page in pages if page.engagement not in held_back)
        left_out = engagements_left_out(run, events, reviews, pages)
        if not ready:
            return Publication(len(pages), changed=_take_back(run, workspace), waiting=waiting)
        record = with_reviews(record, pages, reviews)
        changed = _publish_pages(run, workspace, record, left_out)
        front = _publish_front(workspace)
        if any(reviews.state(page) == "approved" for page in ready):
            _record_publication(run, workspace, events, ready)
    published = len(list((workspace.site / run.half_term).rglob("*.html")))
    return Publication(published, changed=changed or front, waiting=waiting)


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


def _take_back(run: Run, workspace: Workspace) -> bool:
    """Remove an edition none of whose pages may be read any more."""
    folder = workspace.site / run.half_term
    if not folder.is_dir():
        return False
    shutil.rmtree(folder)
    _publish_front(workspace)
    return True


def _publish_pages(run: Run, workspace: Workspace, record: EditionRecord, left_out: frozenset[str]) -> bool:
    """The edition's folder; False when it is as it was. The note of what made it stays out of the site."""
    folder, key = workspace.site / run.half_term, f"{key_of(record, workspace)} {sorted(left_out)}"
    note = workspace.drafts / f".{run.half_term}.published.json"
    if is_made(folder, key, note=note):
        return False
    published = publish_pages(
        drafts_of(workspace, record, left_out=left_out),
        record=edition_frame(record, audience=workspace.settings.audience),
        into=folder,
        overrides=workspace.overrides,
    )
    note_made(folder, key, note=note)
    return published.changed


def _facilitator(workspace: Workspace, page: DraftPage) -> str:
    """Who answers for a page's being published."""
    return workspace.programme.cluster(workspace.programme.engagement(page.engagement).cluster).facilitator


def _publish_front(workspace: Workspace) -> bool:
    """The site's first page, over every edition that is there."""
    editions = [
        h.id for h in workspace.programme.half_terms if (workspace.site / h.id / "index.html").exists()
    ]
    if not editions:
        (workspace.site / "index.html").unlink(missing_ok=True)
        return True
    frames = [
        edition_frame(
            EditionRecord(
                workspace.programme, workspace.programme.half_term(half_term), (), (), (), code_version()
            ),
            audience=workspace.settings.audience,
        )
        for half_term in editions
    ]
    return publish_front(
        frames, about=workspace.programme.about, into=workspace.site, overrides=workspace.overrides
    )


def _record_publication(
    run: Run, workspace: Workspace, events: Register, pages: tuple[DraftPage, ...]
) -> None:
    facilitators = {_facilitator(workspace, page) for page in pages}
    body = {"pages": {page.path: page.content for page in pages}, "audience": workspace.settings.audience}
    events.append(
        PUBLISHED, run.half_term, actor=min(facilitators), on=run.days(workspace).publish, body=body
    )
