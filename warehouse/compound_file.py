"""Streams of a compound file, in which Excel 97 to 2003 keeps a workbook ([MS-CFB], version 3 and 4)."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from halfterm.cycles.errors import BadInput

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_LAST_SECTOR = 0xFFFFFFFA  # greater numbers have meanings of their own: end of chain, free, ...
_ENTRY = 128  # bytes of a directory entry
_STREAM, _ROOT = 2, 5
_SHORT = 4096  # bytes; shorter streams lie in the root's stream, in small sectors


def stream_of(content: bytes, *names: str) -> bytes:
    """The first stream with one of these names; empty where there is none.

    Raises:
        BadInput: the sectors of the file do not hang together.
    """
    try:
        return _File(content).stream(names)
    except (struct.error, IndexError):
        raise BadInput("the workbook is damaged") from None


class _File:
    def __init__(self, content: bytes) -> None:
        self._content = content
        shift, short_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or short_shift != 6:
            raise BadInput("the workbook is damaged")
        self._sector = 1 << shift
        self._short_sector = 1 << short_shift
        self._next = self._allocation()
        directory, _, _, short_start = struct.unpack_from("<IIII", content, 48)
        self._entries = self._chain(directory)
        self._next_short = _words(self._chain(short_start)) if short_start < _LAST_SECTOR else []

    def stream(self, names: Sequence[str]) -> bytes:
        root = b""
        for place in range(0, len(self._entries) - _ENTRY + 1, _ENTRY):
            entry = self._entries[place : place + _ENTRY]
            length, kind = struct.unpack_from("<HB", entry, 64)
            start, size = struct.unpack_from("<II", entry, 116)
            if kind == _ROOT:
                root = self._chain(start)[:size] if start < _LAST_SECTOR else b""
            name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")
            if kind == _STREAM and name in names:
                return self._short_chain(root, start)[:size] if size < _SHORT else self._chain(start)[:size]
        return b""

    def _allocation(self) -> list[int]:
        """The sector behind each sector."""
        sectors = list(struct.unpack_from("<109I", self._content, 76))
        more = struct.unpack_from("<I", self._content, 68)[0]
        for _ in range(len(self._content) // self._sector):
            if more >= _LAST_SECTOR:
                break
            *listed, more = _words(self._at(more))
            sectors += listed
        return [word for sector in sectors if sector < _LAST_SECTOR for word in _words(self._at(sector))]

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        found = self._content[start : start + self._sector]
        if not found:
            raise IndexError
        return found.ljust(self._sector, b"\0")

    def _chain(self, sector: int) -> bytes:
        return b"".join(self._at(each) for each in _followed(sector, self._next))

    def _short_chain(self, root: bytes, sector: int) -> bytes:
        size = self._short_sector
        return b"".join(root[each * size : (each + 1) * size] for each in _followed(sector, self._next_short))


def _words(content: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4]))


def _followed(sector: int, following: Sequence[int]) -> list[int]:
    """The sectors of a chain; one that is longer than the file runs in a circle."""
    chain: list[int] = []
    while sector < _LAST_SECTOR:
        chain.append(sector)
        sector = following[sector]
        if len(chain) > len(following):
            raise IndexError
    return chain
