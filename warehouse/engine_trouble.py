"""What the engine's errors mean, in sentences: its own words may hold a row, a path or a statement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import duckdb

from halfterm.cycles.errors import StoreTrouble

_FULL: Final = ("no space left", "file too large", "disk quota exceeded", "enough disk space", "max_temp_dir")
# Errors of statements, not of data: they show a programmer's mistake, and hold no row.
_OURS: Final = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException)


@contextmanager
def engine_named(name: str, *, outcome: str = "") -> Iterator[None]:
    """Errors of the engine come out as `StoreTrouble`; `outcome` says what became of the work.

    Raises:
        StoreTrouble: memory or disk ran out, a file is damaged, or a statement failed on its data.
    """
    try:
        yield
    except _OURS:
        raise
    except duckdb.Error as trouble:
        raise StoreTrouble(f"{name}: {said(trouble)}{outcome}") from None


def said(trouble: duckdb.Error) -> str:
    """What to do about an error of the engine; none of its own words."""
    text = str(trouble).lower()
    if any(words in text for words in _FULL):
        return "there is no room left on the disk; make room, and run this again"
    if isinstance(trouble, duckdb.OutOfMemoryException) or "out of memory" in text:
        return (
            "the engine has not got enough memory for this; give it more ([warehouse] memory in "
            "halfterm.toml), or close other programs, and run this again"
        )
    if isinstance(trouble, duckdb.PermissionException):
        return "the engine was asked for a file outside the warehouse, which it may not touch"
    if isinstance(trouble, (duckdb.IOException, duckdb.SerializationException)):
        return "a file of the warehouse cannot be read or written; run `halfterm doctor`"
    if isinstance(trouble, (duckdb.FatalException, duckdb.InternalException)):
        return "the engine had to stop; run this again, and `halfterm doctor` if it stops again"
    return f"the engine refused a statement ({type(trouble).__name__}); please report it"
