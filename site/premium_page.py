"""The pupil premium review: funding, what it was spent on, the evidence for that, cost, outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.disclosure import Shown, show_number
from halfterm.cycles.programme import Programme
from halfterm.cycles.school import PremiumYear
from halfterm.cycles.words import listed
from halfterm.site.figures import computed, loads_of
from halfterm.site.marks import page_marks
from halfterm.site.over_cycles import Moved, current, moved, parts_over_time
from halfterm.site.pieces import DataFile, Draft
from halfterm.site.rendering import PageRecord, Templates
from halfterm.site.school_part import Part, opening_of
from halfterm.site.shown import ShownEdition, ShownPool
from halfterm.site.spending import SpentRow, spent_rows
from halfterm.site.tidy import findings_csv, rows_csv
from halfterm.site.verdicts import Opening

PREMIUM: Final = "pupil premium"
DISADVANTAGE: Final = frozenset(
    {
        *("fsm", "fsm6", "ever6", "pupil-premium", "premium", "pp", "disadvantaged"),
        *("looked-after", "lac", "care", "service"),
    }
)
"""Attributes of pupils for whom the funding is meant, as target groups name them."""

CLOSED: Final = frozenset({"", "no", "false", "0", "n"})


@dataclass(frozen=True, slots=True)
class FundingRow:
    year: str
    pounds: Shown
    objectives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """What an activity rests on: the Toolkit's strand, the theory, and what this programme's pool says."""

    idea: str
    theory: str
    strand: str
    grade: str
    security: str
    pooled: str


@dataclass(frozen=True, slots=True)
class PremiumPage(PageRecord):
    """What the template of a pupil premium review is given."""

    about: str
    others: tuple[str, ...]
    funding: tuple[FundingRow, ...]
    barriers: tuple[str, ...]
    opening: tuple[Opening, ...]
    spent: tuple[SpentRow, ...]
    unpriced: tuple[str, ...]
    evidence: tuple[EvidenceRow, ...]
    moved: Moved
    decisions: tuple[str, ...]
    case: str
    pounds: str
    data: str
    loads: str
    code_version: str


def premium_drafts(
    edition: ShownEdition, schools: Sequence[str], *, templates: Templates
) -> tuple[Draft, ...]:
    """A review for each of these schools with a cycle, in this half-term, for disadvantaged pupils.

    Or one that draws on their funding, for whomever it is.
    """
    made = []
    for school in schools:
        parts = tuple(part for part in parts_over_time(edition, school) if _is_about(part))
        if current(edition, parts):
            made.append(_draft(edition, parts, templates=templates))
    return tuple(made)


def _is_about(part: Part) -> bool:
    """Whether a cycle is for the school's disadvantaged pupils, or has to do with their funding.

    It has where it draws on that, or where the school tells of it.
    """
    funded = any(cost.funding == PREMIUM for cost in part.plan.intervention.costs)
    return (_is_meant(part) and _is_here(part)) or funded or bool(part.school.pupil_premium)


def _is_here(part: Part) -> bool:
    """Whether pupils of this school are studied."""
    return part.school.id in part.engagement.pupil_schools


def _is_meant(part: Part) -> bool:
    """Whether the target group was chosen for disadvantage."""
    return any(
        name in DISADVANTAGE and not CLOSED.issuperset(value.casefold() for value in values)
        for name, values in part.plan.target_group.attributes.items()
    )


def _about(parts: Sequence[Part]) -> str:
    meant = any(_is_meant(part) and _is_here(part) for part in parts)
    what = "What was done for disadvantaged pupils" if meant else "What was done"
    return f"{what}, what it rests on, what it cost and what came of it."


def _others(parts: Sequence[Part], programme: Programme) -> Iterator[str]:
    """Which cycles were for pupils of other schools, or who were chosen for something else."""
    for part in parts:
        said = []
        if not _is_here(part):
            schools = listed([programme.school(school).name for school in part.engagement.pupil_schools])
            said.append(f"are of {schools}, not of this school")
        if not _is_meant(part):
            said.append("were not chosen for disadvantage")
        if said:
            idea, group = part.plan.change_idea.name, part.plan.target_group.name
            yield f"The pupils of “{idea}” ({group}) {', and '.join(said)}."


def _draft(edition: ShownEdition, parts: Sequence[Part], *, templates: Templates) -> Draft:
    school, studies = parts[0].school, tuple(study for part in parts for study in part.told)
    spent = spent_rows(parts, edition.programme, fundings=[PREMIUM])
    page = PremiumPage(
        about=_about(parts),
        others=tuple(dict.fromkeys(_others(parts, edition.programme))),
        funding=tuple(_funding(year) for year in school.pupil_premium),
        barriers=tuple(dict.fromkeys(barrier for part in parts for barrier in part.plan.barriers)),
        opening=tuple(opening_of(edition, part) for part in current(edition, parts)),
        spent=spent,
        unpriced=tuple(_unpriced(parts, spent)),
        evidence=tuple(_evidence(edition, part) for part in _latest_of_each_idea(parts)),
        moved=moved(edition, parts),
        decisions=tuple(_decisions(parts)),
        case=f"../cases/{parts[-1].engagement.id}.html",
        pounds=f"pounds-{school.id}.csv",
        data=f"pupil-premium-{school.id}.csv",
        loads=loads_of(studies),
        code_version=edition.code_version,
    )
    return Draft(
        kind="pupil-premium",
        slug=school.id,
        title=f"{school.name}: pupil premium review",
        markdown=templates.page("pupil-premium.md", page),
        tables=(DataFile(page.data, findings_csv(studies)), DataFile(page.pounds, _pounds_csv(page))),
        trail=((parts[-1].engagement.name, page.case),),
        engagement=parts[-1].engagement.id,
        school=school.id,
        computed=computed(studies, edition.programme),
        marks=page_marks(edition, [part.cycle for part in parts], studies),
    )


def _funding(year: PremiumYear) -> FundingRow:
    return FundingRow(year.year, show_number(year.pounds, decimals=0), year.objectives)


def _unpriced(parts: Sequence[Part], spent: Sequence[SpentRow]) -> Iterator[str]:
    """Ideas for these pupils of which no cost from this funding is known."""
    priced = {row.idea for row in spent}
    for idea in dict.fromkeys(part.plan.change_idea.name for part in parts):
        if idea not in priced:
            yield idea


def _latest_of_each_idea(parts: Sequence[Part]) -> tuple[Part, ...]:
    return tuple({part.plan.change_idea.name: part for part in parts}.values())


def _evidence(edition: ShownEdition, part: Part) -> EvidenceRow:
    idea, quality = part.plan.change_idea, part.cycle.quality
    pools = [pool for pool in edition.pools if pool.by == "change-idea" and pool.name == idea.name]
    return EvidenceRow(
        idea=idea.name,
        theory=idea.theory,
        strand=part.plan.intervention.strand or "",
        grade=quality.evidence.answer if quality else "not known",
        security=quality.security.answer if quality else "not known",
        pooled="; ".join(filter(None, map(_pooled, pools))) or "nothing pooled yet",
    )


def _pooled(pool: ShownPool) -> str:
    """What the pool of an idea's impact says, in SDs; relative progress is no evidence of it."""
    if pool.question != "impact" or pool.pooled is None or not pool.pooled.effect.visible:
        return ""
    found = pool.pooled
    months = f", {pool.months} months" if pool.months.visible else ""
    reach = f"({found.lower} to {found.upper}) over {len(pool.rows)} places"
    return f"{pool.measure}: {found.effect} {reach}{months}"


def _decisions(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        if part.cycle.decision is None:
            yield f"“{part.plan.change_idea.name}”: not decided yet."
        else:
            yield f"“{part.plan.change_idea.name}”: {part.cycle.decision.kind}. {part.cycle.decision.reason}"


def _pounds_csv(page: PremiumPage) -> str:
    """Funding and spending, one sum of pounds a row."""
    rows: list[tuple[str | Shown, ...]] = [
        ("allocation", "; ".join(row.objectives), row.year, "this school", row.pounds) for row in page.funding
    ]
    for row in page.spent:
        about = (row.idea, row.when, row.whose)
        rows += [("planned", *about, row.planned), ("spent", *about, row.spent)]
        rows.append(("planned for a pupil", *about, row.per_pupil))
    return rows_csv(("sum", "what", "when", "whose", "pounds"), rows)
