"""What a rule of the screener is, and the words that the standard allows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal

from halfterm.site.screener_files import Fault, Files


@dataclass(frozen=True, slots=True)
class Rule:
    """One named check. `find` gives its faults, or None where there is nothing of the kind to check.

    `result` is what a fault means: a file that fails is not taken, one with warnings should be looked at.
    """

    name: str
    says: str
    find: Callable[[Files], Iterable[Fault] | None]
    result: Literal["warning", "fail"] = "fail"


DATA_COLUMNS: Final = ("time_period", "time_identifier", "geographic_level", "country_code", "country_name")
META_COLUMNS: Final = (
    *("col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "indicator_dp"),
    *("filter_hint", "filter_grouping_column"),
)
META_ALLOWED: Final = frozenset({*META_COLUMNS, "filter_default"})

TOTAL: Final = "Total"
SYMBOLS: Final = frozenset({"c", "z", "x", "low"})
"""Confidential, not applicable, not available, rounds to nought."""

UNITS: Final = frozenset({"%", "pp", "£", "£m", "numberstring"})
NULLS: Final = frozenset({"NA", "na", "Null", "null", "NULL", "NaN", "nan"})
NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")

ITEM_LIMIT: Final = 25_000
"""As many different values as one filter may have."""

LETTERS: Final = {"code": 30, "column": 50, "label": 100, "item": 120}
"""As many characters as the service's interface for programs takes."""

YEARS: Final = (
    *("Autumn and spring term", "Calendar year", "Financial year", "Academic year", "Tax year"),
    "Reporting year",
)
MONTHS: Final = frozenset(
    {
        *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
        *("October", "November", "December"),
    }
)
WEEKS: Final = frozenset(f"Week {number}" for number in range(1, 53))
TIME_KINDS: Final = (
    *(frozenset({year}) for year in YEARS),
    frozenset({"Autumn term", "Spring term", "Summer term"}),
    WEEKS,
    MONTHS,
    frozenset(f"Financial year Q{quarter}" for quarter in range(1, 5)),
    frozenset({"Part 1 (April to September)", "Part 2 (October to March)"}),
)
"""Identifiers of one set may stand in one file together; those of two may not."""

FOUR_DIGITS: Final = frozenset({"Calendar year", "Reporting year"}) | WEEKS | MONTHS
IDENTIFIERS: Final = frozenset().union(*TIME_KINDS)

LEVELS: Final[dict[str, tuple[str, ...]]] = {
    "National": ("country_code", "country_name"),
    "Regional": ("region_code", "region_name"),
    "Local authority": ("new_la_code", "la_name", "old_la_code"),
    "Local authority district": ("lad_code", "lad_name"),
    "RSC region": ("rsc_region_lead_name",),
    "Parliamentary constituency": ("pcon_code", "pcon_name"),
    "Local skills improvement plan area": ("lsip_code", "lsip_name"),
    "Local enterprise partnership": (
        *("local_enterprise_partnership_code", "local_enterprise_partnership_name"),
    ),
    "English devolved area": ("english_devolved_area_code", "english_devolved_area_name"),
    "Opportunity area": ("opportunity_area_code", "opportunity_area_name"),
    "Ward": ("ward_code", "ward_name"),
    "MAT": ("trust_id", "trust_name"),
    "Sponsor": ("sponsor_id", "sponsor_name"),
    "School": ("school_urn", "school_name", "school_laestab"),
    "Provider": ("provider_ukprn", "provider_name"),
    "Institution": ("institution_id", "institution_name"),
    "Planning area": ("planning_area_code", "planning_area_name"),
    "Police force area": ("pfa_code", "pfa_name"),
}
"""Each geographic level with the columns that name its places."""

OBSERVED: Final = frozenset(DATA_COLUMNS).union(*LEVELS.values())
"""The columns that say when and where: neither filters nor indicators."""

LOOKS_LIKE_PLACE: Final = re.compile(
    r"(sch|prov|inst|estab|reg|la|local|rsc|pcon|lep|mca|oa|ward|mat).*"
    r"(name|code|urn|ukprn|number|upin|id)"
    r"|laestab|estab|sch|schools?|prov|providers?|inst|institutions?|name|code|urn|ukprn|number|upin|id"
    r"|region|la|lad|rsc|pcon|lep|mca|oa|ward|mat",
    re.IGNORECASE,
)


def decimals_of(cell: str) -> int:
    """How many decimals a written number has.

    >>> decimals_of("-2.30"), decimals_of("7")
    (2, 0)
    """
    return len(cell.partition(".")[2])
