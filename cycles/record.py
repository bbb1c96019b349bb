"""What has happened to a cycle, ready for a page: plan, lock, findings, reviews, decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final, Literal

from halfterm.cycles.carried_out import CarriedOut
from halfterm.cycles.coding.coded import CodedSource
from halfterm.cycles.disclosure import ThresholdCounts
from halfterm.cycles.engagement_terms import Checklist
from halfterm.cycles.exception_conditions import Asked
from halfterm.cycles.exception_figures import Figures, Place
from halfterm.cycles.exception_rules import ExceptionRules
from halfterm.cycles.impact.ends import EndCount
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.missing import Missing
from halfterm.cycles.occasion import Occasion
from halfterm.cycles.other_choices import OtherChoices
from halfterm.cycles.panels import CrossSection
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import HalfTerm, Programme
from halfterm.cycles.quality_point import CycleStory
from halfterm.cycles.rewording import TextEdit
from halfterm.cycles.rota import Meeting
from halfterm.cycles.series.assurance import Good
from halfterm.cycles.series.sums import SideSum

Level = Literal["school", "engagement", "cluster"]
ReviewMove = Literal["submitted", "changes requested", "approved", "published", "withdrawn"]
DecisionKind = Literal["adopt", "adapt", "abandon", "extend"]

GAP_CLOSES: Final = "gap closes"
"""The statistic of a score whose prediction is the probability of that event."""


@dataclass(frozen=True, slots=True)
class LoadRecord:
    """One accepted reading of a source: its content-derived id and its counts of scores."""

    load: str
    source: str
    half_term: str
    accepted: int
    rejected: int
    missing: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whom one study reached: counts of pupils, by side. Unsafe until disclosed.

    Frozen are those the lock put on a side, both those of them with both scores; the rest lack the baseline
    or the follow-up. Switchers, joiners and leavers are of the target group; `CrossSection` counts those of
    the comparison too.
    """

    target_frozen: int
    comparison_frozen: int
    target_both: int
    comparison_both: int
    target_missing_follow_up: int
    comparison_missing_follow_up: int
    switched_out: int
    switched_in: int
    joiners: int
    leavers: int


@dataclass(frozen=True, slots=True)
class PredictionScore:
    """How one prediction fared against what was found. Unsafe until disclosed.

    Numbers are in the statistic's unit. For `GAP_CLOSES`, `predicted` is the probability and `found` the gap
    at follow-up; `closed` and `brier` (0 best, 1 worst) are its alone. None: not known, or not of its kind.
    """

    statistic: str
    predicted: float | None
    lower: float | None
    upper: float | None
    found: float | None
    inside: bool | None
    right_direction: bool | None
    absolute_error: float | None
    interval_score: float | None
    closed: bool | None
    brier: float | None


@dataclass(frozen=True, slots=True)
class TargetScore:
    """How far one target was obtained: percent of the way from baseline to goal. Unsafe until disclosed."""

    statistic: str
    goal: float
    by: date
    percent_of_goal: Finding
    met: bool | None


@dataclass(frozen=True, slots=True)
class PupilTargetCount:
    """Pupils of the target group against their own goals. Unsafe until disclosed."""

    not_met: int
    met: int
    exceeded: int


@dataclass(frozen=True, slots=True)
class Study:
    """All findings about one measure of one cycle at one level. Unsafe until disclosed.

    `cycle` is empty at cluster level, where the cycles of a half-term are studied together.
    `means` holds the four means by name (`target_baseline`, `target_follow_up`,
    `comparison_baseline`, `comparison_follow_up`), in points, for pupils with both scores.
    `cross_section` is the other panel, everyone with a score at each time; None where it has no change.
    `at_ends` counts pupils at the ends of the scale, by time and side. `missing` is about those without a
    follow-up; None where they were not counted. `choices` is the verdict under other choices,
    `expected_gain` the points that the scale's file says are gained in the time without anything done.
    """

    cycle: str
    measure: str
    level: Level
    place: str
    findings: tuple[Finding, ...]
    means: dict[str, float]
    coverage: Coverage
    loads: tuple[str, ...]
    code_version: str
    targets: tuple[TargetScore, ...] = ()
    predictions: tuple[PredictionScore, ...] = ()
    pupil_targets: PupilTargetCount | None = None
    threshold_baseline: ThresholdCounts | None = None
    threshold_follow_up: ThresholdCounts | None = None
    cross_section: CrossSection | None = None
    at_ends: tuple[EndCount, ...] = ()
    missing: Missing | None = None
    choices: OtherChoices | None = None
    expected_gain: float | None = None

    def finding(self, statistic: str) -> Finding:
        """The finding of this statistic; it must be one of the study's."""
        return next(f for f in self.findings if f.statistic == statistic)


@dataclass(frozen=True, slots=True)
class Review:
    """One step of reading: who moved what to which state, when, with which words."""

    subject: str
    move: ReviewMove
    by: str
    on: date
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change to a plan after its lock: who, when, why, and which parts (`targets.0.goal`) were changed."""

    by: str
    on: date
    reason: str
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A school's doubt about one number of one page; the number stays marked until the doubt is settled.

    `number` is the dispute's own, unique in the register. `page` is the draft's path (`schools/ash`),
    `statistic` a finding's name. `outcome` says how it was settled, empty while it is not.
    """

    number: int
    page: str
    measure: str
    statistic: str
    by: str
    on: date
    reason: str
    outcome: str = ""
    settled_by: str = ""
    settled_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.settled_on is None


@dataclass(frozen=True, slots=True)
class GoneWithout:
    """A school whose follow-up a cycle went on without: it is late, or has left the programme."""

    school: str
    by: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class OutsideEvent:
    """Something from outside the cycle, while it ran, that may have moved its figures.

    `what` is in the words of who wrote it down: only the schools of the cycle may read it until one of them
    has released it. `school` is empty where the event is about all of them.
    """

    on: date
    what: str
    school: str = ""
    released: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done next with a change idea, who proposed it, who agreed, and why.

    `extend_to` says to whom, for an extension; `sustain` how what was gained is kept. With `ends` the
    engagement's work is over and no next cycle is drafted, whatever becomes of the idea.
    """

    cycle: str
    kind: DecisionKind
    by: str
    approved_by: str
    on: date
    reason: str
    learning: str = ""
    next_cycle: str | None = None
    extend_to: str = ""
    sustain: str = ""
    ends: bool = False


@dataclass(frozen=True, slots=True)
class CycleRecord:
    """A cycle as the pages of an edition see it. `story` is what its quality is told by, studies left out."""

    plan: Plan
    plan_hash: str
    locked_on: date
    state: str
    studies: tuple[Study, ...] = ()
    reviews: tuple[Review, ...] = ()
    decision: Decision | None = None
    amendments: tuple[Amendment, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    without: tuple[GoneWithout, ...] = ()
    outside: tuple[OutsideEvent, ...] = ()
    carried_out: CarriedOut | None = None
    story: CycleStory | None = None

    def study(self, *, level: Level, place: str, measure: str) -> Study | None:
        """The study of one measure at one place; None when there is none."""
        wanted = (level, place, measure)
        return next((s for s in self.studies if (s.level, s.place, s.measure) == wanted), None)


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """A meeting of a cluster; `present` is how many people came, None while it is not recorded as held.

    `starts` and `ends` are by the wall clock; None where nobody has said.
    """

    meeting: Meeting
    present: int | None = None
    starts: time | None = None
    ends: time | None = None


@dataclass(frozen=True, slots=True)
class SeriesSums:
    """What an engagement's frozen groups scored in half-terms that no cycle studied. Unsafe until disclosed.

    `sums` are by cycle, whose groups they are; positions are those of the programme's half-terms. `good` is
    which way is better, by measure.
    """

    engagement: str
    sums: Mapping[str, tuple[SideSum, ...]]
    good: Mapping[str, Good]


@dataclass(frozen=True, slots=True)
class ExceptionFigures:
    """What the exception report judges of each cluster in one half-term. Unsafe until disclosed.

    The `school` of a place is its cluster's id, its group a number of `groups`. `schools` is how many schools
    of the cluster are behind the gap of a place, `asked` what can be asked on each scale. `since` names the
    earlier half-term, '' where none is loaded.
    """

    rules: ExceptionRules
    groups: tuple[tuple[tuple[str, str], ...], ...]
    figures: Mapping[Place, Figures]
    schools: Mapping[Place, int]
    asked: Mapping[str, Asked]
    since: str


@dataclass(frozen=True, slots=True)
class EditionRecord:
    """Everything one edition publishes: the cycles studied in this half-term and those before them.

    `checklists` are the steps and stages of each engagement by its id, `meetings` those of all half-terms.
    `coded` are coded reports, `scales` the names of the measures' scales by id, `occasions` what is due after
    this half-term, `edits` the words that people put into pages. `series` are those of the engagements
    studied in this half-term. `exceptions` is None where nothing is loaded.
    """

    programme: Programme
    half_term: HalfTerm
    cycles: tuple[CycleRecord, ...]
    cluster_studies: tuple[Study, ...]
    loads: tuple[LoadRecord, ...]
    code_version: str
    earlier_cluster_studies: dict[str, tuple[Study, ...]] = field(default_factory=dict)
    checklists: Mapping[str, Checklist] = field(default_factory=dict)
    meetings: tuple[MeetingRecord, ...] = ()
    coded: tuple[CodedSource, ...] = ()
    scales: Mapping[str, str] = field(default_factory=dict)
    occasions: tuple[Occasion, ...] = ()
    edits: tuple[TextEdit, ...] = ()
    series: tuple[SeriesSums, ...] = ()
    exceptions: ExceptionFigures | None = None
