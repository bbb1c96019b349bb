"""A OneRoster export on disk: a folder or a .zip, its manifest, and which of its files count."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final

import duckdb

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.table_file import staged

FILES: Final[Mapping[str, tuple[str, ...]]] = {
    "orgs": ("sourcedId", "name", "type", "identifier"),
    "users": ("sourcedId", "role", "orgSourcedIds", "primaryOrgSourcedId", "userIds", "identifier", "grades"),
    "roles": ("userSourcedId", "role", "orgSourcedId"),
    "demographics": ("sourcedId", "birthDate", "sex"),
    "enrollments": ("userSourcedId", "schoolSourcedId", "role"),
    "classes": ("sourcedId", "schoolSourcedId"),
    "academicSessions": ("sourcedId", "title"),
    "categories": ("sourcedId", "title"),
    "lineItems": (
        "sourcedId", "title", "classSourcedId", "schoolSourcedId", "categorySourcedId",
        "academicSessionSourcedId", "gradingPeriodSourcedId",
    ),
    "results": (
        "sourcedId", "lineItemSourcedId", "studentSourcedId", "score", "textScore", "scoreStatus",
        "scoreDate",
    ),
}  # fmt: skip
"""The files of a bundle that are read, and their columns: those of OneRoster 1.2 and what 1.1 has instead
(`role` and `orgSourcedIds` of a user, `gradingPeriodSourcedId` of a line item)."""

NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "orgs": ("sourcedId",),
    "users": ("sourcedId",),
    "roles": ("userSourcedId", "role"),
    "demographics": ("sourcedId",),
    "lineItems": ("sourcedId", "title"),
    "results": ("lineItemSourcedId", "studentSourcedId"),
}
"""The columns without which a file says nothing."""

_VERSIONS: Final = ("1.1", "1.2")
_MOST_PARTS: Final = 200
_LARGEST_TOTAL: Final = 500 * 1024**2  # bytes unpacked; they go to disk and never into memory
_LARGEST_RATIO: Final = 100  # unpacked to packed, of one part
_SMALL_PART: Final = 1024**2  # bytes unpacked: such a part may be packed as tightly as it likes


@dataclass(frozen=True, slots=True)
class Bundle:
    """An export whose manifest has been read: the path of each file that counts."""

    name: str
    files: Mapping[str, Path]


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """The folder of a bundle; that of a .zip is private and goes when the block ends.

    Raises:
        BadInput: not a .zip that can be read, or one that is too large when unpacked.
    """
    if path.is_dir():
        yield path
        return
    with TemporaryDirectory(prefix="halfterm-") as private:
        try:
            with zipfile.ZipFile(path) as archive:
                _unpack(archive, Path(private), name=path.name)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
            raise BadInput(f"{path.name}: this is not a .zip that can be read") from None
        yield Path(private)


def _unpack(archive: zipfile.ZipFile, folder: Path, *, name: str) -> None:
    """Write the files that are read, under names of ours, and no more bytes than the limits allow."""
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_TOTAL:
        raise BadInput(f"{name}: too large when unpacked; unpack it yourself and name the folder")
    if any(part.file_size > max(_SMALL_PART, _LARGEST_RATIO * part.compress_size) for part in parts):
        raise BadInput(f"{name}: packed more tightly than tables are; unpack it yourself and name the folder")
    for part in parts:
        file = PurePosixPath(part.filename).name
        if file.removesuffix(".csv") not in {"manifest", *FILES} or part.is_dir():
            continue
        copy = folder / file
        if copy.exists():
            raise BadInput(f"{name}: '{file}' is in it twice")
        # zipfile stops at the size that the part declares, so a lying one ends as a damaged file.
        with archive.open(part) as packed, copy.open("xb") as plain:
            shutil.copyfileobj(packed, plain)


def bundle(folder: Path, connection: duckdb.DuckDBPyConnection, *, name: str) -> Bundle:
    """The files of a bundle that its manifest vouches for.

    Raises:
        BadInput: no manifest, another version than 1.1 or 1.2, only changes since an earlier export, or a
            file that is announced or needed and not there; all problems at once.
    """
    manifest = _manifest(folder, connection, name=name)
    version = manifest.get("oneroster.version", "")
    if not version.startswith(_VERSIONS):
        raise BadInput(
            f"{name}, manifest.csv: OneRoster {version or 'without a version'} is not read; export 1.2"
        )
    files: dict[str, Path] = {}
    problems: list[str] = []
    for file in FILES:
        path, said = folder / f"{file}.csv", manifest.get(f"file.{file}", "").casefold()
        if said == "delta":
            problems.append(f"{name}: {file}.csv holds only changes; export it whole ('bulk')")
        elif said == "bulk" and not path.is_file():
            problems.append(f"{name}: the manifest announces {file}.csv, and it is not there")
        elif said != "absent" and path.is_file():
            files[file] = path
    problems += [f"{name}: there is no {file}.csv" for file in ("orgs", "users") if file not in files]
    if "results" in files and "lineItems" not in files:
        problems.append(f"{name}: results.csv needs lineItems.csv, which is not there")
    if problems:
        raise BadInput(*dict.fromkeys(problems))
    return Bundle(name, files)


def _manifest(folder: Path, connection: duckdb.DuckDBPyConnection, *, name: str) -> dict[str, str]:
    if not (folder / "manifest.csv").is_file():
        raise BadInput(f"{name}: there is no manifest.csv, so this is no OneRoster export")
    with staged(connection, folder / "manifest.csv") as table:
        names = table.staged_names(("propertyName", "value"))
        pairs = connection.execute(
            f"SELECT trim({names['propertyName']}), trim({names['value']}) FROM staged_file"  # noqa: S608
        ).fetchall()
    return {key: value or "" for key, value in pairs if key}
