"""What the reader of an OpenDocument sheet (.ods) hides: errors, shares in percent, endless repeats."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.parsers import expat

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.cell_mark import ERROR, Mark, Marks

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_CALC_EXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
_MOST_CELLS = 20_000_000


def document_marks(path: Path) -> tuple[Marks, ...]:
    """The marks of each sheet.

    Raises:
        BadInput: a sheet repeats filled cells beyond what a table of pupils has; its reader would write
            them all out.
    """
    with zipfile.ZipFile(path) as workbook:
        content = workbook.read("content.xml")
    sheets = _Sheets()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = sheets.start
    parser.EndElementHandler = sheets.end
    parser.Parse(content, True)
    return tuple(sheets.marks)


class _Sheets:
    """Walks through the cells of all sheets; repeated rows and cells count as often as they say."""

    def __init__(self) -> None:
        self.marks: list[Marks] = []
        self._row = self._column = 0
        self._rows = 1
        self._filled = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{_TABLE} table":
            self.marks.append({})
            self._row = 0
        elif tag == f"{_TABLE} table-row":
            self._column, self._rows = 0, int(attributes.get(f"{_TABLE} number-rows-repeated", "1"))
        elif tag in (f"{_TABLE} table-cell", f"{_TABLE} covered-table-cell"):
            self._cell(attributes)

    def end(self, tag: str) -> None:
        if tag == f"{_TABLE} table-row":
            self._row += self._rows

    def _cell(self, attributes: dict[str, str]) -> None:
        columns = int(attributes.get(f"{_TABLE} number-columns-repeated", "1"))
        if f"{_OFFICE} value-type" in attributes:
            self._filled += columns * self._rows
            if self._filled > _MOST_CELLS:
                raise BadInput("a sheet repeats its cells too often to be a table of pupils; save it as CSV")
            if mark := _mark(attributes):
                for row in range(self._row, self._row + self._rows):
                    for column in range(self._column, self._column + columns):
                        self.marks[-1][row, column] = mark
        self._column += columns


def _mark(attributes: dict[str, str]) -> Mark | None:
    if attributes.get(f"{_CALC_EXT} value-type") == "error":
        return ERROR
    return "percent" if attributes[f"{_OFFICE} value-type"] == "percentage" else None
