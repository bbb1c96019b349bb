"""The scales that there are: the built-in ones, and those of a workspace in its `scales/*.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from types import MappingProxyType

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.scale import Scale
from halfterm.cycles.scale_use import scale_problems, way_problems
from halfterm.warehouse.yaml_file import read_record


def read_scales(folder: Path | None = None) -> Mapping[str, Scale]:
    """Every scale by its id, in the order of ids: the built-in ones and those of a workspace's folder.

    A workspace's scale has an id of its own, or says that it replaces the built-in one.

    Raises:
        BadInput: any of the files is wrong; all problems of all files at once.
    """
    built_in = built_in_scales()
    if folder is None or not folder.is_dir():
        return built_in
    own, problems = _read(folder)
    problems += [
        f"{name}: {problem}" for name, scale in own.items() for problem in _place_problems(scale, built_in)
    ]
    problems += _repeated(own)
    scales = dict(built_in) | {scale.id: scale for scale in own.values()}
    problems += [
        f"{name}: {problem}" for name, scale in own.items() for problem in way_problems(scale, scales)
    ]
    if problems:
        raise BadInput(*problems)
    return MappingProxyType(dict(sorted(scales.items())))


@cache
def built_in_scales() -> Mapping[str, Scale]:
    """The scales that come with halfterm, by id, in the order of ids."""
    with as_file(files("halfterm.warehouse").joinpath("scales")) as folder:
        scales, problems = _read(folder)
    if problems:
        raise BadInput(*problems)
    return MappingProxyType(dict(sorted((scale.id, scale) for scale in scales.values())))


def _read(folder: Path) -> tuple[dict[str, Scale], list[str]]:
    """The scales of a folder by the name of their file, and what is wrong with the others."""
    scales: dict[str, Scale] = {}
    problems: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        name = f"scales/{path.name}"
        try:
            scales[name] = read_record(path, Scale, shown_as=name)
        except BadInput as wrong:
            problems += wrong.problems
        else:
            problems += [f"{name}: {problem}" for problem in scale_problems(scales[name])]
    return scales, problems


def _place_problems(scale: Scale, built_in: Mapping[str, Scale]) -> list[str]:
    if scale.replaces and scale.id not in built_in:
        near = did_you_mean(scale.id, built_in)
        return [f"replaces '{scale.id}', but no built-in scale is called so{near}"]
    if scale.id in built_in and not scale.replaces:
        return [
            f"there is a built-in scale '{scale.id}': give this one another id, "
            "or write `replaces: yes` to use it instead"
        ]
    return []


def _repeated(own: Mapping[str, Scale]) -> list[str]:
    ids = [scale.id for scale in own.values()]
    return [f"{name}: scale '{s.id}' is there twice" for name, s in own.items() if ids.count(s.id) > 1]
