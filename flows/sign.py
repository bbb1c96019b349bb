"""One thing that the doctor looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "look here", "broken"]


@dataclass(frozen=True, slots=True)
class Sign:
    """What was looked at, how it is, in a sentence, and what to do about it (empty when it is well)."""

    what: str
    state: State
    said: str
    mend: str = ""


def ok(what: str, said: str) -> Sign:
    """It is well."""
    return Sign(what, "ok", said)


def look(what: str, said: str, mend: str) -> Sign:
    """It works, and somebody should look at it."""
    return Sign(what, "look here", said, mend)


def broken(what: str, said: str, mend: str) -> Sign:
    """It does not work, or must not be relied on."""
    return Sign(what, "broken", said, mend)
