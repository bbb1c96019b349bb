"""Where the two stores of a workspace are, with what the settings and the environment say of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from halfterm.cycles.errors import BadInput, StoreTrouble
from halfterm.flows.waiting import tell_who_waits
from halfterm.warehouse.encryption import KEY_FILE, database_key
from halfterm.warehouse.key_file import KeyPlace
from halfterm.warehouse.register_address import RegisterAddress, register_address
from halfterm.warehouse.warehouse_address import Limits, WarehouseAddress

_VARIABLES: Final = {
    "patience": "HALFTERM_PATIENCE",
    "memory": "HALFTERM_MEMORY",
    "threads": "HALFTERM_THREADS",
}
"""Entries of the environment that go before `[warehouse]` of the settings."""


def warehouse_place(
    folder: Path, limits: Limits, *, environment: Mapping[str, str] = os.environ
) -> WarehouseAddress:
    """The warehouse of the workspace in a folder.

    Raises:
        BadInput: an entry of the environment is not such a limit.
    """
    key = partial(database_key, folder / KEY_FILE, environment=environment) if limits.encrypted else None
    file = folder / "warehouse" / "halfterm.duckdb"
    return WarehouseAddress(file, _with_environment(limits, environment), key, tell_who_waits)


def register_place(
    folder: Path, url: str | None, *, environment: Mapping[str, str] = os.environ
) -> RegisterAddress:
    """The register of the workspace in a folder: a file of it, or the database at `url`.

    Raises:
        BadInput: the environment lacks a part of the database's address.
        StoreTrouble: the file and its note are gone, and the warehouse holds loads.
    """
    within = folder / "warehouse"
    anchor = within / "register.head"
    address = register_address(url or within / "register.sqlite", anchor=anchor, environment=environment)
    warehouse = warehouse_place(folder, Limits(), environment={})
    lost = address.file is not None and not address.file.exists() and not anchor.exists()
    if lost and warehouse.anchor.exists():
        raise StoreTrouble(
            f"{address.name}: the register is gone, and the warehouse holds what was loaded under it; "
            "restore both from a backup (`halfterm restore`)"
        )
    return address


def pupil_key_place(folder: Path, entry: str, *, environment: Mapping[str, str] = os.environ) -> KeyPlace:
    """Where the pupil key of the workspace in a folder is: a file, or this entry of the environment."""
    return KeyPlace(folder / "pupil.key", entry, environment)


def _with_environment(limits: Limits, environment: Mapping[str, str]) -> Limits:
    given = {name: environment[entry] for name, entry in _VARIABLES.items() if environment.get(entry)}
    if not given:
        return limits
    try:
        return Limits.model_validate(limits.model_dump() | given)
    except ValidationError as invalid:
        wrong = [(_VARIABLES[str(e["loc"][0])], e["msg"]) for e in invalid.errors(include_input=False)]
        raise BadInput(*(f"{entry} in the environment: {said}" for entry, said in wrong)) from None
