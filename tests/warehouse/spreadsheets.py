"""Workbooks that no library here can write: one of Excel 97, and sheets of LibreOffice made row by row."""

from __future__ import annotations

import base64
import io
import zipfile
import zlib

# Two sheets, Marks and Notes, as Excel 97 keeps them: packed, in base 64.
_PACKED = """
eNrtWE1IVFEU/u6befNjjo42ShqJCFqp5GhEbnTSNFczWBBWBDXqIwdrJt4MhC1qylwGQauiFoIVLbLa9EMFRZsWgWGLIAjGWgZF
UNBCnc497834N4FCCdY7b+6593zn/px773n3nnlvJopSo/fLp7CIWmHDbNoNxzxMUHJnBC9In07LYiZ3UUpbtKbI7aKNdKh44nnt
lHso93sKCu7ZXxAHPlI6jJMIxaJa5SpSO9sQFtKGFmEn31NwjVIBytiuYuZ9zNczv8t1nzLfxchF5i1UNyUOYSIQqm02/fiAUsW6
AuICD7nNe0YaUYJX0o/PXhJGXRVteiR83FIsUVTY8zEGcpsuLarpUi7EDeQBHR0NwWDDQSJZ5aas4t/m76zz+1PwkYuN4Ue6Evie
OUueV1r46uIChP9ciDt/g7vo0M+Fu2mzc+F5lHLh6+jJhUsPWYxfVuxAEumjQr6gI/CgRpUaFcGwPhiXwB2nAYRiCS0+jR7peJwI
j8YSA5HoMRuwvztEDeN9MV2T+UBY16jnUwNalLJE5IRGL32knypquk58SIt7gPZmf2OTn2iH398ouzROSe+CU9LDZ0c+8X4UcrmI
TxAvLdj07W+Twd7uwBFGknwzGvdntZwY0jgnW1DjAtbYkbk/a7lFHfPz3OtGLpcz99F8Ka/pLjELe4a5zgXW1lAP25neBjbPK2+h
8sjnvY8qRj4FtlJ5vGvqtG/8XWAUVbSJ/dRePsOoF/Xi6hVJjwOZXJgn7QfmZUtOXZfiNW1Pm0FCIWZ4G0DrIWdsSJnVMSSFJFtW
spFkz0p2ktSspJLkyEoOkpxZyUmSy7RB5LBBsA0yYnmGDTzHIkT57ugR0v6mpEJj22gPBI3qw9cvkiYDBqLSsQekbr2ovt6uKi5C
5Oi1wig7eXZyZBvbPDeyA5sIE+YMZURkqJyoEPJnO6PkkUpBKT3g4W28BEimdg69bNvdqhTjgVwrusbmaDXcUGT5WnVDkdMNOaCV
q4pcq2qRRRZZZJFF/x0JjsZgRjHgyMthBNH8XWeG0qz1meSfpX2I0ZOgv1+dFBsnoGNoRf5TClVk+hLLbJP5Xiiph0bXMYhetmNw
xf5LYaGYP59lN/T+uVdopePPrsTOvzz+L6E/RkI=
"""

XLS = zlib.decompress(base64.b64decode(_PACKED))


def open_document(*rows: str) -> bytes:
    """A sheet of LibreOffice, its rows as XML."""
    uses = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    own = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = f"""<?xml version="1.0" encoding="UTF-8"?><office:document-content {uses} {own}><office:body>
        <office:spreadsheet><table:table table:name="One">{"".join(rows)}</table:table></office:spreadsheet>
        </office:body></office:document-content>"""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        new.writestr("content.xml", content)
        new.writestr("META-INF/manifest.xml", "<manifest/>")
    return stream.getvalue()


def cell(kind: str, value: str, *, more: str = "") -> str:
    name = {"string": "string-value", "time": "time-value", "date": "date-value"}.get(kind, "value")
    said = f'office:value-type="{kind}" office:{name}="{value}" {more}'
    return f"<table:table-cell {said}><text:p>{value}</text:p></table:table-cell>"


def sheet_row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"
