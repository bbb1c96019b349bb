"""The server of a preview: this machine only; every page says that it is a draft and loads itself again."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from halfterm.cycles.errors import BadInput
from halfterm.flows.preview import Preview
from halfterm.site.rendering import Templates

LOOPBACK: Final = "127.0.0.1"
USUAL_PORT: Final = 8765
_TRIED: Final = 20  # ports after the usual one
_LOOK_EVERY: Final = 0.2  # seconds between two looks at the version
_BREATH: Final = 15.0  # seconds after which a silent connection is given a sign of life

POLICY: Final = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "script-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
NOTE: Final = "Draft: not approved. Only this machine can see it; readers get what `halfterm publish` builds."
OWN_POLICY: Final = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
TYPES: Final = {
    ".css": "text/css",
    ".csv": "text/csv",
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}


def open_port(wanted: int | None) -> socket.socket:
    """A socket that listens on this machine: at a port of one's choice, or the first free one.

    Raises:
        BadInput: the chosen port is taken, or no usual one is free.
    """
    for port in (wanted,) if wanted is not None else range(USUAL_PORT, USUAL_PORT + _TRIED):
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((LOOPBACK, port))
            # From here on whoever asks for a page waits, and no other preview can take the port.
            listening.listen()
        except OSError:
            listening.close()
            continue
        return listening
    if wanted is not None:
        raise BadInput(f"--port {wanted}: another program listens there; choose another, or none")
    raise BadInput(f"no port from {USUAL_PORT} to {USUAL_PORT + _TRIED - 1} is free; choose one with --port")


def serve(
    preview: Preview, listening: socket.socket, *, stop: threading.Event, tell: Callable[[str], None]
) -> None:
    """Serve a preview that has been built, and build it again at every change, until told to end."""
    config = uvicorn.Config(
        application(preview, stop), log_level="warning", access_log=False, lifespan="off", server_header=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="preview")
    thread.start()
    try:
        while not stop.wait(_LOOK_EVERY) and thread.is_alive():
            before = preview.version
            made = preview.look()
            if made is not None:
                tell(f"built again: {made.rendered} of {made.rendered + made.kept} pages are new")
            elif preview.version != before:
                for problem in preview.problems:
                    tell(f"not built: {problem}")
    finally:
        stop.set()
        server.should_exit = True
        thread.join()


def application(preview: Preview, stop: threading.Event) -> Starlette:
    """The pages of a preview as they would be published, each with the note that it is a draft."""
    templates = Templates()

    async def page(request: Request) -> Response:
        path = request.path_params["path"]
        first = f"{preview.half_term}/index.html"
        if preview.problems:
            said = templates.markup("preview-problems.html", problems=preview.problems)
            return HTMLResponse(as_preview(said, preview.version), status_code=503, headers=HEADERS)
        if "/" not in path:
            # The site's own pages round all editions: here there is one edition.
            return RedirectResponse(f"/{first}", headers=HEADERS)
        return _answer(preview.edition, path, preview.version)

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in ("preview.js", "preview.css"):
            return _missing()
        return Response(templates.asset(name), media_type=TYPES[Path(name).suffix], headers=HEADERS)

    async def news(_: Request) -> Response:
        said = _news(preview, stop)
        return StreamingResponse(said, media_type="text/event-stream", headers=HEADERS)

    return Starlette(
        routes=[Route("/-/news", news), Route("/-/{name}", asset), Route("/{path:path}", page)],
        # A page of another site must not read drafts through a name that leads here.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[LOOPBACK, "localhost"])],
    )


def as_preview(markup: str, version: str) -> str:
    """A page with the note that it is a draft, and with the script that loads it again when it is built anew.

    Its own policy allows no script, and goes: the server's answers carry one.
    """
    markup = OWN_POLICY.sub("", markup)
    head = '<link rel="stylesheet" href="/-/preview.css">\n</head>'
    foot = f'<script src="/-/preview.js" data-version="{version}"></script>\n</body>'
    note = rf'\g<0><p class="preview-note" role="note">{NOTE}</p>'
    markup = markup.replace("</head>", head, 1)
    markup = re.sub(r"<body[^>]*>\n?", note, markup, count=1)
    return foot.join(markup.rsplit("</body>", 1))


def _answer(edition: Path, path: str, version: str) -> Response:
    """A file of the edition, which beside it in the preview's folder is not all there is."""
    place = (edition.parent / path).resolve()
    if not place.is_relative_to(edition.resolve()) or not place.is_file():
        return _missing()
    if place.suffix == ".html":
        return HTMLResponse(as_preview(place.read_text(encoding="utf-8"), version), headers=HEADERS)
    return Response(place.read_bytes(), media_type=TYPES.get(place.suffix, "text/plain"), headers=HEADERS)


def _missing() -> Response:
    return Response("There is no such page in this preview.\n", status_code=404, media_type="text/plain")


async def _news(preview: Preview, stop: threading.Event) -> AsyncIterator[str]:
    """The version that is shown, now and whenever it changes, as server-sent events."""
    told, waited = "", 0.0
    while not stop.is_set():
        if preview.version != told:
            told, waited = preview.version, 0.0
            yield f"event: built\ndata: {told}\n\n"
        elif waited >= _BREATH:
            waited = 0.0
            yield ": still here\n\n"
        await asyncio.sleep(_LOOK_EVERY)
        waited += _LOOK_EVERY
