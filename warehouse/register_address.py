"""Where a register is kept: a SQLite file, or a PostgreSQL database by its address, without its password."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from halfterm.cycles.errors import BadInput, did_you_mean

_DRIVERS = ("postgresql", "postgresql+psycopg")
_VARIABLE = re.compile(r"\$\{(\w+)\}")
_FORM = "write it as postgresql://user@host/database"
_SECRETS = ("password", "sslpassword")


@dataclass(frozen=True, slots=True)
class RegisterAddress:
    """One register. `anchor` is the file beside it that notes its head; None: nobody notes it."""

    url: URL
    name: str
    file: Path | None = None
    anchor: Path | None = None

    def __repr__(self) -> str:
        return f"RegisterAddress({self.name!r})"  # never the URL: it may hold a password


def register_address(
    where: Path | str, *, anchor: Path | None = None, environment: Mapping[str, str] | None = None
) -> RegisterAddress:
    """The address of a register: a path is a SQLite file, a text the URL of a PostgreSQL database.

    Args:
        where: `${NAME}` in a text stands for an entry of `environment`.
        anchor: where its head is noted; beside a SQLite file without asking.
        environment: the environment, handed over by the one place that reads it.

    Raises:
        BadInput: not such a URL, or the environment lacks a name. The message never repeats the URL.
    """
    if isinstance(where, Path):
        # Not a URL in text: a question mark in the path would begin its options.
        url = URL.create("sqlite", database=str(where))
        return RegisterAddress(url, where.name, where, anchor or where.with_suffix(".head"))
    url = _filled_in(where, environment or {})
    host = url.host or "this machine"
    return RegisterAddress(url, f"register '{url.database}' on {host}", anchor=anchor)


def check_settings_url(text: str) -> str:
    """The `register` of a settings file, if it can be one: PostgreSQL, and no password in the file.

    Raises:
        ValueError: it cannot. The message never repeats it.
    """
    if _VARIABLE.fullmatch(text):
        return text
    try:
        url = _parsed(text)
    except BadInput as wrong:
        raise ValueError(str(wrong)) from None
    secrets = [url.password, *(_as_text(url.query.get(name)) for name in _SECRETS)]
    if any(secret is not None and not _VARIABLE.fullmatch(secret) for secret in secrets):
        raise ValueError(
            "a password does not belong into this file; write ${NAME} in its place and put it into the "
            "environment under that name, or into PGPASSWORD"
        )
    return text


def _filled_in(text: str, environment: Mapping[str, str]) -> URL:
    """The URL with every `${NAME}` replaced, part by part: a password may hold what ends a part of a URL."""
    missing = sorted({name for name in _VARIABLE.findall(text) if not environment.get(name)})
    if missing:
        raise BadInput(
            *(f"register: the environment has no {name}, which its address names" for name in missing)
        )

    def fill(part: str) -> str:
        return _VARIABLE.sub(lambda found: environment[found[1]], part)

    if _VARIABLE.fullmatch(text):
        return _parsed(fill(text))
    url = _parsed(text)
    return url.set(
        username=fill(url.username) if url.username else None,
        password=fill(url.password) if url.password else None,
        host=fill(url.host) if url.host else None,
        database=fill(url.database) if url.database else None,
        query={name: fill(_as_text(value) or "") for name, value in url.query.items()},
    )


def _parsed(text: str) -> URL:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise BadInput(f"register: not the address of a database; {_FORM}") from None
    if url.drivername not in _DRIVERS:
        near = did_you_mean(url.drivername, _DRIVERS)
        raise BadInput(
            f"register: kept in PostgreSQL or, without an address, in the workspace; {_FORM}{near}"
        )
    if not url.database:
        raise BadInput(f"register: its address names no database; {_FORM}")
    return url.set(drivername="postgresql+psycopg")


def _as_text(value: str | tuple[str, ...] | None) -> str | None:
    return ",".join(value) if isinstance(value, tuple) else value
