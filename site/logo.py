"""A cluster's logo made harmless: a PNG of pictures alone, an SVG of drawing alone, or refused."""

from __future__ import annotations

import re
import struct
import zlib
from typing import Final
from xml.etree import ElementTree

from halfterm.cycles.errors import BadInput

LARGEST: Final = 200 * 1024
"""Bytes of one logo: every page of the cluster loads it."""
WIDEST: Final = 4096
"""Pixels to a side: a small file can unpack to a picture that fills a machine's memory."""

PNG_MAGIC: Final = b"\x89PNG\r\n\x1a\n"
PNG_KEPT: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"pHYs", b"IDAT", b"IEND"})
"""What draws the picture; comments, places and dates of taking are left out."""

SVG: Final = "http://www.w3.org/2000/svg"
STYLE: Final = f"{{{SVG}}}style"
XLINK: Final = "{http://www.w3.org/1999/xlink}href"
DRAWING: Final = frozenset(
    {
        *("svg", "g", "defs", "symbol", "use", "title", "desc", "style"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"),
        *("clipPath", "mask", "linearGradient", "radialGradient", "stop", "pattern"),
    }
)
REFUSED: Final = frozenset(
    {
        *("script", "handler", "listener", "foreignObject", "image", "feImage", "iframe", "a"),
        *("animate", "animateMotion", "animateTransform", "set"),
    }
)
UNSAFE_STYLE: Final = re.compile(r"@|\\|<|expression|javascript|url\(\s*+['\"]?+\s*+(?!#)", re.IGNORECASE)


def safe_logo(name: str, content: bytes) -> bytes:
    """The logo as it may be published; `name` is its file's, for the problem.

    Raises:
        BadInput: it is too large, is neither PNG nor SVG, or draws with more than shapes.
    """
    if len(content) > LARGEST:
        raise BadInput(f"{name}: a logo may have {LARGEST // 1024} KB, this one has {len(content) // 1024}")
    if content.startswith(PNG_MAGIC):
        return _safe_png(name, content)
    if name.lower().endswith(".svg"):
        return _safe_svg(name, content)
    raise BadInput(f"{name}: not a PNG picture; a logo is a PNG or an SVG file")


def _safe_png(name: str, content: bytes) -> bytes:
    """The chunks that draw the picture, each with its check sum seen to be right."""
    kept, place = [PNG_MAGIC], len(PNG_MAGIC)
    kinds: list[bytes] = []
    while place + 12 <= len(content) and kinds[-1:] != [b"IEND"]:
        (length,) = struct.unpack_from(">I", content, place)
        chunk = content[place : place + 12 + length]
        kind = chunk[4:8]
        if len(chunk) < 12 + length or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big"):
            raise BadInput(f"{name}: the PNG picture is damaged")
        kinds.append(kind)
        if kind in PNG_KEPT:
            kept.append(chunk)
        place += len(chunk)
    if kinds[:1] != [b"IHDR"] or kinds[-1] != b"IEND" or b"IDAT" not in kinds:
        raise BadInput(f"{name}: the PNG picture is not whole")
    width, height = struct.unpack_from(">II", content, len(PNG_MAGIC) + 8)
    if not (0 < width <= WIDEST and 0 < height <= WIDEST):
        raise BadInput(f"{name}: {width} by {height} pixels; a logo has at most {WIDEST} to a side")
    return b"".join(kept)


def _safe_svg(name: str, content: bytes) -> bytes:
    """The drawing without what editors leave in it. Scripts, pictures and links are refused, not cut out."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{name}: not saved as UTF-8 text") from None
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        # A DTD may declare entities that unfold without end, or that read other files.
        raise BadInput(f"{name}: has a DOCTYPE; save it as plain SVG")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - no DTD: nothing is left to unfold
    except ElementTree.ParseError as wrong:
        raise BadInput(f"{name}: not an SVG drawing: {wrong}") from None
    if root.tag != f"{{{SVG}}}svg":
        raise BadInput(f"{name}: not an SVG drawing: its first element is not svg")
    if root.get("viewBox") is None and not (root.get("width") and root.get("height")):
        raise BadInput(f"{name}: has neither viewBox nor width and height, so it has no shape")
    _clean(name, root)
    root.set("xmlns", SVG)
    return f"{ElementTree.tostring(root, encoding='unicode')}\n".encode()


def _clean(name: str, element: ElementTree.Element) -> None:
    """Takes out what is not drawn; tags come to stand without their namespace, which the root names."""
    for attribute, value in list(element.attrib.items()):
        if attribute.lower().startswith("on"):
            raise BadInput(f"{name}: has a script ('{attribute}'); a logo may not")
        if attribute == XLINK or attribute == "href":
            if not value.startswith("#"):
                raise BadInput(f"{name}: leads to another file; a logo stands alone")
            del element.attrib[attribute]
            element.set("href", value)
        elif attribute.startswith(("{", "data-")):
            del element.attrib[attribute]  # what an editor noted for itself
        elif UNSAFE_STYLE.search(value):
            raise BadInput(f"{name}: '{attribute}' asks for something outside the drawing")
    if element.tag == STYLE and UNSAFE_STYLE.search("".join(element.itertext())):
        raise BadInput(f"{name}: its style asks for something outside the drawing")
    element.tag = str(element.tag).rpartition("}")[2]
    for child in list(element):
        namespace, _, tag = str(child.tag).rpartition("}")
        if tag in REFUSED:
            raise BadInput(f"{name}: has a '{tag}' in it; a logo is drawn with shapes alone")
        if namespace != f"{{{SVG}" or tag not in DRAWING:
            element.remove(child)
        else:
            _clean(name, child)
