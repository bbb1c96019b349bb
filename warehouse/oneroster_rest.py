"""A OneRoster 1.2 service read page by page into the files of an export, so that both are joined alike."""

from __future__ import annotations

import csv
import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

import httpx

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.oneroster_bundle import FILES
from halfterm.warehouse.place import OneRoster
from halfterm.warehouse.records import flattened, spool
from halfterm.warehouse.variables import filled, missing
from halfterm.warehouse.web import Answer, Pause, WebReader
from halfterm.warehouse.web_client import web_reader

_SCOPE: Final = "https://purl.imsglobal.org/spec/or/v1p2/scope/"
_SCOPES: Final = " ".join(
    _SCOPE + name for name in ("roster.readonly", "roster-demographics.readonly", "gradebook.readonly")
)
_ROSTERING: Final = "/ims/oneroster/rostering/v1p2/"
_GRADEBOOK: Final = "/ims/oneroster/gradebook/v1p2/"
_SERVICES: Final = {
    "orgs": _ROSTERING,
    "users": _ROSTERING,
    "demographics": _ROSTERING,
    "enrollments": _ROSTERING,
    "classes": _ROSTERING,
    "academicSessions": _ROSTERING,
    "categories": _GRADEBOOK,
    "lineItems": _GRADEBOOK,
    "results": _GRADEBOOK,
}
_OPTIONAL: Final = frozenset(("demographics", "enrollments", "classes", "academicSessions", "categories"))
_REFERENCES: Final = {
    "primaryOrg": "primaryOrgSourcedId",
    "user": "userSourcedId",
    "school": "schoolSourcedId",
    "class": "classSourcedId",
    "category": "categorySourcedId",
    "academicSession": "academicSessionSourcedId",
    "gradingPeriod": "gradingPeriodSourcedId",
    "lineItem": "lineItemSourcedId",
    "student": "studentSourcedId",
}

_Record = dict[str, Any]


def fetch(
    place: OneRoster,
    folder: Path,
    *,
    name: str,
    environment: Mapping[str, str],
    pause: Pause = time.sleep,
) -> None:
    """Fill a folder with the files of a 1.2 export, of which only the columns that are read are kept.

    Args:
        place: the service; its client's id and secret are looked up here and forgotten again.
        folder: an empty folder that only its owner can read.
        name: what messages call the place.
        environment: where the credentials are looked up.
        pause: waits so many seconds.

    Raises:
        BadInput: an entry of the environment is missing, the service refuses, or a list does not come whole.
    """
    token = _token(place, name=name, environment=environment, pause=pause)
    address = (place.url or "").rstrip("/")
    headers = {"Authorization": f"Bearer {token}"}
    with web_reader(
        address, place, name=name, environment=environment, headers=headers, pause=pause
    ) as reader:
        for file, service in _SERVICES.items():
            pages = _pages(reader, f"{address}{service}{file}", file, size=place.size)
            if file == "users":
                _write_users(reader, pages, folder)
            else:
                _write(reader, pages, folder / f"{file}.csv")
    _write_manifest(folder)


def _token(place: OneRoster, *, name: str, environment: Mapping[str, str], pause: Pause) -> str:
    """An access token for the client's credentials (OAuth 2.0, RFC 6749, section 4.4)."""
    url, client, secret = place.token_url or "", place.client_id or "", place.client_secret or ""
    lacking = missing((client, secret), environment)
    if lacking:
        raise BadInput(
            *(f"{name}: the environment has no {word}, which its source names" for word in lacking)
        )
    form = {"grant_type": "client_credentials", "scope": place.scope or _SCOPES}
    auth = httpx.BasicAuth(filled(client, environment), filled(secret, environment))
    with web_reader(url, place, name=f"{name}, token", environment=environment, pause=pause) as reader:
        answer = reader.post(url, data=form, auth=auth).document
        token = answer.get("access_token") if isinstance(answer, dict) else None
        if not isinstance(token, str) or not token or not (token.isascii() and token.isprintable()):
            raise reader.refusal("the answer holds no access token")
    return token


def _pages(reader: WebReader, address: str, file: str, *, size: int) -> Iterator[list[object]]:
    """Every page of a list; at the end, as many records as the service said there are."""
    seen, digests, received, linked = {address}, set[bytes](), 0, False
    url = _at(address, size, 0)
    while True:
        answer = reader.get(url, optional=file in _OPTIONAL and not received)
        if answer.document is None:
            return
        records = _records(reader, answer, file)
        digest = hashlib.sha256(json.dumps(records).encode()).digest()
        if records and digest in digests:
            raise reader.refusal(f"{file}: the same page came twice")
        digests.add(digest)
        received += len(records)
        yield records
        link = answer.next_link
        if link is None and (linked or not records or str(received) == answer.total):
            break
        linked = link is not None
        url = _at(address, size, received) if link is None else reader.same_origin(urljoin(answer.url, link))
        if url in seen:
            raise reader.refusal(f"{file}: the list leads back to a page that was there before")
        seen.add(url)
    if answer.total is not None and answer.total.strip() != str(received):
        raise reader.refusal(f"{file}: {received} records came, and the service says that there are others")


def _at(address: str, size: int, offset: int) -> str:
    return str(httpx.URL(address).copy_merge_params({"limit": size, "offset": offset}))


def _records(reader: WebReader, answer: Answer, file: str) -> list[object]:
    found = answer.document.get(file) if isinstance(answer.document, dict) else None
    if not isinstance(found, list):
        raise reader.refusal(f"{file}: the answer is not a list as OneRoster 1.2 has it")
    return found


def _write(
    reader: WebReader,
    pages: Iterator[list[object]],
    copy: Path,
    more: Callable[[_Record], _Record] = lambda _: {},
) -> None:
    """Write a list as the export's file: its own columns, references by id, and its metadata."""
    columns = dict.fromkeys(("status", *FILES[copy.stem]))
    with spool(copy) as records:
        for page in pages:
            for record in page:
                flat = flattened(record, reader)
                kept = _plain(flat) | more(flat)
                records.add(
                    {name: kept[name] for name in kept if name in columns or _is_metadata(name)}, reader
                )
        header = (*columns, *(path for path in records.paths if path not in columns))
        records.write(copy, dict(zip(header, header, strict=True)))


def _is_metadata(name: str) -> bool:
    return name.startswith("metadata.")


def _plain(flat: _Record) -> _Record:
    """A record with its references named as in the files: `org.sourcedId` is `orgSourcedId` there."""
    named = {
        column: flat[f"{key}.sourcedId"] for key, column in _REFERENCES.items() if f"{key}.sourcedId" in flat
    }
    return flat | named


def _write_users(reader: WebReader, pages: Iterator[list[object]], folder: Path) -> None:
    """Users as `users.csv` and the roles in them as `roles.csv`."""
    with (folder / "roles.csv").open("x", encoding="utf-8", newline="") as text:
        roles = csv.writer(text, lineterminator="\n")
        roles.writerow(("userSourcedId", "role", "orgSourcedId"))

        def listed(flat: _Record) -> _Record:
            for role in _numbered(flat, "roles"):
                roles.writerow((flat.get("sourcedId"), role.get("role"), role.get("org.sourcedId")))
            ids = (f"{{{each.get('type')}:{each.get('identifier')}}}" for each in _numbered(flat, "userIds"))
            grades = [str(flat[path]) for path in flat if path.startswith("grades.")]
            return {"userIds": ",".join(ids), "grades": ",".join(grades)}

        _write(reader, pages, folder / "users.csv", listed)


def _numbered(flat: _Record, key: str) -> list[_Record]:
    """The records of a list within a record: `roles.0.role` and so on."""
    found: dict[str, _Record] = {}
    for path, value in flat.items():
        first, _, rest = path.partition(".")
        number, _, inner = rest.partition(".")
        if first == key and number.isdecimal():
            found.setdefault(number, {})[inner] = value
    return list(found.values())


def _write_manifest(folder: Path) -> None:
    rows = [("propertyName", "value"), ("manifest.version", "1.0"), ("oneroster.version", "1.2")]
    with (folder / "manifest.csv").open("x", encoding="utf-8", newline="") as text:
        csv.writer(text, lineterminator="\n").writerows(rows)
