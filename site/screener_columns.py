"""Rules of the screener about the two files and their columns: names, encoding, what belongs to what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from halfterm.site.screener_files import META_ENDING, Fault, Files
from halfterm.site.screener_rules import (
    DATA_COLUMNS,
    LOOKS_LIKE_PLACE,
    META_ALLOWED,
    META_COLUMNS,
    OBSERVED,
    Rule,
)

SEPARATORS: Final = (";", "\t", "|")
NAME: Final = re.compile(r"[A-Za-z0-9_ -]+")


def _stem(name: str) -> str:
    return name.removesuffix(META_ENDING).removesuffix(".csv")


def _spaces_in_names(files: Files) -> Iterable[Fault]:
    return [
        Fault("a space in the file's name", meta=meta) for sheet, meta in files.sheets if " " in sheet.name
    ]


def _special_in_names(files: Files) -> Iterable[Fault]:
    return [
        Fault("the file's name has other characters than letters, figures, hyphens, underscores", meta=meta)
        for sheet, meta in files.sheets
        if sheet.name and not NAME.fullmatch(_stem(sheet.name))
    ]


def _names_match(files: Files) -> Iterable[Fault]:
    if not files.data.name.endswith(".csv"):
        yield Fault("the data file's name does not end in .csv")
    if files.meta.name != _stem(files.data.name) + META_ENDING:
        yield Fault("the metadata is not called as the data file is, with the ending .meta.csv", meta=True)


def _readable(files: Files) -> Iterable[Fault]:
    return [Fault(sheet.broken, meta=meta) for sheet, meta in files.sheets if sheet.broken]


def _utf8(files: Files) -> Iterable[Fault]:
    return [
        Fault("it is not in UTF-8: save it as 'CSV UTF-8'", meta=meta)
        for sheet, meta in files.sheets
        if not sheet.utf8
    ]


def _separator(files: Files) -> Iterable[Fault]:
    return [
        Fault("its columns are not separated by commas", meta=meta)
        for sheet, meta in files.sheets
        if len(sheet.header) == 1 and any(separator in sheet.header[0] for separator in SEPARATORS)
    ]


def _row_width(files: Files) -> Iterable[Fault]:
    return (
        Fault("not as many cells as the header has", row, meta=meta)
        for sheet, meta in files.sheets
        for row in sheet.ragged
    )


def _empty_rows(files: Files) -> Iterable[Fault]:
    return (Fault("nothing in it", row, meta=meta) for sheet, meta in files.sheets for row in sheet.blank)


def _some_rows(files: Files) -> Iterable[Fault]:
    return [
        Fault("a header and no row below it", meta=meta)
        for sheet, meta in files.sheets
        if not sheet.rows and not sheet.broken
    ]


def _empty_columns(files: Files) -> Iterable[Fault] | None:
    if not files.data.rows:
        return None
    return [
        Fault("nothing in it", column=name)
        for name in files.data.header
        if all(not cell.strip() for cell in files.data.values(name))
    ]


def _required(files: Files) -> Iterable[Fault]:
    return [Fault("the column is missing", column=name) for name in DATA_COLUMNS if not files.data.has(name)]


def _required_meta(files: Files) -> Iterable[Fault]:
    return [
        Fault("the column is missing", column=name, meta=True)
        for name in META_COLUMNS
        if not files.meta.has(name)
    ]


def _invalid_meta(files: Files) -> Iterable[Fault]:
    return [
        Fault("metadata has no such column", column=name, meta=True)
        for name in files.meta.header
        if name not in META_ALLOWED
    ]


def _columns_to_rows(files: Files) -> Iterable[Fault]:
    if len(files.meta.rows) > len(files.data.header) - len(DATA_COLUMNS):
        yield Fault("more rows than the data file has columns besides the required ones", meta=True)


def _repeated(files: Files) -> Iterable[Fault]:
    times = Counter(files.data.header)
    return [Fault("the column is there twice", column=name) for name, n in times.items() if n > 1]


def _meta_to_data(files: Files) -> Iterable[Fault]:
    for row, line in files.meta_rows:
        for name in ("col_name", "filter_grouping_column"):
            if line.get(name) and not files.data.has(line[name]):
                yield Fault("names a column that the data file does not have", row, name, meta=True)


def _data_to_meta(files: Files) -> Iterable[Fault]:
    known = {line.get("col_name", "") for _, line in files.meta_rows} | set(files.groups) | OBSERVED
    return [
        Fault("it is not in the metadata, and holds more than one value", column=name)
        for name in files.data.header
        if name not in known and not LOOKS_LIKE_PLACE.fullmatch(name) and len(files.data.values(name)) > 1
    ]


def _column_spaces(files: Files) -> Iterable[Fault]:
    return [Fault("a space in its name", column=n) for n in files.data.header if re.search(r"\s", n)]


def _snake_case(files: Files) -> Iterable[Fault]:
    return [
        Fault("its name has other characters than small letters, figures and underscores", column=name)
        for name in files.data.header
        if not re.fullmatch(r"[a-z0-9_]*", name)
    ]


def _starts(files: Files) -> Iterable[Fault]:
    return [
        Fault("its name does not begin with a small letter", column=name)
        for name in files.data.header
        if not re.match(r"[a-z]", name)
    ]


FILE_RULES: Final = (
    Rule("filename_spaces", "No spaces in the files' names", _spaces_in_names),
    Rule("filename_special", "No special characters in the files' names", _special_in_names),
    Rule("filenames_match", "Metadata is called NAME.meta.csv beside NAME.csv", _names_match),
    Rule("readable", "Both files can be read as CSV to their end", _readable),
    Rule("utf8", "Both files are in UTF-8", _utf8),
    Rule("file_separator", "Columns are separated by commas", _separator),
)
"""What is checked of files that cannot be read to their end, too."""

COLUMN_RULES: Final = (
    Rule("row_width", "Every row has as many cells as the header", _row_width),
    Rule("some_rows", "There are rows below the headers", _some_rows),
    Rule("empty_rows", "No row is empty", _empty_rows),
    Rule("empty_cols", "No column is empty", _empty_columns),
    Rule("col_req_data", "The data file has every required column", _required),
    Rule("col_req_meta", "The metadata has every required column", _required_meta),
    Rule("col_invalid_meta", "The metadata has no other columns", _invalid_meta),
    Rule("col_to_rows", "No more rows of metadata than columns to describe", _columns_to_rows),
    Rule("col_dupes", "Every column of the data file has a name of its own", _repeated),
    Rule("cross_meta_to_data", "Every column of the metadata is in the data file", _meta_to_data),
    Rule("cross_data_to_meta", "Every column of the data file is described", _data_to_meta, "warning"),
    Rule("col_names_spaces", "No spaces in the names of columns", _column_spaces),
    Rule("col_snake_case", "Names of columns are in snake_case", _snake_case, "warning"),
    Rule("col_var_start", "Names of columns begin with a small letter", _starts, "warning"),
)
