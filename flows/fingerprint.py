"""A hash of a record by what it says: the same for equal records, in this process and in any other."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any, Final

from pydantic import BaseModel

_PLAIN: Final = frozenset({str, bytes, int, float, bool, type(None)})
_DEPTH: Final = 4  # a record with its settings, the record, its cycles, a cycle
_FORMAT: Final = 2  # the last one that writes equal values alike, whether or not they are one object


def fingerprint(record: object) -> str:
    """SHA-256, in hexadecimal, of a record of dataclasses, pydantic models, collections and plain values.

    Several times as fast as a hash of its `repr`: a large edition has a quarter of a million findings.
    """
    digest = hashlib.sha256()
    for part in _parts(record, _DEPTH):
        digest.update(marshal.dumps(part, _FORMAT))
    return digest.hexdigest()


def _parts(value: object, depth: int) -> Iterator[tuple[Any, ...]]:
    """A record piece by piece, so that never more than one cycle of it is held in tuples.

    Each piece that goes on in the next ones says in how many: no two records have the same pieces.
    """
    kind = type(value)
    if depth and is_dataclass(kind):
        held = _values_of(kind)(value)
    elif depth and isinstance(value, tuple):
        held = value
    else:
        yield _told(value)
        return
    yield kind.__qualname__, len(held)
    for one in held:
        yield from _parts(one, depth - 1)


def _told(value: object) -> tuple[Any, ...]:
    """A value as nested tuples of plain values, each kind under its name."""
    return (value,) if type(value) in _PLAIN else _told_one(value)


def _told_one(value: object) -> tuple[Any, ...]:
    """A value that is not plain."""
    return _teller(type(value))(value)  # type: ignore[arg-type]  # a class has a hash, whatever its values have


@cache
def _teller(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    """How values of a kind are told. Looked up once for each kind: records hold few kinds of many values."""
    name = kind.__qualname__
    if is_dataclass(kind):
        values = _values_of(kind)
        return lambda value: (name, _each(values(value)))
    if issubclass(kind, BaseModel):
        taken = _getter(list(kind.model_fields))
        return lambda value: (name, _each(taken(value)))
    if issubclass(kind, Mapping):
        return _mapping
    if issubclass(kind, set | frozenset):
        return lambda value: ("set", *sorted(repr(_told(held)) for held in value))
    if issubclass(kind, tuple | list):
        return lambda value: ("row", _each(value))
    if kind is date:
        return lambda value: (name, value.toordinal())
    return lambda value: (name, repr(value))


def _mapping(value: Mapping[object, object]) -> tuple[Any, ...]:
    """A mapping in its order; one of plain values all the way down, as an event's body is, in one go."""
    if not value:
        return ("mapping",)
    if type(value) is dict:
        try:
            return "plain", marshal.dumps(value, _FORMAT)
        except ValueError:
            pass  # it holds a record somewhere
    return "mapping", tuple([(_told(key), _told(held)) for key, held in value.items()])


def _each(values: Collection[object]) -> tuple[Any, ...]:
    """Several values; rows of one flat dataclass, which nearly all are, without a look at each."""
    if not values:
        return ()
    kinds = set(map(type, values))
    if kinds <= _PLAIN:
        return tuple(values)
    if len(kinds) == 1 and is_dataclass(kind := next(iter(kinds))):
        rows = tuple(map(_values_of(kind), values))
        if _PLAIN.issuperset(map(type, chain.from_iterable(rows))):
            return kind.__qualname__, rows
    return tuple([value if type(value) in _PLAIN else _told_one(value) for value in values])


@cache
def _values_of(kind: type) -> Callable[[object], tuple[Any, ...]]:
    """Takes the values of a dataclass's fields, in their order."""
    return _getter([field.name for field in fields(kind)])


def _getter(names: Sequence[str]) -> Callable[[object], tuple[Any, ...]]:
    """Takes the values of these attributes, in their order."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)
