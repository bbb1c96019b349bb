"""Places a table is fetched from instead of a file: a database, a web address, a OneRoster service."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from halfterm.cycles.model import Record
from halfterm.warehouse.place_rules import database_url, one_select, secret, web_address, without_secrets

DatabaseUrl = Annotated[str, AfterValidator(database_url)]
"""A SQLAlchemy URL whose password, if any, is `${NAME}`."""

WebAddress = Annotated[str, AfterValidator(web_address)]
"""https, or http on this machine itself; no user, password or key in it."""

Secret = Annotated[str, AfterValidator(secret)]
"""`${NAME}`: what it stands for is never in a file."""

DottedPath = Annotated[str, StringConstraints(pattern=r"^[^.\s][^.]*(\.[^.]+)*$", max_length=200)]
"""Keys from the outside in, joined by dots; a number counts a list from 0: `data.pupils.0.upn`."""

ParameterName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.$\[\]-]+$", max_length=64)]


class Database(Record):
    """A table or one SELECT of a database. `:half_term` and `:called` in the query are bound, never pasted.

    `most_rows` guards against a join gone wrong; `seconds` is the longest one statement may take.
    """

    url: DatabaseUrl
    query: Annotated[str, AfterValidator(one_select)] | None = None
    table: Annotated[str, StringConstraints(pattern=r"^[^\W\d][\w$ ]*(\.[^\W\d][\w$ ]*)?$")] | None = None
    most_rows: int = Field(default=5_000_000, ge=1)
    seconds: float = Field(default=300, gt=0, le=3600)

    @model_validator(mode="after")
    def _query_or_table(self) -> Self:
        if (self.query is None) == (self.table is None):
            raise ValueError("a database needs either 'table' or 'query'")
        return self


class SignIn(Record):
    """A user and password for HTTP's basic way to sign in."""

    user: str
    password: Secret


class Pages(Record):
    """Pages counted by a parameter, fetched until one is empty."""

    parameter: ParameterName = "page"
    first: int = Field(default=1, ge=0, le=1)


class Offsets(Record):
    """Pages by the number of records before them, fetched until one is empty."""

    parameter: ParameterName = "offset"
    limit: ParameterName = "limit"
    size: int = Field(default=100, ge=1, le=10_000)


class WebLimits(Record):
    """Limits that every fetch over the web keeps. Megabytes are of the whole list, unpacked."""

    most_pages: int = Field(default=1000, ge=1, le=100_000)
    most_megabytes: int = Field(default=500, ge=1, le=10_000)
    seconds: float = Field(default=30, gt=0, le=600)
    """The longest wait for an answer to begin or go on."""
    most_seconds: float = Field(default=900, gt=0, le=86_400)
    """The longest the whole list may take."""


class Http(WebLimits):
    """A list of records as JSON. Without `next`, `page` or `offset`, a Link header says where it goes on.

    `{half_term}` and `{called}` in the address stand for the half-term's id and its name in the source.
    Without `fields`, every value becomes a column named by its dotted path.
    """

    url: WebAddress
    headers: Annotated[dict[str, str], AfterValidator(without_secrets)] = Field(default_factory=dict)
    sign_in: SignIn | None = None
    items: DottedPath | None = None
    fields_: dict[str, DottedPath] | None = Field(default=None, alias="fields", min_length=1)
    next: DottedPath | None = None
    page: Pages | None = None
    offset: Offsets | None = None

    @model_validator(mode="after")
    def _one_kind_of_paging(self) -> Self:
        if sum(way is not None for way in (self.next, self.page, self.offset)) > 1:
            raise ValueError("pages follow one of 'next', 'page' and 'offset'")
        return self

    @model_validator(mode="after")
    def _one_way_to_sign_in(self) -> Self:
        if self.sign_in and any(name.casefold() == "authorization" for name in self.headers):
            raise ValueError("'sign_in' and a header 'Authorization' exclude each other")
        return self


class OneRoster(WebLimits):
    """A OneRoster 1.2 export (`folder`: a folder or .zip) or service (`url`); version 1.1 as an export too.

    `pupil` says where the pupil's identifier lies: `sourcedId`, `identifier` or `userIds:TYPE`.
    """

    folder: str | None = None
    url: WebAddress | None = None
    token_url: WebAddress | None = None
    client_id: Secret | None = None
    client_secret: Secret | None = None
    scope: str | None = None
    pupil: Annotated[
        str, StringConstraints(pattern=r"^(sourcedId|identifier|userIds:[A-Za-z0-9_.-]{1,64})$")
    ] = "identifier"
    size: int = Field(default=100, ge=1, le=10_000)

    @model_validator(mode="after")
    def _an_export_or_a_service(self) -> Self:
        if (self.folder is None) == (self.url is None):
            raise ValueError("a OneRoster needs either 'folder' or 'url'")
        credentials = (self.token_url, self.client_id, self.client_secret)
        if self.url and None in credentials:
            raise ValueError("a OneRoster service needs 'token_url', 'client_id' and 'client_secret'")
        if self.folder and any((*credentials, self.scope)):
            raise ValueError("'token_url', 'client_id', 'client_secret' and 'scope' belong to a 'url'")
        return self


Place = str | Database | Http | OneRoster
"""Where a source's tables come from: a path or pattern of files, or one of the places above."""
