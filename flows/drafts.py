"""Drafts on disk: a folder a page, and a list of the pages that people have to read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.flows.workspace import Workspace
from halfterm.site.pieces import Draft

_LIST = "pages.json"


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft that somebody has to approve: a school's summary, or (no school) an engagement's case study.

    `path` is its place in the edition; `content` a hash of all that is read.
    """

    half_term: str
    path: str
    content: str
    engagement: str
    school: str

    @property
    def subject(self) -> str:
        """What the register calls the page."""
        return f"{self.half_term}/{self.path}"


def write_drafts(folder: Path, drafts: Iterable[Draft]) -> int:
    """Write each page's Markdown, charts and data; returns how many pages are new or changed.

    The list of pages is written last: a run that was stopped before then drafts again.
    """
    drafts = tuple(drafts)
    changed = sum([_write_draft(folder / page.path, page) for page in drafts])
    pages = [
        asdict(DraftPage(folder.name, page.path, page.content_hash, page.engagement, page.school))
        for page in drafts
        if page.kind in ("school", "case")
    ]
    fresh = folder / f".{_LIST}.new"
    fresh.write_text(json.dumps(pages, indent=1), encoding="utf-8")
    fresh.replace(folder / _LIST)
    return changed


def pages_to_read(folder: Path) -> tuple[DraftPage, ...]:
    """The pages of a half-term's drafts that somebody has to approve.

    Raises:
        BadInput: nothing has been drafted yet.
    """
    path = folder / _LIST
    if not path.is_file():
        raise BadInput(f"half-term '{folder.name}': nothing has been drafted yet; run it first")
    return tuple(DraftPage(**page) for page in json.loads(path.read_text(encoding="utf-8")))


def half_term_with_drafts(workspace: Workspace, asked: str | None) -> str:
    """The half-term that is asked for, or the latest that has drafts.

    Raises:
        BadInput: there is no such half-term, or nothing has been drafted.
    """
    known = [half_term.id for half_term in workspace.programme.half_terms]
    if asked is not None and asked not in known:
        raise BadInput(f"no half-term '{asked}' in programme.yaml{did_you_mean(asked, known)}")
    drafted = [
        name for name in known if asked in (None, name) and (workspace.drafts / name / _LIST).is_file()
    ]
    if not drafted:
        which = "nothing has" if asked is None else f"half-term '{asked}': nothing has"
        raise BadInput(f"{which} been drafted yet; run it first: halfterm run")
    return drafted[-1]


def _write_draft(place: Path, page: Draft) -> bool:
    """One folder a page; left alone when it holds exactly this."""
    files = {"page.md": page.markdown}
    files |= {f"{chart.name}.svg": chart.svg for chart in page.charts}
    files |= {table.name: table.csv for table in page.tables}
    if (
        place.is_dir()
        and {f.name: f.read_text(encoding="utf-8") for f in place.iterdir() if f.is_file()} == files
    ):
        return False
    fresh = place.with_name(f".{place.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name, text in files.items():
        (fresh / name).write_text(text, encoding="utf-8", newline="")
    shutil.rmtree(place, ignore_errors=True)
    fresh.rename(place)
    return True
