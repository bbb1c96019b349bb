"""Logos made harmless, or refused with the reason."""

from __future__ import annotations

import struct
import zlib

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.site.logo import LARGEST, safe_logo

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">{}</svg>'


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*extra: bytes, width: int = 2, height: int = 1) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\x00" + b"\xff\x00\x00" * 2))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + pixels + chunk(b"IEND", b"")


def svg(inside: str) -> bytes:
    return SVG.format(inside).encode()


def test_a_png_keeps_its_picture_and_loses_what_it_tells_of_its_maker() -> None:
    told = png(chunk(b"tEXt", b"Author\x00Ana Bright"), chunk(b"eXIf", b"51.5N"))
    assert safe_logo("logo.png", told) == png()


def test_what_follows_the_end_of_a_png_is_left_out() -> None:
    assert safe_logo("logo.png", png() + b"<script>alert(1)</script>") == png()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"GIF89a", "not a PNG picture"),
        (b"\x89PNG\r\n\x1a\n", "not whole"),
        (png()[:-1], "not whole"),
        (png().replace(b"IDAT", b"IDAX"), "damaged"),
        (png(width=5000), "5000 by 1 pixels"),
        (png(width=0), "0 by 1 pixels"),
        (png() + b" " * LARGEST, "a logo may have 200 KB"),
    ],
)
def test_what_is_no_small_whole_picture_is_refused(content: bytes, problem: str) -> None:
    with pytest.raises(BadInput, match=rf"logo\.png: .*{problem}"):
        safe_logo("logo.png", content)


def test_an_svg_keeps_its_drawing_and_loses_what_its_editor_left() -> None:
    drawn = (
        '<!-- by Ana --><metadata>Ana</metadata><defs><linearGradient id="g"/></defs>'
        '<g xmlns:i="http://www.inkscape.org/x" i:label="Ana"><i:path d="M0 0"/>'
        '<path d="M0 0h8" fill="url(#g)" style="stroke:#123"/></g>'
        '<use xmlns:l="http://www.w3.org/1999/xlink" l:href="#g"/>'
    )
    assert (
        safe_logo("logo.svg", svg(drawn)).decode()
        == SVG.replace(
            'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"',
            'viewBox="0 0 8 8" xmlns="http://www.w3.org/2000/svg"',
        ).format(
            '<defs><linearGradient id="g" /></defs>'
            '<g><path d="M0 0h8" fill="url(#g)" style="stroke:#123" /></g><use href="#g" />'
        )
        + "\n"
    )


@pytest.mark.parametrize(
    ("inside", "problem"),
    [
        ("<script>alert(1)</script>", "has a 'script'"),
        ("<g><foreignObject/></g>", "has a 'foreignObject'"),
        ('<image href="a.png"/>', "has a 'image'"),
        ('<animate attributeName="href" to="x"/>', "has a 'animate'"),
        ('<a href="#x"/>', "has a 'a'"),
        ('<path onload="alert(1)"/>', "has a script"),
        ('<use href="other.svg#a"/>', "leads to another file"),
        ('<use xmlns:l="http://www.w3.org/1999/xlink" l:href="https://x.example/a"/>', "leads to another"),
        ('<path fill="url(https://x.example/a)"/>', "'fill' asks for something outside"),
        ("<path style=\"fill: url( 'https://x.example')\"/>", "'style' asks for something outside"),
        ('<path fill="u\\72l(https://x.example)"/>', "'fill' asks for something outside"),
        ("<style>@import 'https://x.example';</style>", "its style asks for something outside"),
        ("<style>a<g/>{fill:url(//x.example)}</style>", "its style asks for something outside"),
    ],
)
def test_an_svg_that_does_more_than_draw_is_refused(inside: str, problem: str) -> None:
    with pytest.raises(BadInput, match=rf"logo\.svg: .*{problem}"):
        safe_logo("logo.svg", svg(inside))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "aa">]><svg/>', "has a DOCTYPE"),
        (svg("")[:-3], "not an SVG drawing"),
        (b"<html/>", "its first element is not svg"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "neither viewBox nor width"),
        (svg("").decode().encode("utf-16"), "not saved as UTF-8"),
    ],
)
def test_what_is_no_plain_drawing_is_refused(content: bytes, problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        safe_logo("logo.svg", content)
