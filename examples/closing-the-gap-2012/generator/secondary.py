"""Cases of secondary schools: Blessed Thomas Holford, Heath, Chestnut Grove, Little Ilford, Forest Way."""

from __future__ import annotations

import random
from typing import Final, TypeVar

from .scores import Range
from .tables import PUPIL, named

LETTERS: Final = ("U", "G", "F", "E", "D", "C", "B", "A", "A*")
ITEMS: Final = 58
RESPONDENTS: Final = 287
Item = TypeVar("Item")

FEELINGS: Final = ("I want to do well in maths", "I am sure of myself in maths", "I am good at something")


def blessed_thomas_holford(chance: random.Random) -> list[dict[str, object]]:
    """Year 10: 28 boys with free school meals below what was predicted for them, and the others."""
    rows: list[dict[str, object]] = []
    for place in range(150):
        chosen = place < 28
        sex, fsm = ("M", "Y") if chosen else (chance.choice("MF"), "Y" if chance.random() < 0.12 else "N")
        before = _placed(chance.gauss(3.1 if chosen else 4.8, 1.0))
        after = _placed(before + chance.gauss(0.75 if chosen else 0.5, 0.55))
        feelings = {}
        for item in FEELINGS:
            first = min(max(round(chance.gauss(2.7 if chosen else 3.4, 0.9)), 1), 5)
            later = min(max(first + round(chance.gauss(0.6 if chosen else 0.1, 0.7)), 1), 5)
            feelings |= {f"{item} Aut2": first, f"{item} Sum1": later}
        rows.append(
            {
                PUPIL: named("BTH", place + 1),
                "School": "IRLAM-AND-CADISHEAD",
                "Year": 10,
                "Sex": sex,
                "FSM": fsm,
                "Below predicted": "Y" if chosen else "N",
                "Maths Aut2": LETTERS[before],
                "Maths Sum1": LETTERS[after],
            }
            | feelings
        )
    return rows


def heath(chance: random.Random) -> list[dict[str, object]]:
    """Year 11: 25 of 150 on the borderline. 17 of them, and 54 of all, reach a C in English; 17 and then 20 are
    confident of their exam skills; of 28 with free school meals two were forecast five good GCSEs.
    """
    reached = [True] * 17 + [False] * 8 + _shuffled(chance, [True] * 37 + [False] * 88)
    confident = [True] * 17 + [False] * 8
    later = _shuffled(chance, [True] * 20 + [False] * 5)
    fsm = _shuffled(chance, ["Y"] * 7 + ["N"] * 18) + _shuffled(chance, ["Y"] * 21 + ["N"] * 104)
    forecast = _forecast(chance, fsm)
    rows = []
    for place in range(150):
        borderline = place < 25
        before = (
            chance.choice((4, 4, 4, 5))
            if borderline
            else (_placed(chance.gauss(6 if reached[place] else 3, 0.7)))
        )
        after = (
            5 + (chance.random() < 0.2)
            if reached[place]
            else chance.choice((3, 4, 4) if borderline else (2, 3, 4))
        )
        sure, surer = (
            (confident[place], later[place])
            if borderline
            else (chance.random() < 0.6, chance.random() < 0.62)
        )
        rows.append(
            {
                PUPIL: named("HEA", place + 1),
                "School": "HALTON-NEIGHBOUR",
                "Year": 11,
                "FSM": fsm[place],
                "Borderline": "Y" if borderline else "N",
                "Five good GCSEs forecast": forecast[place],
                "English Spr1": LETTERS[before],
                "English Aut1": LETTERS[after],
                "I know how to tackle an exam paper Spr1": chance.choice((4, 5))
                if sure
                else chance.choice((1, 2, 3)),
                "I know how to tackle an exam paper Aut1": chance.choice((4, 5))
                if surer
                else chance.choice((2, 3)),
            }
        )
    return rows


def _forecast(chance: random.Random, fsm: list[str]) -> list[str]:
    """Two of the pupils with free school meals, and three of ten others."""
    few = iter(_shuffled(chance, ["yes"] * 2 + ["no"] * (fsm.count("Y") - 2)))
    return [next(few) if one == "Y" else "yes" if chance.random() < 0.3 else "no" for one in fsm]


def _shuffled(chance: random.Random, items: list[Item]) -> list[Item]:
    found = list(items)
    chance.shuffle(found)
    return found


def _placed(place: float) -> int:
    """The grade's place in the order of letters."""
    return min(max(round(place), 0), len(LETTERS) - 1)


def chestnut_grove(chance: random.Random) -> list[dict[str, object]]:
    """Two schools' Year 10, followed into Year 11."""
    rows: list[dict[str, object]] = []
    for school, pupils, share in (("CHESTNUT-GROVE", 120, 0.5), ("ST-CECILIAS", 110, 0.3)):
        for _ in range(pupils):
            fsm = chance.random() < share
            able = chance.gauss(-0.5 if fsm else 0.4, 1.0)
            row: dict[str, object] = {
                PUPIL: named("CHE", len(rows) + 1),
                "School": school,
                "Year Sum1": 10,
                "Year Aut2": 11,
                "FSM": "Y" if fsm else "N",
            }
            for subject in ("English", "Maths"):
                before = _placed(4.2 + able + chance.gauss(0, 0.6))
                after = _placed(before + chance.gauss(0.55 if fsm else 0.4, 0.6))
                row |= {f"{subject} Sum1": LETTERS[before], f"{subject} Aut2": LETTERS[after]}
            rows.append(row)
    return rows


def little_ilford(chance: random.Random) -> list[dict[str, object]]:
    """26 boys with free school meals whose writing is audited every six weeks, and their classmates."""
    steps = Range(1, 9, 1)
    rows = []
    for place in range(104):
        chosen = place < 26
        first = steps.near(chance.gauss(3.6 if chosen else 5.0, 1.2))
        second = steps.near(first + chance.gauss(0.4, 0.6))
        third = steps.near(second + chance.gauss(0.6 if chosen else 0.4, 0.6))
        willing = min(max(round(chance.gauss(2.6 if chosen else 3.3, 0.9)), 1), 5)
        fsm = "Y" if chosen or chance.random() < 0.4 else "N"
        rows.append(
            {
                PUPIL: named("LIT", place + 1),
                "School": "SUPPORTED-7",
                "FSM": fsm,
                "Sex": "M" if chosen else "F" if fsm == "Y" else chance.choice("MF"),
                "Audited Aut2": "2011-12-12",
                "Writing Aut2": first,
                "Audited Spr1": "2012-01-30",
                "Writing Spr1": second,
                "Audited Spr2": "2012-03-19",
                "Writing Spr2": third,
                "Writing is worth the effort Aut2": willing,
                "Writing is worth the effort Spr2": min(max(willing + chance.choice((-1, 0, 0, 1, 1)), 1), 5),
            }
        )
    return rows


def forest_way(chance: random.Random) -> list[dict[str, object]]:
    """Year 11's answers to 58 statements in October and in May, by the same 287 pupils.

    In 48 statements more pupils moved up than down: in 19 by more than chance (5 %, each statement by itself), in 29
    by less. In ten they did not.
    """
    moves = [(54 + n % 5, 21 - n % 3) for n in range(8)]  # far beyond chance
    moves += [(36 + n % 3, 19 + n % 3) for n in range(11)]  # beyond chance, each by itself
    moves += [(29 + n % 4, 24 + n % 5) for n in range(29)]
    moves += [(24 + n % 3, 28 + n % 4) for n in range(10)]
    order = list(range(ITEMS))
    chance.shuffle(order)
    before = [
        [min(max(round(chance.gauss(3.3, 0.8)), 1), 5) for _ in range(ITEMS)] for _ in range(RESPONDENTS)
    ]
    after = [list(answers) for answers in before]
    for item, (up, down) in zip(order, moves, strict=True):
        pupils = list(range(RESPONDENTS))
        chance.shuffle(pupils)
        rising = [p for p in pupils if before[p][item] < 5][:up]
        falling = [p for p in pupils if before[p][item] > 1 and p not in rising][:down]
        for pupil in rising:
            after[pupil][item] += 1
        for pupil in falling:
            after[pupil][item] -= 1
    return [
        {PUPIL: named("KEV", pupil + 1), "School": "KING-EDWARD-VII", "Year": 11}
        | {"Favourable Aut1": _favourable(before[pupil]), "Favourable Sum1": _favourable(after[pupil])}
        | {f"Q{item + 1:02} Aut1": before[pupil][item] for item in range(ITEMS)}
        | {f"Q{item + 1:02} Sum1": after[pupil][item] for item in range(ITEMS)}
        for pupil in range(RESPONDENTS)
    ]


def _favourable(answers: list[int]) -> float:
    """The percentage of statements that a pupil agrees with."""
    return round(100 * sum(answer >= 4 for answer in answers) / len(answers), 1)
