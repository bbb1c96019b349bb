"""`${NAME}` in a source: an entry of the environment, filled in only where it is used and never kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

VARIABLE: Final = re.compile(r"\$\{(\w+)\}")
"""A name of the environment, as a source writes it."""


def is_variable(text: str) -> bool:
    """Whether a text is one `${NAME}` and nothing else: the only way to write a secret."""
    return VARIABLE.fullmatch(text) is not None


def missing(texts: Iterable[str], environment: Mapping[str, str]) -> list[str]:
    """The names that texts ask for and the environment lacks or holds empty, in order of the alphabet.

    >>> missing(["${USER}:${WORD}", "plain"], {"USER": "nia"})
    ['WORD']
    """
    named = {name for text in texts for name in VARIABLE.findall(text)}
    return sorted(name for name in named if not environment.get(name))


def filled(text: str, environment: Mapping[str, str]) -> str:
    """The text with every `${NAME}` replaced, once: what an entry holds is not looked at again.

    >>> filled("Bearer ${TOKEN}", {"TOKEN": "a${b}"})
    'Bearer a${b}'
    """
    return VARIABLE.sub(lambda found: environment[found[1]], text)
