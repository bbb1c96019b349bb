"""`halfterm stepped`: what a cycle with a drawn order shows over its half-terms, as far as loaded."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.text import Text

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.reasons import reason
from halfterm.cycles.impact.stepped import STATISTIC, stepped_effect
from halfterm.cycles.plan import Plan
from halfterm.cycles.plan_look_sentences import interval_text
from halfterm.cycles.programme import Programme
from halfterm.cycles.rounding import half_away
from halfterm.flows.draw_record import draws_of
from halfterm.flows.plain_table import plain_table
from halfterm.flows.randomise_shown import NEVER
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.draws import SteppedRows, read_stepped
from halfterm.warehouse.register import register
from halfterm.warehouse.store import reading

MOST_CELLS = 800
TOO_MANY_CELLS = (
    f"more than {MOST_CELLS} means: where so many were drawn one by one, the study of the cycle itself "
    "(impact, treated against those who still wait) is the one to read"
)


@dataclass(frozen=True, slots=True)
class Stepped:
    """A stepped order's study: the half-terms with scores, each unit's start, and a finding a measure.

    `starts` names schools; of classes and pupils only how many start when is told.
    """

    cycle: str
    draw: int
    unit: str
    half_terms: tuple[str, ...]
    starts: dict[str, int]
    schools: dict[str, str | None]
    findings: dict[str, Finding]


def study_stepped(workspace: Workspace, cycle: str) -> Stepped:
    """Set every half-term from the baseline on in which some have started beside those who still wait.

    The half-terms go to the last in which a wave starts, or to the cycle's follow-up where that is later.

    Raises:
        BadInput: there is no such cycle, nothing was drawn for it, or scores are on several scales.
    """
    plan, programme = workspace.plan(cycle), workspace.programme
    with register(workspace.register) as events:
        drawn = draws_of(events, plan.id)
    if not drawn:
        raise BadInput(f"cycle '{cycle}': nothing was drawn for it; halfterm randomise draws lots")
    record = drawn[-1][1]
    wanted = _half_terms(plan, programme, record.starts)
    with reading(workspace.warehouse) as connection:
        rows = read_stepped(connection, plan, programme=programme, number=record.number, half_terms=wanted)
    seen = {cell.half_term for cells in rows.cells.values() for cell in cells}
    return Stepped(
        cycle=plan.id,
        draw=record.number,
        unit=record.unit,
        half_terms=tuple(name for name in wanted if programme.position(name) in seen),
        starts=_counts(record.starts, rows),
        schools=dict(sorted(rows.starts.items())) if record.unit == "school" else {},
        findings={measure.id: _finding(rows, measure.id) for measure in plan.studied_measures},
    )


def _half_terms(plan: Plan, programme: Programme, starts: tuple[str | None, ...]) -> tuple[str, ...]:
    last = max(programme.position(start) for start in (*starts, plan.follow_up) if start is not None)
    return tuple(h.id for h in programme.half_terms[programme.position(plan.baseline) : last + 1])


def _counts(starts: tuple[str | None, ...], rows: SteppedRows) -> dict[str, int]:
    return {start or NEVER: sum(1 for unit in rows.starts if rows.starts[unit] == start) for start in starts}


def _finding(rows: SteppedRows, measure: str) -> Finding:
    cells = rows.cells.get(measure, ())
    if len(cells) > MOST_CELLS:
        return undefined(STATISTIC, TOO_MANY_CELLS)
    return stepped_effect(cells, rows.started)


def stepped_as_json(stepped: Stepped) -> str:
    """One object; null where a number does not exist, and the method then says why."""
    return json.dumps(asdict(stepped), indent=2, allow_nan=False, ensure_ascii=False)


def print_stepped(console: Console, stepped: Stepped) -> None:
    """Who starts when, then a line a measure, then how it was made."""
    console.print(Text(f"{stepped.cycle}: a stepped order, draw {stepped.draw}", style="bold"))
    seen = ", ".join(stepped.half_terms) or "none"
    console.print(Text(f"Half-terms with scores: {seen}. As drawn, whoever took part.", style="dim"))
    console.print()
    if stepped.schools:
        rows = [(school, start or NEVER) for school, start in stepped.schools.items()]
        console.print(plain_table(("School", "Starts"), rows))
    else:
        what = "Classes" if stepped.unit == "class" else "Pupils"
        counts = [(start, f"{number:,}") for start, number in stepped.starts.items()]
        console.print(plain_table(("Starts", what), counts, numbers=[what]))
    console.print()
    heads = ("Measure", "Effect", "95 % interval", "p")
    console.print(plain_table(heads, [_row(*one) for one in stepped.findings.items()], numbers=heads[1:]))
    for measure, finding in stepped.findings.items():
        console.print()
        console.print(Text(f"{measure}: {_sentence(finding)}"), soft_wrap=True)
        console.print(Text(finding.method, style="dim"), soft_wrap=True)


def _row(measure: str, finding: Finding) -> tuple[str, ...]:
    if finding.value is None:
        return measure, "", "", ""
    p = "" if finding.p is None else f"{half_away(finding.p, 3):.3f}"
    return measure, f"{half_away(finding.value, 1):,.1f}", interval_text(finding, 1), p


def _sentence(finding: Finding) -> str:
    """What the finding says: the same words whatever its direction."""
    if finding.value is None:
        return f"no effect can be computed: {reason(finding)}."
    size = half_away(abs(finding.value), 1)
    went = (
        "neither higher nor lower"
        if not size
        else f"{size:,.1f} points {'higher' if finding.value > 0 else 'lower'}"
    )
    said = f"once started, means are {went} than they would else have been"
    if finding.lower is None or finding.upper is None:
        return f"{said}; so few orders could have been drawn that this may be chance."
    if finding.lower <= 0 <= finding.upper:
        return f"{said}; an effect of nothing fits the scores as well."
    return f"{said}; by chance alone the order drawn would seldom show as much."
