"""Cases of which nothing is published: pupils made up so that their cycles run, and for nothing else."""

from __future__ import annotations

import random
from typing import Final

from .scores import Range, drawn, grades, moved
from .tables import PUPIL, named

MARKS: Final = Range(0, 40, 1)
STEPS: Final = Range(1, 6, 1)


def gilmorton_chandler(chance: random.Random) -> list[dict[str, object]]:
    """A junior school: 18 of 120 pupils have free school meals."""
    return _levels(
        chance,
        prefix="GIL",
        schools={"LEICESTERSHIRE-JUNIOR": (18, 102)},
        subjects=("Reading", "Maths"),
        times=("Aut2", "Spr2"),
    )


def meadow(chance: random.Random) -> list[dict[str, object]]:
    """Three schools of the county and the city."""
    schools = {"MEADOW": (22, 66), "MEADOW-COUNTY": (14, 70), "MEADOW-CITY": (30, 54)}
    return _levels(chance, prefix="MEA", schools=schools, subjects=("Maths",), times=("Spr1", "Sum1"))


def victoria(chance: random.Random) -> list[dict[str, object]]:
    """The first year of the junior school; that nothing clear comes of made-up pupils takes a little help."""
    return _levels(
        chance,
        prefix="VIC",
        schools={"VICTORIA-JUNIOR": (26, 58)},
        subjects=("Reading",),
        times=("Aut1", "Aut2"),
        gains=(1.7, 1.3),
    )


def _levels(
    chance: random.Random,
    *,
    prefix: str,
    schools: dict[str, tuple[int, int]],
    subjects: tuple[str, ...],
    times: tuple[str, str],
    gains: tuple[float, float] = (1.3, 1.3),
) -> list[dict[str, object]]:
    """Levels of pupils with free school meals and of the others, `schools` with how many of each."""
    rows: list[dict[str, object]] = []
    for school, sizes in schools.items():
        for fsm, pupils, mean, gain in zip("YN", sizes, (17.2, 20.0), gains, strict=True):
            columns = {}
            for subject in subjects:
                before = drawn(chance, pupils, mean=mean, sd=3.6)
                after = moved(chance, before, gain=gain, sd=1.4)
                columns |= {f"{subject} {times[0]}": grades(before), f"{subject} {times[1]}": grades(after)}
            rows += [
                {PUPIL: named(prefix, len(rows) + place + 1), "School": school, "FSM": fsm}
                | {header: column[place] for header, column in columns.items()}
                for place in range(pupils)
            ]
    return rows


def broadoak(chance: random.Random) -> list[dict[str, object]]:
    """Twelve pupils of Year 1 picked out by a screening in June, and the others; in autumn all are in Year 2."""
    rows: list[dict[str, object]] = []
    for place in range(48):
        picked = place < 12
        before = MARKS.near(chance.gauss(11 if picked else 24, 4 if picked else 6))
        after = MARKS.near(before + chance.gauss(6 if picked else 3.5, 3))
        rows.append(
            {
                PUPIL: named("CAT", place + 1),
                "School": "CATHEDRAL",
                "Screened": "Y" if picked else "N",
                "Phonics Sum2": before,
                "Phonics Aut1": after,
            }
        )
    return rows


def st_eanswythes(chance: random.Random) -> list[dict[str, object]]:
    """Reception and Years 1 and 2 as they were in July, and what they knew in February."""
    rows: list[dict[str, object]] = []
    for year, mean in (("R", 9), ("1", 18), ("2", 27)):
        for _ in range(28):
            before = MARKS.near(chance.gauss(mean, 5))
            rows.append(
                {
                    PUPIL: named("CHR", len(rows) + 1),
                    "School": "CHRIST-CHURCH",
                    "Year": year,
                    "Phonics Sum2": before,
                    "Phonics Spr1": MARKS.near(before + chance.gauss(8, 3.5)),
                }
            )
    return rows


def michael_faraday(chance: random.Random) -> list[dict[str, object]]:
    """Pupils who learn English as an additional language, and the others, in six steps of speaking and listening."""
    rows: list[dict[str, object]] = []
    for place in range(84):
        eal = place < 38
        before = STEPS.near(chance.gauss(2.6 if eal else 3.5, 0.9))
        after = STEPS.near(before + chance.gauss(0.9 if eal else 0.7, 0.6))
        rows.append(
            {
                PUPIL: named("PET", place + 1),
                "School": "ST-PETERS",
                "EAL": "Y" if eal else "N",
                "Speaking and listening Aut2": f"step {before}",
                "Speaking and listening Sum1": f"step {after}",
            }
        )
    return rows
