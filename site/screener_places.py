"""Rules of the screener about places: levels, their columns, codes that go with names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from halfterm.site.local_authorities import AUTHORITIES, REGIONS
from halfterm.site.screener_files import Fault, Files
from halfterm.site.screener_rules import LEVELS, Rule

LOW: Final = frozenset({"School", "Provider", "Institution"})
IGNORED: Final = LOW | {"Planning area"}
ANYWHERE: Final = frozenset({"National", "RSC region", "MAT", "Sponsor"})
"""Levels whose places lie in no region."""

INSIDE: Final[Mapping[str, frozenset[str]]] = {
    "Regional": frozenset(LEVELS) - ANYWHERE,
    "Local authority": LOW
    | {
        *("Local authority", "Parliamentary constituency", "Local authority district", "Ward"),
        *("Planning area", "Police force area"),
    },
    "Local authority district": LOW | {"Local authority district", "Ward", "Police force area"},
    "Local skills improvement plan area": LOW
    | {"Local skills improvement plan area", "Local authority district", "Planning area"},
    **{level: frozenset({level}) for level in LOW},
}
"""The levels whose rows may name a place of this level: those that lie inside it."""

COUNTRIES: Final = frozenset(
    {
        *(("E92000001", "England"), ("K02000001", "United Kingdom"), ("K03000001", "Great Britain")),
        *(("K04000001", "England and Wales"), ("N92000002", "Northern Ireland")),
        *(("S92000003", "Scotland"), ("W92000004", "Wales")),
    }
)
ELSEWHERE: Final = frozenset({"x", "z"})
"""Codes of what is not available or in no place: any name may stand beside them."""

CODED: Final = ("School", "Provider", "MAT", "Sponsor", "Opportunity area")


def _level_valid(files: Files) -> Iterable[Fault] | None:
    if not files.data.has("geographic_level"):
        return None
    return (
        Fault("no geographic level of the standard", row, "geographic_level")
        for row in files.data.where("geographic_level", lambda cell: cell not in LEVELS)
    )


def _levels(files: Files) -> list[str]:
    found = files.data.values("geographic_level")
    return [level for level in LEVELS if level in found]


def _level_columns(files: Files) -> Iterable[Fault] | None:
    levels = [level for level in _levels(files) if level != "National"]
    if not levels:
        return None
    return [
        Fault(f"the column is missing, and there are rows of level {level}", column=name)
        for level in levels
        for name in LEVELS[level]
        if not files.data.has(name)
    ]


def _level_completed(files: Files) -> Iterable[Fault] | None:
    # An authority that is no more may have no code of nine characters.
    wanted = {level: [n for n in LEVELS[level] if n != "new_la_code"] for level in _levels(files)}
    wanted.pop("Planning area", None)
    if not wanted:
        return None
    return (
        Fault(f"blank in a row of level {level}", row, name)
        for name in dict.fromkeys(n for names in wanted.values() for n in names)
        for row, (level, cell) in _beside_level(files, name)
        if name in wanted.get(level, ()) and not cell.strip()
    )


def _beside_level(files: Files, name: str) -> Iterable[tuple[int, tuple[str, ...]]]:
    columns = ("geographic_level", name)
    return files.data.records(columns) if files.data.has(*columns) else ()


def _overcompleted(files: Files) -> Iterable[Fault] | None:
    placed = [level for level in LEVELS if level != "National" and files.data.has(*LEVELS[level][:1])]
    if not placed:
        return None
    return (
        Fault(f"filled in, though a row of level {of} lies in no one place of {level}", row, name)
        for level in placed
        for name in LEVELS[level]
        for row, (of, cell) in _beside_level(files, name)
        if cell.strip() and of in LEVELS and of not in INSIDE.get(level, LOW | {level})
    )


def _ignored(files: Files) -> Iterable[Fault] | None:
    levels = set(_levels(files))
    if not levels & IGNORED or levels in ({"School"}, {"Provider"}):
        return None
    words = "rows of schools beside those of areas: the service's tables leave them out"
    return [Fault(words, column="geographic_level")]


def _school_and_provider(files: Files) -> Iterable[Fault] | None:
    mixed = {"School", "Provider"} <= set(_levels(files))
    return [Fault("schools and providers in one file", column="geographic_level")] if mixed else None


def _pairs(*columns: str, known: frozenset[tuple[str, ...]]) -> Callable[[Files], Iterable[Fault] | None]:
    """A rule that codes and, in the last column, a name go together as the official list has them."""

    def check(files: Files) -> Iterable[Fault] | None:
        if not files.data.has(*columns):
            return None
        return (
            Fault("not as the official list has it with " + " and ".join(columns[1:]), row, columns[0])
            for row, cells in files.data.records(columns)
            if any(cells) and not ELSEWHERE.issuperset(cells[:-1]) and cells not in known
        )

    return check


def _one_name(files: Files) -> Iterable[Fault] | None:
    """Codes of schools and trusts are not looked up: but one code is one place."""
    levels = [level for level in CODED if files.data.has("geographic_level", *LEVELS[level][:2])]
    known = [level for level in levels if level in files.data.values("geographic_level")]
    return list(_second_names(files, known)) if known else None


def _second_names(files: Files, levels: Iterable[str]) -> Iterable[Fault]:
    for level in levels:
        code_column, name_column = LEVELS[level][:2]
        names: dict[str, str] = {}
        for row, (of, code, name) in files.data.records(("geographic_level", code_column, name_column)):
            if of == level and code and code not in ELSEWHERE and names.setdefault(code, name) != name:
                yield Fault("another name than before for the same code", row, name_column)


def _together(files: Files) -> Iterable[Fault] | None:
    if not files.data.has("region_code") and not files.data.has("region_name"):
        return None
    if not files.data.has("region_code", "region_name"):
        return [Fault("one of region_code and region_name is there without the other")]
    return (
        Fault("one of region_code and region_name is filled in without the other", row, "region_code")
        for row, (code, name) in files.data.records(("region_code", "region_name"))
        if bool(code.strip()) != bool(name.strip())
    )


def _authority_columns(files: Files) -> Iterable[Fault] | None:
    columns = LEVELS["Local authority"]
    if not any(files.data.has(name) for name in columns):
        return None
    words = "the column is missing, and others of local authorities are there"
    return [Fault(words, column=name) for name in columns if not files.data.has(name)]


def _region_of_authority(files: Files) -> Iterable[Fault] | None:
    if "Local authority" not in _levels(files):
        return None
    if not files.data.has("region_code"):
        return [Fault("rows of local authorities do not say their region", column="region_code")]
    return (
        Fault("blank in a row of level Local authority", row, "region_code")
        for row, (level, code) in _beside_level(files, "region_code")
        if level == "Local authority" and not code.strip()
    )


def _shaped(column: str, pattern: str, words: str) -> Callable[[Files], Iterable[Fault] | None]:
    """A rule that a code is blank, a symbol, or looks as such codes do."""

    def check(files: Files) -> Iterable[Fault] | None:
        if not files.data.has(column):
            return None
        odd = {"", *ELSEWHERE}
        return (
            Fault(words, row, column)
            for row in files.data.where(
                column, lambda cell: cell not in odd and not re.fullmatch(pattern, cell)
            )
        )

    return check


PLACE_RULES: Final = (
    Rule("geog_level", "Every geographic_level is one of the standard's", _level_valid),
    Rule("geog_level_present", "Each level has the columns that name its places", _level_columns),
    Rule("geog_level_completed", "The places of each level are named", _level_completed),
    Rule("geog_overcompleted_cols", "No row names a place that it does not lie in", _overcompleted),
    Rule("geog_ignored_rows", "Schools have a file of their own", _ignored, "warning"),
    Rule("geog_school_provider", "Schools and providers are not mixed", _school_and_provider),
    Rule(
        "geog_country_combos",
        "Countries have their own code",
        _pairs("country_code", "country_name", known=COUNTRIES),
    ),
    Rule(
        "geog_region_combos",
        "Regions have their own code",
        _pairs("region_code", "region_name", known=frozenset(REGIONS.items())),
    ),
    Rule("geog_other_code_dupes", "One code is one school, provider or trust", _one_name),
    Rule("geog_region_both", "A region has both code and name", _together),
    Rule("geog_region_for_la", "Local authorities say their region", _region_of_authority, "warning"),
    Rule("geog_la_col_present", "All columns of local authorities are there, or none", _authority_columns),
    Rule(
        "geog_la_combos",
        "Local authorities have their own codes",
        _pairs(
            *("new_la_code", "old_la_code", "la_name"),
            known=frozenset((a.new_code, a.old_code, a.name) for a in AUTHORITIES),
        ),
    ),
    Rule(
        "geog_old_la_code",
        "old_la_code is 3 figures",
        _shaped("old_la_code", r"[0-9]{3}( / [0-9]{3})?", "not 3 figures"),
    ),
    Rule("geog_school_urn", "school_urn is 6 figures", _shaped("school_urn", r"[0-9]{6}", "not 6 figures")),
    Rule(
        "geog_school_laestab",
        "school_laestab is 7 figures",
        _shaped("school_laestab", r"[0-9]{7}", "not 7 figures"),
    ),
)
