"""A plan as a file: commented, in the order of the model, written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import yaml

from halfterm.cycles.errors import BadInput
from halfterm.cycles.plan import Plan
from halfterm.warehouse.yaml_file import read_record

COMMENTS: Final = {
    "planned": "The day of planning; no date below may lie before it.",
    "half_term": "When the cycle is run, where pupils stood before, and where they stand after.",
    "focus": "How the focus was chosen: school improvement, what worked, or needs analysis; and why.",
    "aim": "One sentence: by when, what improves, from where to where, for whom, by doing what.",
    "barriers": "What keeps these pupils behind.",
    "driver": "What in the school's working has to change to move the aim.",
    "change_idea": "What is done differently, and why it should work; treated: who gets it.",
    "intervention": "What is delivered, how much, by whom, at what cost.",
    "target_group": "Pupils who match every attribute at the baseline.",
    "comparison": "others, whole_class, matched, national or none.",
    "measures": "kind: outcome (was the aim reached?), process (was it done?), balancing (was harm done?).",
    "targets": "How far the gap, or the mean, should be by when.",
    "pupil_targets": "Each pupil's own goal: baseline plus gain, or as the measure named in goals has it.",
    "predictions": "What you expect, with a range and how sure you are. Locked with the plan.",
    "data_plan": "Who collects which data, when and how.",
    "roles": "Who does what.",
    "milestones": "What must have been done by when.",
    "risks": "What could go wrong, and what you do then.",
    "assumes": "Taken as known until there are data.",
}


def plan_text(plan: Plan, *, about: Iterable[str] = ()) -> str:
    """A plan as YAML that reads back equal: in the order of the model, defaults left out.

    `about` are lines put above it as comments.
    """
    lines = [f"# {' '.join(line.split())}\n" for line in about]
    for key, value in plan.model_dump(mode="json", exclude_defaults=True).items():
        if key in COMMENTS:
            lines.append(f"# {COMMENTS[key]}\n")
        lines.append(yaml.safe_dump({key: _plain(value)}, sort_keys=False, allow_unicode=True, width=110))
    return "".join(lines)


def _plain(value: Any) -> Any:
    """Whole numbers without their `.0`, as a person writes them."""
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list():
            return [_plain(item) for item in value]
        case float() if value.is_integer():
            return int(value)
    return value


def write_plan(path: Path, plan: Plan, *, about: Iterable[str] = ()) -> None:
    """Write a plan where there is no file yet; whole or not at all.

    Raises:
        BadInput: there is a file of this name already, or the plan would not be read back as it is.
    """
    path.parent.mkdir(exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with fresh.open("w", encoding="utf-8") as file:
            file.write(plan_text(plan, about=about))
            file.flush()
            os.fsync(file.fileno())
        if read_record(fresh, Plan, shown_as=path.name) != plan:
            raise BadInput(f"{path.name}: a word in it cannot be written to a file and read again as it is")
        _put_in_place(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def _put_in_place(fresh: Path, path: Path) -> None:
    taken = BadInput(f"cycles/{path.name}: is there already; nothing was written over it")
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise taken from None
    except OSError:  # a file share that knows no links
        if path.exists():
            raise taken from None
        fresh.replace(path)
