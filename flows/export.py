"""Export: one published page as a PDF or a Word file, to be sent on or worked on."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Final, Literal

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.programme import HalfTerm
from halfterm.flows.audiences import as_for, may_leave
from halfterm.flows.page_tools import draw_picture, print_page, write_word
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.site.printable import alone, charts_of, for_word

Format = Literal["docx", "pdf"]

NOT_SHOWN: Final = ("*.html", "*.js", "data")
"""What of an edition no single page is shown with."""
STYLES: Final = re.compile(r'<link rel="stylesheet" href="([^"]+)">')


def export_page(
    folder: Path, page: str, *, to: Format, out: Path | None, half_term: str | None, audience: Audience | None
) -> Path:
    """Write one published page as a file of its own; by default named after it, in this folder.

    Raises:
        BadInput: there is no such page, the file cannot be there, or no program here can make it.
    """
    opened = open_workspace(folder)
    chosen = may_leave(audience or opened.settings.audience, chosen=audience is not None)
    workspace = as_for(opened, chosen)
    edition = _published(workspace, half_term, chosen)
    name = _page_of(workspace.site / edition.id, page)
    target = out or Path(f"{name.replace('/', '-')}.{to}")
    _check_place(target, to)
    with tempfile.TemporaryDirectory(prefix="halfterm-export-") as place:
        made = Path(place) / f"made.{to}"
        source = _beside(workspace.site / edition.id, name, Path(place) / "page")
        if to == "pdf":
            print_page(source, made, dated=edition.ends)
        else:
            _as_word(source, made, workspace, edition)
        _put(made, target)
    return target


def _published(workspace: Workspace, asked: str | None, audience: Audience) -> HalfTerm:
    """The half-term that is asked for, or the latest that is published for this audience."""
    known = [half_term.id for half_term in workspace.programme.half_terms]
    if asked is not None and asked not in known:
        raise BadInput(f"no half-term '{asked}' in programme.yaml{did_you_mean(asked, known)}")
    out = [
        name for name in known if asked in (None, name) and (workspace.site / name / "index.html").is_file()
    ]
    if not out:
        which = "no half-term is" if asked is None else f"half-term '{asked}' is not"
        raise BadInput(f"{which} published for the audience '{audience}' yet; halfterm publish does it")
    return workspace.programme.half_term(out[-1])


def _page_of(edition: Path, page: str) -> str:
    """A page of an edition by its path without the ending; a near miss is offered."""
    known = sorted(
        str(path.relative_to(edition).with_suffix("").as_posix()) for path in edition.rglob("*.html")
    )
    name = page.removesuffix(".html").strip("/")
    if name not in known:
        raise BadInput(f"no page '{page}' in the edition {edition.name}{did_you_mean(name, known)}")
    return name


def _check_place(target: Path, to: Format) -> None:
    if target.suffix != f".{to}":
        raise BadInput(f"--out {target}: give a file that ends in .{to}")
    if target.is_dir() or not target.parent.is_dir():
        raise BadInput(
            f"--out {target}: {'it is a folder' if target.is_dir() else 'there is no such folder'}"
        )


def _beside(edition: Path, name: str, place: Path) -> Path:
    """A copy of the page with what it is shown with, and without links that lead out of it."""
    shutil.copytree(edition, place, ignore=shutil.ignore_patterns(*NOT_SHOWN))
    page = place / f"{name}.html"
    page.write_text(alone((edition / f"{name}.html").read_text(encoding="utf-8")), encoding="utf-8")
    return page


def _as_word(page: Path, made: Path, workspace: Workspace, edition: HalfTerm) -> None:
    """The page as a Word file; its charts are drawn beside its style sheets, as the page has them."""
    markup, beside = page.read_text(encoding="utf-8"), made.parent / "page"
    styles = [Path(href).name for href in STYLES.findall(markup)]
    pictures = {}
    for number, chart in enumerate(charts_of(markup), start=1):
        picture = beside / f"chart-{number}.png"
        draw_picture(chart, styles, picture)
        pictures[chart.svg] = picture.name
    source = beside / "word.html"
    about = f"{workspace.programme.name}, {edition.name}"
    source.write_text(for_word(markup, pictures, edition=about), encoding="utf-8")
    write_word(source, made, dated=edition.ends)


def _put(made: Path, target: Path) -> None:
    """The finished file in its place, whole or not at all."""
    neighbour = target.with_name(f".{target.name}.new")
    try:
        shutil.copyfile(made, neighbour)
        neighbour.replace(target)
    except OSError as error:
        raise BadInput(f"{target}: it cannot be written there ({error.strerror})") from None
