"""Amending a locked plan: what may still change, and which parts did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from halfterm.cycles.errors import NotAllowed
from halfterm.cycles.plan import Plan

NEVER: Final = frozenset(
    {"id", "engagement", "follows", "planned", "baseline", "target_group", "comparison", "measures"}
)
"""What the frozen groups rest on: with another of these it would be another cycle."""

UNTIL_FOLLOWED_UP: Final = frozenset(
    {"half_term", "follow_up", "targets", "pupil_targets", "predictions", "change_idea.treated"}
)
"""What must be written down before the follow-up is seen."""


def changed_parts(before: Plan, after: Plan) -> tuple[str, ...]:
    """The places at which two plans differ, as paths (`targets.0.goal`), in the plan's order."""
    return tuple(_differences(before.model_dump(mode="json"), after.model_dump(mode="json"), ""))


def _differences(before: object, after: object, path: str) -> Iterator[str]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys((*before, *after)):
            yield from _differences(before.get(name), after.get(name), f"{path}.{name}" if path else name)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _differences(old, new, f"{path}.{place}")
    else:
        yield path


def check_amendment(cycle: str, changed: Iterable[str], *, state: str) -> None:
    """See that a locked plan may still change in these places, in the state that its cycle is in.

    Raises:
        NotAllowed: nothing was changed, the cycle has ended, or a part may not change (any more); all said.
    """
    changed = tuple(changed)
    if not changed:
        raise NotAllowed(f"cycle '{cycle}': its plan is as it was locked; there is nothing to amend")
    if state in ("decided", "stopped"):
        raise NotAllowed(f"cycle '{cycle}' is {state}; its plan is not amended any more")
    problems = [
        f"cycle '{cycle}': '{part}' was frozen by the lock; stop this cycle and plan another"
        for part in changed
        if _within(part, NEVER)
    ]
    if state not in ("locked", "under way"):
        problems += [
            f"cycle '{cycle}': '{part}' cannot change any more: the follow-up is loaded"
            for part in changed
            if _within(part, UNTIL_FOLLOWED_UP)
        ]
    if problems:
        raise NotAllowed(*problems)


def _within(part: str, places: Iterable[str]) -> bool:
    return any(part == place or part.startswith(f"{place}.") for place in places)
