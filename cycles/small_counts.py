"""Counts that stand together: no small one is shown, nor one that the others and their sum give away."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

from halfterm.cycles.disclosure import Audience, Shown, hidden, show_count, too_few

_Name = TypeVar("_Name", bound=Hashable)


def shown_together(counts: Mapping[_Name, int], audience: Audience) -> dict[_Name, Shown]:
    """Counts as an audience may know them, where it may know their sum too.

    Small ones are hidden, nought included; where a single one is, the smallest of the others is hidden with
    it.

    >>> {name: str(shown) for name, shown in shown_together({"a": 40, "b": 3, "c": 9}, "cluster").items()}
    {'a': '40', 'b': 'c', 'c': 'c'}
    """
    few = {name for name, count in counts.items() if too_few(count, audience)}
    if len(few) == 1 < len(counts):
        few.add(min((name for name in counts if name not in few), key=lambda name: counts[name]))
    return {
        name: hidden("c") if name in few else show_count(count, audience) for name, count in counts.items()
    }
