"""What an export calls a half-term, and which of the programme's it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from halfterm.cycles.half_term import HalfTerm
from halfterm.warehouse.header_words import Term, term_in

_YEAR_BEGINS = 8  # August: no half-term that starts then belongs to the year before


def half_terms_named(term: Term, half_terms: Sequence[HalfTerm], *, today: date) -> list[HalfTerm]:
    """The half-terms that a term's words may mean, the likeliest first.

    Of several years, the newest one that has begun; of a whole term, its second half, at the end of which
    schools assess.
    """
    fitting = [half_term for half_term in half_terms if _fits(term, half_term)]
    begun = [half_term for half_term in fitting if half_term.starts <= today]
    return [*reversed(begun), *(half_term for half_term in fitting if half_term.starts > today)]


def _fits(term: Term, half_term: HalfTerm) -> bool:
    named = term_in(half_term.id) or term_in(half_term.name)
    if named is None or named.season != term.season:
        return False
    begins = half_term.starts.year - (half_term.starts.month < _YEAR_BEGINS)
    if term.begins is not None and term.begins != begins:
        return False
    return None in (term.half, named.half) or term.half == named.half
