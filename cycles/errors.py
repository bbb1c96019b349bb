"""The errors a user can mend; the command line prints them without a traceback.

A message names file, place and rule, and offers the nearest right word. It never carries a value of
a pupil: whoever raises one of these from a caught error says ``from None``.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class UserError(Exception):
    """Something the user can mend. `problems` holds one line each; all of them are shown at once."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class BadInput(UserError):
    """A file, plan, column or option is not usable as it is."""


class NotAllowed(UserError):
    """The move is not open to this cycle in its state, or to this person."""


class StoreTrouble(UserError):
    """The warehouse or the register is busy, damaged or missing."""


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """The near misses of a word, ready to be put behind a message; empty when nothing is near.

    >>> did_you_mean("Reading Aut", ["Reading Aut1", "Maths Aut1", "UPN"])
    "; did you mean 'Reading Aut1'?"
    >>> did_you_mean("xyzzy", ["UPN"])
    ''
    """
    by_folded = {name.casefold(): name for name in known}
    near = get_close_matches(wrong.casefold(), list(by_folded), n=3, cutoff=0.6)
    if not near:
        return ""
    return "; did you mean " + " or ".join(f"'{by_folded[name]}'" for name in near) + "?"
