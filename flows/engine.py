"""How steps are run: at once, or as Prefect tasks; the same recipes and functions either way."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar

from halfterm.cycles.errors import UserError

P = ParamSpec("P")
R = TypeVar("R")


class StepFailed(Exception):
    """A step broke in a way its user cannot mend. Says where in the code, never with which data."""


class Engine(Protocol):
    """Runs the steps of a recipe."""

    def step(self, name: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run one step and return what it returns."""
        ...


class LocalEngine:
    """Runs each step at once, in this process, without Prefect."""

    def step(self, name: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        return guarded(name, function)(*args, **kwargs)


def guarded(name: str, function: Callable[P, R]) -> Callable[P, R]:
    """The function, with unexpected errors stripped of their words: those may hold pupil data.

    Prefect stores exception texts and prints them; what a user can mend passes as it is.
    """

    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except (UserError, StepFailed):
            raise
        except Exception as broken:
            frames = traceback.extract_tb(broken.__traceback__)
            where = " < ".join(
                f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames[-3:])
            )
            failed = StepFailed(f"{name}: {type(broken).__name__} at {where}")
        raise failed from None

    return run
