"""What was done as an audience sees it, for tests that say only what they are about."""

from __future__ import annotations

from typing import Any

from halfterm.cycles.carried_out import ShownCarriedOut
from halfterm.cycles.disclosure import Shown, hidden, show_number

Z = hidden("z")


def number(value: float, decimals: int = 0) -> Shown:
    return show_number(value, decimals=decimals)


def shown_log(**changes: Any) -> ShownCarriedOut:
    """A log of which nothing is known but what is given: figures as numbers, everything else as it stands."""
    figures = (
        *("sessions", "sessions_planned", "sessions_percent", "minutes", "minutes_planned", "groups"),
        *("attendance", "fidelity", "lessons_good_before", "lessons_good_after"),
        *("cost_planned", "cost_spent", "cost_per_pupil"),
    )
    content: dict[str, Any] = dict.fromkeys(figures, Z)
    content |= {"led_by": (), "spent": (), "notes": (), "unreleased": {}, "evidence": ()}
    content |= {"sessions": number(0), "groups": number(0)}
    content |= {name: number(c) if isinstance(c, int) else c for name, c in changes.items()}
    return ShownCarriedOut(**content)
