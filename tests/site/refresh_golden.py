"""Writes the golden copy of the small edition anew: `python -m tests.site.refresh_golden`."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from halfterm.cycles.revisions import Revision
from halfterm.site.draft import draft_pages
from halfterm.site.frame import edition_frame
from halfterm.site.front import publish_front
from halfterm.site.publish import publish
from tests.site.edition_factory import edition

GOLDEN = Path(__file__).parent / "golden"


def build(into: Path) -> None:
    """The whole small site: one edition and the front page, for the public."""
    record = edition()
    frame = edition_frame(record, audience="public", revisions=(Revision(1, date(2026, 3, 6)),))
    publish(draft_pages(record, audience="public"), record=frame, into=into / record.half_term.id)
    publish_front([frame], about=record.programme.about, into=into)


if __name__ == "__main__":
    shutil.rmtree(GOLDEN, ignore_errors=True)
    build(GOLDEN)
