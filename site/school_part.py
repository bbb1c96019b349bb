"""One school's part of one cycle, beside all schools of its engagement: whose figures a page tells."""

from __future__ import annotations

from dataclasses import dataclass, replace

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Engagement, Programme, School
from halfterm.cycles.words import hidden_reason, listed
from halfterm.site.figures import every_school, only_schools, together
from halfterm.site.shown import ShownCycle, ShownEdition, ShownStudy
from halfterm.site.verdicts import Opening, Schools, opening, verdicts_on


@dataclass(frozen=True, slots=True)
class Part:
    """One school's part of one cycle, with the figures of all schools of the engagement beside it.

    `told` is what the page tells: the school's own figures where any may be seen, else the engagement's.
    """

    school: School
    engagement: Engagement
    cycle: ShownCycle
    own: tuple[ShownStudy, ...]
    shared: tuple[ShownStudy, ...]

    def name(self, *, several: bool) -> str:
        """The school's name, with its engagement where it has several."""
        return f"{self.school.name} ({self.engagement.name})" if several else self.school.name

    @property
    def hidden(self) -> bool:
        return not any(study.visible for study in self.own)

    @property
    def told(self) -> tuple[ShownStudy, ...]:
        return self.shared if self.hidden else self.own

    def is_of_own(self, measure: str) -> bool:
        """Whether the engagement's figures of a measure are of this school's pupils and nobody else's."""
        return self.cycle.assessed(measure) == {self.school.id}

    @property
    def alone(self) -> bool:
        """Whether the engagement studies no other school, so that its figures are the school's own."""
        return bool(self.own) and all(self.is_of_own(study.measure.id) for study in self.shared)

    @property
    def beside(self) -> tuple[ShownStudy, ...]:
        """The studies of all schools of the engagement, where they are of others than this one."""
        return tuple(study for study in self.shared if not self.is_of_own(study.measure.id))

    @property
    def every(self) -> tuple[ShownStudy, ...]:
        """All studies that the page shows, those of all schools only where they are others."""
        return (*self.own, *self.beside)

    @property
    def together(self) -> str:
        """How a sentence calls all schools of the engagement; empty where the page is about no other."""
        return "" if self.alone else together(self.engagement)

    @property
    def plan(self) -> Plan:
        return self.cycle.plan

    def together_in(self, measure: str, programme: Programme) -> str:
        """How a sentence calls the schools behind a measure's figures; empty where that is this one alone."""
        if self.is_of_own(measure):
            return ""
        return together(self.engagement, only_schools(self.cycle, self.engagement, measure, programme))

    def every_school_in(self, measure: str, programme: Programme) -> str:
        """How a table calls the schools behind the engagement's figures of a measure."""
        return every_school(self.engagement, only_schools(self.cycle, self.engagement, measure, programme))

    def with_plan(self, studies: tuple[ShownStudy, ...]) -> tuple[ShownStudy, ...]:
        """Studies with what is told of the engagement only, where that is this school: what was planned.

        Targets, predictions and shares at a threshold.
        """
        whole = {s.measure.id: s for s in self.shared if self.is_of_own(s.measure.id)}
        return tuple(
            replace(
                study,
                targets=whole[name].targets,
                predictions=whole[name].predictions,
                target_shares=whole[name].target_shares,
            )
            if (name := study.measure.id) in whole
            else study
            for study in studies
        )


def opening_of(edition: ShownEdition, part: Part) -> Opening:
    """What a school's page opens with: its own verdicts where they may be seen, beside all schools'."""
    shared = verdicts_on(edition, part.shared, [part.cycle])
    names = tuple(part.together_in(study.measure.id, edition.programme) for study in part.shared)
    beside = Schools(names, shared.verdicts, own=part.own, told=part.hidden)
    return opening(edition, verdicts_on(edition, part.told, [part.cycle]), schools=beside)


def hidden_because(part: Part, audience: Audience) -> str:
    """Why a school's own figures are hidden: few pupils, where that is so of every measure."""
    few = all(study.why_hidden == "few pupils" for study in part.own)
    return hidden_reason(audience, few=few).removeprefix("hidden: ")


def not_assessed(part: Part, programme: Programme) -> tuple[str, ...]:
    """Which measures were taken at other schools of the engagement only, and at which.

    Nothing is said of a school that has no figures at all: its page says that.
    """
    own = {study.measure.id for study in part.own}
    if not own:
        return ()
    where: dict[str, list[str]] = {}
    for study in part.shared:
        if study.measure.id not in own and part.cycle.assessed(study.measure.id):
            place = part.together_in(study.measure.id, programme)
            where.setdefault(place, []).append(study.measure.name)
    return tuple(
        f"{listed(measures)} {'was' if len(measures) == 1 else 'were'} not assessed at this school: the "
        f"figures are of {place}."
        for place, measures in where.items()
    )
