"""The site's own first pages, round all editions: the latest, the archive, the feed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from halfterm.cycles.errors import BadInput
from halfterm.site.feed import atom_feed
from halfterm.site.frame import EditionFrame
from halfterm.site.rendering import Templates
from halfterm.site.shelf import by_school_year, shelved
from halfterm.site.swap import write_whole
from halfterm.site.typeface import typeface_files

STYLE: Final = "style.css"
FEED: Final = "feed.xml"


def publish_front(
    editions: Iterable[EditionFrame],
    *,
    about: str,
    into: Path,
    overrides: Path | None = None,
    address: str = "",
) -> bool:
    """The site's first page, its archive of all editions, and its feed. False when nothing is new.

    `editions` in order, the latest last, each published as a folder of its half-term's name. There is a
    feed once the date of some edition is known; `address` is the site's own, for the links in it.
    Raises `BadInput` without any edition or with one that is not there.
    """
    frames = list(editions)
    missing = [f.half_term for f in frames if not (into / f.half_term / "index.html").exists()]
    if missing or not frames:
        raise BadInput(*(f"edition '{name}' is not published yet" for name in missing or ["any"]))
    templates, shelf = Templates(overrides), [shelved(frame, into) for frame in frames]
    has_feed = any(frame.revisions for frame in frames)
    given = {"frame": frames[-1], "about": about, "has_feed": has_feed}
    files: dict[str, str | bytes] = {
        **typeface_files(templates),
        STYLE: templates.asset(STYLE),
        "archive.html": templates.markup("archive.html", years=by_school_year(shelf), **given),
        "index.html": templates.markup("front.html", latest=shelf[-1], earlier=shelf[-2::-1], **given),
    }
    if has_feed:
        files[FEED] = atom_feed(shelf, about=about, address=address)
    else:
        (into / FEED).unlink(missing_ok=True)
    (into / "assets").mkdir(exist_ok=True)
    changed = [path for path, content in files.items() if write_whole(into / path, content)]
    return bool(changed)


def clear_front(site: Path) -> None:
    """Takes the site's own first pages away, when no edition is left that they could lead to."""
    for name in ("index.html", "archive.html", FEED):
        (site / name).unlink(missing_ok=True)
