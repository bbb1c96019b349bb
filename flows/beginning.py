"""`halfterm init`: a new workspace that passes its own check, ready to be filled in."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.encryption import KEY_FILE, KEY_VARIABLE, check_cipher, make_database_key

_FILES = ("halfterm.toml", "programme.yaml", "cycles/lead-and-partner-1.yaml", "sources/marks.yaml")
_IGNORED = """\
# Made by halfterm, or too dear to share.
warehouse/
drafts/
site/
.prefect/
pupil.key*
warehouse.key
inbox/
"""
_ENCRYPTED = """
[warehouse]
encrypted = true        # the key is in warehouse.key, or in the environment as HALFTERM_WAREHOUSE_KEY
"""


def begin(folder: Path, *, encrypted: bool = False) -> tuple[str, ...]:
    """Write the files of a new workspace; returns their names.

    An encrypted one gets a key of its own beside the settings, unless the environment holds one.

    Raises:
        BadInput: the folder is there already and is not empty.
        StoreTrouble: the engine has no cipher here.
    """
    if encrypted:
        check_cipher()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(f"{folder}: is there already and is not empty")
    templates = files("halfterm.templates").joinpath("workspace")
    for name in _FILES:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(templates.joinpath(*name.split("/")).read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "inbox").mkdir(mode=0o700)
    (folder / ".gitignore").write_text(_IGNORED, encoding="utf-8")
    return (*_FILES, *_encrypt(folder)) if encrypted else _FILES


def _encrypt(folder: Path) -> tuple[str, ...]:
    """Say in the settings that the warehouse is encrypted; the name of its key's file, if one was made."""
    with (folder / "halfterm.toml").open("a", encoding="utf-8") as settings:
        settings.write(_ENCRYPTED)
    if os.environ.get(KEY_VARIABLE):
        return ()
    make_database_key(folder / KEY_FILE)
    return (KEY_FILE,)
