"""The rehearsal of each engagement: steps and stages with their evidence, and what was decided.

Where the published report tells of a decision, it is that one; of the others the replay says that they are its own.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import yaml

from .roster import HALF_TERMS, STRANDS, Strand

NOT_TOLD: Final = (
    "The replay's own decision, since the report tells of none: one cycle is not enough to say more."
)

DECIDED: Final[dict[str, dict[str, str]]] = {
    "halterworth-1": {
        "decide": "adopt",
        "reason": "All three schools keep the learning scale.",
        "learning": "Ten areas of fifteen closed, four widened, and in two schools teachers had left meanwhile.",
        "sustain": "The scale is part of what every new teacher is shown.",
    },
    "yesoiday-hatorah-1": {
        "decide": "adapt",
        "reason": "Write down who leads which pupil's sessions, and look again in spring.",
        "learning": "The same session helps more or less by who leads it, or those pupils were others from the start.",
    },
    "yesoiday-hatorah-2": {
        "decide": "adapt",
        "reason": "The teaching assistants are to be trained.",
        "learning": "Pupils whose sessions a teacher led moved on more often in both terms. Who led whom was not drawn by lot.",
    },
}

PRESENT: Final = {
    "north-west-primary": 13,
    "north-west-secondary": 6,
    "midlands-primary": 12,
    "london-south-east-primary": 17,
    "london-south-east-secondary": 8,
}

COMMENTS: Final = "What the people of this replay do; no real person said any of this."


def rehearsal() -> dict[str, Any]:
    """The content of rehearsal.yaml."""
    return {
        "comment": "Read and agreed; the numbers are those of the made-up data.",
        "decisions": [
            {
                "when": "otherwise",
                "decide": "abandon",
                "reason": "The replay ends here.",
                "learning": "Nothing is known of what came after.",
            }
        ],
        "meetings": [
            {
                "cluster": cluster,
                "half_term": half_term,
                "present": str(present - (place * 2 + len(cluster)) % 3),
            }
            for place, half_term in enumerate(HALF_TERMS[1:])
            for cluster, present in PRESENT.items()
        ],
    }


def rehearsed(strand: Strand, plans: list[dict[str, Any]]) -> dict[str, Any]:
    """The content of one file of rehearsal/; `plans` are the engagement's cycles in their order."""
    first, last = plans[0], plans[-1]
    planned = date.fromisoformat(first["planned"])
    seen = planned - timedelta(days=5)
    lines = [
        ("b", seen, first["focus"]["why"]),
        ("d", planned, "Said by staff: " + first["barriers"][0][0].lower() + first["barriers"][0][1:]),
        (
            "e",
            planned + timedelta(days=1),
            f"Read together: what is known of {first['intervention']['strand']}",
        ),
        ("f", planned + timedelta(days=2), f"Chosen: {first['intervention']['name']}"),
        ("g", planned + timedelta(days=4), f"The plan '{first['title']}'"),
    ]
    stages = [
        (1, date(2011, 11, 7), "The terms of engagement were agreed"),
        (2, planned, "Staff of the schools went through the data together"),
        (3, planned + timedelta(days=14), f"Begun: {first['intervention']['name']}"),
    ]
    if any(DECIDED.get(plan["id"], {}).get("decide") == "adopt" for plan in plans):
        stages.append((4, date.fromisoformat(last["aim"]["by"]), "The idea stays when the cycle is over"))
    return {
        "engagement": strand.id,
        "release": "yes",
        "steps": [{"step": step, "on": str(on), "evidence": said} for step, on, said in lines],
        "stages": [{"stage": str(stage), "on": str(on), "evidence": said} for stage, on, said in stages],
        "decisions": [_decision(plan["id"], ends=plan is last) for plan in plans],
    }


def _decision(cycle: str, *, ends: bool) -> dict[str, str]:
    told = DECIDED.get(cycle, {"decide": "adapt", "reason": NOT_TOLD})
    return {"cycle": cycle} | told | ({"ends": "yes"} if ends else {})


def write_rehearsal(folder: Path) -> None:
    """Write rehearsal.yaml and a file an engagement that has cycles."""
    _write(folder / "rehearsal.yaml", rehearsal())
    plans = [
        yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - scalars stay text
        for path in sorted((folder / "cycles").glob("*.yaml"))
    ]
    for strand in STRANDS:
        own = [plan for plan in plans if plan["engagement"] == strand.id]
        if own:
            _write(folder / "rehearsal" / f"{strand.id}.yaml", rehearsed(strand, own))


def _write(path: Path, content: dict[str, Any]) -> None:
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110)
    path.write_text(f"# {COMMENTS}\n{text}", encoding="utf-8")
