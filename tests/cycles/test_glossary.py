"""The glossary as data: nothing of the docstring is lost, everything has one meaning."""

from __future__ import annotations

import halfterm.cycles
from halfterm.cycles.glossary import OF_FIGURES, glossary


def test_every_entry_of_the_house_is_there_once_in_alphabetical_order() -> None:
    terms = glossary()
    entries = (halfterm.cycles.__doc__ or "").split("\n\n")[2].strip().splitlines()
    assert len(terms) == len(entries) + len(OF_FIGURES)
    assert list(terms) == sorted(terms, key=str.casefold)
    assert terms["NLE"] == "national leader of education: a headteacher who supports other schools."
