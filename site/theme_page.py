"""The evidence on one theme or one change idea: its cycles, its pools, what it costs, what was learned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.disclosure import Shown
from halfterm.cycles.words import OTHER_REASONS, listed, sentence
from halfterm.site.delivery import note_words
from halfterm.site.figures import loads_of
from halfterm.site.gains import MovedCells, MovedHeads, moved_cells, moved_heads
from halfterm.site.marks import page_marks
from halfterm.site.pieces import Chart, DataFile, Draft, Fact, Link, Picture
from halfterm.site.rendering import PageRecord, Templates
from halfterm.site.shown import ShownCycle, ShownEdition, ShownPool, ShownStudy
from halfterm.site.synthesis_coding import programme_cycles
from halfterm.site.synthesis_data import pools_csv
from halfterm.site.synthesis_groups import Group, ideas, many, schools_of, themes
from halfterm.site.synthesis_opening import gaps_words
from halfterm.site.synthesis_page import SLUG
from halfterm.site.synthesis_pools import AGAINST, TITLES, forest_of, pool_words, pools_of

KINDS: Final = {"theme": "Theme", "idea": "Change idea"}


@dataclass(frozen=True, slots=True)
class MovedLine:
    """One measure of one cycle over its whole engagement."""

    engagement: Link
    when: str
    cells: MovedCells
    decision: str


@dataclass(frozen=True, slots=True)
class PoolSection:
    """One pool in words with its forest plot."""

    title: str
    against: str
    words: str
    picture: Picture | None
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LearnedLine:
    """Words on what was learned: of which engagement and half-term, and of what kind."""

    engagement: Link
    when: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class ThemePage(PageRecord):
    """What the template of a theme or change idea is given."""

    kind: str
    verdict: tuple[str, ...]
    facts: tuple[Fact, ...]
    related: tuple[Link, ...]
    related_title: str
    theories: tuple[str, ...]
    rows: tuple[MovedLine, ...]
    heads: MovedHeads
    pools: tuple[PoolSection, ...]
    learned: tuple[LearnedLine, ...]
    unreleased: str
    cases: tuple[Link, ...]
    synthesis: str
    data: str
    loads: str
    code_version: str


def theme_drafts(edition: ShownEdition, *, templates: Templates) -> tuple[Draft, ...]:
    """A page for each theme and each change idea of the programme so far."""
    cycles = programme_cycles(edition)
    made_ideas, made_themes = ideas(cycles), themes(cycles)
    return (
        *(_draft(edition, group, made_ideas, templates) for group in made_themes),
        *(_draft(edition, group, made_themes, templates) for group in made_ideas),
    )


def _draft(edition: ShownEdition, group: Group, others: Sequence[Group], templates: Templates) -> Draft:
    pools = pools_of(edition, group)
    drawn = [
        forest_of(pool, f"forest-{number}", templates) if pool.rows else None
        for number, pool in enumerate(pools, start=1)
    ]
    pictures = [None if one is None else one[1] for one in drawn]
    page = _page(edition, group, others, list(zip(pools, pictures, strict=True)))
    charts: tuple[Chart, ...] = tuple(one[0] for one in drawn if one is not None)
    return Draft(
        kind="theme",
        slug=group.slug,
        title=f"{group.title}: {_title(edition, group)}",
        markdown=templates.page("theme.md", page),
        charts=charts,
        tables=(DataFile(page.data, pools_csv(pools)),),
        trail=(("The programme so far", f"../{SLUG}.html"),),
        marks=page_marks(
            edition, group.cycles, [s for c in group.cycles for s in c.at("engagement", c.plan.engagement)]
        ),
    )


def _title(edition: ShownEdition, group: Group) -> str:
    schools = schools_of(edition, group.cycles)
    return f"{many(len(group.cycles), 'cycle')} in {many(len(schools), 'school')}"


def _page(
    edition: ShownEdition,
    group: Group,
    others: Sequence[Group],
    pools: Sequence[tuple[ShownPool, Picture | None]],
) -> ThemePage:
    shared = [other for other in others if set(map(id, other.cycles)) & set(map(id, group.cycles))]
    rows = tuple(row for cycle in group.cycles for row in _rows(edition, cycle))
    return ThemePage(
        kind=KINDS[group.kind],
        verdict=_verdict(edition, group, [pool for pool, _ in pools]),
        facts=_facts(edition, group, [pool for pool, _ in pools]),
        related=tuple(Link(other.title, f"{other.slug}.html") for other in shared),
        related_title="Change ideas of this theme" if group.kind == "theme" else "Under the themes",
        theories=_theories(group),
        rows=rows,
        heads=moved_heads([row.cells for row in rows]),
        pools=tuple(_section(pool, picture) for pool, picture in pools),
        learned=tuple(line for cycle in group.cycles for line in _learned(edition, cycle)),
        unreleased=_unreleased(group.cycles),
        cases=_cases(edition, group.cycles),
        synthesis=f"../{SLUG}.html",
        data=f"{group.slug}.csv",
        loads=loads_of([study for cycle in group.cycles for study in cycle.studies]),
        code_version=edition.code_version,
    )


def _verdict(edition: ShownEdition, group: Group, pools: Sequence[ShownPool]) -> tuple[str, ...]:
    """What the pools say; without any, which way the gaps moved."""
    impact = [pool_words(pool) for pool in pools if pool.question == "impact" and pool.pooled is not None]
    if impact:
        return tuple(impact)
    return (
        f"{gaps_words(edition, group.cycles)} {OTHER_REASONS}",
        "No effect with and without the change idea may be pooled, so no impact is claimed.",
    )


def _facts(edition: ShownEdition, group: Group, pools: Sequence[ShownPool]) -> tuple[Fact, ...]:
    cycles = group.cycles
    strands = dict.fromkeys(cycle.plan.intervention.strand for cycle in cycles)
    costs = [pool.cost_per_pupil for pool in pools if pool.cost_per_pupil.symbol != "z"]
    groups = dict.fromkeys(cycle.plan.target_group.name for cycle in cycles)
    facts = [
        Fact("Cycles", f"{len(cycles):,}"),
        Fact("Engagements", f"{len({cycle.plan.engagement for cycle in cycles}):,}"),
        Fact("Schools", f"{len(schools_of(edition, cycles)):,}"),
        Fact("For", listed(list(groups))),
        Fact("Planned cost a pupil", _cost(costs[0]) if costs else "not given"),
    ]
    named = [strand for strand in strands if strand]
    return (*facts, Fact("Strand of evidence", listed(named))) if named else tuple(facts)


def _cost(cost: Shown) -> str:
    return f"£{cost}" if cost.visible else "hidden to protect pupils"


def _theories(group: Group) -> tuple[str, ...]:
    """Why it should work, as the plans of a change idea say it; a theme has many ideas and no theory."""
    if group.kind == "theme":
        return ()
    return tuple(dict.fromkeys(sentence(cycle.plan.change_idea.theory) for cycle in group.cycles))


def _rows(edition: ShownEdition, cycle: ShownCycle) -> Iterator[MovedLine]:
    for study in cycle.at("engagement", cycle.plan.engagement):
        yield _row(edition, cycle, study)


def _row(edition: ShownEdition, cycle: ShownCycle, study: ShownStudy) -> MovedLine:
    return MovedLine(
        engagement=_case(edition, cycle.plan.engagement),
        when=edition.programme.half_term(cycle.plan.follow_up).name,
        cells=moved_cells(study, cycle.plan, edition.programme),
        decision=cycle.decision.kind if cycle.decision else "not yet",
    )


def _case(edition: ShownEdition, engagement: str) -> Link:
    """The case study of an engagement; without a link where this edition has none."""
    name = edition.programme.engagement(engagement).name
    return Link(name, f"../cases/{engagement}.html" if edition.current(engagement) else "")


def _cases(edition: ShownEdition, cycles: Sequence[ShownCycle]) -> tuple[Link, ...]:
    links = (_case(edition, name) for name in dict.fromkeys(cycle.plan.engagement for cycle in cycles))
    return tuple(link for link in links if link.href)


def _section(pool: ShownPool, picture: Picture | None) -> PoolSection:
    left_out = f"Not in it: {'; '.join(pool.left_out)}." if pool.left_out else ""
    return PoolSection(
        title=f"{TITLES[pool.question]}: {pool.measure}",
        against=AGAINST[pool.question],
        words=pool_words(pool),
        picture=picture,
        lines=tuple(line for line in (*pool.heterogeneity, left_out) if line),
    )


def _learned(edition: ShownEdition, cycle: ShownCycle) -> Iterator[LearnedLine]:
    """The words of a log that may be shown, and what its decision says was learned."""
    where = _case(edition, cycle.plan.engagement)
    when = edition.programme.half_term(cycle.plan.follow_up).name
    if cycle.carried_out is not None:
        for note in cycle.carried_out.of_kind("learning", "adaptation", "obstacle"):
            yield LearnedLine(where, when, note.kind, note_words(note))
    if cycle.decision is not None and cycle.decision.learning:
        yield LearnedLine(
            where, when, f"with the decision to {cycle.decision.kind}", sentence(cycle.decision.learning)
        )


def _unreleased(cycles: Sequence[ShownCycle]) -> str:
    logs = [cycle.carried_out for cycle in cycles if cycle.carried_out is not None]
    held = sum(log.unreleased.get(kind, 0) for log in logs for kind in ("learning", "adaptation", "obstacle"))
    if not held:
        return ""
    return f"The logs hold {many(held, 'note')} more that the schools have not released."
