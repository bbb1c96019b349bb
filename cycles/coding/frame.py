"""The coding frame of the 2008-10 programme's map of reports: ten tables and the codes of each.

Source: CUREE for the National College (2010), "Leadership for closing the gap: full report", tables 1 to 10,
made of 129 reports of groups of schools. How a code is recognised in a live cycle's record is ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from halfterm.cycles.errors import did_you_mean

REPORTS: Final = 129
"""Reports that the map of 2010 was made of."""


@dataclass(frozen=True, slots=True)
class CodingTable:
    """One table of the frame. A report has several codes of a `multiple` table, one of any other.

    `untold` is the code for a report that does not tell, empty where the table has none. `groups` part the
    codes of a table under heads, in order; `note` says how a code is recognised.
    """

    id: str
    title: str
    multiple: bool
    codes: tuple[str, ...]
    note: str
    untold: str = ""
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def number(self) -> int:
        """The number of the table in the map, from 1."""
        return int(self.id.partition("_")[0])

    def group_of(self, code: str) -> str:
        """The head that a code stands under; empty where the table has no groups."""
        return next((head for head, codes in self.groups if code in codes), "")


_LEADERSHIP = (
    "collaboration and communication",
    "leadership skills and attributes",
    "understanding of other contexts",
    "better use of data",
    "awareness of barriers and of the gap",
    "distributed leadership",
    "parental involvement",
    "openness to change",
)
_STAFF = ("teaching and learning practice", "staff confidence")
_LEARNER = (
    "motivation engagement and enjoyment",
    "confidence and self-esteem",
    "achievement in one area",
    "basic skills",
    "attendance and behaviour",
)

FRAME: Final = (
    CodingTable(
        "1_group_size",
        "Schools in the group",
        multiple=False,
        codes=("3 or fewer", "4-7", "8-11", "unclear"),
        note="The lead school and those it supports are counted; the frame has no code for 12 or more.",
        untold="unclear",
    ),
    CodingTable(
        "2_background",
        "Background of the schools",
        multiple=True,
        codes=(
            *("high FSM", "high SEN", "high EAL", "area of deprivation", "other", "none of these"),
            "not specified",
        ),
        note="From what the programme's file says of any school of the group: 30% of pupils or more get "
        "free school meals or speak English as an additional language, 25% or more have special needs. The "
        "lines are ours.",
        untold="not specified",
    ),
    CodingTable(
        "3_phase",
        "Phase",
        multiple=False,
        codes=(
            *("EYFS", "primary", "EYFS and primary", "secondary", "primary and secondary", "all three"),
            "not specified",
        ),
        note="The phases of all schools of the group; infant and junior schools are primary, an all-through "
        "school is primary and secondary.",
        untold="not specified",
    ),
    CodingTable(
        "4_partnership",
        "How the schools worked together",
        multiple=True,
        codes=(
            "developed vision and approach together",
            "planned together",
            "shared good practice and outcomes",
            "shared resources",
            "joint CPD",
            "joint delivery",
            "one school cascaded its approach",
            "other",
        ),
        note="Terms agreed by both sides are a vision developed together; a meeting of the cluster that was "
        "held in or after the cycle's half-term is one that shared outcomes. The rest must be said.",
    ),
    CodingTable(
        "5_stakeholders",
        "Who took part",
        multiple=True,
        codes=(
            *("learner", "SLT", "headteacher", "class or subject teacher", "middle leader", "parent", "TA"),
            *("LA adviser", "external specialist", "mentor tutor or coach", "EYFS practitioner", "governor"),
            *("AST", "volunteer", "other"),
        ),
        note="Those with a duty in the plan, those who agreed the terms, those who led sessions, and those "
        "who gave evidence of their own. An NLE is a serving headteacher.",
    ),
    CodingTable(
        "6_target_group_identified",
        "A target group was identified",
        multiple=False,
        codes=("yes", "no"),
        note="A plan here names its target group, and locks it before the follow-up.",
    ),
    CodingTable(
        "7_gap",
        "The gap that was worked on",
        multiple=True,
        codes=(
            *("underperformance", "gender", "FSM or looked after", "social emotional or behaviour"),
            *("in-school variation", "SEN", "ethnicity", "EAL", "risk of NEET", "other", "unclear"),
        ),
        note="From the attributes that make the target group; a group chosen by attainment is "
        "underperformance. Year, class and school tell no gap.",
        untold="unclear",
    ),
    CodingTable(
        "8_outcomes",
        "Outcomes that were reported",
        multiple=True,
        codes=(*_LEADERSHIP, *_STAFF, *_LEARNER),
        note="Only what a plan's coding says: no outcome is guessed from figures or words.",
        groups=(("Leadership", _LEADERSHIP), ("Staff", _STAFF), ("Learners", _LEARNER)),
    ),
    CodingTable(
        "9_evidence",
        "Evidence that was gathered",
        multiple=True,
        codes=(
            *("student perceptions", "test or assessment data", "teacher or TA assessment"),
            *("staff reflections and perceptions", "meeting notes", "parental perceptions", "observation"),
            *("review or consultation outcomes", "photo", "video or audio", "other"),
        ),
        note="The do-log's evidence, lessons observed and learning walks, and the pupils' scores once they "
        "are studied.",
    ),
    CodingTable(
        "10_project_type",
        "Type of project",
        multiple=False,
        codes=("research", "evaluation", "monitoring", "description"),
        note="Graded by the quality of the evidence: research is triangulated and compared before and "
        "after, evaluation has several kinds and tracks leaders, monitoring tracks pupils only, description "
        "has next to nothing.",
    ),
)
"""The ten tables, in order."""

TABLES: Final[Mapping[str, CodingTable]] = MappingProxyType({table.id: table for table in FRAME})


def code_problems(table_id: str, codes: Sequence[str]) -> list[str]:
    """What is wrong with the codes of one table, each with the nearest right word; empty when nothing is.

    >>> code_problems("7_gaps", ["gender"])
    ["the coding frame has no table '7_gaps'; did you mean '7_gap'?"]
    """
    if table_id not in TABLES:
        return [f"the coding frame has no table '{table_id}'{did_you_mean(table_id, TABLES)}"]
    table = TABLES[table_id]
    problems = [
        f"table {table_id} has no code '{code}'{did_you_mean(code, table.codes)}"
        for code in codes
        if code not in table.codes
    ]
    problems += [
        f"table {table_id} has the code '{code}' twice"
        for code in dict.fromkeys(codes)
        if list(codes).count(code) > 1
    ]
    if not table.multiple and len(codes) > 1:
        problems.append(f"table {table_id} takes one code, and has {len(codes):,}")
    if table.untold and table.untold in codes and len(codes) > 1:
        problems.append(f"table {table_id} has '{table.untold}' beside another code")
    return problems
