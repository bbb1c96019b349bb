"""The HTML of Markdown that was rendered before: words are turned into HTML once, not at every build."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import version
from pathlib import Path
from platform import python_version

from halfterm.site import dialect
from halfterm.site.swap import write_whole


class KeptHtml:
    """Rendered Markdown by the hash of its text and of what renders it, kept in one file between builds.

    Rendering is a function of these two and of nothing else, so that what is kept cannot be stale; what the
    file does not hold, or cannot be read, is rendered. `file` None keeps nothing from one build to the next.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._known = _read(file) if file is not None else {}
        self._used: dict[str, str] = {}
        self._rendered: set[str] = set()
        self.rendered = 0
        """How many pages were asked for whose text was not kept from an earlier build."""

    def html(self, markdown: str) -> str:
        """A page's Markdown as HTML of allowed tags and attributes only, as `dialect.to_html` makes it."""
        key = _key(markdown)
        if key not in self._used:
            if key not in self._known:
                self._known[key] = dialect.to_html(markdown)
                self._rendered.add(key)
            self._used[key] = self._known[key]
        self.rendered += key in self._rendered
        return self._used[key]

    def save(self) -> None:
        """Keep what this build used and no more; a file that says the same already is left alone."""
        if self._file is not None and (self.rendered or len(self._used) != len(self._known)):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._file, json.dumps(self._used, ensure_ascii=False, sort_keys=True))


def _key(markdown: str) -> str:
    return hashlib.sha256(f"{_renderer()}\n{markdown}".encode()).hexdigest()


@cache
def _renderer() -> str:
    """What renders: our dialect as it is written, the libraries, and Python, whose HTML parser they use."""
    ours = hashlib.sha256(Path(dialect.__file__).read_bytes()).hexdigest()
    return " ".join((ours, version("markdown"), version("nh3"), python_version()))


def _read(file: Path) -> dict[str, str]:
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(known, dict) or not all(isinstance(html, str) for html in known.values()):
        return {}
    return known
