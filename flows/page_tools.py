"""The programs that turn a page into a PDF, a picture or a Word file, where this machine has them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from halfterm.cycles.errors import BadInput
from halfterm.site.printable import PageChart

CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
WEASYPRINT: Final = "weasyprint"
PANDOC: Final = "pandoc"
SECONDS: Final = 120.0
LARGER: Final = 1.5  # CSS pixels for each unit of a drawing
SHARP: Final = 2  # points of a picture for each CSS pixel

_QUIETLY: Final = (
    *("--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--hide-scrollbars"),
)
_DATES: Final = re.compile(rb"/(CreationDate|ModDate) ?\(D:[^)]*\)")
_NODES: Final = re.compile(rb"\(node(\d{8})\)")
_SCREEN_ONLY: Final = """\
-- As the style sheet has it for paper: lines that lead to other files are not printed.
local hidden = {source = true, onward = true, screen = true}
function Div(div)
  for _, class in ipairs(div.classes) do
    if hidden[class] then return {} end
  end
end
"""
_TABLE_STYLE: Final = re.compile(r'(w:styleId="Table".*?)(<w:tblCellMar>)', re.DOTALL)
_RULES: Final = (
    "<w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="BFC5CF"/>'
        for side in ("top", "bottom", "insideH")
    )
    + "</w:tblBorders>"
)


def browser() -> str | None:
    """A Chromium, under whichever name; None where there is none."""
    return next((found for name in CHROMIUM if (found := shutil.which(name))), None)


def print_page(page: Path, out: Path, *, dated: date) -> None:
    """Print an HTML file as a PDF, as its style sheet says for paper, its date set to `dated`.

    Raises:
        BadInput: nothing here can print, or it could not.
    """
    chromium, weasyprint = browser(), shutil.which(WEASYPRINT)
    if chromium:
        _run(
            (
                *_chromium(chromium, page.parent),
                "--no-pdf-header-footer",
                f"--print-to-pdf={out}",
                page.as_uri(),
            )
        )
    elif weasyprint:
        _run((weasyprint, str(page), str(out)), {"SOURCE_DATE_EPOCH": _epoch(dated)})
    else:
        raise BadInput(
            "--to pdf needs Chromium (the Debian package 'chromium', or Chrome or Edge) or WeasyPrint (the "
            "Python package 'weasyprint') on this machine; or open the page in any browser and print it"
        )
    # A PDF says when it was made, to the second: the same page would be another file each time.
    stamp = f"{dated:%Y%m%d}000000"
    content = _DATES.sub(lambda match: _redated(match[0], stamp.encode()), out.read_bytes())
    out.write_bytes(_renumbered(content))


def draw_picture(chart: PageChart, styles: Sequence[str], out: Path) -> None:
    """Draw a chart as a PNG, by style sheets of the picture's own folder and in their light colours.

    Raises:
        BadInput: there is no browser to draw it, or it could not.
    """
    chromium = browser()
    if chromium is None:
        raise BadInput(
            "--to docx needs Chromium (the Debian package 'chromium', or Chrome or Edge) on this "
            "machine: it draws the page's charts"
        )
    wide, high = round(chart.width * LARGER), round(chart.height * LARGER)
    links = "".join(f'<link rel="stylesheet" href="{name}">' for name in styles)
    source = out.with_suffix(".html")
    source.write_text(
        f'<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Chart</title>{links}<style>'
        "html, body { margin: 0; padding: 0; background: #fff; max-width: none; overflow: hidden; }"
        f"svg {{ display: block; width: {wide}px; height: {high}px; max-width: none; }}</style>"
        f"{chart.svg}</html>\n",
        encoding="utf-8",
    )
    size = (f"--window-size={wide},{high}", f"--force-device-scale-factor={SHARP}")
    _run((*_chromium(chromium, out.parent), f"--screenshot={out}", *size, source.as_uri()))


def write_word(page: Path, out: Path, *, dated: date) -> None:
    """Turn an HTML file into a Word file; pictures are taken from its folder.

    Raises:
        BadInput: there is no pandoc, or it could not.
    """
    pandoc = shutil.which(PANDOC)
    if pandoc is None:
        raise BadInput("--to docx needs pandoc (the Debian package 'pandoc') on this machine")
    reference, screen_only = _reference(pandoc, page.parent), page.with_suffix(".lua")
    screen_only.write_text(_SCREEN_ONLY, encoding="utf-8")
    _run(
        (
            *(pandoc, "--from=html", "--to=docx", f"--reference-doc={reference}"),
            *(f"--lua-filter={screen_only}", f"--resource-path={page.parent}", f"--output={out}", str(page)),
        ),
        {"SOURCE_DATE_EPOCH": _epoch(dated)},
    )


def _reference(pandoc: str, folder: Path) -> Path:
    """Pandoc's own look for Word, with rules between the rows of tables."""
    usual, ours = folder / "usual.docx", folder / "reference.docx"
    _run((pandoc, f"--output={usual}", "--print-default-data-file=reference.docx"))
    with zipfile.ZipFile(usual) as source, zipfile.ZipFile(ours, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/styles.xml":
                content = _TABLE_STYLE.sub(rf"\g<1>{_RULES}\g<2>", content.decode(), count=1).encode()
            target.writestr(zipfile.ZipInfo(name), content)
    return ours


def _chromium(program: str, folder: Path) -> tuple[str, ...]:
    """How to start it: a profile of its own, and nothing that speaks to the world."""
    # Its sandbox refuses root, as which only containers and servers run it.
    alone = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    return (program, *_QUIETLY, *alone, f"--user-data-dir={folder / 'profile'}")


def _run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
    """Run a program to its end. Raises `BadInput` when it fails; its own words may hold paths: not told."""
    name = Path(command[0]).name
    try:
        ran = subprocess.run(  # noqa: S603 - a program by its full path, with files of our own
            command,
            check=False,
            capture_output=True,
            timeout=SECONDS,
            env={**os.environ, **(environment or {})},
        )
    except subprocess.TimeoutExpired:
        raise BadInput(f"{name} did not end within {SECONDS:.0f} seconds") from None
    if ran.returncode != 0:
        raise BadInput(f"{name} could not do it (it ended with {ran.returncode})")


def _redated(entry: bytes, stamp: bytes) -> bytes:
    """A date of a PDF with other digits, of the same length: places in the file are counted in bytes."""
    begin = entry.index(b"D:") + 2
    given = entry[begin : begin + len(stamp)]
    digits = len(given) - len(given.lstrip(b"0123456789"))
    return entry[:begin] + stamp[:digits] + entry[begin + digits :]


def _renumbered(content: bytes) -> bytes:
    """A PDF whose places are numbered from 1, in their order: the browser begins where it happens to be."""
    order = {name: number for number, name in enumerate(sorted(set(_NODES.findall(content))), start=1)}
    return _NODES.sub(lambda match: b"(node%08d)" % order[match[1]], content)


def _epoch(dated: date) -> str:
    return str(int(datetime(dated.year, dated.month, dated.day, tzinfo=UTC).timestamp()))
