"""What may stand in the place of a source: addresses without secrets, and queries that only read."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from halfterm.cycles.errors import did_you_mean
from halfterm.warehouse.variables import VARIABLE, is_variable

PARAMETERS: Final = ("half_term", "called")
"""What a query may ask for, as `:half_term` and `:called`."""

_IN_THE_ENVIRONMENT = "write ${NAME} in its place and put it into the environment under that name"
_SECRET_NAME = re.compile(r"auth|cookie|token|secret|passw|pwd|api.?key|^key$|signature|^sig$", re.IGNORECASE)
_BESIDE_A_SECRET = re.compile(r'[A-Za-z=," -]{0,30}')
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|\[[^\]]*\]|--[^\n]*|/\*.*?\*/", re.DOTALL)
_BOUND = re.compile(r"(?<![:\w\\]):(\w+)(?!:)")  # as SQLAlchemy's text() reads them
_WRITES = frozenset(
    {"alter", "call", "copy", "create", "delete", "drop", "exec", "execute", "grant", "insert", "into"}
    | {"merge", "replace", "revoke", "truncate", "update"}
)
_PASSWORD_OPTIONS = ("password", "passwd", "sslpassword", "pwd")


def database_url(text: str) -> str:
    """A SQLAlchemy URL whose password, if any, is `${NAME}`.

    Raises:
        ValueError: it is not. The message never repeats it.
    """
    if is_variable(text):
        return text
    from sqlalchemy import make_url  # a fifth of a second that sources without a database need not pay
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise ValueError(
            "not the address of a database; write it as postgresql://user:${NAME}@host/database"
        ) from None
    options = {name.casefold(): value for name, value in url.query.items()}
    secrets = [url.password, *(options.get(name) for name in _PASSWORD_OPTIONS)]
    if any(secret is not None and not is_variable(str(secret)) for secret in secrets):
        raise ValueError(f"a password does not belong into this file; {_IN_THE_ENVIRONMENT}")
    return text


def one_select(query: str) -> str:
    """A query that is one reading statement and asks for nothing but the parameters above.

    Raises:
        ValueError: it is not.
    """
    bare = _QUOTED.sub(" ", query).strip().removesuffix(";")
    words = re.findall(r"\w+", bare.casefold())
    if ";" in bare or not words or words[0] not in ("select", "with"):
        raise ValueError("a query is one statement that begins with SELECT or WITH")
    writing = sorted(_WRITES.intersection(words) - _called_functions(bare))
    if writing:
        raise ValueError(
            f"a query only reads, and this one says {writing[0].upper()}; is that a column's name, quote it"
        )
    if braced := re.search(r"\{(half_term|called)\}", query):
        raise ValueError(f"write :{braced[1]} in a query, without quotes, where the value stands")
    for name in _BOUND.findall(query):
        if name not in PARAMETERS:
            near = did_you_mean(name, PARAMETERS)
            raise ValueError(
                f"a query knows :half_term and :called, not :{name}{near}; write \\: for a colon"
            )
    return query


def _called_functions(bare: str) -> set[str]:
    """`replace(x, y, z)` in a query is a function, not the statement of that name."""
    return {"replace"} if re.search(r"\breplace\s*\(", bare, re.IGNORECASE) else set()


def web_address(text: str) -> str:
    """https, or http on this machine itself; no user, password or key in it.

    Raises:
        ValueError: it is not. The message never repeats it.
    """
    try:
        url = urlsplit(text)
        host, _ = url.hostname, url.port
    except ValueError:
        host, url = None, urlsplit("")
    if not host or url.fragment or any(letter.isspace() or ord(letter) < 32 for letter in text):
        raise ValueError("not a web address; write it as https://host/path")
    if url.username is not None or url.password is not None:
        raise ValueError(
            "a user and password do not belong into a web address; write them under 'sign_in' or 'headers'"
        )
    if url.scheme != "https" and not (url.scheme == "http" and is_loopback(host)):
        raise ValueError("a web address begins with https://; http:// only on this machine itself")
    if any(_SECRET_NAME.search(name) for name, _ in parse_qsl(url.query, keep_blank_values=True)):
        raise ValueError("a key or password does not belong into a web address; write it under 'headers'")
    if VARIABLE.search(text):
        raise ValueError("an address is written out; ${NAME} may stand in 'headers' and 'sign_in'")
    return text


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def secret(text: str) -> str:
    """`${NAME}` and nothing else.

    Raises:
        ValueError: it may be the secret itself.
    """
    if not is_variable(text):
        raise ValueError(f"a secret does not belong into this file; {_IN_THE_ENVIRONMENT}")
    return text


def without_secrets(headers: dict[str, str]) -> dict[str, str]:
    """Headers that only name what is secret in them.

    Raises:
        ValueError: one may hold a secret, or a letter no header may have.
    """
    for name, value in headers.items():
        if not _HEADER_NAME.fullmatch(name) or not (value.isascii() and value.isprintable()):
            raise ValueError("a header's name or value has a letter that no header may have")
        beside = VARIABLE.sub("", value)
        if _SECRET_NAME.search(name) and (beside == value or not _BESIDE_A_SECRET.fullmatch(beside)):
            raise ValueError(f"'{name}' holds a secret, which does not belong here; {_IN_THE_ENVIRONMENT}")
    return headers
