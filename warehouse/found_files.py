"""Which files of a workspace a path or pattern stands for; none outside it, and no name read as a pattern."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from halfterm.cycles.errors import BadInput, did_you_mean

_TABLES: Final = re.compile(r".*\.((csv|tsv|txt)(\.gz)?|xlsx|xlsm|xls|ods|parquet|pq|xml)", re.IGNORECASE)
_PASSING: Final = re.compile(r"[.~].*|.*~|.*\.(tmp|part|crdownload)", re.IGNORECASE)
_HOLE: Final = re.compile(r"\*|\{(\w*)\}")
_SCHOOL: Final = "[a-z0-9]+(?:-[a-z0-9]+)*"
_KNOWN: Final = ("school", "half_term", "called")
_MOST_FILES: Final = 10_000


class Found(NamedTuple):
    """A file, what tells it from the pattern's others, and the id of a school that its path says."""

    path: Path
    name: str
    school: str | None


def found(place: str, *, workspace: Path, values: Mapping[str, str | None]) -> tuple[Found, ...]:
    """The files that a path or pattern stands for, in order of their paths.

    `*` is any run of letters within one piece of the path, `**` any folders, `{school}` an id. The names of
    found files are never read as patterns. Hidden and half-written files, and in folders or behind a star
    what is no table, are left out.

    Raises:
        BadInput: a path leads out of the workspace, two files are of one school, or a word in braces stands
            for nothing.
    """
    _check_words(place, values)
    root = workspace.resolve()
    pieces = PurePosixPath(place).parts
    search = _Search(place, root, values)
    paths = search.below(workspace, pieces, None)
    files: dict[Path, Found] = {}
    for path, school in paths:
        _check_within(path, root, place)
        files.setdefault(path, Found(path, search.name(path, workspace, pieces), school))
        if len(files) > _MOST_FILES:
            raise BadInput(f"'{place}' stands for more than {_MOST_FILES} files")
    ordered = tuple(files[path] for path in sorted(files))
    _check_schools(ordered)
    return ordered


@dataclass(frozen=True)
class _Search:
    """Walks down a pattern, piece by piece; never lists a folder outside the workspace."""

    place: str
    root: Path
    values: Mapping[str, str | None]

    def below(
        self, folder: Path, pieces: tuple[str, ...], school: str | None
    ) -> Iterator[tuple[Path, str | None]]:
        """Every file below a folder that the rest of the pattern stands for, with the school it says."""
        if not pieces:
            yield from self._end(folder, school)
            return
        piece, rest = pieces[0], pieces[1:]
        if piece == "**":
            yield from self.below(folder, rest, school)
            for inner in self._listed(folder):
                if inner.is_dir() and not inner.is_symlink():
                    yield from self.below(inner, pieces, school)
        elif self._is_open(piece):
            matching = self._matching(piece, school)
            for inner in self._listed(folder):
                matched = matching.fullmatch(inner.name)
                if matched and self._is_wanted(inner, piece, rest):
                    told = matched.groupdict().get("school")
                    yield from self.below(inner, rest, told.casefold() if told else school)
        else:
            yield from self.below(folder / self._filled(piece), rest, school)

    def name(self, path: Path, workspace: Path, pieces: tuple[str, ...]) -> str:
        """The path from the first piece that is open on: what tells the file from the pattern's others."""
        if not path.is_relative_to(workspace):
            return path.name
        closed = next((i for i, piece in enumerate(pieces) if self._is_open(piece)), len(pieces))
        return "/".join(path.relative_to(workspace).parts[closed:]) or path.name

    def _end(self, path: Path, school: str | None) -> Iterator[tuple[Path, str | None]]:
        if path.is_file():
            yield path, school
        elif path.is_dir():
            yield from (
                (inner, school)
                for inner in self._listed(path)
                if inner.is_file() and _TABLES.fullmatch(inner.name)
            )

    def _listed(self, folder: Path) -> list[Path]:
        _check_within(folder, self.root, self.place)
        if not folder.is_dir():
            return []
        try:
            return sorted(inner for inner in folder.iterdir() if not _PASSING.fullmatch(inner.name))
        except OSError:
            raise BadInput(f"'{self.place}': a folder of it cannot be opened") from None

    def _is_open(self, piece: str) -> bool:
        return "*" in piece or "{school}" in piece

    def _is_wanted(self, path: Path, piece: str, rest: tuple[str, ...]) -> bool:
        """Behind a star only tables are meant, and only a folder can go on."""
        if rest:
            return path.is_dir()
        return "*" not in piece or (path.is_file() and _TABLES.fullmatch(path.name) is not None)

    def _matching(self, piece: str, school: str | None) -> re.Pattern[str]:
        """The piece as a regular expression; a school that is told already must be told again."""
        text, end, told = "", 0, school is not None
        for hole in _HOLE.finditer(piece):
            text += re.escape(piece[end : hole.start()])
            end = hole.end()
            if hole[0] == "*":
                text += ".*"
            elif hole[1] != "school":
                text += re.escape(self.values.get(hole[1]) or "")
            elif school is not None:
                text += f"(?i:{re.escape(school)})"
            else:
                text += "(?P=school)" if told else f"(?P<school>(?i:{_SCHOOL}))"
                told = True
        return re.compile(text + re.escape(piece[end:]))

    def _filled(self, piece: str) -> str:
        return _HOLE.sub(lambda hole: self.values.get(hole[1] or "") or "", piece)


def _check_words(place: str, values: Mapping[str, str | None]) -> None:
    for hole in _HOLE.finditer(place):
        word = hole[1]
        if word is not None and word not in _KNOWN:
            raise BadInput(f"'{place}': {{{word}}} stands for nothing{did_you_mean(word, _KNOWN)}")
        if word is not None and word != "school" and not values.get(word):
            raise BadInput(f"'{place}': asks for {{{word}}}, which this half-term does not say")


def _check_within(path: Path, root: Path, place: str) -> None:
    try:
        within = path.resolve().is_relative_to(root)
    except (OSError, RuntimeError, ValueError):
        within = False
    if not within:
        raise BadInput(f"'{place}': the file lies outside the workspace")


def _check_schools(files: tuple[Found, ...]) -> None:
    counts = Counter(file.school for file in files if file.school)
    twice = sorted(school for school, count in counts.items() if count > 1)
    problems = [
        f"two files are of school '{school}': "
        + " and ".join(f"'{file.name}'" for file in files if file.school == school)
        + "; keep one"
        for school in twice
    ]
    if problems:
        raise BadInput(*problems)
