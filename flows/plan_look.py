"""`halfterm plan look`: what the baseline of a plan can show, as a page in the terminal or as JSON."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from halfterm.cycles.baseline_contrast import Contrast, Design
from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.cycles.impact.balance import balance_verdict
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.sides import Benchmark
from halfterm.cycles.matching_look import MatchLook, look_at_matching
from halfterm.cycles.plan import Plan
from halfterm.cycles.plan_look import BaselineSums, MeasureLook, SchoolPupils, look_at_measure
from halfterm.cycles.plan_look_sentences import interval_text, look_sentences
from halfterm.cycles.rounding import half_away
from halfterm.flows.benchmarks import benchmark_of
from halfterm.flows.locking import pupil_lists
from halfterm.flows.matching_look import matching_json, matching_sentence, matching_table
from halfterm.flows.plain_table import plain_table
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.arrivals import arrived
from halfterm.warehouse.baseline_look import locked_cycles, read_baselines
from halfterm.warehouse.draws import drawn_cycles
from halfterm.warehouse.store import reading

_IN_WORDS: dict[Design | None, str] = {
    None: "",
    "pupils": "",
    "pupils within schools": " within schools",
    "whole schools": ", whole schools",
}


@dataclass(frozen=True, slots=True)
class PlanLook:
    """The look at one plan: a measure each, the names to say it with, and whether its groups are locked."""

    plan: Plan
    baseline: str
    locked: bool
    school_names: dict[str, str]
    measures: tuple[MeasureLook, ...]
    matchings: Mapping[str, MatchLook] = field(default_factory=dict)

    def sentences(self, look: MeasureLook) -> tuple[str, ...]:
        return look_sentences(look, school_names=self.school_names)


def look_at_plan(folder: Path, cycle: str) -> PlanLook:
    """Look at a plan's baseline, freezing and writing nothing.

    Raises:
        BadInput: there is no such cycle, or its baseline is not loaded, or on another scale.
        NotAllowed: who gets the idea is still to be drawn.
        StoreTrouble: the warehouse is busy or damaged.
    """
    workspace = open_workspace(folder)
    plan = workspace.plan(cycle)
    if not workspace.warehouse.exists():
        raise _not_drawn(plan, folder) if plan.is_drawn else _not_loaded(plan, folder)
    with reading(workspace.warehouse) as connection:
        schools = workspace.programme.engagement(plan.engagement).pupil_schools
        if plan.is_drawn and plan.id not in drawn_cycles(connection):
            raise _not_drawn(plan, folder)
        if not any(school in schools for school, _ in arrived(connection, plan.baseline)):
            raise _not_loaded(plan, folder)
        listed = pupil_lists(connection, (plan,), workspace)
        sums = read_baselines(connection, [plan], programme=workspace.programme, listed=listed)
        locked = plan.id in locked_cycles(connection)
        matchings = {}
        if plan.comparison.kind == "matched":
            everybody = read_baselines(
                connection, [plan], programme=workspace.programme, listed=listed, matching=False
            )
            matchings = {key[1]: look_at_matching(plan, everybody[key], own) for key, own in sums.items()}
    return PlanLook(
        plan=plan,
        baseline=workspace.programme.half_term(plan.baseline).name,
        locked=locked,
        school_names={school: workspace.programme.school(school).name for school in schools},
        measures=tuple(
            look_at_measure(
                plan,
                measure,
                sums.get((plan.id, measure.id), BaselineSums()),
                schools=schools,
                benchmark=_known(benchmark_of(workspace, plan, measure, on=plan.planned)),
            )
            for measure in plan.studied_measures
        ),
        matchings=matchings,
    )


def _not_loaded(plan: Plan, folder: Path) -> BadInput:
    return BadInput(
        f"cycle '{plan.id}': its baseline, {plan.baseline}, is not loaded yet; load it with: "
        f"halfterm find-gaps {shlex.quote(str(folder))} --half-term {plan.baseline} --load"
    )


def _not_drawn(plan: Plan, folder: Path) -> NotAllowed:
    return NotAllowed(
        f"cycle '{plan.id}': who gets the idea is drawn at random, and nobody looks at the baseline before; "
        f"draw lots with: halfterm randomise {shlex.quote(str(folder))} {plan.id} --by ..."
    )


def _known(benchmark: Benchmark | None) -> Benchmark | None:
    """What of published figures is known when a plan is made: nothing of its follow-up."""
    return None if benchmark is None else replace(benchmark, follow_up=None)


def as_json(look: PlanLook) -> str:
    """One object: the plan, and for each measure its numbers (null where not known) and sentences."""
    report = {
        "cycle": look.plan.id,
        "title": look.plan.title,
        "baseline": look.plan.baseline,
        "locked": look.locked,
        "assumes": look.plan.assumes.model_dump(),
        "measures": [_measure_json(look, measure) for measure in look.measures],
    }
    return json.dumps(report, indent=2, allow_nan=False, ensure_ascii=False)


def _measure_json(look: PlanLook, measure: MeasureLook) -> dict[str, object]:
    held = asdict(measure)
    for name, contrast in (("groups", measure.groups), ("treated", measure.treated)):
        if contrast is not None:
            held[name]["verdict"] = _verdict(contrast.balance) or None
    if (matching := look.matchings.get(measure.measure)) is not None:
        held["matching"] = matching_json(matching)
    return {**held, "sentences": list(look.sentences(measure))}


def print_look(console: Console, look: PlanLook) -> None:
    """The look for a person: who is there, the numbers, then what they mean."""
    state = "locked groups" if look.locked else "groups as a lock would make them now"
    console.print(Text(f"{look.plan.title} ({look.plan.id})", style="bold"), soft_wrap=True)
    console.print(Text(f"Baseline {look.baseline}; {state}; nothing was written.", style="dim"))
    for measure in look.measures:
        console.print(Text(f"\n{measure.name} (scale: {measure.scale})", style="bold"))
        _print_measure(console, look, measure)
    assumes = look.plan.assumes
    said = (
        f"\nAssumed: correlation {assumes.correlation:g}, ICC {assumes.icc:g}, reliability "
        f"{assumes.reliability:g} (`assumes` in the plan). Told from chance: two-sided 5 %, power 80 %."
    )
    console.print(Text(said, style="dim"))


def _print_measure(console: Console, look: PlanLook, measure: MeasureLook) -> None:
    for table in (_pupils_table(look, measure), _numbers_table(measure), _attributes_table(measure)):
        if table.row_count:
            console.print(table)
            console.print()
    matching = look.matchings.get(measure.measure)
    if matching is not None:
        console.print(matching_table(matching))
        console.print()
    lines = Table.grid(padding=(0, 1))
    if matching is not None:
        lines.add_row("-", Text(matching_sentence(matching)))
    for line in look.sentences(measure):
        lines.add_row("-", Text(line))
    console.print(lines)


def _pupils_table(look: PlanLook, measure: MeasureLook) -> Table:
    heads = ("Pupils", "Target group", "no score", "Others", "no score", "Group not known")
    rows = [(look.school_names[held.school], _counts(held)) for held in measure.schools]
    if len(rows) > 1:
        rows.append(("All", tuple(map(sum, zip(*(counts for _, counts in rows), strict=True)))))
    texts = [(name, *(f"{count:,}" for count in counts)) for name, counts in rows]
    return plain_table(heads, texts, numbers=heads[1:])


def _counts(held: SchoolPupils) -> tuple[int, ...]:
    return (
        held.target,
        held.target_unscored,
        held.comparison,
        held.comparison_unscored,
        held.unclassified,
    )


def _numbers_table(measure: MeasureLook) -> Table:
    heads = ("At baseline", "Value", "95 % interval", "")
    rows = [
        (label, _rounded(finding.value, decimals), interval_text(finding, decimals), remark)
        for label, finding, decimals, remark in _numbers(measure)
        if finding.value is not None
    ]
    return plain_table(heads, rows, numbers=heads[1:3], unbroken=heads[1:3])


def _numbers(measure: MeasureLook) -> Iterator[tuple[str, Finding, int, str]]:
    """Label, finding, decimals and remark of each row."""
    yield "Gap, points", measure.gap, 1, ""
    yield "Gap: smallest change, points", measure.detectable_gap_change, 1, ""
    yield from _contrast_numbers(measure.groups, "Target")
    if measure.treated is not None:
        yield from _contrast_numbers(measure.treated, "Treated")
    yield "Drift of the target, points", measure.drift, 1, "if picked for its scores"


def _contrast_numbers(contrast: Contrast, names: str) -> Iterator[tuple[str, Finding, int, str]]:
    points = contrast.detectable_points.value
    remark = "" if points is None else f"{_rounded(points, 1)} points{_IN_WORDS[contrast.design]}"
    yield f"{names}: start apart, SD", contrast.balance, 2, _verdict(contrast.balance)
    yield f"{names}: smallest change, SD", contrast.detectable, 2, remark


def _verdict(balance: Finding) -> str:
    return "" if balance.value is None else balance_verdict(balance.value)


def _attributes_table(measure: MeasureLook) -> Table:
    heads = ("Who they are", "Share", "against", "SD apart", "95 % interval", "")
    contrasts = ((measure.groups, "target v others"), (measure.treated, "treated v untreated"))
    rows = [
        (
            f"{held.attribute} {held.value} ({names})",
            _share(*held.one),
            _share(*held.other),
            _rounded(held.difference.value, 2),
            interval_text(held.difference, 2),
            _verdict(held.difference),
        )
        for contrast, names in contrasts
        for held in (contrast.attributes if contrast else ())
    ]
    return plain_table(heads, rows, numbers=heads[1:5], unbroken=heads[1:5])


def _share(count: int, of: int) -> str:
    return f"{half_away(100 * count / of):.0f} %" if of else ""


def _rounded(number: float | None, decimals: int) -> str:
    return "" if number is None else f"{half_away(number, decimals):,.{decimals}f}"
