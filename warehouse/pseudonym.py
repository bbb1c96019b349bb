"""Pseudonyms: HMAC-SHA256 of a pupil's identifier with a key that never enters the warehouse."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from halfterm.cycles.errors import BadInput

_BLOCK = 64  # bytes: the block length of SHA-256
_KEY_HEX = 64  # characters: 32 bytes


@dataclass(frozen=True, slots=True)
class PseudonymKey:
    """A 32-byte key. `inner` and `outer` are the two padded keys of RFC 2104, for hashing in SQL."""

    secret: bytes

    def __repr__(self) -> str:
        return f"PseudonymKey({self.fingerprint})"

    @property
    def inner(self) -> bytes:
        """The 64 bytes that go before the identifier."""
        return bytes(byte ^ 0x36 for byte in self.secret.ljust(_BLOCK, b"\0"))

    @property
    def outer(self) -> bytes:
        """The 64 bytes that go before the inner hash."""
        return bytes(byte ^ 0x5C for byte in self.secret.ljust(_BLOCK, b"\0"))

    @property
    def fingerprint(self) -> str:
        """Tells one key from another without giving either away."""
        return hashlib.sha256(b"halfterm key " + self.secret).hexdigest()[:12]


def key_of(path: Path) -> PseudonymKey:
    """The workspace's key; made on first use, readable by its owner only.

    Raises:
        BadInput: the file does not hold a key.
    """
    if not path.exists():
        _make_key(path)
    text = path.read_text(encoding="ascii", errors="replace").strip()
    if not re.fullmatch(f"[0-9a-fA-F]{{{_KEY_HEX}}}", text):
        raise BadInput(
            f"{path.name}: not a pseudonym key of {_KEY_HEX} hexadecimal characters; "
            "restore the one that the warehouse was loaded with"
        )
    return PseudonymKey(bytes.fromhex(text))


def _make_key(path: Path) -> None:
    """Put a new key at its place, whole, and never over another: a lost key cannot be made again."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(_KEY_HEX // 2) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was first: its key is the key
            os.link(draft, path)
    finally:
        Path(draft).unlink()
