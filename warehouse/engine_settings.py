"""What a connection may use of the machine, and how it is shut in to its own folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Final

import duckdb

from halfterm.warehouse.warehouse_address import Limits

STAGING: Final = "staging"
"""The name of the folder that SQL of a connection may read and write."""

_SPILL = "spill"
_SHARE = 0.5  # of the memory there is
_CONTAINER = Path("/sys/fs/cgroup/memory.max")

Settings = dict[str, str | bool | int | float | list[str]]


def engine_settings(limits: Limits, *, private: Path) -> Settings:
    """The configuration of a new connection; `private` is its own folder, where it spills.

    Nothing may need the network: no extension is fetched or loaded behind our back.
    """
    settings: Settings = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "python_enable_replacements": False,
        "preserve_insertion_order": True,
        "temp_directory": str(private / _SPILL),
        "memory_limit": limits.memory or f"{_usual_memory() // 1024**2}MiB",
    }
    return settings if limits.threads is None else settings | {"threads": limits.threads}


def shut_in(connection: duckdb.DuckDBPyConnection, *, private: Path) -> None:
    """Let the connection reach its staging folder only, and lock its configuration."""
    # All of them: a writer may have swept the folder of a reader that was not quite there yet.
    for wanted in (private.parent, private, private / STAGING, private / _SPILL):
        wanted.mkdir(mode=0o700, exist_ok=True)
    # A bar of the engine's own would stand in the middle of what a command prints.
    connection.execute("SET enable_progress_bar = false")
    folder = str(private.resolve() / STAGING).replace("'", "''")
    connection.execute(f"SET allowed_directories = ['{folder}']")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


@contextmanager
def private_folder(within: Path) -> Iterator[Path]:
    """A folder for one connection (0700), gone on the way out.

    A workspace that may only be read gets one among the system's temporary files.
    """
    try:
        within.mkdir(mode=0o700, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=within))
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="halfterm-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # other connections have theirs in it
            within.rmdir()


def sweep(within: Path, *, but: Path) -> None:
    """Remove what killed processes left behind: what was spilled is plain text."""
    for left in within.iterdir():
        if left == but:
            continue
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


@cache
def _usual_memory() -> int:
    """Half of the memory of this machine or container, in bytes."""
    there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with suppress(OSError, ValueError):  # no container, or one without a limit ("max")
        there = min(there, int(_CONTAINER.read_text(encoding="ascii")))
    return int(there * _SHARE)
