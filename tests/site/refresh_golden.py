"""Writes the golden copy of the small edition anew: `python -m tests.site.refresh_golden`."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from halfterm.cycles.revisions import Revision
from halfterm.site.draft import draft_pages
from halfterm.site.frame import edition_frame
from halfterm.site.front import publish_front
from halfterm.site.logo import safe_logo
from halfterm.site.publish import publish
from tests.site.edition_factory import edition

GOLDEN = Path(__file__).parent / "golden"
REVISIONS = (
    Revision(1, date(2026, 3, 6)),
    Revision(2, date(2026, 3, 9), changed=("index", "schools/birch"), removed=("schools/oak",)),
)
LOGO = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 48">
<g fill="none" stroke="#0b6a6f" stroke-width="6">
<path d="M6 42 24 8l18 34M24 8v34"/><path d="M54 42V10l24 32V10"/>
<circle cx="102" cy="26" r="14"/></g></svg>"""


def build(into: Path) -> None:
    """The whole small site: one edition in its second revision and the front pages, for the public."""
    record = edition()
    drafts = draft_pages(record, audience="public")
    frame = edition_frame(
        record,
        audience="public",
        revisions=REVISIONS,
        titles={draft.path: draft.title for draft in drafts},
        logos={"north": ("north.svg", safe_logo("north.svg", LOGO))},
    )
    publish(drafts, record=frame, into=into / record.half_term.id)
    publish_front([frame], about=record.programme.about, into=into)


if __name__ == "__main__":
    shutil.rmtree(GOLDEN, ignore_errors=True)
    build(GOLDEN)
