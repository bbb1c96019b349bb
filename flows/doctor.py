"""`halfterm doctor`: the installation and a workspace looked over, and what to do about each thing."""

from __future__ import annotations

import platform
import shutil
import sys
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from halfterm.cycles.errors import UserError
from halfterm.flows.doctor_workspace import examine_workspace
from halfterm.flows.sign import Sign, broken, ok
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.encryption import cipher_file

_PINS: Final = (
    ("fastapi", (0, 155), "Prefect 3.8 allows it, and its server does not start with 0.155 and later"),
    ("sqlalchemy", (2, 1), "with 2.1 Prefect's scheduler makes no runs"),
    ("prefect", (4,), "halfterm is written for Prefect 3.8"),
    ("duckdb", (3,), "halfterm is tested with DuckDB 2.0.0 and 1.5.5"),
)
"""What must stay below which version, and why."""

_LEAST_PYTHON: Final = (3, 11)


def examine(folder: Path | None, *, now: datetime) -> tuple[Sign, ...]:
    """Look over the installation, and a workspace when one is given. Nothing is changed.

    Raises:
        BadInput: the folder is no workspace at all.
    """
    signs = [_python(), *(_pin(*pin) for pin in _PINS), *_extras(), _time_zones()]
    if folder is None:
        return tuple(signs)
    if not (folder / "halfterm.toml").is_file():
        open_workspace(folder)  # says what is wrong with it
    try:
        workspace = open_workspace(folder)
    except UserError as wrong:
        shown = "; ".join(wrong.problems[:3]) + (" ..." if len(wrong.problems) > 3 else "")
        return (*signs, broken("workspace", shown, f"mend its files, then: halfterm check {folder}"))
    signs.append(ok("workspace", f"{workspace.programme.name}: {len(workspace.plans)} plans, all files read"))
    return (*signs, *examine_workspace(workspace, now=now))


def _python() -> Sign:
    running = platform.python_version()
    if sys.version_info[:2] < _LEAST_PYTHON:
        return broken("Python", running, "halfterm needs Python 3.11 or later")
    return ok("Python", running)


def _pin(name: str, below: tuple[int, ...], reason: str) -> Sign:
    try:
        found = version(name)
    except PackageNotFoundError:
        return broken(name, "is not installed", "install what requirements.txt lists")
    bound = ".".join(map(str, below))
    if tuple(int(part) for part in found.split(".")[: len(below)]) >= below:
        return broken(name, f"{found}; must be below {bound}: {reason}", f"pip install '{name}<{bound}'")
    return ok(name, f"{found} (below {bound}: {reason})")


def _extras() -> tuple[Sign, ...]:
    """What is there only if somebody wanted it."""
    cipher = cipher_file() is not None
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    return (
        ok(
            "PostgreSQL",
            "driver installed" if _is_there("psycopg") else "driver not installed; not needed with SQLite",
        ),
        ok("encryption", "cipher installed" if cipher else "cipher not installed; needs the extra 'lake'"),
        ok("chromium", "installed" if browser else "not installed; only the tests of pages need it"),
    )


def _is_there(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def _time_zones() -> Sign:
    try:
        ZoneInfo("Europe/London")
    except ZoneInfoNotFoundError:
        return broken("time zones", "there is no Europe/London", "pip install tzdata")
    return ok("time zones", "Europe/London is known")
