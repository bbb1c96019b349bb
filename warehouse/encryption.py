"""An encrypted warehouse: its key, which never enters it, and the engine's cipher (extra `lake`).

The engine encrypts a database file with AES-256 in Galois counter mode. To write one it needs OpenSSL,
which it finds in its extension `httpfs` only; the extension comes as a package of the index (DuckDB
1.5.5), is loaded from there by its path, and is never fetched. The engine's own cipher is not offered:
its random numbers are not fit for it.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

import duckdb

from halfterm.cycles.errors import BadInput, StoreTrouble

KEY_VARIABLE: Final = "HALFTERM_WAREHOUSE_KEY"
"""The entry of the environment that holds the key, in place of the file."""

KEY_FILE: Final = "warehouse.key"
"""The workspace's file that holds the key, unless the environment does."""

_KEY_BYTES = 32
_PACKAGE = "duckdb_extension_httpfs"
_REFUSALS = {
    "Wrong encryption key": "the key is not the one that the warehouse was encrypted with",
    "is not encrypted": "the settings say that the warehouse is encrypted, and this file is not",
}


@dataclass(frozen=True, slots=True)
class DatabaseKey:
    """A key of 32 bytes as 64 hexadecimal characters, which need no quoting in SQL."""

    secret: str

    def __repr__(self) -> str:
        return "DatabaseKey(...)"


def database_key(file: Path, *, environment: Mapping[str, str]) -> DatabaseKey:
    """The key of an encrypted warehouse: from the environment, or from its file.

    Raises:
        BadInput: neither holds a key, or the file can be read by others than its owner.
    """
    if (given := environment.get(KEY_VARIABLE)) is not None:
        return _checked(given, where=KEY_VARIABLE)
    try:
        text, mode = file.read_text(encoding="ascii", errors="replace"), file.stat().st_mode
    except OSError:
        raise BadInput(
            f"{file.name}: the warehouse is encrypted and its key is not here; put the file back, or the "
            f"key into the environment as {KEY_VARIABLE}"
        ) from None
    if mode & 0o077:
        raise BadInput(f"{file.name}: others than its owner can read it; chmod 600 {file.name}")
    return _checked(text, where=file.name)


def make_database_key(file: Path) -> None:
    """Write a new key, readable by its owner only; never over another.

    Raises:
        BadInput: there is a file already.
    """
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BadInput(f"{file.name}: is there already; a key is never written over") from None
    with os.fdopen(descriptor, "w", encoding="ascii") as opened:
        opened.write(secrets.token_hex(_KEY_BYTES) + "\n")
        opened.flush()
        os.fsync(opened.fileno())


def _checked(text: str, *, where: str) -> DatabaseKey:
    if not re.fullmatch(f"[0-9a-f]{{{2 * _KEY_BYTES}}}", text.strip().lower()):
        raise BadInput(f"{where}: not a key of {2 * _KEY_BYTES} hexadecimal characters")
    return DatabaseKey(text.strip().lower())


def cipher_file() -> Path | None:
    """The extension that holds the cipher, for this version of the engine; None when it is not installed."""
    try:
        folder = files(_PACKAGE)
    except ModuleNotFoundError:
        return None
    resource = folder.joinpath("extensions", f"v{duckdb.__version__}", "httpfs.duckdb_extension")
    if not resource.is_file():
        return None
    with as_file(resource) as path:
        return path


def check_cipher() -> Path:
    """The extension that holds the cipher.

    Raises:
        StoreTrouble: it is not installed for this version of the engine.
    """
    if (path := cipher_file()) is None:
        raise StoreTrouble(
            f"an encrypted warehouse needs the engine's cipher, which DuckDB {duckdb.__version__} lacks; in "
            "an environment of its own, install what requirements-lake.txt lists (DuckDB 1.5.5 and its "
            "duckdb-extension-httpfs), or the extra: pip install 'halfterm[lake]'"
        )
    return path


def load_cipher(connection: duckdb.DuckDBPyConnection) -> None:
    """Give a connection its cipher, before its settings are locked.

    Raises:
        StoreTrouble: the cipher is not installed, or the engine refuses it.
    """
    path = check_cipher()
    try:
        connection.load_extension(str(path))
        connection.execute("SET temp_file_encryption = true")
    except duckdb.Error:
        raise StoreTrouble("the engine's cipher cannot be loaded; install the extra 'lake' again") from None


def attach_encrypted(
    connection: duckdb.DuckDBPyConnection, file: Path, secret: str, *, name: str, read_only: bool
) -> None:
    """Attach an encrypted database under a name, and use it; the engine makes it when it may write.

    Raises:
        StoreTrouble: the key is another, or the file is not an encrypted database.
        duckdb.Error: another process holds the file; the words do not hold the key.
    """
    place, mode = str(file).replace("'", "''"), ", READ_ONLY" if read_only else ""
    try:
        connection.execute(f"ATTACH '{place}' AS {name} (ENCRYPTION_KEY '{secret}'{mode})")
    except duckdb.Error as trouble:
        refusal = next((said for words, said in _REFUSALS.items() if words in str(trouble)), None)
        if refusal is None and secret not in str(trouble):
            raise
        raise StoreTrouble(f"{file.name}: {refusal or 'the warehouse cannot be opened'}") from None
    connection.execute(f"USE {name}")
