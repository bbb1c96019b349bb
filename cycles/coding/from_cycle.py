"""A live cycle coded by its record: what can be told is told, what the plan says counts first, nothing else.

The tables are those of `frame.py`. What the record does not tell has the table's own code for that, where it
has one, and is marked as not told: a code is never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from halfterm.cycles.coding.coded import CodedReport
from halfterm.cycles.coding.frame import FRAME, CodingTable
from halfterm.cycles.do_log_entries import EvidenceKind, LeaderRole
from halfterm.cycles.do_log_fields import folded
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Role
from halfterm.cycles.school import Phase, SchoolContext

Basis = Literal["said", "derived", "not told"]
"""Where a cycle's codes of a table come from: its plan's coding, its record, or nowhere."""

HIGH: Final[Mapping[str, tuple[str, float]]] = {
    "fsm_pct": ("high FSM", 30.0),
    "sen_pct": ("high SEN", 25.0),
    "eal_pct": ("high EAL", 30.0),
}
"""Which share of a school's pupils makes which background, from how many percent on."""

_EYFS, _PRIMARY, _SECONDARY = "EYFS", "primary", "secondary"
_PHASES: Final[Mapping[Phase, frozenset[str]]] = {
    "nursery": frozenset({_EYFS}),
    "infant": frozenset({_PRIMARY}),
    "junior": frozenset({_PRIMARY}),
    "primary": frozenset({_PRIMARY}),
    "secondary": frozenset({_SECONDARY}),
    "all-through": frozenset({_PRIMARY, _SECONDARY}),
}
_TOGETHER: Final = {
    frozenset({_EYFS}): "EYFS",
    frozenset({_PRIMARY}): "primary",
    frozenset({_EYFS, _PRIMARY}): "EYFS and primary",
    frozenset({_SECONDARY}): "secondary",
    frozenset({_PRIMARY, _SECONDARY}): "primary and secondary",
    frozenset({_EYFS, _PRIMARY, _SECONDARY}): "all three",
}

_PEOPLE: Final[Mapping[Role, str]] = {
    "nle": "headteacher",
    "headteacher": "headteacher",
    "deputy": "SLT",
    "governor": "governor",
    "researcher": "external specialist",
    "facilitator": "other",
    "data manager": "other",
    "administrator": "other",
}
_LEADERS: Final[Mapping[LeaderRole, str]] = {
    "teacher": "class or subject teacher",
    "teaching assistant": "TA",
    "mentor": "mentor tutor or coach",
    "other": "other",
}
_SPEAKERS: Final[Mapping[EvidenceKind, str]] = {
    "student perceptions": "learner",
    "parental perceptions": "parent",
}
"""Who gave evidence of a kind that says it; of the other kinds it is not certain."""

_GAPS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("fsm", "fsm6", "ever 6", "ever6", "pupil premium", "pp"), "FSM or looked after"),
    **dict.fromkeys(("looked after", "lac", "cla", "disadvantaged"), "FSM or looked after"),
    **dict.fromkeys(("sex", "gender"), "gender"),
    **dict.fromkeys(("sen", "send", "sen status", "ehcp"), "SEN"),
    **dict.fromkeys(("eal", "first language"), "EAL"),
    **dict.fromkeys(("ethnicity", "ethnic group"), "ethnicity"),
    **dict.fromkeys(("behaviour", "semh", "besd"), "social emotional or behaviour"),
    **dict.fromkeys(("neet", "risk of neet"), "risk of NEET"),
    **dict.fromkeys(
        ("prior attainment", "attainment", "prior band", "band", "borderline"), "underperformance"
    ),
    **dict.fromkeys(("below predicted", "below expected", "selected"), "underperformance"),
}
_NO_GAP: Final = frozenset(
    {
        "year",
        "year group",
        "years",
        "class",
        "form",
        "key stage",
        "phase",
        "school",
        "subject",
        "set",
        "house",
    }
)
"""Attributes that say which pupils, but not who is behind whom."""


@dataclass(frozen=True, slots=True)
class CycleFacts:
    """What the record of a cycle says that its coding needs.

    `schools` is how many are in the group; `phases` and `contexts` are theirs, None where it is not known.
    `people` are the roles of those with a duty in the plan or who agreed the terms; `led_by` those of who led
    sessions. `evidence` are the kinds that were gathered, pupils' scores among them once they are studied;
    `grade` is the evidence's, empty while nobody knows. `agreed` are terms; `met` says that the cluster has
    met since the cycle's half-term began.
    """

    plan: Plan
    schools: int
    phases: tuple[Phase | None, ...] = ()
    contexts: tuple[SchoolContext | None, ...] = ()
    people: tuple[Role, ...] = ()
    led_by: tuple[LeaderRole, ...] = ()
    evidence: tuple[EvidenceKind, ...] = ()
    grade: str = ""
    agreed: bool = False
    met: bool = False


@dataclass(frozen=True, slots=True)
class CodedCycle:
    """A cycle's codes by table, and for each table where they come from."""

    report: CodedReport
    basis: Mapping[str, Basis]


def coded_cycle(facts: CycleFacts) -> CodedCycle:
    """The codes of one cycle in every table; what its plan's `coding` says goes before what is derived."""
    told = {table.id: _codes(table, facts) for table in FRAME}
    return CodedCycle(
        CodedReport(facts.plan.id, {table: codes for table, (codes, _) in told.items()}),
        {table: basis for table, (_, basis) in told.items()},
    )


def _codes(table: CodingTable, facts: CycleFacts) -> tuple[tuple[str, ...], Basis]:
    said = facts.plan.coding.get(table.id, ())
    if said:
        return _in_order(table, said), "said"
    found = _RULES[table.id](facts)
    if found:
        return _in_order(table, found), "derived"
    return ((table.untold,) if table.untold else ()), "not told"


def _in_order(table: CodingTable, codes: tuple[str, ...] | set[str]) -> tuple[str, ...]:
    return tuple(code for code in table.codes if code in codes)


def _group_size(facts: CycleFacts) -> set[str]:
    sizes = ((3, "3 or fewer"), (7, "4-7"), (11, "8-11"))
    return set(next(([code] for most, code in sizes if facts.schools <= most), []))


def _background(facts: CycleFacts) -> set[str]:
    return {
        code
        for context in facts.contexts
        if context is not None
        for field, (code, least) in HIGH.items()
        if (share := getattr(context, field)) is not None and share >= least
    }


def _phase(facts: CycleFacts) -> set[str]:
    """The phases of all schools together; nothing as long as one of them is not known."""
    known = [_PHASES[phase] for phase in facts.phases if phase is not None and phase in _PHASES]
    if not known or len(known) < len(facts.phases):
        return set()
    together = _TOGETHER.get(frozenset().union(*known))
    return set() if together is None else {together}


def _partnership(facts: CycleFacts) -> set[str]:
    rules = (
        (facts.agreed, "developed vision and approach together"),
        (facts.met, "shared good practice and outcomes"),
    )
    return {code for holds, code in rules if holds}


def _stakeholders(facts: CycleFacts) -> set[str]:
    return {
        *(_PEOPLE[role] for role in facts.people),
        *(_LEADERS[role] for role in facts.led_by),
        *(_SPEAKERS[kind] for kind in facts.evidence if kind in _SPEAKERS),
    }


def _target_group(_: CycleFacts) -> set[str]:
    """A plan cannot be without one."""
    return {"yes"}


def _gap(facts: CycleFacts) -> set[str]:
    """A named list of pupils tells no gap: it may have been made by anything."""
    named = [folded(attribute) for attribute in facts.plan.target_group.attributes]
    return {_GAPS.get(name, "other") for name in named if name not in _NO_GAP}


def _outcomes(_: CycleFacts) -> set[str]:
    """Outcomes in the report's sense are a reader's judgement: only the plan's coding tells them."""
    return set()


def _evidence(facts: CycleFacts) -> set[str]:
    return set(facts.evidence)


def _project_type(facts: CycleFacts) -> set[str]:
    return {facts.grade} if facts.grade else set()


_RULES: Final[Mapping[str, Callable[[CycleFacts], set[str]]]] = {
    "1_group_size": _group_size,
    "2_background": _background,
    "3_phase": _phase,
    "4_partnership": _partnership,
    "5_stakeholders": _stakeholders,
    "6_target_group_identified": _target_group,
    "7_gap": _gap,
    "8_outcomes": _outcomes,
    "9_evidence": _evidence,
    "10_project_type": _project_type,
}
