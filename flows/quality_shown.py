"""The quality of cycles on a terminal and for machines: each point with the line that proves it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Console

from halfterm.cycles.quality import CycleQuality
from halfterm.cycles.quality_point import Line, Point, lines_said
from halfterm.cycles.quality_progress import Judgement
from halfterm.flows.plain_table import plain_table


def print_qualities(console: Console, qualities: Iterable[CycleQuality]) -> None:
    """A table a cycle: the point, the answer, why, what proves it and what is missing."""
    for quality in qualities:
        title = f"{quality.cycle}: {quality.title}"
        rows = [(point.name, point.answer, "\n".join(_why(point))) for point in quality.points]
        if quality.judged is not None:
            rows.append(("progress, judged", f"{quality.judged.level:.1f} of 5", _judged(quality.judged)))
        console.print(plain_table(("Point", "", "Why"), rows, title=title, unbroken={"Point"}))
        console.print()


def _why(point: Point) -> Iterator[str]:
    yield point.because
    if point.proof:
        yield f"proved by {lines_said(point.proof)}"
    if point.missing:
        yield f"missing: {point.missing}"


def _judged(judged: Judgement) -> str:
    return f"{judged.by}: {judged.reason}\nproved by {judged.line}"


def qualities_json(qualities: Iterable[CycleQuality]) -> str:
    """All points of all cycles as one JSON object."""
    return json.dumps({"cycles": [_as_json(one) for one in qualities]}, indent=2, ensure_ascii=False)


def _as_json(quality: CycleQuality) -> dict[str, Any]:
    judged = quality.judged
    return {
        "cycle": quality.cycle,
        "title": quality.title,
        "points": [
            {
                "name": point.name,
                "answer": point.answer,
                "met": point.met,
                "level": point.level,
                "because": point.because,
                "proof": [_line_json(line) for line in point.proof],
                "missing": point.missing,
            }
            for point in quality.points
        ],
        "judged": None
        if judged is None
        else {
            "level": judged.level,
            "by": judged.by,
            "on": judged.on.isoformat(),
            "reason": judged.reason,
            "proof": [_line_json(judged.line)],
        },
    }


def _line_json(line: Line) -> dict[str, Any]:
    if line.event is None:
        return {"place": line.place}
    return {"event": line.event, "on": line.on.isoformat() if line.on else None}
