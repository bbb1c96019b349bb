"""A clean copy of a text file: UTF-8 without a mark at its start, lines that end in LF, no NUL."""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from halfterm.cycles.errors import BadInput

_LARGEST = 1024**3  # bytes after unpacking
_BLOCK = 256 * 1024  # bytes; fits a processor's cache, so several looks at a block cost little
_LONGEST_END = 1024**2  # bytes of blank lines at the end that are looked through

_NOT_IN_1252 = b"\x81\x8d\x8f\x90\x9d"
_DIFFERENT = bytes(range(0x80, 0xA0))  # what Windows-1252 and Latin-1 read differently
_SAME = bytes(set(range(256)) - set(_DIFFERENT))


def copy_text(path: Path, copy: Path, *, name: str) -> str:
    """Copy a text file, whatever its encoding and line ends; blank lines at its end are left out.

    Returns:
        The encoding, in words: UTF-8, UTF-8 with BOM, UTF-16, Windows-1252, Latin-1, or either of the two.

    Raises:
        BadInput: empty, binary, not unpackable, damaged or too large.
    """
    start = next(_blocks(path, name=name), b"")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding, codec = "UTF-16", "utf-16"
    elif start.startswith(codecs.BOM_UTF8):
        encoding, codec = "UTF-8 with BOM", "utf-8-sig"
    else:
        encoding, codec = "UTF-8", "utf-8"
    try:
        _write(path, copy, codec=codec, name=name)
    except UnicodeDecodeError:
        if encoding != "UTF-8":
            raise BadInput(
                f"{name}: the file says it is {encoding.removesuffix(' with BOM')} and is not; save it anew"
            ) from None
        encoding, codec = _single_byte(path, name=name)
        _write(path, copy, codec=codec, name=name)
    _end_with_a_line(copy, name=name)
    return encoding


def _single_byte(path: Path, *, name: str) -> tuple[str, str]:
    """The encoding of text that is not UTF-8, in words and as a codec."""
    found: set[int] = set()
    for block in _blocks(path, name=name):
        found.update(block.translate(None, _SAME))
    if not found:
        return "Windows-1252 or Latin-1", "latin-1"
    return ("Latin-1", "latin-1") if found.intersection(_NOT_IN_1252) else ("Windows-1252", "cp1252")


def _blocks(path: Path, *, name: str) -> Iterator[bytes]:
    read = 0
    with _opened(path) as content:
        while True:
            try:
                block = content.read(_BLOCK)
            except (gzip.BadGzipFile, EOFError, zlib.error):
                raise BadInput(f"{name}: the packed file is damaged") from None
            if not block:
                return
            read += len(block)
            if read > _LARGEST:
                most = _LARGEST // 1024**3
                raise BadInput(f"{name}: larger than {most} GiB of text; save it as Parquet")
            yield block


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as plain:
        if plain.read(2) == b"\x1f\x8b":
            plain.seek(0)
            with gzip.open(plain) as unpacked:
                yield cast("BinaryIO", unpacked)
        else:
            plain.seek(0)
            yield plain


def _write(path: Path, copy: Path, *, codec: str, name: str) -> None:
    with copy.open("wb") as clean:
        return_held = False
        for block in _as_utf8(_blocks(path, name=name), codec):
            if b"\0" in block:
                raise BadInput(f"{name}: this is not a text file; save it as CSV, Excel or Parquet")
            if return_held or b"\r" in block:
                whole = b"\r" + block if return_held else block
                return_held = whole.endswith(b"\r")
                block = whole[: len(whole) - return_held].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            clean.write(block)
        if return_held:
            clean.write(b"\n")


def _as_utf8(blocks: Iterator[bytes], codec: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(codec)()
    plain = False  # the decoder is at the start of a character, and ASCII means itself
    for block in blocks:
        if plain and block.isascii():
            yield block
        else:
            yield decoder.decode(block).encode()
            plain = codec != "utf-16" and not decoder.getstate()[0]
    yield decoder.decode(b"", final=True).encode()


def _end_with_a_line(copy: Path, *, name: str) -> None:
    """One line end at the end, and no blank line before it."""
    with copy.open("r+b") as text:
        size = text.seek(0, 2)
        start = max(0, size - _LONGEST_END)
        text.seek(start)
        kept = text.read().rstrip(b"\n")
        if not start and not kept.strip():
            raise BadInput(f"{name}: the file is empty")
        text.seek(start + len(kept))
        text.write(b"\n")
        text.truncate()
