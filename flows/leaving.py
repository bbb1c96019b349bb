"""Every write by a person leaves an event: a decorator that sees to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from halfterm.warehouse.register import Register


class Keeper(Protocol):
    """What writes to a register that it was given."""

    @property
    def register(self) -> Register:
        """The register that is written to."""
        ...


class LeftNoEvent(AssertionError):
    """A function that writes came back without an event: a fault of the program, not of its user."""


Given = ParamSpec("Given")
Result = TypeVar("Result")
Writer = TypeVar("Writer", bound=Register | Keeper)


def leaves_event(
    write: Callable[Concatenate[Writer, Given], Result],
) -> Callable[Concatenate[Writer, Given], Result]:
    """Marks a function that a person writes by; its first argument is a register or keeps one.

    Raises:
        LeftNoEvent: it returned, and the register ends where it did before.
    """

    @wraps(write)
    def watched(writer: Writer, /, *given: Given.args, **named: Given.kwargs) -> Result:
        kept = writer if isinstance(writer, Register) else writer.register
        before = kept.head()
        result = write(writer, *given, **named)
        if kept.head() == before:
            raise LeftNoEvent(f"{write.__qualname__} left no event")
        return result

    return watched
