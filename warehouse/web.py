"""Reading JSON over the web with patience and limits: one origin, whole answers, no secret in any message."""

from __future__ import annotations

import email.utils
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, NoReturn
from urllib.parse import urlsplit

import httpx

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.fetched import as_text
from halfterm.warehouse.place import WebLimits

_TRIES: Final = 4
_LONGEST_PAUSE: Final = 60.0  # seconds that a server may ask us to wait
_MOST_REDIRECTS: Final = 5
_AGAIN: Final = frozenset({429, 500, 502, 503, 504})

Pause = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its JSON, where it came from in the end, and the two headers that lists use."""

    document: Any
    url: str
    next_link: str | None
    total: str | None


@dataclass(slots=True)
class WebReader:
    """Asks one origin for JSON documents, and counts what they come to against the limits."""

    client: httpx.Client
    name: str
    origin: str
    limits: WebLimits
    pause: Pause
    until: float
    _bytes: int = field(default=0)
    _answers: int = field(default=0)

    def get(self, url: str, *, optional: bool = False) -> Answer:
        """One document, asked for again while the server is busy or out of reach.

        Args:
            url: where it is.
            optional: whether a document of None is the answer where the server has nothing.

        Raises:
            BadInput: it is refused, broken, too large, too late, elsewhere, or not JSON.
        """
        if self._answers >= self.limits.most_pages:
            raise self.refusal(
                f"more than {self.limits.most_pages} pages; 'most_pages' says how many there may be"
            )
        answer = self._ask("GET", url, optional=optional)
        self._answers += 1
        return answer

    def post(self, url: str, *, data: Mapping[str, str], auth: httpx.BasicAuth) -> Answer:
        """The answer to a form, such as a request for a token.

        Raises:
            BadInput: as for `get`.
        """
        return self._ask("POST", url, data=data, auth=auth)

    def refusal(self, why: str) -> BadInput:
        """Why the fetch is given up, in our own words."""
        return BadInput(f"{self.name}: {why}")

    def same_origin(self, url: str) -> str:
        """A link that leads to the same scheme, host and port.

        Raises:
            BadInput: it leads elsewhere, where our credentials have no business.
        """
        if origin_of(url) != self.origin:
            raise self.refusal("the list goes on at another address, which the source does not name")
        return url

    def _ask(self, method: str, url: str, *, optional: bool = False, **form: Any) -> Answer:
        redirects = tries = 0
        while True:
            tries += 1
            try:
                with self.client.stream(method, url, **form) as response:
                    if response.has_redirect_location and method == "GET":
                        redirects += 1
                        if redirects > _MOST_REDIRECTS:
                            raise self.refusal("the address leads in a circle")
                        url, tries = self.same_origin(str(response.url.join(response.headers["location"]))), 0
                        continue
                    if response.status_code == httpx.codes.OK:
                        return self._answer(response)
                    if optional and response.status_code == httpx.codes.NOT_FOUND:
                        return Answer(None, url, None, None)
                    wait = self._wait(response, tries)
            except (httpx.ConnectError, httpx.ConnectTimeout) as trouble:
                wait = self._unreachable(trouble, tries)
            except httpx.TimeoutException:
                raise self.refusal(
                    f"no answer within {self.limits.seconds:g} s; 'seconds' says how long to wait"
                ) from None
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError, OSError):
                raise self.refusal("the answer broke off or is not one") from None
            self._check_time(wait)
            self.pause(wait)

    def _answer(self, response: httpx.Response) -> Answer:
        if response.headers.get("content-encoding", "identity").strip().casefold() not in ("", "identity"):
            raise self.refusal("the answer is compressed though plain text was asked for")
        if "html" in response.headers.get("content-type", ""):
            raise self.refusal(
                "the answer is a web page, not JSON; is the address right, and need one sign in?"
            )
        body = bytearray()
        for chunk in response.iter_raw():
            self._bytes += len(chunk)
            if self._bytes > self.limits.most_megabytes * 1024**2:
                most = self.limits.most_megabytes
                raise self.refusal(f"more than {most} MB; 'most_megabytes' says how much there may be")
            self._check_time(0)
            body += chunk
        return Answer(
            document=self._parsed(bytes(body)),
            url=str(response.url),
            next_link=response.links.get("next", {}).get("url"),
            total=response.headers.get("x-total-count"),
        )

    def _parsed(self, body: bytes) -> Any:
        try:
            return json.loads(
                body.decode("utf-8-sig"),
                parse_float=_as_written,
                parse_int=str,
                parse_constant=_no_number,
                object_pairs_hook=_keys_once,
            )
        except RecursionError:
            raise self.refusal("the answer is nested too deep") from None
        except (ValueError, ArithmeticError):
            raise self.refusal("the answer is not JSON in UTF-8, or has the same key twice") from None

    def _wait(self, response: httpx.Response, tries: int) -> float:
        """How long until the next try; a server that only is not ready may say so itself."""
        status = response.status_code
        if status not in _AGAIN:
            raise self.refusal(_words(status))
        if tries >= _TRIES:
            raise self.refusal(
                f"the server is not ready (HTTP {status}), after {tries} tries; try again later"
            )
        asked = _retry_after(response.headers)
        if asked is not None and asked > _LONGEST_PAUSE:
            raise self.refusal(
                f"the server asks to be left alone for {asked:.0f} s (HTTP {status}); try again later"
            )
        return _back_off(tries) if asked is None else asked

    def _unreachable(self, trouble: httpx.HTTPError, tries: int) -> float:
        if "CERTIFICATE_VERIFY_FAILED" in str(trouble):
            raise self.refusal("the server's certificate is not one this machine trusts") from None
        if tries >= _TRIES:
            raise self.refusal("the server cannot be reached; is the address right?") from None
        return _back_off(tries)

    def _check_time(self, wait: float) -> None:
        if time.monotonic() + wait > self.until:
            most = self.limits.most_seconds
            raise self.refusal(f"the list takes longer than {most:g} s; 'most_seconds' says how long it may")


def origin_of(url: str) -> str:
    """Scheme, host and port; empty for what is no address of the web.

    >>> origin_of("HTTPS://MIS.example/a") == origin_of("https://mis.example:443/b")
    True
    """
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except ValueError:
        return ""
    if not parts.hostname or port is None or parts.username is not None:
        return ""
    return f"{parts.scheme}://{parts.hostname}:{port}"


def _back_off(tries: int) -> float:
    return float(0.5 * 2 ** (tries - 1))


def _retry_after(headers: httpx.Headers) -> float | None:
    """Seconds, or a date that is compared with the server's own clock."""
    asked = headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked)
    try:
        until = email.utils.parsedate_to_datetime(asked)
        now = email.utils.parsedate_to_datetime(headers.get("date", ""))
        return max(0.0, (until - now).total_seconds())
    except (TypeError, ValueError):
        return None


def _words(status: int) -> str:
    match status:
        case 401 | 403:
            return f"the server refuses the credentials (HTTP {status}); are they right and still valid?"
        case 404 | 410:
            return f"there is nothing at this address (HTTP {status})"
        case 407:
            return "the proxy on the way asks for a password (HTTP 407)"
        case _:
            return f"the server refuses (HTTP {status})"


def _as_written(number: str) -> str:
    """Numbers stay text: 1.50 remains 1.50, and 1e999999999 is never written out."""
    return as_text(Decimal(number))


def _no_number(_: str) -> NoReturn:
    raise ValueError


def _keys_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = dict(pairs)
    if len(keys) != len(pairs):
        raise ValueError
    return keys
