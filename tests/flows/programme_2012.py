"""The programme of 2012 as a workspace: five clusters, sixteen engagements; made-up pupils."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path
from typing import Final

HALF_TERMS: Final = (
    "autumn-2-201112",
    "spring-1-201112",
    "spring-2-201112",
    "summer-1-201112",
    "summer-2-201112",
    "autumn-1-201213",
    "autumn-2-201213",
    "spring-1-201213",
)

# Cluster, lead school, its local authority, the schools it supports, the model of support.
ENGAGEMENTS: Final = (
    ("north-west-primary", "Broadoak", "Salford", ["The Cathedral"], "one-to-one"),
    ("north-west-primary", "Victoria Infant", "Cumbria", ["Victoria Junior"], "one-to-one"),
    ("north-west-primary", "St Pauls", "Bolton", ["A Bolton school"], "one-to-one"),
    ("north-west-primary", "Woodlands", "Lancashire", ["A Lancashire school"], "one-to-one"),
    ("north-west-secondary", "Blessed Thomas Holford", "Trafford", ["Irlam and Cadishead"], "one-to-one"),
    ("north-west-secondary", "The Heath", "Halton", ["A neighbouring secondary"], "one-to-one"),
    ("midlands-primary", "Gilmorton Chandler", "Leicestershire", ["A junior school"], "one-to-one"),
    (
        "midlands-primary",
        "Meadow",
        "Leicestershire",
        ["A city school", "A county school"],
        "group of schools",
    ),
    ("midlands-primary", "Kibworth", "Leicestershire", ["A Leicestershire primary"], "one-to-one"),
    ("midlands-primary", "Gaddesby", "Leicestershire", ["A village school"], "one-to-one"),
    ("south-east-primary", "Halterworth", "Hampshire", ["Awbridge", "Wellow"], "federation"),
    ("south-east-primary", "Michael Faraday", "Southwark", ["St Peters"], "one-to-one"),
    ("south-east-primary", "Danehill", "East Sussex", ["An East Sussex primary"], "one-to-one"),
    ("south-east-secondary", "Chestnut Grove", "Wandsworth", ["St Cecilias"], "one-to-one"),
    ("south-east-secondary", "Little Ilford", "Newham", ["A Newham secondary"], "one-to-one"),
    ("south-east-secondary", "Dunraven", "Lambeth", ["Crown Lane"], "one-to-one"),
)


APS = {
    "id": "aps",
    "name": "Average points",
    "about": "The authority's own points.",
    "kind": "points",
    "lowest": 0,
    "highest": 60,
}


def slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def make_programme(folder: Path, leads: tuple[str, ...] = tuple(lead for _, lead, *_ in ENGAGEMENTS)) -> Path:
    """Write the workspace of these leads, without any data: they come half-term by half-term (`deliver`)."""
    for name in ("cycles", "sources", "scales", "inbox"):
        (folder / name).mkdir(parents=True)
    (folder / "halfterm.toml").write_text('audience = "cluster"\n')
    (folder / "calendar.yaml").write_text('use: "2011-13"\n')
    _write(folder / "programme.yaml", programme(leads))
    _write(folder / "scales" / "aps.yaml", APS)
    for lead in leads:
        _write(folder / "cycles" / f"{slug(lead)}-1.yaml", _plan(slug(lead)))
        _write(folder / "sources" / f"{slug(lead)}.yaml", _source(slug(lead)))
    return folder


def programme(leads: tuple[str, ...]) -> dict[str, object]:
    """programme.yaml: every school has a head; every lead school's head is the engagement's NLE."""
    clusters: dict[str, list[dict[str, object]]] = {}
    people: list[dict[str, object]] = []
    engagements: list[dict[str, object]] = []
    for cluster, lead, authority, supported, model in (e for e in ENGAGEMENTS if e[1] in leads):
        schools = clusters.setdefault(cluster, [])
        for name in (lead, *supported):
            schools.append({"id": slug(name), "name": name, "code": slug(name).upper(), "la": authority})
            people.append(
                {
                    "id": f"head-{slug(name)}",
                    "name": f"Head of {name}",
                    "role": "headteacher",
                    "school": slug(name),
                }
            )
        people.append(
            {"id": f"nle-{slug(lead)}", "name": f"NLE of {lead}", "role": "nle", "school": slug(lead)}
        )
        engagements.append(
            {
                "id": slug(lead),
                "name": f"{lead} and its partners",
                "cluster": cluster,
                "lead": slug(lead),
                "supported": [slug(name) for name in supported],
                "nle": f"nle-{slug(lead)}",
                "model": model,
            }
        )
    people += [{"id": f"fac-{c}", "name": f"Facilitator of {c}", "role": "facilitator"} for c in clusters]
    return {
        "id": "closing-the-gap",
        "name": "Closing the gap",
        "about": "Which change ideas close gaps?",
        "stands_in": "Made-up pupils.",
        "half_terms": list(HALF_TERMS),
        "people": people,
        "clusters": [
            {"id": c, "name": c.replace("-", " ").title(), "facilitator": f"fac-{c}", "schools": schools}
            for c, schools in clusters.items()
        ],
        "engagements": engagements,
    }


def _plan(engagement: str) -> dict[str, object]:
    return {
        "id": f"{engagement}-1",
        "title": "Reading conferences",
        "engagement": engagement,
        "planned": "2011-11-14",
        "half_term": "spring-1-201112",
        "baseline": "autumn-2-201112",
        "follow_up": "spring-1-201112",
        "aim": {
            "by": "2012-02-10",
            "improve": "the reading gap",
            "from": "4 points",
            "to": "2 points",
            "for_whom": "FSM pupils",
            "by_doing": "weekly reading conferences",
        },
        "target_group": {"name": "FSM pupils", "attributes": {"fsm": "yes"}},
        "comparison": {"kind": "others", "name": "the other pupils"},
        "change_idea": {
            "name": "reading conferences",
            "theory": "Who talks about a book reads more of it.",
            "treated": {"idea": "in"},
            "assigned": "waiting list",
        },
        "intervention": {
            "name": "Reading conferences",
            "theme": "Mentoring",
            "dosage": {"sessions_per_week": 1, "minutes": 20, "weeks": 6},
        },
        "measures": [{"id": "reading", "name": "Reading", "scale": "points-2"}],
        "targets": [{"measure": "reading", "goal": -2, "by": "2012-02-10"}],
        "predictions": [
            {"measure": "reading", "value": -3, "lower": -5, "upper": -1, "closing_probability": 0.7}
        ],
    }


def _source(engagement: str) -> dict[str, object]:
    columns: dict[str, object] = {
        "school": "School",
        "attributes": {
            "fsm": {"column": "FSM", "values": {"Y": "yes", "N": "no"}},
            "idea": {"column": "Idea"},
        },
        "measures": {"reading": {"column": "Reading", "scale": "points-2"}},
    }
    return {
        "source": engagement,
        "pupil": "UPN",
        "half_terms": {h: {"file": f"inbox/{engagement}-{h}.csv"} | columns for h in HALF_TERMS},
    }


def deliver(
    folder: Path, engagement: str, half_term: str, *, codes: dict[str, str], without: tuple[str, ...] = ()
) -> None:
    """Put an engagement's export into the inbox: `codes` names its schools in the file, `without` some."""
    chance = random.Random(f"{engagement} {half_term}")
    time = HALF_TERMS.index(half_term)
    with (folder / "inbox" / f"{engagement}-{half_term}.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["UPN", "School", "FSM", "Idea", "Reading"])
        for school, code in codes.items():
            for number in range(0 if school in without else 28):
                own = random.Random(f"{school} {number}")
                fsm, idea = number % 2, own.random() < 0.5
                mark = (
                    20
                    - 4 * fsm
                    + own.gauss(0, 4)
                    + 1.5 * time
                    + 0.5 * time * fsm * idea
                    + chance.gauss(0, 1.5)
                )
                writer.writerow([f"{school}-{number}", code, "NY"[fsm], "in" if idea else "out", round(mark)])


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=1))  # which is YAML too
