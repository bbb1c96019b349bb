"""Publication: drafts become a folder of static pages, swapped in whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Final

from markupsafe import Markup

from halfterm.cycles.errors import BadInput
from halfterm.site.checks import problems_of, read_page
from halfterm.site.dialect import to_html
from halfterm.site.frame import EditionFrame
from halfterm.site.marks import with_marks
from halfterm.site.pieces import Draft
from halfterm.site.rendering import Templates
from halfterm.site.swap import fresh_folder, swap_in, write_whole

IMAGE: Final = re.compile(r"<img\b([^>]*)>")
ATTRIBUTE: Final = re.compile(r'(\w+)="([^"]*)"')
STYLE: Final = "style.css"
MOST_PROBLEMS: Final = 20


@dataclass(frozen=True, slots=True)
class Published:
    """How many pages of each kind an edition has, how many files, and whether anything is new."""

    counts: Mapping[str, int]
    files: int
    changed: bool


def publish(
    drafts: Sequence[Draft], *, record: EditionFrame, into: Path, overrides: Path | None = None
) -> Published:
    """Publishes an edition as the folder `into`, or leaves it alone when nothing would change.

    Raises `BadInput`, and publishes nothing, for a broken relative link, a page without title, a chart
    without alternative text.
    """
    files = _files(drafts, record, Templates(overrides))
    fresh = fresh_folder(into)
    for path, content in files.items():
        place = fresh / path
        if not place.resolve().is_relative_to(fresh.resolve()):
            raise BadInput(f"the page '{path}' would leave the edition's folder")
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(content.encode())
    counts: dict[str, int] = {}
    for draft in drafts:
        counts[draft.kind] = counts.get(draft.kind, 0) + 1
    return Published(counts, len(files), swap_in(fresh, into))


def _files(drafts: Sequence[Draft], frame: EditionFrame, templates: Templates) -> dict[str, str]:
    """Every file of an edition by its path, checked."""
    data = {f"data/{table.name}": table.csv for draft in drafts for table in draft.tables}
    pages = {f"{draft.path}.html": page_markup(draft, frame, templates) for draft in drafts}
    files = data | {STYLE: templates.asset(STYLE)}
    problems = [f"{d.path}: no title" for d in drafts if not d.title.strip()]
    problems += problems_of({path: read_page(markup) for path, markup in pages.items()}, files)
    if problems:
        more = [f"and {len(problems) - MOST_PROBLEMS} more"] if len(problems) > MOST_PROBLEMS else []
        raise BadInput(*problems[:MOST_PROBLEMS], *more)
    return files | pages


def page_markup(draft: Draft, frame: EditionFrame, templates: Templates) -> str:
    """One page as HTML: the layout round the draft's content, with its charts in place."""
    root = "../" * draft.path.count("/")
    return templates.markup(
        "page.html",
        draft=draft,
        frame=frame,
        root=root,
        review=frame.review(draft.path) if draft.kind in ("school", "case") else "",
        # to_html has sanitised it
        content=Markup(with_charts(with_marks(to_html(draft.markdown), draft.marks), draft)),  # noqa: S704
    )


def with_charts(markup: str, draft: Draft) -> str:
    """The page's images replaced by their drawings. Raises `BadInput` for one without words or drawing."""
    svgs = {f"{chart.name}.svg": chart.svg for chart in draft.charts}

    def drawing(match: re.Match[str]) -> str:
        given = {name: unescape(value) for name, value in ATTRIBUTE.findall(match[1])}
        if not given.get("alt", "").strip():
            raise BadInput(f"{draft.path}: a chart has no alternative text")
        if given.get("src") not in svgs:
            raise BadInput(f"{draft.path}: there is no chart '{given.get('src', '')}'")
        return svgs[given["src"]].strip()

    return IMAGE.sub(drawing, markup)


@dataclass(frozen=True, slots=True)
class PastEdition:
    words: str
    href: str


def publish_front(
    editions: Iterable[EditionFrame], *, about: str, into: Path, overrides: Path | None = None
) -> bool:
    """The site's own first page: the latest edition and the archive. False when nothing is new.

    `editions` in order, the latest last, each published as a folder of its half-term's name.
    Raises `BadInput` without any edition or with one that is not there.
    """
    frames = list(editions)
    missing = [f.half_term for f in frames if not (into / f.half_term / "index.html").exists()]
    if missing or not frames:
        raise BadInput(*(f"edition '{name}' is not published yet" for name in missing or ["any"]))
    templates = Templates(overrides)
    past = [PastEdition(f.edition, f"{f.half_term}/index.html") for f in reversed(frames)]
    markup = templates.markup("front.html", frame=frames[-1], about=about, latest=past[0], archive=past[1:])
    style = write_whole(into / STYLE, templates.asset(STYLE))
    return write_whole(into / "index.html", markup) or style
