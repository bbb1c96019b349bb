"""Where the pupil key is kept: a file of its owner's alone, or an entry of the environment.

A rotation writes the longer chain beside the file first, then re-keys the warehouse, then puts it in the
file's place. Which of the two counts after a crash is told by the fingerprint that the warehouse holds.
"""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.warehouse.pseudonym import KEY_BYTES, PseudonymKey, has_pupils, key_held, other_key

KEY_ENTRY: Final = "HALFTERM_PUPIL_KEY"
"""The entry of the environment that is looked at when a workspace names no other."""

_KEY = re.compile(f"[0-9a-fA-F]{{{2 * KEY_BYTES}}}")


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where a workspace's key may be: a file, and an entry of an environment. `file` need not be there."""

    file: Path
    entry: str
    environment: Mapping[str, str]

    @property
    def next(self) -> Path:
        """The chain that a rotation under way will put in the file's place."""
        return self.file.with_name(f"{self.file.name}.next")

    @property
    def in_environment(self) -> bool:
        """Whether the environment holds the key."""
        return bool(self.environment.get(self.entry, "").strip())

    @property
    def name(self) -> str:
        """Where the key is, for a message."""
        return self.entry if self.in_environment else self.file.name


def read_key(place: KeyPlace) -> PseudonymKey | None:
    """The key as it lies there; None when there is none.

    Raises:
        BadInput: it is no key, others than its owner may read its file, or the environment holds another.
    """
    in_file = _key_in(place.file) if place.file.exists() else None
    if not place.in_environment:
        return in_file
    named = _parsed(re.split(r"[\s,]+", place.environment[place.entry].strip()), name=place.entry)
    if in_file is not None and in_file != named:
        raise BadInput(
            f"{place.entry} in the environment and {place.file.name} hold two keys; keep one of them"
        )
    return named


def make_key(place: KeyPlace) -> PseudonymKey:
    """Put a new key at its place, whole, and never over another: a lost key cannot be made again."""
    descriptor, draft = tempfile.mkstemp(dir=place.file.parent, prefix=f".{place.file.name}.")  # mode 0600
    try:
        _write(descriptor, PseudonymKey(secrets.token_bytes(KEY_BYTES)))
        with suppress(FileExistsError):  # another process was first: its key is the key
            os.link(draft, place.file)
        _settle(place.file.parent)
    finally:
        Path(draft).unlink()
    return _key_in(place.file)


def write_next(place: KeyPlace, key: PseudonymKey) -> None:
    """Lay the longer chain beside the key. The warehouse must be held: nobody else rotates meanwhile."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    _write(os.open(place.next, flags, 0o600), key)
    _settle(place.next.parent)


def adopt_next(place: KeyPlace) -> None:
    """Put the longer chain in the key's place: the warehouse's pseudonyms are under it."""
    place.next.replace(place.file)
    _settle(place.file.parent)


def warehouse_key(connection: duckdb.DuckDBPyConnection, place: KeyPlace) -> PseudonymKey:
    """The key of an open warehouse; a rotation that was killed is finished or undone in the files.

    While the warehouse holds no pupil, a key that is missing is made; never afterwards.

    Raises:
        BadInput: the key is missing, is no key, or is not the one of the warehouse's pseudonyms.
    """
    held = key_held(connection) if has_pupils(connection) else None
    _settle_next(place, held)
    key = read_key(place)
    if key is None:
        if has_pupils(connection):
            raise BadInput(missing_key(place, held))
        return make_key(place)
    if held not in (None, key.fingerprint):
        raise BadInput(other_key(key.fingerprint, held or "") + _how_to_mend(key, held or ""))
    return key


def key_apart(place: KeyPlace, *, may_make: bool) -> PseudonymKey:
    """The key without the warehouse at hand. One may be made only while there is no warehouse at all.

    Raises:
        BadInput: as for `warehouse_key`, as far as it shows without the warehouse.
    """
    key = read_key(place)
    if key is None and not may_make:
        raise BadInput(missing_key(place, None))
    return key or make_key(place)


def check_can_rotate(place: KeyPlace) -> None:
    """See that a longer chain can be written where the key is.

    Raises:
        NotAllowed: the environment holds it.
    """
    if place.in_environment:
        raise NotAllowed(
            f"the pupil key comes from the environment ({place.entry}), which halfterm cannot change: write "
            f"it into {place.file.name} (mode 600), unset {place.entry}, rotate, and take all its lines back"
        )


def missing_key(place: KeyPlace, held: str | None) -> str:
    """What to say of a warehouse without its key; `held` is the fingerprint that it names."""
    named = "" if held is None else f" ({held})"
    return (
        f"{place.file.name}: the pupil key is missing, and the warehouse's pseudonyms are under it{named}; "
        f"restore it, or set {place.entry}: another would not find its pupils again"
    )


def chain_up_to(key: PseudonymKey, fingerprint: str) -> PseudonymKey | None:
    """The part of a chain that has this fingerprint, from its oldest key on; None when none has."""
    parts = (PseudonymKey(key.secrets[n], key.secrets[:n]) for n in range(len(key.secrets)))
    return next((part for part in parts if part.fingerprint == fingerprint), None)


def _how_to_mend(key: PseudonymKey, held: str) -> str:
    if chain_up_to(key, held) is None:
        return ""
    return "; the warehouse is older than the last rotation: `halfterm key rotate` takes it there"


def _settle_next(place: KeyPlace, held: str | None) -> None:
    """After a crash: adopt the longer chain if the warehouse is under it, else drop it."""
    if place.in_environment or not place.next.exists():
        return
    try:
        following = _key_in(place.next)
    except BadInput:
        following = None  # killed while it was written: the warehouse was not touched yet
    if following is not None and following.fingerprint == held:
        adopt_next(place)
        return
    key = read_key(place)
    if key is not None and held in (None, key.fingerprint):
        place.next.unlink()


def _key_in(path: Path) -> PseudonymKey:
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise BadInput(f"{path.name}: others than its owner may read it; mend it with: chmod 600 {path.name}")
    text = path.read_text(encoding="ascii", errors="replace")
    return _parsed(text.strip().split("\n"), name=path.name)


def _parsed(lines: list[str], *, name: str) -> PseudonymKey:
    if not all(_KEY.fullmatch(line.strip()) for line in lines):
        raise BadInput(
            f"{name}: not a pseudonym key of {2 * KEY_BYTES} hexadecimal characters (or several, oldest "
            "first); restore the one that the warehouse was loaded with"
        )
    *older, secret = (bytes.fromhex(line.strip()) for line in lines)
    return PseudonymKey(secret, tuple(older))


def _write(descriptor: int, key: PseudonymKey) -> None:
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write("".join(f"{secret.hex()}\n" for secret in key.secrets))
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """See that a new or renamed file is on the disk before the next step begins."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
