"""The indicators of the open data: which figure of a study stands in which column, in which unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from halfterm.cycles.disclosure import Shown, ShownFinding, hidden
from halfterm.cycles.impact.statistics import CATALOGUE, GAP, Statistic
from halfterm.site.shown import ShownStudy

Figure = Callable[[ShownStudy], Shown]
Part = Literal["value", "lower", "upper", "p"]

NAMES: Final = {
    "gap_baseline": "gap_before",
    "gap_followup": "gap_after",
    "threshold_gap_baseline": "threshold_gap_before",
    "threshold_gap_followup": "threshold_gap_after",
    "did": "gain_difference",
    "ancova": "relative_progress",
    "effect_size_adjusted": "relative_progress_effect_size",
    "months": "relative_progress_months",
    "multilevel": "relative_progress_within_schools",
    "multilevel_effect_size": "relative_progress_within_schools_effect_size",
    "impact_multilevel": "impact_within_schools",
    "percent_of_goal": "goal_reached",
}
"""Columns that say more to a reader than the statistic's own name; the others are called as it is."""

PARTS: Final[dict[Part, tuple[str, str]]] = {
    "value": ("", ""),
    "lower": ("_lower", ", lower bound"),
    "upper": ("_upper", ", upper bound"),
    "p": ("_p", ", p-value"),
}
UNITS: Final = {"percent": "%", "percentage points": "pp", "pounds": "£"}
"""Units by the standard's own words; it has none for points, effect sizes and months."""

ALWAYS: Final = frozenset(
    {
        *("gap_before", "gap_after", "gap_change", "gain_target", "gain_comparison"),
        *("pupils_target", "pupils_comparison"),
    }
)
"""Columns that every file has, whatever there is to see in them."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One column of figures. `decimals` as published; `finding` is where its method is said.

    `unit` is the standard's word, blank where it has none; `in_words` says it in any case.
    """

    column: str
    label: str
    grouping: str
    unit: str
    in_words: str
    decimals: int
    meaning: str
    figure: Figure
    finding: Callable[[ShownStudy], ShownFinding | None]


def indicators() -> tuple[Indicator, ...]:
    """Every column of figures that a file may have, in their order: pupils, then the catalogue's."""
    return (*_pupils(), *(one for statistic in CATALOGUE.values() for one in _of_statistic(statistic)))


def used(known: Iterable[Indicator], studies: Iterable[ShownStudy]) -> tuple[Indicator, ...]:
    """Those that show a number for some study, and those that every file has."""
    seen = [study for study in studies if study.visible]
    return tuple(
        one for one in known if one.column in ALWAYS or any(one.figure(study).visible for study in seen)
    )


def _pupils() -> Iterator[Indicator]:
    sides = (
        ("target", "n_target", "gap_change", "Pupils of the target group"),
        ("comparison", "n_comparison", "gap_change", "Pupils of the comparison"),
        ("treated", "n_target", "impact", "Target pupils who were to get the change idea"),
        ("untreated", "n_comparison", "impact", "Target pupils who were not to get it"),
    )
    for name, part, statistic, label in sides:
        meaning = f"{label}, with both scores; rounded and withheld as the symbols say."
        finding = _gain_or(statistic) if statistic == "gap_change" else _named(statistic)
        figure = _part(finding, part)
        column = f"pupils_{name}"
        yield Indicator(column, label, "Pupils", "", "pupils", 0, meaning, figure, lambda _: None)


def _of_statistic(statistic: Statistic) -> Iterator[Indicator]:
    base = NAMES.get(statistic.name, statistic.name)
    finding = _goal if statistic.name == "percent_of_goal" else _named(statistic.name)
    for part, (ending, words) in PARTS.items():
        yield Indicator(
            column=f"{base}{ending}",
            label=f"{statistic.label}{words}",
            grouping=_grouping(statistic),
            unit="" if part == "p" else UNITS.get(statistic.unit, ""),
            in_words="probability" if part == "p" else statistic.unit,
            decimals=3 if part == "p" else statistic.decimals,
            meaning=statistic.meaning if part == "value" else f"{statistic.label}{words}.",
            figure=_part(finding, part),
            finding=finding,
        )


def _grouping(statistic: Statistic) -> str:
    """Under which heading a reader finds it; impact and missing pupils have headings of their own."""
    name = statistic.name
    if name.endswith(("_bounds", "_alike", "_everyone")) or name.startswith(
        ("weighted_", "attrition", "lost_")
    ):
        return "Pupils without a follow-up"
    if name.startswith("impact"):
        return "Impact"
    if name == "percent_of_goal":
        return "Goal"
    return "The gap" if statistic.section == GAP else "Effect sizes and models"


def _named(statistic: str) -> Callable[[ShownStudy], ShownFinding | None]:
    return lambda study: study.findings.get(statistic)


def _gain_or(statistic: str) -> Callable[[ShownStudy], ShownFinding | None]:
    """A plan that compares with nobody has a gain and no gap."""

    def found(study: ShownStudy) -> ShownFinding | None:
        finding = study.findings.get(statistic)
        if finding is not None and finding.n_target.symbol != "z" and finding.value.symbol != "z":
            return finding
        return study.findings.get("gain_target", finding)

    return found


def _goal(study: ShownStudy) -> ShownFinding | None:
    """How far the plan's first target of this measure was reached; a plan has seldom a second."""
    return study.targets[0].percent if study.targets else None


def _part(finding: Callable[[ShownStudy], ShownFinding | None], part: str) -> Figure:
    """A part of a figure; `z` where there is none, `c` where nothing of the study may be seen."""

    def figure(study: ShownStudy) -> Shown:
        if not study.visible:
            return hidden("c")
        found = finding(study)
        shown = hidden("z") if found is None else getattr(found, part)
        assert isinstance(shown, Shown)
        return shown

    return figure
