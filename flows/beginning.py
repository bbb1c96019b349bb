"""`halfterm init`: a new workspace that passes its own check, ready to be filled in."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from halfterm.cycles.errors import BadInput

_FILES = ("halfterm.toml", "programme.yaml", "cycles/lead-and-partner-1.yaml", "sources/marks.yaml")
_IGNORED = (
    "# Made by halfterm, or too dear to share.\nwarehouse/\ndrafts/\nsite/\n.prefect/\npupil.key\ninbox/\n"
)


def begin(folder: Path) -> tuple[str, ...]:
    """Write the files of a new workspace; returns their names.

    Raises:
        BadInput: the folder is there already and is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(f"{folder}: is there already and is not empty")
    templates = files("halfterm.templates").joinpath("workspace")
    for name in _FILES:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(templates.joinpath(*name.split("/")).read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "inbox").mkdir(mode=0o700)
    (folder / ".gitignore").write_text(_IGNORED, encoding="utf-8")
    return _FILES
