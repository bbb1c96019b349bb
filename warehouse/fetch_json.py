"""A list of records of a web service as CSV: every page of it, or nothing."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import httpx

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.warehouse.place import Http
from halfterm.warehouse.records import flattened, spool
from halfterm.warehouse.variables import filled, missing
from halfterm.warehouse.web import Answer, Pause, WebReader
from halfterm.warehouse.web_client import web_reader


def table_name(http: Http) -> str:
    """What a person calls the place: its host and the last part of the path."""
    parts = urlsplit(http.url)
    last = parts.path.rstrip("/").rpartition("/")[2]
    return f"{parts.hostname}/{last}" if last else str(parts.hostname)


def write_csv(
    http: Http,
    copy: Path,
    *,
    half_term: str,
    called: str | None,
    environment: Mapping[str, str],
    pause: Pause = time.sleep,
) -> int:
    """Write every record of the list as CSV, a column for each field or dotted path.

    Args:
        http: where the list is; its `${NAME}`s are looked up here and forgotten again.
        copy: the file to make; a second one lies beside it while the pages come in.
        half_term: what `{half_term}` in the address stands for.
        called: what `{called}` in the address stands for.
        environment: the environment, handed over by the one place that reads it.
        pause: waits so many seconds.

    Returns:
        The number of records; without any there may be no column either.

    Raises:
        BadInput: an entry of the environment is missing, a page does not come, comes twice, is not what
            the source says, or the list is longer than its limits.
    """
    name = table_name(http)
    address = _address(http, half_term, called, name=name)
    headers, auth = _credentials(http, environment, name=name)
    with (
        web_reader(
            address, http, name=name, environment=environment, headers=headers, auth=auth, pause=pause
        ) as reader,
        spool(copy) as records,
    ):
        for page in _pages(reader, http, address):
            for record in page:
                records.add(flattened(record, reader), reader)
        return records.write(copy, _columns(http, records.paths, reader))


def _address(http: Http, half_term: str, called: str | None, *, name: str) -> str:
    if called is None and "{called}" in http.url:
        raise BadInput(f"{name}: the address asks for {{called}}, which this half-term does not say")
    given = {"{half_term}": half_term, "{called}": called or ""}
    address = http.url
    for word, value in given.items():
        address = address.replace(word, quote(value, safe=""))
    return address


def _credentials(
    http: Http, environment: Mapping[str, str], *, name: str
) -> tuple[dict[str, str], httpx.BasicAuth | None]:
    sign_in = (http.sign_in.user, http.sign_in.password) if http.sign_in else ()
    lacking = missing((*http.headers.values(), *sign_in), environment)
    if lacking:
        raise BadInput(
            *(f"{name}: the environment has no {entry}, which its source names" for entry in lacking)
        )
    headers = {header: filled(value, environment).strip() for header, value in http.headers.items()}
    for header, value in headers.items():
        if not (value.isascii() and value.isprintable()):
            raise BadInput(f"{name}: the environment's entry for '{header}' has a letter no header may have")
    auth = httpx.BasicAuth(*(filled(text, environment) for text in sign_in)) if sign_in else None
    return headers, auth


def _columns(http: Http, known: Mapping[str, None], reader: WebReader) -> Mapping[str, str]:
    """Which field stands under which header; without `fields`, every one under its own path."""
    if http.fields_ is None:
        return dict(zip(known, known, strict=True))
    if known:
        _check_fields(http.fields_, known, reader)
    return http.fields_


def _check_fields(fields: Mapping[str, str], known: Mapping[str, None], reader: WebReader) -> None:
    problems = []
    for column, path in fields.items():
        if path not in known:
            near = did_you_mean(path, [word for word in known if _is_a_word(word)])
            problems.append(f"{reader.name}: no record has '{path}', the field of '{column}'{near}")
    if problems:
        raise BadInput(*problems)


def _is_a_word(path: str) -> bool:
    """Whether a key may be said aloud: one with a few figures in it may be a pupil's identifier."""
    return sum(letter.isdigit() for letter in path) < 3


def _pages(reader: WebReader, http: Http, address: str) -> Iterator[list[object]]:
    """Every page with a record in it, in the server's order."""
    seen_links, seen_pages = {address}, set[bytes]()
    counted = http.page or http.offset
    number = http.page.first if http.page else 0
    url = _counted(address, http, number)
    while True:
        answer = reader.get(url)
        records = _records(answer.document, http.items, reader)
        if records:
            _check_new(records, seen_pages, reader)
            yield records
        if counted:
            if not records:
                return
            number += 1 if http.page else len(records)
            url = _counted(address, http, number)
            continue
        link = _next(answer, http, reader)
        if link is None:
            return
        if link in seen_links:
            raise reader.refusal("the list leads back to a page that was there before")
        seen_links.add(link)
        url = link


def _counted(address: str, http: Http, number: int) -> str:
    given: dict[str, int] = {}
    if http.page:
        given = {http.page.parameter: number}
    elif http.offset:
        given = {http.offset.parameter: number, http.offset.limit: http.offset.size}
    return str(httpx.URL(address).copy_merge_params(given)) if given else address


def _check_new(records: list[object], seen: set[bytes], reader: WebReader) -> None:
    digest = hashlib.sha256(json.dumps(records).encode()).digest()
    if digest in seen:
        raise reader.refusal(
            "the same page came twice; does the server know the parameters that the source names?"
        )
    seen.add(digest)


def _next(answer: Answer, http: Http, reader: WebReader) -> str | None:
    link = _at(answer.document, http.next) if http.next else answer.next_link
    if link in (None, "", False):
        return None
    if not isinstance(link, str):
        raise reader.refusal("what should lead to the next page is not a link")
    return reader.same_origin(urljoin(answer.url, link))


def _records(document: object, path: str | None, reader: WebReader) -> list[object]:
    found = _at(document, path) if path else document
    if isinstance(found, list):
        return found
    keys = [key for key in document if _is_a_word(key)] if isinstance(document, dict) else []
    if path is None:
        raise reader.refusal("the answer is not a list; 'items' says where in it the list is")
    raise reader.refusal(f"there is no list at '{path}'{did_you_mean(path, keys)}")


def _at(document: object, path: str) -> object:
    for key in path.split("."):
        if isinstance(document, dict):
            document = document.get(key)
        elif isinstance(document, list) and key.isdecimal() and int(key) < len(document):
            document = document[int(key)]
        else:
            return None
    return document
