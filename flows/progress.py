"""Progress on a terminal: a line a step, with how long it took."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from rich.console import Console

from halfterm.flows.engine import LocalEngine

P = ParamSpec("P")
R = TypeVar("R")


class ShownEngine(LocalEngine):
    """Runs each step at once and shows it: a spinner while it runs, then a line."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def step(self, name: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        began = time.monotonic()
        with self._console.status(f"  {name} ..."):
            result = super().step(name, function, *args, **kwargs)
        took = time.monotonic() - began
        self._console.print(f"  [green]✓[/green] {name} [dim]{took:.1f} s[/dim]", highlight=False)
        return result
