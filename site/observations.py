"""What published editions found, as open data takes it; what one edition hides stays hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Cluster, Engagement, HalfTerm, School
from halfterm.site.index_page import of_cluster
from halfterm.site.shown import ShownCycle, ShownEdition, ShownStudy

StudyKey = tuple[str, str, str, str]
"""Cycle (of a cluster's study: half-term), measure, level, place."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One study as an edition shows it: of which half-term, which cluster, which cycles.

    `engagement` is None for a cluster's, `school` for all that is not one school's.
    """

    edition: ShownEdition
    study: ShownStudy
    plans: tuple[Plan, ...]
    cluster: Cluster
    engagement: Engagement | None = None
    school: School | None = None

    @property
    def half_term(self) -> HalfTerm:
        return self.edition.half_term

    @property
    def key(self) -> StudyKey:
        """The study's name over all editions; a cluster's has its half-term in place of a cycle."""
        study = self.study
        return (study.cycle or self.half_term.id, study.measure.id, study.level, study.place)


def observations(editions: Sequence[ShownEdition]) -> tuple[Observation, ...]:
    """What the editions' own cycles found, edition by edition: clusters, engagements, schools.

    A study that one of the editions hides is hidden here, whichever else shows it.
    """
    withheld = {key for edition in editions for key in _withheld(edition)}
    return tuple(
        replace(one, study=replace(one.study, why_hidden="protects another group"))
        if one.key in withheld and one.study.visible
        else one
        for edition in editions
        for one in _of_edition(edition)
    )


def _withheld(edition: ShownEdition) -> Iterator[StudyKey]:
    """Every study that an edition knows and does not show, of earlier half-terms too."""
    now = {edition.half_term.id: edition.cluster_studies}
    for half_term, studies in {**edition.earlier_cluster_studies, **now}.items():
        yield from ((half_term, s.measure.id, s.level, s.place) for s in studies if not s.visible)
    for cycle in edition.cycles:
        yield from ((s.cycle, s.measure.id, s.level, s.place) for s in cycle.studies if not s.visible)


def _of_edition(edition: ShownEdition) -> Iterator[Observation]:
    """What an edition's pages of this half-term are about: the same studies, and no others."""
    programme = edition.programme
    for cluster in programme.clusters:
        meeting = of_cluster(edition, cluster)
        if meeting is None:
            continue
        plans = tuple(cycle.plan for _, cycle in meeting.cycles)
        yield from (Observation(edition, study, plans, cluster) for study in meeting.studies)
        for engagement, cycle in meeting.cycles:
            yield from _of_engagement(edition, cluster, engagement, cycle)


def _of_engagement(
    edition: ShownEdition, cluster: Cluster, engagement: Engagement, cycle: ShownCycle
) -> Iterator[Observation]:
    """What one cycle found: all schools together, then each that it did not go on without."""
    plans = (cycle.plan,)
    for study in cycle.at("engagement", engagement.id):
        yield Observation(edition, study, plans, cluster, engagement)
    for name in dict.fromkeys(engagement.pupil_schools):
        school = edition.programme.school(name)
        for study in cycle.at("school", name) if name not in cycle.missing_schools else ():
            yield Observation(edition, study, plans, cluster, engagement, school)
