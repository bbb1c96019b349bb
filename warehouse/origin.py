"""From the place a source names to its tables: files found in the workspace, or fetched privately."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from halfterm.warehouse.found_files import found
from halfterm.warehouse.place import Database, Http, OneRoster


@dataclass(frozen=True)
class Part:
    """One table of a source's half-term.

    `name` is what a person recognises, `school` the id that the path says, and `fetched` whether the file is
    a copy of our own that goes when the block ends.
    """

    name: str
    path: Path
    school: str | None
    fetched: bool


def is_pattern(place: str) -> bool:
    """Whether a path may stand for several files: a star, `{school}`, or a folder.

    >>> [is_pattern(place) for place in ("marks.csv", "inbox/*.csv", "{school}.xlsx", "inbox/{half_term}")]
    [False, True, True, True]
    """
    return "*" in place or "{school}" in place or not PurePosixPath(place).suffix


@contextmanager
def parts_of(
    place: str | Database | Http | OneRoster,
    *,
    workspace: Path,
    half_term: str,
    called: str | None,
    environment: Mapping[str, str],
) -> Iterator[tuple[Part, ...]]:
    """The tables of a place, for as long as the block runs; none when nothing has come yet.

    Args:
        place: a path, pattern or folder within the workspace, or where to fetch the table from.
        workspace: the folder that every file lies in, links followed.
        half_term: what `{half_term}` stands for.
        called: what `{called}` stands for: the half-term's name in the source.
        environment: the environment, handed over by the one place that reads it.

    Raises:
        BadInput: a path leads out of the workspace or two files are of one school; or the fetch fails,
            in which case nothing of it is left.
    """
    if isinstance(place, str):
        files = found(place, workspace=workspace, values={"half_term": half_term, "called": called})
        yield tuple(Part(file.name, file.path, file.school, fetched=False) for file in files)
        return
    with tempfile.TemporaryDirectory(prefix="halfterm-") as private:
        yield _fetched(
            place, Path(private), workspace=workspace, half_term=half_term, called=called,
            environment=environment,
        )  # fmt: skip


def _fetched(
    place: Database | Http | OneRoster,
    private: Path,
    *,
    workspace: Path,
    half_term: str,
    called: str | None,
    environment: Mapping[str, str],
) -> tuple[Part, ...]:
    """The one table of a place, written into a private folder; none when it has no row yet.

    The fetching modules are imported where they are needed: most sources are files.
    """
    match place:
        case Database():
            from halfterm.warehouse import fetch_database

            name = fetch_database.table_name(place)
            path = private / _file_name(name)
            rows = fetch_database.write_csv(
                place, path, workspace=workspace, half_term=half_term, called=called, environment=environment
            )
        case Http():
            from halfterm.warehouse import fetch_json

            name = fetch_json.table_name(place)
            path = private / _file_name(name)
            rows = fetch_json.write_csv(
                place, path, half_term=half_term, called=called, environment=environment
            )
        case OneRoster():
            from halfterm.warehouse import oneroster

            name = oneroster.table_name(place)
            path = private / _file_name(name)
            rows = oneroster.write_csv(place, path, workspace=workspace, environment=environment)
    return (Part(name, path, None, fetched=True),) if rows else ()


def _file_name(name: str) -> str:
    """A file name that reads as the place's: messages about the table are about its file."""
    return re.sub(r"[^\w. -]+", " ", name).strip(" .")[:100] + ".csv"
