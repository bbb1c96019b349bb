"""Noticing that files have changed, by their times and sizes: no file is opened for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from halfterm.flows.workspace import Workspace

_WRITTEN = ("halfterm.toml", "programme.yaml", "calendar.yaml", "benchmarks.yaml")
_FOLDERS = ("cycles", "sources")

Seen = frozenset[tuple[str, int, int]]


def written_files(folder: Path) -> Iterator[Path]:
    """What the dates of a workspace come from: the files that people write."""
    yield from (folder / name for name in _WRITTEN)
    for name in _FOLDERS:
        yield from (folder / name).glob("*.yaml")


def news_files(workspace: Workspace) -> Iterator[Path]:
    """What may have made something possible that was waited for: data files, and the register's last word."""
    for source in workspace.sources:
        for half_term in source.half_terms:
            yield from source.files(workspace.folder, half_term)
    if workspace.register.anchor is not None:
        yield workspace.register.anchor


class Watch:
    """Whether any of some files has come, gone or changed since it was last asked."""

    def __init__(self, paths: Callable[[], Iterable[Path]]) -> None:
        self._paths = paths
        self._last = self._look()

    def changed(self) -> bool:
        """Whether anything is other than the last time; asked again at once, nothing is."""
        before, self._last = self._last, self._look()
        return before != self._last

    def _look(self) -> Seen:
        return frozenset(seen for path in self._paths() if (seen := _seen(path)) is not None)


class Quiet:
    """A watch that waits until nothing has changed for a while: a file may come in pieces."""

    def __init__(self, watch: Watch, *, seconds: float, clock: Callable[[], float]) -> None:
        self._watch, self._seconds, self._clock = watch, seconds, clock
        self._changed_at: float | None = None

    def settled(self) -> bool:
        """Whether there was a change and all has been quiet since; true once for it."""
        if self._watch.changed():
            self._changed_at = self._clock()
        if self._changed_at is None or self._clock() - self._changed_at < self._seconds:
            return False
        self._changed_at = None
        return True

    def forget(self) -> None:
        """What has changed up to now is known."""
        self._watch.changed()
        self._changed_at = None


def _seen(path: Path) -> tuple[str, int, int] | None:
    try:
        told = path.stat()
    except OSError:
        return None  # it is not there, which is all that is asked
    return (str(path), told.st_mtime_ns, told.st_size)
