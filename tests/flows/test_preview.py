"""`halfterm preview` as a person runs it: started, looked at, changed underneath, ended."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from queue import Queue
from typing import cast

import httpx
import pytest

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.errors import BadInput
from halfterm.flows.engine import LocalEngine
from halfterm.flows.half_term import half_term, plain_stages
from halfterm.flows.preview import Preview
from halfterm.flows.preview_server import NOTE, application, as_preview, open_port
from halfterm.flows.run import Run
from tests.flows.small_workspace import make_workspace
from tests.flows.test_cli import HALFTERM

TODAY = date(2026, 1, 5)
SECONDS = 120.0  # a machine may be busy


@pytest.fixture(scope="module", name="drafted")
def drafted_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Spring 1 drafted, nothing approved."""
    folder = make_workspace(tmp_path_factory.mktemp("drafted") / "w")
    half_term(Run(folder, "spring-1", TODAY), plain_stages(LocalEngine(), rehearse=False))
    return folder


@pytest.fixture
def workspace(drafted: Path, tmp_path: Path) -> Path:
    """The drafted workspace, to be changed."""
    return shutil.copytree(drafted, tmp_path / "w")


class Shown:
    """A preview in a process of its own, with what it says line by line."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [*HALFTERM, "preview", str(folder), "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        self._lines: Queue[str] = Queue()
        self.said: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.address = self.wait_for("http://").rsplit("/", 2)[0]

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip())

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def wait_for(self, words: str) -> str:
        """The next line that holds the words."""
        while True:
            line = self._lines.get(timeout=SECONDS)
            self.said.append(line)
            if words in line:
                return line

    def page(self, path: str) -> httpx.Response:
        return httpx.get(f"{self.address}/{path}", timeout=SECONDS)


@contextmanager
def shown(folder: Path) -> Iterator[Shown]:
    running = Shown(folder)
    try:
        yield running
    finally:
        running.close()


@contextmanager
def news_of(preview: Shown) -> Iterator[Queue[str]]:
    """The versions that the preview tells an open page of."""
    told: Queue[str] = Queue()
    asked = threading.Event()

    def listen() -> None:
        with httpx.stream("GET", f"{preview.address}/-/news", timeout=SECONDS) as stream:
            asked.set()
            try:
                for line in stream.iter_lines():
                    if line.startswith("data: "):
                        told.put(line.removeprefix("data: "))
            except httpx.HTTPError:
                return  # the preview has ended

    threading.Thread(target=listen, daemon=True).start()
    assert asked.wait(SECONDS)
    yield told


def test_a_page_follows_a_change_of_a_template_and_the_preview_ends_when_told(workspace: Path) -> None:
    with shown(workspace) as preview, news_of(preview) as news:
        page = preview.page("spring-1/schools/ash.html")
        assert (page.status_code, NOTE in page.text, "Ash School" in page.text) == (200, True, True)
        version = news.get(timeout=SECONDS)
        assert f'data-version="{version}"' in page.text
        (workspace / "templates").mkdir(exist_ok=True)
        (workspace / "templates" / "school.md").write_text("## Written anew\n")
        again = news.get(timeout=SECONDS)
        assert again != version
        page = preview.page("spring-1/schools/ash.html")
        assert "Written anew" in page.text
        assert f'data-version="{again}"' in page.text
        assert re.search(r"built again: 4 of \d+ pages are new", preview.wait_for("built again"))
        preview.process.send_signal(signal.SIGINT)
        preview.wait_for("The preview has ended.")
        assert preview.process.wait(timeout=SECONDS) == 0
    assert not (workspace / "site").exists()


def asked(preview: Preview, path: str, host: str = "127.0.0.1:8765") -> httpx.Response:
    """What the server answers, without a server."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(application(preview, threading.Event()))
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
            return await client.get(path)

    return asyncio.run(ask())


def looked(preview: Preview) -> None:
    """Look until a change has been seen, as the server does."""
    before = preview.version
    while preview.version == before:
        preview.look()
        time.sleep(0.05)


def test_what_is_wrong_is_shown_until_it_is_mended(workspace: Path, tmp_path: Path) -> None:
    preview = Preview(workspace, None, None, today=TODAY, place=tmp_path / "shown")
    preview.build()
    plan = workspace / "cycles" / "ash-beech-1.yaml"
    good = plan.read_text()
    plan.write_text(good.replace("measures:", "mesures:"))
    looked(preview)
    page = asked(preview, "/spring-1/index.html")
    assert (page.status_code, "&#39;mesures&#39;" in page.text) == (503, True)
    assert "/-/preview.js" in page.text
    plan.write_text(good)
    looked(preview)
    assert asked(preview, "/spring-1/index.html").status_code == 200


def test_a_preview_is_for_this_machine_and_lets_nothing_else_in(drafted: Path, tmp_path: Path) -> None:
    preview = Preview(drafted, None, None, today=TODAY, place=tmp_path)
    preview.build()
    page = asked(preview, "/spring-1/index.html")
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    assert "http-equiv" not in page.text
    assert asked(preview, "/spring-1/index.html", host="elsewhere.example").status_code == 400
    for path in (
        "spring-1/nothing.html",
        "spring-1/..%2fhtml.json",
        "spring-1/%2e%2e/html.json",
        "-/style.css",
    ):
        assert asked(preview, f"/{path}").status_code == 404, path
    assert asked(preview, "/archive.html").headers["location"] == "/spring-1/index.html"
    assert "EventSource" in asked(preview, "/-/preview.js").text
    assert asked(preview, "/spring-1/style.css").headers["content-type"].startswith("text/css")


def test_every_page_of_a_preview_says_that_it_is_a_draft(drafted: Path, tmp_path: Path) -> None:
    preview = Preview(drafted, None, None, today=TODAY, place=tmp_path)
    made = preview.build()
    pages = list(preview.edition.rglob("*.html"))
    assert len(pages) >= made.rendered > 6
    for page in pages:
        markup = as_preview(page.read_text(encoding="utf-8"), preview.version)
        assert markup.count(NOTE) == 1, page
        assert markup.count("/-/preview.js") == 1, page


def test_nothing_is_built_while_nothing_changes(drafted: Path, tmp_path: Path) -> None:
    preview = Preview(drafted, "spring-1", "cluster", today=TODAY, place=tmp_path)
    preview.build()
    before = preview.version
    time.sleep(0.4)
    assert preview.look() is None
    assert preview.version == before
    assert preview.build().rendered == 0


def test_a_port_is_held_from_the_start_and_one_in_use_is_named() -> None:
    with open_port(0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BadInput, match=f"--port {port}: another program listens there"), open_port(port):
            pass
        # Whoever follows the printed address at once waits for the page, and is not refused.
        with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as early:
            assert early.getpeername() == taken.getsockname()


def test_without_drafts_and_for_a_school_alone_there_is_no_preview(tmp_path: Path, drafted: Path) -> None:
    empty = make_workspace(tmp_path / "w")
    for folder, named, audience, said in (
        (empty, None, None, "nothing has been drafted yet; run it first"),
        (drafted, None, "school", "--audience school: pages for one school alone are seen in its own desk"),
        (drafted, "sprng-1", None, "did you mean 'spring-1'"),
    ):
        with pytest.raises(BadInput, match=said):
            Preview(folder, named, cast("Audience | None", audience), today=TODAY, place=tmp_path)
