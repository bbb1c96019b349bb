"""A real browser with fixed habits, the pages that it opens, and what they say while it does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from playwright.sync_api import Browser, Page, Request, sync_playwright

FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *(
        "--hide-scrollbars",
        "--font-render-hinting=none",
        "--disable-lcd-text",
        "--force-device-scale-factor=1",
    ),
]
Scheme = Literal["light", "dark"]


class Size(NamedTuple):
    """A window, in CSS pixels."""

    width: int
    height: int


PHONE, LAPTOP, NARROWEST = Size(360, 800), Size(1280, 900), Size(320, 640)


def chromium() -> str | None:
    """Where the browser is, if there is one."""
    return shutil.which("chromium")


@contextmanager
def browser(path: str) -> Iterator[Browser]:
    """A browser of its own, closed afterwards."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@contextmanager
def window(opened: Browser, size: Size, *, scheme: Scheme = "light") -> Iterator[tuple[Page, list[str]]]:
    """An empty page, and everything that goes wrong in it."""
    page = opened.new_page(
        viewport={"width": size.width, "height": size.height}, color_scheme=scheme, reduced_motion="reduce"
    )
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    page.on("requestfailed", lambda request: said.extend(_failed(request)))
    yield page, said
    page.close()


def _failed(request: Request) -> list[str]:
    """A request that came to nothing; one that the next page cut short is none."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"{request.url}: {request.failure}"]


def pages_of(site: Path) -> list[str]:
    """Every page of a built site, by its path: a new kind of page is looked at without being named here."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def one_of_each_kind(site: Path) -> dict[str, str]:
    """The first page of every kind, by the kind's name: a folder's, or the page's own."""
    kinds: dict[str, str] = {}
    for path in pages_of(site):
        folder, _, name = path.removesuffix(".html").rpartition("/")
        edition, _, kind = folder.partition("/")
        kinds.setdefault(kind or (f"edition-{name}" if edition else name), path)
    return kinds
