"""A small workspace that runs: two engagements, two chained half-terms, made-up pupils."""

from __future__ import annotations

import csv
import random
from pathlib import Path

PROGRAMME = """\
id: small
name: A small programme
about: Do reading pairs help?
stands_in: Made-up pupils.
replay: yes
half_terms:
- {id: autumn-2, name: Autumn 2, starts: 2024-11-04, ends: 2024-12-20}
- {id: spring-1, name: Spring 1, starts: 2025-01-06, ends: 2025-02-14}
- {id: spring-2, name: Spring 2, starts: 2025-02-24, ends: 2025-04-04}
people:
- {id: fay, name: Fay Facilitator, role: facilitator}
- {id: nia, name: Nia Lee, role: nle}
- {id: head-ash, name: Ada Ash, role: headteacher, school: ash}
- {id: head-beech, name: Ben Beech, role: headteacher, school: beech}
- {id: head-cedar, name: Cy Cedar, role: headteacher, school: cedar}
- {id: head-dogwood, name: Di Dogwood, role: headteacher, school: dogwood}
clusters:
- id: north
  name: North
  facilitator: fay
  schools:
  - {id: ash, name: Ash School, code: A1}
  - {id: beech, name: Beech School, code: B2}
- id: south
  name: South
  facilitator: fay
  schools:
  - {id: cedar, name: Cedar School, code: C3}
  - {id: dogwood, name: Dogwood School, code: D4}
engagements:
- {id: ash-beech, name: Ash and Beech, cluster: north, lead: ash, supported: [beech], nle: nia}
- {id: cedar-dogwood, name: Cedar and Dogwood, cluster: south, lead: cedar, supported: [dogwood], nle: nia}
"""

PLAN = """\
id: {engagement}-1
title: Reading pairs
engagement: {engagement}
planned: 2024-12-16
half_term: spring-1
baseline: autumn-2
follow_up: spring-1
aim:
  by: 2025-02-14
  improve: the reading gap
  from: 4 points
  to: 2 points
  for_whom: FSM pupils
  by_doing: reading in pairs
target_group: {{name: FSM pupils, attributes: {{fsm: yes}}}}
comparison: {{kind: others, name: the other pupils}}
change_idea:
  name: reading pairs
  theory: Reading aloud to somebody who listens.
  treated: {{pairs: in}}
intervention: {{name: Reading pairs, theme: Mentoring}}
measures:
- {{id: reading, name: Reading, scale: points}}
targets:
- {{measure: reading, goal: -1, by: 2025-02-14}}
predictions:
- {{measure: reading, value: -3, lower: -6, upper: 0, closing_probability: 0.7}}
"""

SOURCE = """\
source: marks
file: inbox/marks.csv
pupil: UPN
half_terms:
  autumn-2:
    school: School
    attributes: {fsm: {column: FSM, values: {Y: yes, N: no}}, pairs: {column: Pairs Aut2}}
    measures: {reading: {column: Reading Aut2, scale: points}}
  spring-1:
    school: School
    attributes: {fsm: {column: FSM, values: {Y: yes, N: no}}, pairs: {column: Pairs Spr1}}
    measures: {reading: {column: Reading Spr1, scale: points}}
  spring-2:
    school: School
    attributes: {fsm: {column: FSM, values: {Y: yes, N: no}}, pairs: {column: Pairs Spr2}}
    measures: {reading: {column: Reading Spr2, scale: points}}
"""

REHEARSAL = """\
comment: Read and agreed.
decisions:
- {when: idea helped, decide: adopt, reason: It helped., learning: Keep it.}
- {when: otherwise, decide: adapt, reason: Not clear yet., learning: Try again.}
"""


def make_workspace(folder: Path, *, pupils: int = 40, seed: int = 7) -> Path:
    """Write the workspace; `pupils` a school."""
    for name in ("cycles", "sources", "inbox"):
        (folder / name).mkdir(parents=True)
    (folder / "halfterm.toml").write_text('audience = "public"\n')
    (folder / "programme.yaml").write_text(PROGRAMME)
    (folder / "rehearsal.yaml").write_text(REHEARSAL)
    (folder / "sources" / "marks.yaml").write_text(SOURCE)
    for engagement in ("ash-beech", "cedar-dogwood"):
        (folder / "cycles" / f"{engagement}-1.yaml").write_text(PLAN.format(engagement=engagement))
    write_marks(folder / "inbox" / "marks.csv", pupils=pupils, seed=seed)
    return folder


def write_marks(path: Path, *, pupils: int, seed: int) -> None:
    """Four schools' marks, FSM pupils some points behind, pairs drawn at random."""
    chance = random.Random(seed)
    header = ["UPN", "School", "FSM", "Pairs Aut2", "Reading Aut2"]
    header += ["Pairs Spr1", "Reading Spr1", "Pairs Spr2", "Reading Spr2"]
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for school in ("A1", "B2", "C3", "D4"):
            for number in range(pupils):
                fsm = number % 2
                mark = 20 - 4 * fsm + chance.gauss(0, 4)
                row: list[object] = [f"{school}{number:04}", school, "NY"[fsm], "out", round(mark)]
                for _ in range(2):
                    pairs = chance.random() < 0.5
                    mark += 1.5 + 2 * pairs * fsm + chance.gauss(0, 2)
                    row += ["in" if pairs else "out", round(mark)]
                writer.writerow(row)
