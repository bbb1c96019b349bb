"""YAML as people write it, read strictly: every scalar is text, and every problem has its line.

YAML's own typing turns `NO` into false, `1:30` into 90 and `017` into 15, lets the second of two equal keys
win, and lets a few aliases grow without end. Here scalars stay text and the models give them their type.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.model import Record

_LARGEST = 256 * 1024  # bytes
_DEEPEST = 20  # levels of lists and keys in each other
# The same loader in C, ten times faster, where it was built.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_Place = tuple[str | int, ...]
_Model = TypeVar("_Model", bound=Record)


def read_record(
    path: Path, model: type[_Model], *, shown_as: str | None = None, context: dict[str, Any] | None = None
) -> _Model:
    """Read one YAML file into a record; `context` is for the record's own look-ups.

    Raises:
        BadInput: all problems of the file at once, each with its line, and near misses for unknown keys.
    """
    name = shown_as or path.name
    content, lines = _read(name, _text(path, name))
    if not isinstance(content, dict):
        raise BadInput(f"{name}: the file must hold keys and values")
    try:
        return model.model_validate(content, context=context)
    except ValidationError as invalid:
        errors = invalid.errors(include_input=False, include_url=False)
        problems = [
            _problem(name, error, model, lines) for error in errors if not _only_follows(error, errors)
        ]
    raise BadInput(*dict.fromkeys(problems))


def _text(path: Path, name: str) -> str:
    if not path.is_file():
        raise BadInput(f"{name}: there is no such file")
    if path.stat().st_size > _LARGEST:
        raise BadInput(f"{name}: larger than {_LARGEST // 1024} KB; a plan or setting is not")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{name}: not saved as UTF-8 text") from None
    except OSError:
        raise BadInput(f"{name}: the file cannot be opened") from None


@lru_cache(maxsize=1024)
def _read(name: str, text: str) -> tuple[Any, dict[_Place, int]]:
    """The content and the line of every place. Kept: a run opens its workspace anew for every step."""
    return _Document(name).read(text)


class _Document:
    """One reading of one file: its content as text and lists and keys, and the line of every place."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[_Place, int] = {}

    def read(self, text: str) -> tuple[Any, dict[_Place, int]]:
        try:
            self._check_events(yaml.parse(text, Loader=_LOADER))
            node = yaml.compose(text, Loader=_LOADER)
        except yaml.MarkedYAMLError as trouble:
            line = f", line {trouble.problem_mark.line + 1}" if trouble.problem_mark else ""
            raise BadInput(f"{self.name}{line}: not well-formed YAML ({trouble.problem})") from None
        except yaml.YAMLError:
            raise BadInput(f"{self.name}: not well-formed YAML; is there an unprintable character?") from None
        if node is None:
            raise BadInput(f"{self.name}: the file is empty")
        return self._value(node, ()), self.lines

    def _check_events(self, events: Iterable[yaml.Event]) -> None:
        """Refuse aliases and bottomless nesting before they are built: both grow without end."""
        depth = 0
        for event in events:
            line = f"line {event.start_mark.line + 1}" if event.start_mark else "somewhere"
            if isinstance(event, yaml.AliasEvent):
                raise BadInput(f"{self.name}, {line}: aliases (*name) are not read here; write the value out")
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > _DEEPEST:
                raise BadInput(f"{self.name}, {line}: nested more than {_DEEPEST} levels deep")

    def _value(self, node: yaml.Node, place: _Place) -> Any:
        self.lines[place] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, (*place, i)) for i, item in enumerate(node.value)]
        plain = isinstance(node, yaml.ScalarNode) and not node.style
        return None if plain and node.value == "" else node.value

    def _mapping(self, node: yaml.MappingNode, place: _Place) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise BadInput(f"{self.name}, line {line}: a key must be a word")
            key = key_node.value
            if key in mapping:
                raise BadInput(f"{self.name}, line {line}: the key '{key}' is there twice")
            mapping[key] = self._value(value_node, (*place, key))
            self.lines[*place, key] = line
        return mapping


def _only_follows(error: Any, errors: Iterable[Any]) -> bool:
    """Whether a list is too short only because the items that it has were refused."""
    place = error["loc"]
    within = [other for other in errors if other is not error and other["loc"][: len(place)] == place]
    return error["type"] == "too_short" and bool(within)


def _problem(name: str, error: Any, model: type[Record], lines: dict[_Place, int]) -> str:
    place: _Place = tuple(part for part in error["loc"] if not str(part).endswith("]"))
    where = f"{name}, line {_line(place, lines)}"
    path = ".".join(str(part) for part in place)
    match error["type"]:
        case "extra_forbidden":
            known = _known_keys(model.model_json_schema(), place[:-1])
            return f"{where}: unknown key '{path}'{did_you_mean(str(place[-1]), known)}"
        case "missing":
            return f"{where}: '{path}' is missing"
        case _:
            said = str(error["msg"]).removeprefix("Value error, ")
            return f"{where}: {path + ': ' if path else ''}{said[0].lower() + said[1:]}"


def _line(place: _Place, lines: dict[_Place, int]) -> int:
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def _known_keys(schema: dict[str, Any], place: Sequence[str | int]) -> Iterable[str]:
    """The keys that the model knows at a place, found by walking its JSON schema."""
    definitions = schema.get("$defs", {})
    here = _resolved(schema, definitions)
    for part in place:
        here = _resolved(_inside(here, part), definitions)
    return list(here.get("properties", {}))


def _resolved(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """Follow references, and of alternatives the first: an optional record is that record."""
    while "$ref" in schema or "anyOf" in schema:
        schema = definitions[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema["anyOf"][0]
    return schema


def _inside(schema: dict[str, Any], part: str | int) -> dict[str, Any]:
    """The schema of an item of a list, of a field, or of what stands under any key of its own naming."""
    if isinstance(part, int):
        inner = schema.get("items", {})
    elif part in schema.get("properties", {}):
        inner = schema["properties"][part]
    else:
        # Keys of a constrained kind, such as slugs, are told by their pattern.
        inner = next(
            iter(schema.get("patternProperties", {}).values()), schema.get("additionalProperties", {})
        )
    return inner if isinstance(inner, dict) else {}
