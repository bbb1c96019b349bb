"""How this program goes out to the web: its trust, its proxy, and nothing taken from elsewhere."""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

import certifi
import httpx

from halfterm.warehouse.place import WebLimits
from halfterm.warehouse.place_rules import is_loopback
from halfterm.warehouse.web import Pause, WebReader, origin_of

_CONNECT: Final = 15.0  # seconds
_TALKATIVE: Final = ("httpx", "httpcore.connection", "httpcore.http11", "httpcore.http2", "httpcore.proxy")


@contextmanager
def web_reader(
    url: str,
    limits: WebLimits,
    *,
    name: str,
    environment: Mapping[str, str],
    headers: Mapping[str, str] | None = None,
    auth: httpx.Auth | None = None,
    pause: Pause = time.sleep,
) -> Iterator[WebReader]:
    """A reader of one origin, closed on the way out.

    Args:
        url: an address of the origin; nothing is asked for yet.
        limits: how much and how long.
        name: what messages call the place.
        environment: where `HTTPS_PROXY` and `NO_PROXY` are looked up.
        headers: sent with every request; their values are in no message.
        auth: how to sign in.
        pause: waits so many seconds.
    """
    _hush()
    secure = urlsplit(url).scheme == "https"
    with httpx.Client(
        headers={"Accept": "application/json", "Accept-Encoding": "identity", **(headers or {})},
        auth=auth,
        verify=_trust() if secure else False,
        proxy=proxy_for(url, environment),
        trust_env=False,  # the environment is handed over, and .netrc is nobody's business
        follow_redirects=False,
        timeout=httpx.Timeout(limits.seconds, connect=min(_CONNECT, limits.seconds)),
    ) as client:
        yield WebReader(
            client, name, origin_of(url), limits, pause, until=time.monotonic() + limits.most_seconds
        )


def proxy_for(url: str, environment: Mapping[str, str]) -> str | None:
    """The proxy that the environment names for an address; none for this machine itself.

    >>> proxy_for("https://mis.example/a", {"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": ".example"})
    """
    host = urlsplit(url).hostname or ""
    excepted = (environment.get("NO_PROXY") or environment.get("no_proxy") or "").split(",")
    names = [name.strip().lstrip(".").casefold() for name in excepted if name.strip()]
    if is_loopback(host) or any(name == "*" or f".{host}".endswith(f".{name}") for name in names):
        return None
    return environment.get("HTTPS_PROXY") or environment.get("https_proxy") or None


def _trust() -> ssl.SSLContext:
    """The certificates of this machine, where a school's own authority is, and the usual ones."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _hush() -> None:
    """Httpx notes every address it asks; where a list goes on may name a pupil."""
    for name in _TALKATIVE:
        logging.getLogger(name).addFilter(_only_warnings)  # once: a filter that is there is not added again


def _only_warnings(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING
