"""Publication: drafts become a folder of static pages, swapped in whole."""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Final

from markupsafe import Markup

from halfterm.cycles.errors import BadInput
from halfterm.site.charts.table import chart_markup
from halfterm.site.checks import problems_of, read_page
from halfterm.site.dialect import to_html
from halfterm.site.frame import EditionFrame
from halfterm.site.kept_html import KeptHtml
from halfterm.site.marks import with_marks
from halfterm.site.pieces import Draft, PageKind
from halfterm.site.rendering import Templates
from halfterm.site.search import search_files
from halfterm.site.swap import fresh_folder, swap_in
from halfterm.site.typeface import typeface_files

IMAGE: Final = re.compile(r"<img\b([^>]*)>")
ATTRIBUTE: Final = re.compile(r'(\w+)="([^"]*)"')
STYLE: Final = "style.css"
SLIDES_STYLE: Final = "slides.css"
LAYOUTS: Final = {"slides": "slides.html"}
"""The layouts of kinds that are not pages to read from top to bottom."""
MOST_PROBLEMS: Final = 20


@dataclass(frozen=True, slots=True)
class Published:
    """How many pages of each kind an edition has, how many files, and whether anything is new.

    `rendered` pages were turned from Markdown into HTML by this build; `kept` are known from an earlier one.
    """

    counts: Mapping[PageKind, int]
    files: int
    changed: bool
    rendered: int = 0
    kept: int = 0


def publish(
    drafts: Sequence[Draft],
    *,
    record: EditionFrame,
    into: Path,
    overrides: Path | None = None,
    kept: KeptHtml | None = None,
) -> Published:
    """Publishes an edition as the folder `into`, or leaves it alone when nothing would change.

    With `kept`, only pages whose Markdown it does not know are rendered. Raises `BadInput`, and publishes
    nothing, for a broken relative link, a page without title, a chart without alternative text, two files
    of one name.
    """
    kept = kept or KeptHtml()
    files = _files(drafts, record, Templates(overrides), kept)
    fresh = fresh_folder(into)
    for path, content in files.items():
        place = fresh / path
        if not place.resolve().is_relative_to(fresh.resolve()):
            raise BadInput(f"the page '{path}' would leave the edition's folder")
        place.parent.mkdir(exist_ok=True)
        _write(place, content if isinstance(content, bytes) else content.encode(), before=into / path)
    changed = swap_in(fresh, into)
    kept.save()
    counts: Counter[PageKind] = Counter(draft.kind for draft in drafts)
    return Published(dict(counts), len(files), changed, kept.rendered, len(drafts) - kept.rendered)


def _write(place: Path, content: bytes, *, before: Path) -> None:
    """A file of the fresh folder; one that says the same as before is that very file under one name more."""
    if before.is_file() and not before.is_symlink() and before.read_bytes() == content:
        try:
            os.link(before, place)
        except OSError:
            shutil.copyfile(before, place)  # a file share that knows no second name
        return
    place.write_bytes(content)


def _files(
    drafts: Sequence[Draft], frame: EditionFrame, templates: Templates, kept: KeptHtml
) -> dict[str, str | bytes]:
    """Every file of an edition by its path, checked."""
    twice = _twice(drafts)
    data: dict[str, str | bytes] = {
        f"data/{table.name}": table.csv for draft in drafts for table in draft.tables
    }
    pages = {f"{draft.path}.html": page_markup(draft, frame, templates, html=kept.html) for draft in drafts}
    files = data | dict(frame.assets) | dict(typeface_files(templates)) | {STYLE: templates.asset(STYLE)}
    if any(draft.kind in LAYOUTS for draft in drafts):
        files |= {SLIDES_STYLE: templates.asset(SLIDES_STYLE)}
    for path, content in search_files(pages, frame=frame, templates=templates).items():
        (pages if path.endswith(".html") else files)[path] = content
    problems = [*twice, *(f"{d.path}: no title" for d in drafts if not d.title.strip())]
    problems += problems_of({path: read_page(markup) for path, markup in pages.items()}, files)
    if problems:
        more = [f"and {len(problems) - MOST_PROBLEMS} more"] if len(problems) > MOST_PROBLEMS else []
        raise BadInput(*problems[:MOST_PROBLEMS], *more)
    return files | pages


def _twice(drafts: Sequence[Draft]) -> list[str]:
    """Pages of one path, and data of one name that do not say the same: one would replace the other."""
    paths = Counter(draft.path for draft in drafts)
    data: dict[str, set[str]] = {}
    for table in (table for draft in drafts for table in draft.tables):
        data.setdefault(table.name, set()).add(table.csv)
    return [
        *(f"{path}: {times} pages of this name" for path, times in paths.items() if times > 1),
        *(
            f"data/{name}: {len(texts)} different files of this name"
            for name, texts in data.items()
            if len(texts) > 1
        ),
    ]


def page_markup(
    draft: Draft, frame: EditionFrame, templates: Templates, *, html: Callable[[str], str] = to_html
) -> str:
    """One page as HTML: the layout round the draft's content, with its charts in place.

    `html` turns Markdown into harmless HTML.
    """
    root = "../" * draft.path.count("/")
    return templates.markup(
        LAYOUTS.get(draft.kind, "page.html"),
        draft=draft,
        frame=frame,
        root=root,
        review=frame.review(draft.path) if draft.kind in ("school", "case") else "",
        # html has sanitised it
        content=Markup(with_charts(with_marks(html(draft.markdown), draft.marks), draft, templates)),  # noqa: S704
    )


def with_charts(markup: str, draft: Draft, templates: Templates) -> str:
    """The page's images replaced by their drawings, each with its figures as a table folded beneath.

    Raises `BadInput` for one without words or drawing, and for one with a table in the midst of a paragraph.
    """
    charts = {f"{chart.name}.svg": chart for chart in draft.charts}

    def drawing(match: re.Match[str]) -> str:
        given = {name: unescape(value) for name, value in ATTRIBUTE.findall(match[1])}
        if not given.get("alt", "").strip():
            raise BadInput(f"{draft.path}: a chart has no alternative text")
        chart = charts.get(given.get("src", ""))
        if chart is None:
            raise BadInput(f"{draft.path}: there is no chart '{given.get('src', '')}'")
        if chart.table and markup.rfind("<p", 0, match.start()) > markup.rfind("</p>", 0, match.start()):
            raise BadInput(f"{draft.path}: the chart '{chart.name}' must stand in a paragraph of its own")
        return chart_markup(chart, templates=templates)

    return IMAGE.sub(drawing, markup)
