"""What an edition may show one audience: every figure is a `Shown`, and pages take nothing else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal

from halfterm.cycles.carried_out import ShownCarriedOut
from halfterm.cycles.cautions import CountedCautions
from halfterm.cycles.coding.coded import CodedSource
from halfterm.cycles.disclosure import Audience, Shown, ShownFinding
from halfterm.cycles.engagement_terms import Checklist
from halfterm.cycles.exception_report import Colour, Warned
from halfterm.cycles.missing_shown import ShownMissing
from halfterm.cycles.occasion import Occasion
from halfterm.cycles.other_choices_shown import ShownChoices
from halfterm.cycles.panels import ShownCrossSection
from halfterm.cycles.plan import Measure, Plan
from halfterm.cycles.programme import HalfTerm, Programme
from halfterm.cycles.quality import CycleQuality
from halfterm.cycles.record import Amendment, Decision, GoneWithout, Level, MeetingRecord, OutsideEvent
from halfterm.cycles.series.shown import ShownSeries

Outcome = Literal["held", "better", "missed", "hidden", "not scored"]
WhyHidden = Literal["few pupils", "protects another group"]


@dataclass(frozen=True, slots=True)
class ShownCoverage:
    """Whom a study reached, in counts of pupils made safe."""

    target_frozen: Shown
    comparison_frozen: Shown
    target_both: Shown
    comparison_both: Shown
    target_missing: Shown
    comparison_missing: Shown
    switched_out: Shown
    switched_in: Shown
    joiners: Shown
    leavers: Shown


@dataclass(frozen=True, slots=True)
class ShownTarget:
    """A target of the plan with what became of it. `met` is None when unknown or hidden."""

    statistic: str
    goal: Shown
    by: date
    percent: ShownFinding
    met: bool | None


@dataclass(frozen=True, slots=True)
class ShownPrediction:
    """A prediction of the plan with what was found. The plan's own numbers may always be seen.

    `closed` is for the prediction that the gap closes: whether it did, None when unknown or hidden.
    """

    statistic: str
    predicted: Shown
    lower: Shown
    upper: Shown
    coverage: Shown
    closing_probability: Shown
    found: Shown
    outcome: Outcome
    closed: bool | None
    because: str


@dataclass(frozen=True, slots=True)
class ShownPupilTargets:
    """Pupils against their own goals: all three counts are seen, or none."""

    not_met: Shown
    met: Shown
    exceeded: Shown


@dataclass(frozen=True, slots=True)
class ShownStudy:
    """One measure of one place, safe for one audience. `why_hidden` is set when nothing may be seen.

    `pupils_equivalent`: how many target pupils the threshold gap after amounts to; None without a threshold.
    `counted` is what the counts behind it warn of, as far as the audience may know them. `missing` is about
    those without a follow-up; None where they were not counted, or may not be told of. `target_shares` are
    the target group's at the threshold before and after, in percent: of all schools together only, lest a
    school's be worked out.
    """

    cycle: str
    measure: Measure
    level: Level
    place: str
    findings: Mapping[str, ShownFinding]
    means: Mapping[str, Shown]
    coverage: ShownCoverage
    targets: tuple[ShownTarget, ...]
    predictions: tuple[ShownPrediction, ...]
    pupil_targets: ShownPupilTargets | None
    cross_section: ShownCrossSection | None
    pupils_equivalent: Shown | None
    counted: CountedCautions
    loads: tuple[str, ...]
    code_version: str
    why_hidden: WhyHidden | None
    missing: ShownMissing | None = None
    choices: ShownChoices | None = None
    expected_gain: Shown | None = None
    target_shares: tuple[Shown, Shown] | None = None

    @property
    def visible(self) -> bool:
        return self.why_hidden is None


@dataclass(frozen=True, slots=True)
class ShownDispute:
    """A doubt about one figure, named by `figure` (empty where it is no more) and never told.

    `measure` is the measure's name. Reason and outcome are empty where the figure is hidden.
    """

    number: int
    cycle: str
    measure: str
    figure: str
    level: Level
    place: str
    statistic: str
    by: str
    on: date
    reason: str
    outcome: str
    settled_by: str
    settled_on: date | None

    @property
    def is_open(self) -> bool:
        return self.settled_on is None


@dataclass(frozen=True, slots=True)
class ShownCycle:
    """A cycle as one audience may see it: the plan and decision are words, the studies are safe.

    The events of `outside` have no words where the audience may not read them.
    """

    plan: Plan
    plan_hash: str
    locked_on: date
    state: str
    studies: tuple[ShownStudy, ...]
    decision: Decision | None
    without: tuple[GoneWithout, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    disputes: tuple[ShownDispute, ...] = ()
    outside: tuple[OutsideEvent, ...] = ()
    carried_out: ShownCarriedOut | None = None
    quality: CycleQuality | None = None

    @property
    def missing_schools(self) -> frozenset[str]:
        """The schools of which there is no follow-up, and so no summary."""
        return frozenset(gone.school for gone in self.without)

    def assessed(self, measure: str) -> frozenset[str]:
        """The schools whose pupils were assessed in a measure: there is no study of any other."""
        return frozenset(s.place for s in self.studies if (s.level, s.measure.id) == ("school", measure))

    def at(self, level: Level, place: str) -> tuple[ShownStudy, ...]:
        """The studies of one place, in the plan's order of measures; a measure not taken there has none."""
        by_measure = {s.measure.id: s for s in self.studies if (s.level, s.place) == (level, place)}
        return tuple(by_measure[m.id] for m in self.plan.studied_measures if m.id in by_measure)


@dataclass(frozen=True, slots=True)
class ShownLoad:
    """One accepted reading of a source, with its counts of scores made safe."""

    load: str
    source: str
    half_term: str
    accepted: Shown
    rejected: Shown
    missing: Shown


@dataclass(frozen=True, slots=True)
class ShownEffect:
    """One row of a pool: a school or engagement, or the pooled effect itself, in standard deviations.

    `weight` is its percent of the pool; `pupils` those on both sides.
    """

    label: str
    effect: Shown
    lower: Shown
    upper: Shown
    weight: Shown
    pupils: Shown


@dataclass(frozen=True, slots=True)
class ShownPool:
    """The effects of one change idea, theme or strand on one measure, and what they say together.

    `name` is what was pooled by; `pooled` is None where fewer than two effects may be seen. `lower` and
    `upper` of `expected` bound what the next school may expect. `left_out` says why effects are not in.
    Intervals of rows are normal ones, that of `pooled` is Hartung and Knapp's; `by_agreement` says that it
    leaves nought out only because the effects agree better than chance would make them. `of` are the cycles'
    ids.
    """

    question: str
    measure: str
    name: str
    by: str
    rows: tuple[ShownEffect, ...]
    pooled: ShownEffect | None
    expected: ShownEffect | None
    heterogeneity: tuple[str, ...]
    months: Shown
    cost_per_pupil: Shown
    left_out: tuple[str, ...]
    cycles: int
    of: tuple[str, ...] = ()
    by_agreement: bool = False


@dataclass(frozen=True, slots=True)
class ShownLight:
    """The light of one group and measure; `hidden` where its pupils or schools are too few to be judged."""

    colour: Colour
    warnings: tuple[Warned, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ShownLights:
    """The exception lights of one cluster, a row a group and a column a measure.

    `warnings` are those that apply to a light that is red or amber. Of `judged` lights with a gap,
    `by_chance` would be red or amber at most if no group were behind. `left_out`: some groups have no light
    that may be seen. `unmeasured`: measures of which nobody has a score of the earlier half-term, `since`.
    """

    cluster: str
    since: str
    groups: tuple[str, ...]
    measures: tuple[str, ...]
    cells: tuple[tuple[ShownLight, ...], ...]
    warnings: tuple[Warned, ...]
    judged: Shown
    by_chance: Shown
    left_out: bool
    unmeasured: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownEdition:
    """Everything one edition publishes for one audience.

    `series` are by engagement, in the plan's order; `scales` are the names of the measures' scales by id.
    """

    programme: Programme
    half_term: HalfTerm
    audience: Audience
    cycles: tuple[ShownCycle, ...]
    cluster_studies: tuple[ShownStudy, ...]
    earlier_cluster_studies: Mapping[str, tuple[ShownStudy, ...]]
    loads: tuple[ShownLoad, ...]
    code_version: str
    checklists: Mapping[str, Checklist] = field(default_factory=dict)
    meetings: tuple[MeetingRecord, ...] = ()
    pools: tuple[ShownPool, ...] = ()
    coded: tuple[CodedSource, ...] = ()
    scales: Mapping[str, str] = field(default_factory=dict)
    occasions: tuple[Occasion, ...] = ()
    series: Mapping[str, tuple[ShownSeries, ...]] = field(default_factory=dict)
    lights: tuple[ShownLights, ...] = ()

    def without(self, engagements: Collection[str]) -> ShownEdition:
        """The edition as if these engagements had no cycle in it; their clusters have no figures yet.

        A cluster's figure without one of its engagements would give that one away once it is there.
        """
        partial = {e.cluster for e in self.programme.engagements if e.id in engagements}
        now = self.half_term.id
        cycles = tuple(
            c for c in self.cycles if c.plan.engagement not in engagements or c.plan.follow_up != now
        )
        kept = {cycle.plan.id for cycle in cycles}
        return replace(
            self,
            cycles=cycles,
            cluster_studies=tuple(s for s in self.cluster_studies if s.place not in partial),
            pools=tuple(pool for pool in self.pools if kept.issuperset(pool.of)),
            lights=tuple(lights for lights in self.lights if lights.cluster not in partial),
        )

    def own(self) -> ShownEdition:
        """The edition without what is about more than one engagement, or goes on while its pages are read.

        It is what pages that people approve are made of: nothing that changes elsewhere or later is in them,
        so that an approval holds until the cycles of that engagement change. Steps count that were taken by
        the end of the half-term.
        """
        until = self.half_term.ends
        checklists = {name: checklist.until(until) for name, checklist in self.checklists.items()}
        return replace(self, checklists=checklists, meetings=(), pools=(), coded=(), occasions=(), lights=())

    @cached_property
    def _chains(self) -> Mapping[str, Sequence[ShownCycle]]:
        chains = dict[str, list[ShownCycle]]()
        for cycle in self.cycles:
            chains.setdefault(cycle.plan.engagement, []).append(cycle)
        return chains

    def chain(self, engagement: str) -> tuple[ShownCycle, ...]:
        """The cycles of one engagement up to this edition's half-term, in order."""
        now = self.programme.position(self.half_term.id)
        place = self.programme.position
        chain = [c for c in self._chains.get(engagement, ()) if place(c.plan.follow_up) <= now]
        return tuple(sorted(chain, key=lambda c: (place(c.plan.follow_up), c.plan.id)))

    def current(self, engagement: str) -> ShownCycle | None:
        """The cycle of an engagement that this edition reports; None when it reports none."""
        chain = self.chain(engagement)
        return chain[-1] if chain and chain[-1].plan.follow_up == self.half_term.id else None

    def of_cluster(self, cluster: str) -> tuple[ShownStudy, ...]:
        """The studies of one cluster in this half-term."""
        return tuple(s for s in self.cluster_studies if s.place == cluster)
