"""`halfterm exceptions`: traffic lights by group, measure and school, by rules in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.exception_conditions import Asked
from halfterm.cycles.exception_report import ExceptionReport, report_on
from halfterm.cycles.exception_rules import ExceptionRules
from halfterm.cycles.half_term import HalfTerm
from halfterm.cycles.impact.progress_steps import expected_points, steps_of
from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.scale import Scale
from halfterm.flows.pupil_moves import check_named
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.exceptions import ExceptionCounts, count_exceptions, read_rules
from halfterm.warehouse.gap_scan import loaded_half_terms
from halfterm.warehouse.store import reading


@dataclass(frozen=True, slots=True)
class Exceptions:
    """A report with its rules, the half-terms compared, the groups by number and the schools' names."""

    workspace: Workspace
    rules: ExceptionRules
    rules_from: str
    now: HalfTerm
    earlier: HalfTerm | None
    school: str | None
    counts: ExceptionCounts
    report: ExceptionReport

    def school_name(self, school: str) -> str:
        """The name of a school by its id; '' is all of them."""
        names = {each.id: each.name for each in self.workspace.programme.schools}
        return names.get(school, school) if school else "all schools"


def exceptions_of(folder: Path, *, half_term: str | None = None, school: str | None = None) -> Exceptions:
    """Judge every group, measure and school of one half-term of a workspace; nothing is changed.

    Raises:
        BadInput: no such half-term or school, nothing is loaded there, or the rules are wrong.
        StoreTrouble: nothing is loaded at all.
    """
    workspace = open_workspace(folder)
    _check_words(workspace, half_term, school)
    rules, rules_from = read_rules(folder)
    with reading(workspace.warehouse) as connection:
        now, earlier = compared(workspace, half_term, loaded_half_terms(connection), over=rules.over)
        asked = what_can_be_asked(workspace, now, earlier)
        counts = count_exceptions(
            connection,
            rules,
            now=now.id,
            earlier=earlier.id if earlier is not None else None,
            expected={scale: each.expected for scale, each in asked.items() if each.expected is not None},
            lower=[scale.id for scale in workspace.scales.values() if scale.direction == "lower"],
        )
    check_named(((f"measure '{place.measure}'", place.scale) for place in counts.figures), workspace)
    if school is not None:
        kept = {place: known for place, known in counts.figures.items() if place.school == school}
        if not kept:
            raise BadInput(f"{now.id}: nothing of school '{school}' is loaded to report on")
        counts = replace(counts, figures=kept)
    report = report_on(counts.figures, rules, asked=asked)
    return Exceptions(workspace, rules, rules_from, now, earlier, school, counts, report)


def _check_words(workspace: Workspace, half_term: str | None, school: str | None) -> None:
    half_terms = [each.id for each in workspace.programme.half_terms]
    schools = [each.id for each in workspace.programme.schools]
    problems = [
        f"no {kind} '{wanted}'{did_you_mean(wanted, known)}"
        for kind, wanted, known in (("half-term", half_term, half_terms), ("school", school, schools))
        if wanted is not None and wanted not in known
    ]
    if problems:
        raise BadInput(*problems)


def compared(
    workspace: Workspace, wanted: str | None, loaded: frozenset[str], *, over: int
) -> tuple[HalfTerm, HalfTerm | None]:
    """The half-term asked for, or else the newest loaded, and the earliest loaded one within reach of it."""
    half_terms = workspace.programme.half_terms
    held = [half_term.id for half_term in half_terms if half_term.id in loaded]
    if not held:
        raise BadInput("no half-term of the programme is loaded yet")
    now = wanted or held[-1]
    if now not in held:
        raise BadInput(f"half-term '{now}' is not loaded, only {', '.join(held)}")
    place = workspace.programme.position(now)
    within = [each for each in half_terms[max(place - over, 0) : place] if each.id in loaded]
    return half_terms[place], within[0] if within else None


def what_can_be_asked(workspace: Workspace, now: HalfTerm, earlier: HalfTerm | None) -> Mapping[str, Asked]:
    """What can be asked on each scale, given the time between the two half-terms."""
    if earlier is None:
        return {s.id: Asked(s.subtract, s.units) for s in workspace.scales.values()}
    position = workspace.programme.position
    between = position(now.id) - position(earlier.id)
    return {
        scale.id: Asked(scale.subtract, scale.units, earlier.name, _expected(scale, between))
        for scale in workspace.scales.values()
    }


def _expected(scale: Scale, half_terms: int) -> float | None:
    """The expected progress, where it is as much as a step: a part of one does not show in every pupil."""
    points = expected_points(scale, half_terms)
    try:
        size = steps_of(scale).size
    except NotDefined:
        size = None
    return points if points is not None and (size is None or points >= size) else None
