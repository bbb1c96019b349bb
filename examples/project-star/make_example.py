"""Write this example's programme and first plans from the data's kindergarten columns.

    python examples/project-star/make_example.py

Of the years after kindergarten only who still took part is looked at: targets and predictions are what could have
been written then.
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict
from pathlib import Path
from statistics import mean
from typing import Any

import yaml

HERE = Path(__file__).parent
ENGAGEMENT_SIZE = 4
YEARS = (
    ("kindergarten", "Kindergarten", "1985-08-26", "1986-05-30"),
    ("grade-1", "Grade 1", "1986-08-25", "1987-05-29"),
    ("grade-2", "Grade 2", "1987-08-24", "1988-05-27"),
    ("grade-3", "Grade 3", "1988-08-22", "1989-05-26"),
)
LETTERS = "ABCDEFGH"
WORDS = ("No", "One", "Two", "Three", "Four", "Five")

Row = dict[str, str]


def main() -> None:
    """Read the data once; write programme.yaml and one plan an engagement."""
    with gzip.open(HERE / "data" / "project-star.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    districts = districts_with_partners(rows)
    engagements = [
        engagement
        for district, schools in districts.items()
        for engagement in divide(rows, district, schools)
    ]
    write(HERE / "programme.yaml", programme(rows, districts, engagements))
    for engagement in engagements:
        write(HERE / "cycles" / f"{engagement['id']}-1.yaml", plan(rows, engagement))


def districts_with_partners(rows: list[Row]) -> dict[str, list[str]]:
    """Districts in which a school has another to work with, and their schools in kindergarten."""
    schools: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["schoolidk"]:
            schools[row["systemk"]].add(row["schoolidk"])
    return {
        d: sorted(s, key=int) for d, s in sorted(schools.items(), key=lambda item: int(item[0])) if len(s) > 1
    }


def withdrawal(rows: list[Row], school: str) -> dict[str, Any]:
    """When a school left the experiment: with the first year in which it has no pupils."""
    for (_, name, starts, _), column in zip(YEARS[1:], ("schoolid1", "schoolid2", "schoolid3"), strict=True):
        if not any(row[column] == school for row in rows):
            reason = f"It has no pupils in the experiment from {name} on."
            return {"withdrawn": {"on": starts, "reason": reason}}
    return {}


def divide(rows: list[Row], district: str, schools: list[str]) -> list[dict[str, Any]]:
    """Engagements of two to five schools; the first school of each that stayed to the end leads."""
    groups = max(1, round(len(schools) / ENGAGEMENT_SIZE))
    parts = [schools[i::groups] for i in range(groups)]
    names = [f" {LETTERS[i]}" if groups > 1 else "" for i in range(groups)]
    return [
        {
            "id": f"district-{district}{name.lower().replace(' ', '-')}",
            "name": f"District {district}{name}",
            "cluster": f"district-{district}",
            "codes": sorted(part, key=lambda school: bool(withdrawal(rows, school))),
        }
        for part, name in zip(parts, names, strict=True)
    ]


def programme(
    rows: list[Row], districts: dict[str, list[str]], engagements: list[dict[str, Any]]
) -> dict[str, Any]:
    """The content of programme.yaml."""
    settings = {
        school: Counter(row["schoolk"] for row in rows if row["schoolidk"] == school).most_common(1)[0][0]
        for schools in districts.values()
        for school in schools
    }
    return {
        "id": "project-star",
        "name": "Project STAR, replayed",
        "about": "Does a small class help pupils who get free school lunches to catch up? Twelve school districts of "
        "Tennessee, 1985 to 1989, as if their schools had worked in plan-do-study-act cycles.",
        "stands_in": "An example on real, public research data. Four US school years (kindergarten to grade 3) stand in for "
        "half-terms, districts for clusters, and free school lunch for free school meals. Schools' real names are not known; "
        "engagements, targets, predictions, reviews and decisions were written for this example.",
        "replay": "yes",
        "half_terms": [{"id": i, "name": n, "starts": s, "ends": e} for i, n, s, e in YEARS],
        "people": people(districts, engagements),
        "clusters": [
            {
                "id": f"district-{district}",
                "name": f"District {district}",
                "facilitator": f"facilitator-{district}",
                "schools": [
                    {
                        "id": f"school-{s}",
                        "name": f"School {s}",
                        "code": s,
                        "phase": "primary",
                        "setting": settings[s],
                        **withdrawal(rows, s),
                    }
                    for s in schools
                ],
            }
            for district, schools in districts.items()
        ],
        "engagements": [
            {
                "id": e["id"],
                "name": e["name"],
                "cluster": e["cluster"],
                "lead": f"school-{e['codes'][0]}",
                "supported": [f"school-{code}" for code in e["codes"][1:]],
                "nle": f"nle-{e['id']}",
                "model": "one-to-one" if len(e["codes"]) == 2 else "group of schools",
                "context": context(rows, e["codes"], settings),
            }
            for e in engagements
        ],
    }


def people(districts: dict[str, list[str]], engagements: list[dict[str, Any]]) -> list[dict[str, str]]:
    """A facilitator a district, an NLE an engagement, a headteacher a school."""
    found = [
        {"id": f"facilitator-{d}", "name": f"Facilitator of District {d}", "role": "facilitator"}
        for d in districts
    ]
    found += [{"id": f"nle-{e['id']}", "name": f"{e['name']}'s leader", "role": "nle"} for e in engagements]
    found += [
        {"id": f"head-{s}", "name": f"Head of School {s}", "role": "headteacher", "school": f"school-{s}"}
        for schools in districts.values()
        for s in schools
    ]
    return found


def context(rows: list[Row], codes: list[str], settings: dict[str, str]) -> str:
    """A sentence on where the schools are and how many of their pupils get free lunches, in tens of percent."""
    lunches = [row["lunchk"] for row in rows if row["schoolidk"] in codes and row["lunchk"]]
    share = round(10 * lunches.count("free") / len(lunches))
    kinds = sorted({settings[code] for code in codes})
    return f"{WORDS[len(codes)]} {' and '.join(kinds)} schools of one district; about {share} pupils in 10 get free school lunches."


def plan(rows: list[Row], engagement: dict[str, Any]) -> dict[str, Any]:
    """The first plan of an engagement's chain: kindergarten to grade 1."""
    gaps = {
        m: gap(rows, engagement["codes"], column) for m, column in (("reading", "readk"), ("maths", "mathk"))
    }
    return {
        "id": f"{engagement['id']}-1",
        "title": f"Small classes and the free-lunch gap in {engagement['name']}",
        "engagement": engagement["id"],
        "planned": "1986-06-16",
        "half_term": "grade-1",
        "baseline": "kindergarten",
        "follow_up": "grade-1",
        "focus": {
            "route": "needs analysis",
            "why": "In kindergarten, set beside the others, pupils who get free school lunches were "
            + spoken(gaps)
            + ".",
        },
        "aim": {
            "by": "1987-05-29",
            "improve": "the free-lunch gap",
            "from": spoken(gaps),
            "to": spoken({m: round(g / 2) for m, g in gaps.items()}),
            "for_whom": "pupils who get free school lunches",
            "by_doing": "teaching some of them in classes of 13 to 17",
        },
        "barriers": [
            "In a regular class of 22 to 25, a pupil with least help at home is seldom heard alone."
        ],
        "driver": "The teacher's time for each pupil.",
        "change_idea": {
            "name": "small classes",
            "theory": "In a class of 13 to 17 a teacher hears every pupil read and sees who is stuck; pupils with least help at home "
            "should gain most.",
            "treated": {"class-type": "small"},
            "untreated": "free-lunch pupils of the same schools in regular classes of 22 to 25, with or without an aide",
            "assigned": "random",
        },
        "intervention": {
            "name": "Small classes",
            "theme": "Improving an aspect of teaching and learning",
            "strand": "reducing class size",
            "dosage": {"words": "every lesson of the school year"},
            "delivered_by": "class teachers",
            "group_size": 15,
        },
        "target_group": {"name": "free-lunch pupils", "attributes": {"fsm": "yes"}},
        "comparison": {"kind": "others", "name": "the other pupils of the same schools"},
        "measures": [
            {"id": "reading", "name": "Reading", "scale": "sat-reading"},
            {"id": "maths", "name": "Maths", "scale": "sat-maths"},
        ],
        "targets": [
            {"measure": m, "statistic": "gap", "goal": round(g / 2), "by": "1987-05-29"}
            for m, g in gaps.items()
        ],
        "predictions": [
            {
                "measure": m,
                "statistic": "gap",
                "value": round(0.8 * g),
                "lower": round(0.8 * g) - 10,
                "upper": round(0.8 * g) + 10,
                "coverage": "0.8",
                "closing_probability": "0.6",
                "because": "A third of the pupils are in small classes, and those behind should gain most.",
            }
            for m, g in gaps.items()
        ],
    }


def spoken(gaps: dict[str, float]) -> str:
    """How far behind or ahead in each measure: 15 points behind in reading and 19 points behind in maths."""
    return " and ".join(
        f"{abs(round(g))} point{'' if abs(round(g)) == 1 else 's'} {'behind' if g < 0 else 'ahead'} in {m}"
        for m, g in gaps.items()
    )


def gap(rows: list[Row], codes: list[str], column: str) -> float:
    """Mean of free-lunch pupils less mean of the others, in kindergarten, in points."""
    scores = {
        lunch: [
            float(r[column]) for r in rows if r["schoolidk"] in codes and r["lunchk"] == lunch and r[column]
        ]
        for lunch in ("free", "non-free")
    }
    return mean(scores["free"]) - mean(scores["non-free"])


def write(path: Path, content: dict[str, Any]) -> None:
    """Write YAML in the order given, one item a line, with every value as plain text."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110), encoding="utf-8")


if __name__ == "__main__":
    main()
