"""Reading entries of the do-log: from what people write, and from what the register holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from halfterm.cycles.do_log_entries import (
    Adaptation,
    ContextEvent,
    Entry,
    Evidence,
    Fidelity,
    Leadership,
    Learning,
    LearningWalk,
    LogEntry,
    Observation,
    Obstacle,
    Quotation,
    Session,
    Spending,
)
from halfterm.cycles.do_log_fields import folded
from halfterm.cycles.errors import BadInput, did_you_mean

WRITTEN: Final[Mapping[str, type[LogEntry]]] = {
    str(kind.model_fields["entry"].default): kind
    for kind in (
        *(Session, Fidelity, Adaptation, Obstacle, Observation, LearningWalk),
        *(Spending, Quotation, Leadership, Evidence, ContextEvent, Learning),
    )
}
"""The kinds of entry that people write, by name. The release of words has a command of its own."""

_ENTRY: Final[TypeAdapter[Entry]] = TypeAdapter(Entry)


def kind_of(name: str) -> str:
    """The name of a kind of entry as people may write it: `Learning-walk` is `learning walk`.

    Raises:
        BadInput: there is no such kind; the kinds there are, are named, and not what was written.
    """
    kind = folded(name)
    if kind not in WRITTEN:
        near = did_you_mean(kind, WRITTEN)
        raise BadInput(f"not a kind of entry{near or '; there are ' + ', '.join(WRITTEN)}")
    return kind


def entry_of(kind: str, fields: Mapping[str, object]) -> Entry:
    """An entry from its fields, as text or as values; a field that is blank is one not given.

    >>> entry_of("learning", {"on": "20/01/2025", "what": "Pairs need a room."}).on.isoformat()
    '2025-01-20'

    Raises:
        BadInput: everything that is wrong with it, field by field, without what was written there.
    """
    record = WRITTEN[kind_of(kind)]
    given = {name: value for name, value in fields.items() if not _blank(value)}
    try:
        return kept_entry(record.model_validate(given).model_dump(mode="json"))
    except ValidationError as invalid:
        said = [_problem(error, record) for error in invalid.errors(include_input=False, include_url=False)]
    raise BadInput(*dict.fromkeys(said))


def kept_entry(content: object) -> Entry:
    """An entry from what the register holds."""
    return _ENTRY.validate_python(content)


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _problem(error: Any, record: type[LogEntry]) -> str:
    place = ".".join(str(part) for part in error["loc"])
    match error["type"]:
        case "extra_forbidden":
            known = [name for name in record.model_fields if name != "entry"]
            near = did_you_mean(place, known)
            return f"unknown field '{place}'{near or '; it has ' + ', '.join(known)}"
        case "missing":
            return f"'{place}' is missing"
        case _:
            said = str(error["msg"]).removeprefix("Value error, ")
            return f"{place + ': ' if place else ''}{said[0].lower() + said[1:]}"
