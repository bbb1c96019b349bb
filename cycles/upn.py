"""The unique pupil number: check letter, authority, establishment, year and serial, thirteen in all."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

ALPHABET: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""The check letters in order of their values, 0 to 22: without I, O and S, which look like figures."""

SPACES: Final = " \t\n\r\u00a0\u200b\ufeff"
"""What may stand within or around a UPN and means nothing: spaces, and marks that cannot be seen."""

UPN: Final = re.compile(f"[{ALPHABET}][0-9]{{11}}[0-9{ALPHABET}]")
"""A UPN as it is written; a temporary one ends in a letter."""

DAMAGED: Final = re.compile(
    r"[0-9]([.,][0-9]+)?E[+-]?[0-9]+"  # scientific notation
    rf"|[0-9]{{11,12}}|[0-9]{{11}}[{ALPHABET}]"  # without its check letter, of figures or of a temporary UPN
    rf"|[{ALPHABET}][0-9]{{11}}"  # without its last character
    r"|[0-9A-Z]*[.]0+"  # taken for a number
)
"""What a spreadsheet makes of a UPN; it counts only where the text is no UPN."""


def normalised(text: str) -> str:
    """A UPN as it is compared: upper case, without spaces within or around it.

    >>> normalised(" b801 2000 05001 ")
    'B801200005001'
    """
    return "".join(sign for sign in text if sign not in SPACES).upper()


def check_letter(upn: str) -> str:
    """The letter that the twelve characters behind it ask for.

    Weights 2 to 13 on characters 2 to 13, summed, modulo 23; the last letter of a temporary UPN counts as
    its place in the alphabet (DfE, Unique pupil numbers: a guide for schools, annex A).

    >>> check_letter("?801200005001"), check_letter("?67412310112A")
    ('B', 'C')
    """
    values = (int(sign) if sign.isdigit() else ALPHABET.index(sign) for sign in upn[1:13])
    return ALPHABET[sum(weight * value for weight, value in enumerate(values, start=2)) % len(ALPHABET)]


def upn_problems(text: str, *, authorities: Collection[str]) -> tuple[str, ...]:
    """The rules of `load_rules` that a text breaks as a UPN; none when it is one.

    Args:
        text: what a cell holds.
        authorities: the codes of authorities that have ever been, three figures each.
    """
    upn = normalised(text)
    if not upn:
        return ("upn-missing",)
    if not UPN.fullmatch(upn):
        return ("excel-identifier" if DAMAGED.fullmatch(upn) else "upn-format",)
    letter = () if upn[0] == check_letter(upn) else ("upn-check-letter",)
    return letter if upn[1:4] in authorities else (*letter, "upn-authority")
