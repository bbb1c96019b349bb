"""Who works with whom, and when: programme, half-terms, clusters, schools, people, engagements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from halfterm.cycles.coding.reported import ReportedClaim
from halfterm.cycles.engagement_terms import TermsOfEngagement
from halfterm.cycles.errors import did_you_mean
from halfterm.cycles.half_term import HalfTerm as HalfTerm  # they are the programme's: others take them here
from halfterm.cycles.half_term import HalfTermOrId
from halfterm.cycles.model import Record, Slug, Words
from halfterm.cycles.school import Phase
from halfterm.cycles.school import School as School

Role = Literal[
    "nle", "headteacher", "deputy", "governor", "facilitator", "data manager", "researcher", "administrator"
]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday"]
ModelOfSupport = Literal["one-to-one", "group of schools", "federation", "alliance"]


LogoPath = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9 _.-]*(/[A-Za-z0-9_][A-Za-z0-9 _.-]*)*\.(svg|png)$"),
]
"""A picture's path in the workspace; no part of it begins with a dot."""


class Meets(Record):
    """When a cluster would meet: a weekday of a week (from 1) of the host's half-term."""

    weekday: Weekday = "tuesday"
    week: int = Field(default=3, ge=1, le=9)


Accent = Literal["blue", "brick", "green", "plum", "slate", "teal"]
"""Colours of a cluster's pages, each told from the paper by light and by dark."""


class Cluster(Record):
    """Schools that meet each half-term, and the person who brings them together.

    `logo` is a picture of the workspace (PNG or SVG) that stands in the heads of the cluster's pages,
    `colour` the rule beneath them.
    """

    id: Slug
    name: Words
    facilitator: Slug
    region: Words | None = None
    phase: Phase | None = None
    meets: Meets = Meets()
    logo: LogoPath | None = None
    colour: Accent | None = None
    schools: tuple[School, ...] = Field(min_length=1)


class Person(Record):
    """Somebody who acts: every review and decision names one. `school` is whose they are, if one's."""

    id: Slug
    name: Words
    role: Role
    school: Slug | None = None


class Engagement(Record):
    """A lead school working with supported schools of its cluster.

    `pupils_at` are the schools whose pupils the work is about, where these are not all of them: leaders of a
    secondary school may support a primary. Data are awaited, studied and shown of these schools only.
    """

    id: Slug
    name: Words
    cluster: Slug
    lead: Slug
    supported: tuple[Slug, ...] = Field(min_length=1)
    nle: Slug
    model: ModelOfSupport = "one-to-one"
    themes: tuple[Words, ...] = ()
    pupils_at: tuple[Slug, ...] = ()
    context: Words | None = None
    terms: TermsOfEngagement | None = None

    @property
    def schools(self) -> tuple[str, ...]:
        """The lead school first, then the supported ones."""
        return (self.lead, *self.supported)

    @property
    def pupil_schools(self) -> tuple[str, ...]:
        """The schools whose pupils are studied, in the order of `schools`: all of them unless it is said."""
        return tuple(school for school in self.schools if not self.pupils_at or school in self.pupils_at)


class Workshop(Record):
    """A day on which people of all clusters come together, and what it is for."""

    on: date
    what: Words


@dataclass(frozen=True, slots=True)
class _ById:
    """The parts of a programme by their ids: pages ask for them often, and a programme may hold thousands."""

    half_terms: Mapping[str, HalfTerm]
    positions: Mapping[str, int]
    schools: Mapping[str, School]
    clusters: Mapping[str, Cluster]
    engagements: Mapping[str, Engagement]
    people: Mapping[str, Person]


class Programme(Record):
    """The whole of `programme.yaml`.

    `stands_in` is a plain sentence for every page when the data are not what the words say (an
    example, or synthetic pupils). `replay` says that the programme is history: each half-term is then
    run as at its own dates instead of today's. A half-term that is only an id is looked up in the
    `calendar` of the validation context. `meets_from` is the half-term of the clusters' first meetings,
    where those before it are there for their data only; `workshops` are for people of all clusters.
    `claims` are counts that a report made of the programme.
    """

    model_config = ConfigDict(ignored_types=(cached_property,))

    id: Slug
    name: Words
    about: Words
    stands_in: Words | None = None
    replay: bool = False
    half_terms: tuple[HalfTermOrId, ...] = Field(min_length=1)
    meets_from: Slug | None = None
    workshops: tuple[Workshop, ...] = ()
    people: tuple[Person, ...] = Field(min_length=1)
    clusters: tuple[Cluster, ...] = Field(min_length=1)
    engagements: tuple[Engagement, ...] = Field(min_length=1)
    claims: tuple[ReportedClaim, ...] = ()

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        problems = [*self._repeated(), *self._unknown(), *self._out_of_order(), *self._unmet()]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _repeated(self) -> list[str]:
        problems = []
        for kind, ids in (
            ("half-term", [h.id for h in self.half_terms]),
            ("person", [p.id for p in self.people]),
            ("cluster", [c.id for c in self.clusters]),
            ("engagement", [e.id for e in self.engagements]),
            ("school", [s.id for s in self.schools]),
            ("school code", [code for s in self.schools for code in s.codes]),
            ("URN", [urn for s in self.schools for urn in s.urns]),
            ("LAESTAB", [laestab for s in self.schools for laestab in s.laestabs]),
        ):
            problems += [
                f"{kind} '{name}' is there twice" for name in sorted({i for i in ids if ids.count(i) > 1})
            ]
        return problems

    def _unknown(self) -> list[str]:
        people, schools = [p.id for p in self.people], [s.id for s in self.schools]
        problems = [
            f"cluster '{c.id}': no person '{c.facilitator}'{did_you_mean(c.facilitator, people)}"
            for c in self.clusters
            if c.facilitator not in people
        ]
        problems += [
            f"person '{p.id}': no school '{p.school}'{did_you_mean(p.school, schools)}"
            for p in self.people
            if p.school is not None and p.school not in schools
        ]
        return problems + [
            problem for e in self.engagements for problem in (*self._misplaced(e), *self._one_sided(e))
        ]

    def _misplaced(self, engagement: Engagement) -> list[str]:
        """What an engagement names that is not there, or not in its cluster, or twice."""
        people, where = [p.id for p in self.people], f"engagement '{engagement.id}'"
        problems = []
        if engagement.nle not in people:
            problems.append(f"{where}: no person '{engagement.nle}'{did_you_mean(engagement.nle, people)}")
        members = {c.id: [s.id for s in c.schools] for c in self.clusters}
        if engagement.cluster not in members:
            near = did_you_mean(engagement.cluster, members)
            return [*problems, f"{where}: no cluster '{engagement.cluster}'{near}"]
        held, schools = members[engagement.cluster], engagement.schools
        problems += [
            f"{where}: school '{s}' is not in cluster '{engagement.cluster}'{did_you_mean(s, held)}"
            for s in dict.fromkeys(schools)
            if s not in held
        ]
        problems += [
            f"{where}: pupils_at: '{s}' is not one of its schools{did_you_mean(s, schools)}"
            for s in engagement.pupils_at
            if s not in schools
        ]
        repeated = [s for s in dict.fromkeys(schools) if schools.count(s) > 1]
        return problems + [f"{where}: school '{s}' is there twice" for s in repeated]

    def _one_sided(self, engagement: Engagement) -> list[str]:
        """Whether somebody of each side agreed the terms, and everybody who did is known."""
        if engagement.terms is None:
            return []
        school_of, where = {p.id: p.school for p in self.people}, f"engagement '{engagement.id}': terms"
        signed = engagement.terms.by
        problems = [
            f"{where}: no person '{p}'{did_you_mean(p, school_of)}" for p in signed if p not in school_of
        ]
        schools = {school_of.get(p) for p in signed}
        if engagement.nle not in signed and engagement.lead not in schools:
            problems.append(
                f"{where}: nobody of the lead's side is in `by`: its NLE, or a person of its school"
            )
        if not schools.intersection(engagement.supported):
            problems.append(f"{where}: nobody of a supported school is in `by`")
        return problems

    def _out_of_order(self) -> list[str]:
        pairs = zip(self.half_terms, self.half_terms[1:], strict=False)
        return [f"half-term '{b.id}' starts before '{a.id}' ends" for a, b in pairs if b.starts <= a.ends]

    def _unmet(self) -> list[str]:
        known = [half_term.id for half_term in self.half_terms]
        if self.meets_from is None or self.meets_from in known:
            return []
        return [f"meets_from: no half-term '{self.meets_from}'{did_you_mean(self.meets_from, known)}"]

    @property
    def meeting_half_terms(self) -> tuple[HalfTerm, ...]:
        """The half-terms in which clusters meet: all from `meets_from` on."""
        first = 0 if self.meets_from is None else self.position(self.meets_from)
        return self.half_terms[first:]

    @cached_property
    def schools(self) -> tuple[School, ...]:
        """The schools of every cluster, in the file's order."""
        return tuple(school for cluster in self.clusters for school in cluster.schools)

    @cached_property
    def _by_id(self) -> _ById:
        return _ById(
            half_terms={h.id: h for h in self.half_terms},
            positions={h.id: i for i, h in enumerate(self.half_terms)},
            schools={s.id: s for s in self.schools},
            clusters={c.id: c for c in self.clusters},
            engagements={e.id: e for e in self.engagements},
            people={p.id: p for p in self.people},
        )

    def __copy__(self) -> Self:
        """A copy, which a caller may be about to change: it looks its own parts up."""
        copied = super().__copy__()
        for looked_up in ("schools", "_by_id"):
            copied.__dict__.pop(looked_up, None)
        return copied

    def half_term(self, half_term_id: str) -> HalfTerm:
        """The half-term of this id. Raises `KeyError` when the programme has none, as all look-ups do."""
        return self._by_id.half_terms[half_term_id]

    def position(self, half_term_id: str) -> int:
        """Where a half-term stands in the programme, from 0."""
        return self._by_id.positions[half_term_id]

    def school(self, school_id: str) -> School:
        """The school of this id, in whichever cluster."""
        return self._by_id.schools[school_id]

    def cluster(self, cluster_id: str) -> Cluster:
        """The cluster of this id."""
        return self._by_id.clusters[cluster_id]

    def engagement(self, engagement_id: str) -> Engagement:
        """The engagement of this id."""
        return self._by_id.engagements[engagement_id]

    def person(self, person_id: str) -> Person:
        """The person of this id."""
        return self._by_id.people[person_id]
