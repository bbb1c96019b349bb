"""The rules by which a row of a file is not simply taken in: rejected, held as a question, or set aside."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, Literal, NamedTuple

Verdict = Literal["rejected", "question", "aside"]
"""Rejected: not taken in until the file is mended. Question: not taken in until somebody answers for it.
Aside: of a school whose scores are not awaited; nobody has to do anything unless the code is a slip."""


class Rule(NamedTuple):
    """What is wrong, by which verdict, under which code of the school census, and how it is mended."""

    id: str
    verdict: Verdict
    words: str
    mend: str
    census: int | None = None


_RULES: Final = (
    Rule("upn-missing", "rejected", "no pupil identifier", "fill it in from the school's system", 1500),
    Rule(
        "upn-check-letter",
        "rejected",
        "the UPN's check letter is not that of its other characters",
        "one character is mistyped: copy the UPN anew",
        1510,
    ),
    Rule(
        "duplicate",
        "rejected",
        "the same pupil more than once",
        "keep one row for each pupil and score; none of these rows is used",
        1520,
    ),
    Rule(
        "upn-authority",
        "question",
        "the UPN's authority is not a known code",
        "compare the three figures behind the letter with the authority that gave the UPN",
        1530,
    ),
    Rule(
        "upn-format",
        "rejected",
        "not a UPN: a letter, eleven figures, and a figure or a letter",
        "copy the UPN anew from the school's system",
    ),
    Rule(
        "excel-identifier",
        "rejected",
        "an identifier that a spreadsheet has damaged: figures or letters are lost",
        "export anew and open the file with this column as text",
    ),
    Rule("school-missing", "rejected", "a row with no school", "fill in the school's code"),
    Rule(
        "school-unknown",
        "aside",
        "of a school whose scores are not awaited",
        "nothing, unless the code is mistyped or its plan should be locked",
    ),
    Rule(
        "two-schools",
        "question",
        "the same pupil at two schools of the programme",
        "say which school has the pupil, or leave out the other's rows",
    ),
    Rule(
        "not-a-number", "rejected", "not a number and not a known code", "correct the cell or leave it blank"
    ),
    Rule(
        "unknown-grade",
        "rejected",
        "not a grade of the measure's scale and not a known code",
        "correct the cell, or map the column to the scale it is on",
    ),
    Rule(
        "mixed-grades",
        "rejected",
        "grades of two systems in one column",
        "give each system a column and a measure of its own",
    ),
    Rule(
        "share-of-one",
        "rejected",
        "shares of one in a column of percentages: a spreadsheet keeps 85 % as 0.85",
        "format the column as plain numbers, 85 for 85 %",
    ),
    Rule("out-of-range", "rejected", "beyond the ends of the measure's scale", "correct the cell"),
    Rule(
        "excel-date",
        "rejected",
        "a date or time where a score should be: a spreadsheet has changed it",
        "export anew and open the file with this column as text",
    ),
    Rule(
        "value-unmapped",
        "rejected",
        "a value that the source does not map",
        "correct the cell, or add the value to the source",
    ),
    Rule("date-unreadable", "rejected", "not a date", "write dates as 2026-10-23 or 23/10/2026"),
    Rule(
        "date-outside",
        "rejected",
        "a date outside the half-term",
        "correct the date, or load the row with the half-term it belongs to",
    ),
    Rule("birth-unreadable", "rejected", "not a date of birth", "write dates as 2015-10-23 or 23/10/2015"),
    Rule(
        "age-year",
        "question",
        "the date of birth is not one of the year group's",
        "correct one of them, or answer that the pupil is taught out of year",
    ),
    Rule(
        "impossible-change",
        "question",
        "a change since the half-term before beyond what the scale allows for",
        "compare with the school's mark book; answer if it is right",
    ),
    Rule(
        "changed-status",
        "question",
        "another value than in the half-term before where there is seldom a change",
        "compare with the school's records; answer if it is right",
    ),
)

RULES: Final = MappingProxyType({rule.id: rule for rule in _RULES})
"""Every rule by its name, in the order in which reports list them."""
