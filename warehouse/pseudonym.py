"""Pseudonyms: HMAC-SHA256 of a pupil's identifier, with keys that never enter the warehouse.

A key that was rotated stays, and the next one goes over its pseudonyms: a chain of keys, oldest first.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

import duckdb

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.database import sql

_BLOCK = 64  # bytes: the block length of SHA-256
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class PseudonymKey:
    """A 32-byte key, with those that were in use before it, oldest first.

    The pseudonym of a pupil is the HMAC of the identifier under the oldest key, then the HMAC of that under
    the next, and so on: what was stored before a rotation and what comes after it are the same.
    """

    secret: bytes
    older: tuple[bytes, ...] = ()

    def __repr__(self) -> str:
        return f"PseudonymKey({self.fingerprint})"

    @property
    def secrets(self) -> tuple[bytes, ...]:
        """The whole chain, oldest first."""
        return (*self.older, self.secret)

    @property
    def fingerprint(self) -> str:
        """Tells one chain from another without giving any of its keys away."""
        return hashlib.sha256(b"halfterm key " + b"".join(self.secrets)).hexdigest()[:12]

    @property
    def first(self) -> PseudonymKey:
        """The oldest key alone: that of the register, whose events are never written anew."""
        return PseudonymKey(self.secrets[0])

    @property
    def newest(self) -> PseudonymKey:
        """The newest key alone: it takes pseudonyms from the key before to those of the whole chain."""
        return PseudonymKey(self.secret)

    def followed_by(self, secret: bytes) -> PseudonymKey:
        """The chain with one key more."""
        return PseudonymKey(secret, self.secrets)

    def begins_with(self, other: PseudonymKey) -> bool:
        """Whether the chain grew out of another, or is the same."""
        return self.secrets[: len(other.secrets)] == other.secrets

    def pseudonym(self, identifier: str) -> str:
        """The SQL that makes a pseudonym of an expression; its parameters are `parameters`."""
        expression = identifier
        for inner, outer in self._names:
            expression = f"pseudonym_of({expression}, ${inner}, ${outer})"
        return expression

    @property
    def parameters(self) -> dict[str, bytes]:
        """For each key the two padded keys of RFC 2104, 64 bytes each, by the names in `pseudonym`."""
        given: dict[str, bytes] = {}
        for (inner, outer), secret in zip(self._names, self.secrets, strict=True):
            padded = secret.ljust(_BLOCK, b"\0")
            given[inner] = bytes(byte ^ 0x36 for byte in padded)
            given[outer] = bytes(byte ^ 0x5C for byte in padded)
        return given

    @property
    def _names(self) -> list[tuple[str, str]]:
        """Of the parameters: `inner` and `outer` for one key alone, which is nearly every workspace."""
        numbers = ["", *(f"_{number}" for number in range(2, len(self.secrets) + 1))]
        return [(f"inner{number}", f"outer{number}") for number in numbers]


def identifier_of(cell: str, *, upn: bool) -> str:
    """The SQL that makes of a cell the identifier that pseudonyms are made from; null where there is none.

    It needs the macros of `cells.sql` and `upn.sql`. What a spreadsheet has damaged is nobody's.
    """
    if upn:
        return f"CASE WHEN is_upn(upn_of({cell})) THEN upn_of({cell}) END"
    return f"CASE WHEN NOT is_damaged(text_of({cell})) THEN text_of({cell}) END"


def key_held(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The fingerprint of the chain that the warehouse's pseudonyms are under; None where none is noted."""
    row = connection.execute("SELECT fingerprint FROM pseudonym_key ORDER BY number DESC LIMIT 1").fetchone()
    return None if row is None else str(row[0])


def has_pupils(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the warehouse holds any pseudonym."""
    return bool(connection.execute("SELECT 1 FROM load LIMIT 1").fetchall())


def hold_key(connection: duckdb.DuckDBPyConnection, key: PseudonymKey, *, on: date) -> None:
    """See that rows under this key may join those that are there; the first load notes its key.

    Raises:
        BadInput: the warehouse's pseudonyms are under another: pupils would no longer be found again.
    """
    held = key_held(connection) if has_pupils(connection) else None
    if held is None:
        connection.execute(sql("pseudonym_key_first"), {"fingerprint": key.fingerprint, "since": on})
    elif held != key.fingerprint:
        raise BadInput(other_key(key.fingerprint, held))


def other_key(given: str, held: str) -> str:
    """What to say where the key given is not the warehouse's, by their fingerprints."""
    return (
        f"the pupil key is another ({given}) than the one that the warehouse's pseudonyms are under "
        f"({held}): its pupils would not be found again; put the right one back"
    )
