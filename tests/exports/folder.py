"""A workspace with one or more of the exports in its inbox: settings, programme, a minimal plan, sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.exports.export import Export
from tests.exports.long import LONG
from tests.exports.pupils import MadeSchool, schools
from tests.exports.sheets import Sheet
from tests.exports.wide import WIDE

EXPORTS: Mapping[str, Export] = {export.name: export for export in (*WIDE, *LONG)}
"""Every format by its name."""

_PROGRAMME = """\
id: twelve
name: Twelve primary schools
about: Do reading pairs close the gap?
stands_in: Made-up pupils.
replay: yes
half_terms:
- {{id: autumn-1-202627, name: "Autumn 1, 2026/27", starts: 2026-09-07, ends: 2026-10-23}}
- {{id: autumn-2-202627, name: "Autumn 2, 2026/27", starts: 2026-11-02, ends: 2026-12-18}}
- {{id: spring-1-202627, name: "Spring 1, 2026/27", starts: 2027-01-04, ends: 2027-02-12}}
people:
- {{id: fay, name: Fay Facilitator, role: facilitator}}
- {{id: nia, name: Nia Lee, role: nle}}
clusters:
- id: north
  name: North
  facilitator: fay
  schools:
{north}
- id: south
  name: South
  facilitator: fay
  schools:
{south}
engagements:
- id: ash-beech
  name: Ash and Beech
  cluster: north
  lead: ash-primary
  supported: [beech-primary]
  nle: nia
"""

_PLAN = """\
id: ash-beech-1
title: Reading pairs
engagement: ash-beech
planned: 2026-12-16
half_term: spring-1-202627
baseline: autumn-2-202627
follow_up: spring-1-202627
aim:
  by: 2027-02-12
  improve: the reading gap
  from: 4 points
  to: 2 points
  for_whom: FSM pupils
  by_doing: reading in pairs
target_group: {name: FSM pupils, attributes: {fsm: yes}}
comparison: {kind: others, name: the other pupils}
change_idea: {name: reading pairs, theory: Reading aloud to somebody who listens.}
intervention: {name: Reading pairs, theme: Mentoring}
measures:
- {id: reading-in-pairs, name: Reading in pairs, scale: standardised-score}
predictions:
- {measure: reading-in-pairs, closing_probability: 0.7}
"""

_PLANNED = """\
source: reading-tests
about: What the plan is about; it has not come yet.
file: inbox/reading-tests.csv
identifier: upn
pupil: UPN
columns:
  school: School
  attributes: {fsm: {column: FSM, values: {Y: yes, N: no}}}
  measures: {reading-in-pairs: {column: "Score {called}", scale: standardised-score}}
half_terms: {autumn-2-202627: {called: Aut2}, spring-1-202627: {called: Spr1}}
"""


def make_folder(folder: Path, exports: Iterable[Export]) -> Path:
    """Write the workspace with these exports as sources; the inbox is still empty."""
    for name in ("cycles", "sources", "inbox"):
        (folder / name).mkdir(parents=True)
    (folder / "halfterm.toml").write_text('audience = "cluster"\n', encoding="utf-8")
    clusters = {"north": schools()[:6], "south": schools()[6:]}
    listed = {name: "\n".join(map(_school, members)) for name, members in clusters.items()}
    (folder / "programme.yaml").write_text(_PROGRAMME.format(**listed), encoding="utf-8")
    (folder / "cycles" / "ash-beech-1.yaml").write_text(_PLAN, encoding="utf-8")
    (folder / "sources" / "reading-tests.yaml").write_text(_PLANNED, encoding="utf-8")
    for export in exports:
        text = f"source: {export.name}\n{export.source}"
        (folder / "sources" / f"{export.name}.yaml").write_text(text, encoding="utf-8")
    return folder


def _school(school: MadeSchool) -> str:
    return (
        f"  - {{id: {school.id}, name: {school.name}, code: '{school.code}', urn: '{school.urn}', "
        f"laestab: '{school.code}', phase: primary}}"
    )


def deliver(folder: Path, export: Export, sheets: Mapping[str, Sheet]) -> dict[str, object]:
    """Put the files of a half-term into the inbox; returns what the writer says of each."""
    return {place: export.write(sheet, folder / place) for place, sheet in sheets.items()}
