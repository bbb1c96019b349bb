"""The verdict under other choices: what a study would say, had its analyst decided otherwise.

Four choices, each computed all its ways in one unit: who is counted (pupils with both scores, or everyone
with a score at each time), whom the target group is set beside (the others, or the whole class), whether the
baseline is adjusted for, and the months table. A verdict that flips rests on the choice, not on the pupils.
Progress is more or less only where its interval excludes 0, so chance beside chance never flips.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

from halfterm.cycles.impact.cross_section import Scores
from halfterm.cycles.impact.effect_size import effect_size_adjusted
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.flow import Flow, Kind
from halfterm.cycles.impact.gap import did, gap_baseline, gap_change, gap_followup
from halfterm.cycles.impact.moments import PanelSummary
from halfterm.cycles.impact.months import DEFAULT_TABLE, MonthsTable, months_finding
from halfterm.cycles.impact.movement import LEVEL, Direction, direction
from halfterm.cycles.impact.reasons import reason
from halfterm.cycles.impact.regression import ancova
from halfterm.cycles.impact.sample import gain_of, welch
from halfterm.cycles.impact.sides import Benchmark, Comparison, Sides, sides_of
from halfterm.cycles.impact.treated import allocation, assigned_by_school, impact, impact_effect_size

Choice = Literal["pupils counted", "set beside", "baseline", "months table"]
Question = Literal["gap", "relative progress", "impact"]
Progress = Literal["more progress", "less progress", "no difference", "no clear difference"]

UNCLEAR: Final = "no clear difference"
NO_INTERVAL = "everyone with a score at each time: partly the same pupils, so no interval"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One option of one choice: what it finds, and what that means.

    `verdict` is the direction of the gap, or of the progress. `sign` is that of the interval: 1 all above 0,
    -1 all below, 0 across it, None where there is none; for the months table, that of the effect size, which
    no table changes. `planned` marks what the study itself does. Unsafe until disclosed.
    """

    choice: Choice
    question: Question
    option: str
    finding: Finding
    verdict: Direction | Progress
    planned: bool
    sign: int | None = None

    @property
    def value(self) -> float:
        """In points; for the months table, in months."""
        return self.finding.value or 0.0


@dataclass(frozen=True, slots=True)
class NotTried:
    """A choice that these data leave only one way, and why."""

    choice: Choice
    question: Question
    why: str


@dataclass(frozen=True, slots=True)
class OtherChoices:
    """All verdicts, choice by choice and the study's own first, and the choices that could not be made.

    `unclassified` are the pupils with both scores whose group is not known: a whole class counts them.
    """

    rows: tuple[Verdict, ...]
    not_tried: tuple[NotTried, ...]
    unclassified: int = 0

    @property
    def flipping(self) -> tuple[tuple[Choice, Question], ...]:
        """The choices on which the verdict hangs."""
        return self._where(lambda rows: len({row.verdict for row in rows} - {UNCLEAR}) > 1)

    @property
    def flips(self) -> bool:
        """Whether any choice gives another verdict than the study's own."""
        return bool(self.flipping)

    @property
    def less_sure(self) -> tuple[tuple[Choice, Question], ...]:
        """The choices that leave the verdict but not the sign of the interval: chance explains it one way."""
        flipping = self.flipping
        differ = self._where(lambda rows: len({row.sign for row in rows if row.sign is not None}) > 1)
        return tuple(place for place in differ if place not in flipping)

    def _where(self, differ: Callable[[list[Verdict]], bool]) -> tuple[tuple[Choice, Question], ...]:
        places = dict.fromkeys((row.choice, row.question) for row in self.rows)
        return tuple(
            place for place in places if differ([r for r in self.rows if (r.choice, r.question) == place])
        )


def other_choices(
    summary: PanelSummary,
    *,
    comparison: Comparison = "others",
    flows: Iterable[Flow] = (),
    benchmark: Benchmark | None = None,
    with_treated: bool = False,
    months_table: MonthsTable = DEFAULT_TABLE,
) -> OtherChoices:
    """A study's verdict under every option of every choice that its data allow.

    `flows` are those of the study's place; without them nobody but pupils with both scores is known. Raises
    `BadInput` for an unknown comparison or months table.
    """
    sides = sides_of(summary, comparison=comparison, benchmark=benchmark)
    tried = _Tried()
    _pupils_counted(tried, sides, tuple(flows))
    _set_beside(tried, summary, sides)
    progress = ancova(summary, sides)
    effect = effect_size_adjusted(progress, sides)
    _adjusted(tried, "relative progress", unadjusted=did(_disjoint(summary, sides)), adjusted=progress)
    _months(tried, "relative progress", effect, planned=months_table)
    if with_treated:
        split = allocation(summary)
        plain = impact(split)
        _adjusted(tried, "impact", unadjusted=_gain_of_treated(summary), adjusted=plain)
        _months(tried, "impact", impact_effect_size(plain, split), planned=months_table)
    return OtherChoices(tuple(tried.rows), tuple(tried.missing), summary.unclassified.n)


class _Tried:
    """What has been tried so far: the rows of a choice are kept only where there are two or more."""

    def __init__(self) -> None:
        self.rows: list[Verdict] = []
        self.missing: list[NotTried] = []

    def keep(self, choice: Choice, question: Question, rows: list[Verdict | str]) -> None:
        """Rows, or why there is none."""
        missing = [row for row in rows if isinstance(row, str)]
        if missing:
            self.missing.append(NotTried(choice, question, missing[0]))
        else:
            self.rows += [row for row in rows if isinstance(row, Verdict)]


def _pupils_counted(tried: _Tried, sides: Sides, flows: tuple[Flow, ...]) -> None:
    """Pupils with both scores, or everyone with a score at each time."""
    choice: Choice = "pupils counted"
    both = _gap_verdict(choice, "with both scores", sides, planned=True)
    gaps = _gaps_of_everyone(flows, sides)
    if isinstance(gaps, str):
        tried.keep(choice, "gap", [gaps])
        return
    before, after, n_target, n_rest = gaps
    everyone = Finding("gap_change", after - before, None, None, None, n_target, n_rest, NO_INTERVAL)
    moved = direction(before, after)
    other = Verdict(choice, "gap", "all with a score", everyone, moved, planned=False, sign=None)
    tried.keep(choice, "gap", [both, other])


def _set_beside(tried: _Tried, summary: PanelSummary, sides: Sides) -> None:
    """The others, or the whole class with the target group in it."""
    choice: Choice = "set beside"
    if sides.comparison not in ("others", "whole_class"):
        why = f"set beside {sides.named}: the other pupils of the class are not in the panel"
        tried.keep(choice, "gap", [why])
        return
    options: tuple[Comparison, ...] = ("others", "whole_class")
    ordered = sorted(options, key=lambda option: option != sides.comparison)
    rows = [
        _gap_verdict(choice, other.named, other, planned=other.comparison == sides.comparison)
        for other in (sides_of(summary, comparison=option) for option in ordered)
    ]
    tried.keep(choice, "gap", rows)


def _adjusted(tried: _Tried, question: Question, *, unadjusted: Finding, adjusted: Finding) -> None:
    """Given the baseline (ANCOVA), or the difference of gains; points."""
    options = ((adjusted, "adjusted for", True), (unadjusted, "not adjusted for", False))
    tried.keep(
        "baseline",
        question,
        [
            _progress_verdict("baseline", question, option, made, planned=planned, sign=_sign(made))
            for made, option, planned in options
        ],
    )


def _months(tried: _Tried, question: Question, effect: Finding, *, planned: MonthsTable) -> None:
    """The months tables, the study's own first."""
    tables: tuple[MonthsTable, ...] = get_args(MonthsTable)
    rows = [
        _progress_verdict(
            "months table",
            question,
            table,
            months_finding(effect, statistic="months", table=table),
            planned=table == planned,
            sign=_sign(effect),
        )
        for table in sorted(tables, key=lambda table: table != planned)
    ]
    tried.keep("months table", question, rows)


def _gap_verdict(choice: Choice, option: str, sides: Sides, *, planned: bool) -> Verdict | str:
    before, after, change = gap_baseline(sides), gap_followup(sides), gap_change(sides)
    for finding in (before, after, change):
        if not finding.defined:
            return reason(finding)
    moved = direction(before.value or 0.0, after.value or 0.0)
    return Verdict(choice, "gap", option, change, moved, planned, _sign(change))


def _progress_verdict(
    choice: Choice, question: Question, option: str, finding: Finding, *, planned: bool, sign: int | None
) -> Verdict | str:
    if finding.value is None:
        return reason(finding)
    word: Progress = "no difference"
    if not sign:
        word = UNCLEAR
    elif abs(finding.value) > LEVEL:
        word = "more progress" if finding.value > 0 else "less progress"
    return Verdict(choice, question, option, finding, word, planned, sign)


def _sign(finding: Finding) -> int | None:
    lower, upper = finding.lower, finding.upper
    if lower is None or upper is None:
        return None
    return 1 if lower > 0 else -1 if upper < 0 else 0


def _disjoint(summary: PanelSummary, sides: Sides) -> Sides:
    """The sides that the adjusted estimate compares: with a whole class, the target group and the others."""
    if sides.comparison != "whole_class":
        return sides
    return sides_of(summary, comparison="others")


def _gain_of_treated(summary: PanelSummary) -> Finding:
    """Treated less untreated target pupils' mean gain, points, Welch; no interval for whole schools."""
    split = allocation(summary)
    if why := split.why_not():
        return Finding("impact", None, None, None, None, method=f"not computed: {why}", **split.counts)
    made = welch(gain_of(split.treated), gain_of(split.untreated))
    method = "difference of mean gains among target pupils; Welch t interval"
    if assigned_by_school(split.target_cells):
        value, n_target, n_comparison = made.value, split.treated.n, split.untreated.n
        method = f"{method}; no interval: whole schools were treated"
        return Finding("impact", value, None, None, None, n_target, n_comparison, method)
    return made.finding("impact", method=method, **split.counts)


Gaps = tuple[float, float, int, int]
"""Gap before and after, points, and the pupils of both sides at follow-up."""


def _gaps_of_everyone(flows: tuple[Flow, ...], sides: Sides) -> Gaps | str:
    """The gaps of the two cross-sections, or why there are none."""
    if sides.comparison in ("matched", "none"):
        return f"set beside {sides.named}: everyone has no other side"
    if not flows:
        return "who joined and left is not known"
    target = [_at(flows, time, {True}) for time in ("baseline", "follow_up")]
    if sides.comparison == "national":
        return _beside_benchmark(target, sides.benchmark)
    whose = {True, False} if sides.comparison == "whole_class" else {False}
    rest = [_at(flows, time, whose) for time in ("baseline", "follow_up")]
    if not all(scores.n for scores in (*target, *rest)):
        return "a side has nobody with a score at one of the times"
    before, after = (one.mean - other.mean for one, other in zip(target, rest, strict=True))
    return before, after, target[1].n, rest[1].n


def _beside_benchmark(target: list[Scores], benchmark: Benchmark | None) -> Gaps | str:
    if benchmark is None or benchmark.baseline is None or benchmark.follow_up is None:
        return "the benchmark lacks a value"
    if not all(scores.n for scores in target):
        return "nobody of the target group has a score at one of the times"
    return target[0].mean - benchmark.baseline, target[1].mean - benchmark.follow_up, target[1].n, 0


_THERE: dict[str, tuple[Kind, ...]] = {
    "baseline": ("stayer", "leaver", "switched_out"),
    "follow_up": ("stayer", "joiner", "switched_in"),
}


def _at(flows: Iterable[Flow], time: str, whose: set[bool]) -> Scores:
    """The scores of one cross-section of these sides."""
    held = [flow for flow in flows if flow.target in whose and flow.kind in _THERE[time]]
    return sum((Scores(flow.pupils, getattr(flow, time)) for flow in held), start=Scores())
