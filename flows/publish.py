"""Publish: the edition of a half-term as static pages, once every page in it has been approved."""

from __future__ import annotations

from dataclasses import dataclass

from halfterm.cycles.events import PUBLISHED
from halfterm.cycles.record import EditionRecord
from halfterm.flows.drafts import DraftPage, pages_to_read
from halfterm.flows.edition import drafts_of, edition_record, with_reviews
from halfterm.flows.engine import Engine
from halfterm.flows.made import is_made, key_of, note_made
from halfterm.flows.review import Reviews
from halfterm.flows.run import Run, code_version
from halfterm.flows.workspace import Workspace
from halfterm.site.frame import edition_frame
from halfterm.site.publish import publish as publish_pages
from halfterm.site.publish import publish_front
from halfterm.warehouse.register import Register, register


@dataclass(frozen=True, slots=True)
class Publication:
    """How many pages there are, whether anything changed, and the pages that keep the edition waiting."""

    pages: int
    changed: bool
    waiting: tuple[str, ...]


def publish(run: Run, engine: Engine) -> Publication:
    """The Publish stage of a half-term. While a page is not approved, nothing is published."""
    return engine.step("publish the edition", publish_edition, run)


def publish_edition(run: Run) -> Publication:
    """Render the approved pages, with the decisions, and swap the edition in whole."""
    workspace = run.workspace()
    with register(workspace.register) as events:
        record = edition_record(run, workspace, events)
        reviews = Reviews(events, workspace.programme, one_person=workspace.settings.one_person)
        pages = pages_to_read(workspace.drafts / run.half_term)
        waiting = tuple(page.path for page in pages if reviews.state(page) not in ("approved", "published"))
        if waiting:
            return Publication(len(pages), changed=False, waiting=waiting)
        record = with_reviews(record, pages, reviews)
        changed = _publish_pages(run, workspace, record)
        front = _publish_front(workspace)
        _record_publication(run, workspace, events, pages)
    published = len(list((workspace.site / run.half_term).rglob("*.html")))
    return Publication(published, changed=changed or front, waiting=())


def _publish_pages(run: Run, workspace: Workspace, record: EditionRecord) -> bool:
    """The edition's folder; False when it is as it was. The note of what made it stays out of the site."""
    folder, key = workspace.site / run.half_term, key_of(record, workspace)
    note = workspace.drafts / f".{run.half_term}.published.json"
    if is_made(folder, key, note=note):
        return False
    published = publish_pages(
        drafts_of(workspace, record),
        record=edition_frame(record, audience=workspace.settings.audience),
        into=folder,
        overrides=workspace.overrides,
    )
    note_made(folder, key, note=note)
    return published.changed


def _publish_front(workspace: Workspace) -> bool:
    """The site's first page, over every edition that is there."""
    editions = [
        h.id for h in workspace.programme.half_terms if (workspace.site / h.id / "index.html").exists()
    ]
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
    facilitators = {
        workspace.programme.cluster(workspace.programme.engagement(page.engagement).cluster).facilitator
        for page in pages
    }
    body = {"pages": {page.path: page.content for page in pages}, "audience": workspace.settings.audience}
    events.append_once(
        PUBLISHED, run.half_term, actor=min(facilitators), on=run.days(workspace).publish, body=body
    )
