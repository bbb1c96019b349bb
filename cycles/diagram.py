"""The moves of a cycle and of a page, drawn as Mermaid state diagrams from the dicts that allow them."""

from __future__ import annotations

from collections.abc import Mapping


def state_diagram(moves: Mapping[str, Mapping[str, str]]) -> str:
    """A Mermaid state diagram: the first state begins, those without a move out of them end.

    >>> print(state_diagram({"open": {"close it": "shut"}, "shut": {}}))
    stateDiagram-v2
        state "open" as open
        state "shut" as shut
        [*] --> open
        open --> shut: close it
        shut --> [*]
    """
    first = next(iter(moves))
    return "\n".join(
        [
            "stateDiagram-v2",
            *(f'    state "{state}" as {_name(state)}' for state in moves),
            f"    [*] --> {_name(first)}",
            *(
                f"    {_name(state)} --> {_name(reached)}: {move}"
                for state, leads in moves.items()
                for move, reached in leads.items()
            ),
            *(f"    {_name(state)} --> [*]" for state, leads in moves.items() if not _leaves(state, leads)),
        ]
    )


def _leaves(state: str, leads: Mapping[str, str]) -> bool:
    return any(reached != state for reached in leads.values())


def _name(state: str) -> str:
    return state.replace(" ", "_")
