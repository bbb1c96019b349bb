"""The synthesis of a programme so far: what moved, what ideas did, predictions, quality, the coded tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.coding.how_sure import sure_words
from halfterm.cycles.disclosure import Shown
from halfterm.cycles.words import disclosure_note, sentence
from halfterm.site.figures import loads_of
from halfterm.site.pieces import Chart, Draft, Fact, Link, Picture
from halfterm.site.rendering import PageRecord, Templates
from halfterm.site.shown import ShownCycle, ShownEdition, ShownPool
from halfterm.site.synthesis_calibration import CalibrationLines, calibration_lines
from halfterm.site.synthesis_coding import (
    CodedTable,
    SourceSection,
    coded_cycles,
    coded_tables,
    programme_cycles,
    source_section,
)
from halfterm.site.synthesis_data import synthesis_files
from halfterm.site.synthesis_groups import (
    Directions,
    Group,
    count,
    directions,
    ideas,
    many,
    schools_of,
    themes,
)
from halfterm.site.synthesis_opening import (
    NEVER_COMPARED,
    names_treated,
    synthesis_care,
    synthesis_title,
    synthesis_verdict,
)
from halfterm.site.synthesis_pools import (
    AGAINST,
    TITLES,
    PoolRow,
    narrowed,
    not_pooled,
    overview_forest,
    pool_rows,
    pools_of,
)
from halfterm.site.synthesis_quality import QualityLines, quality_table

SLUG: Final = "synthesis"


@dataclass(frozen=True, slots=True)
class IdeaRow:
    """One change idea under one theme: its cycles and which way their gaps moved."""

    theme: Link
    idea: Link
    cycles: Shown
    schools: Shown
    gaps: Directions


@dataclass(frozen=True, slots=True)
class QuestionSection:
    """The pools of one question: impact, or relative progress; never both.

    `any_months` and `any_cost` say whether any row has them: a column of nothing is left out.
    `nothing` stands there where nothing is asked of any idea.
    """

    title: str
    against: str
    rows: tuple[PoolRow, ...]
    pictures: tuple[Picture, ...]
    others: tuple[str, ...]
    any_months: bool
    any_cost: bool
    nothing: str
    months: str


@dataclass(frozen=True, slots=True)
class ClaimLines:
    """A claim that a report made, and what follows from it."""

    words: str
    source: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SynthesisPage(PageRecord):
    """What the template of the synthesis is given."""

    verdict: tuple[str, ...]
    care: tuple[str, ...]
    facts: tuple[Fact, ...]
    rows: tuple[IdeaRow, ...]
    impact: QuestionSection
    relative: QuestionSection
    calibration: CalibrationLines
    quality: QualityLines
    cycles: str
    tables: tuple[CodedTable, ...]
    claims: tuple[ClaimLines, ...]
    sources: tuple[SourceSection, ...]
    disclosure: str
    data: str
    codes: str
    pools: str
    loads: str
    code_version: str


def synthesis_draft(edition: ShownEdition, *, templates: Templates) -> Draft:
    """The synthesis of everything that has been followed up by this edition's half-term."""
    cycles = programme_cycles(edition)
    coded = coded_cycles(edition)
    tables = coded_tables(coded)
    files = synthesis_files(edition, coded)
    charts, pictures = _forests(edition, cycles, templates)
    sections = {question: _question(edition, question, cycles, pictures) for question in TITLES}
    page = SynthesisPage(
        verdict=synthesis_verdict(edition, cycles),
        care=synthesis_care(edition, cycles),
        facts=_facts(edition, cycles),
        rows=_idea_rows(edition, cycles),
        impact=sections["impact"],
        relative=sections["relative progress"],
        calibration=calibration_lines(edition),
        quality=quality_table(edition),
        cycles=many(len(cycles), "cycle"),
        tables=tables,
        claims=_claims(edition),
        sources=tuple(source_section(source) for source in edition.coded),
        disclosure=disclosure_note(edition.audience),
        data=files.tables.name,
        codes=files.codes.name,
        pools=files.pools.name,
        loads=loads_of([study for cycle in cycles for study in cycle.studies]),
        code_version=edition.code_version,
    )
    return Draft(
        kind="synthesis",
        slug=SLUG,
        title=synthesis_title(edition, cycles),
        markdown=templates.page("synthesis.md", page),
        charts=charts,
        tables=(files.tables, files.codes, files.pools),
    )


def _facts(edition: ShownEdition, cycles: Sequence[ShownCycle]) -> tuple[Fact, ...]:
    programme = edition.programme
    engagements = {cycle.plan.engagement for cycle in cycles}
    clusters = {programme.engagement(name).cluster for name in engagements}
    made = Counter(cycle.decision.kind for cycle in cycles if cycle.decision is not None)
    decided = [f"{made[kind]:,} {kind}" for kind in ("adopt", "adapt", "extend", "abandon") if made[kind]]
    return (
        Fact("Clusters", f"{len(clusters):,} of {len(programme.clusters):,}"),
        Fact("Engagements", f"{len(engagements):,} of {len(programme.engagements):,}"),
        Fact("Schools", f"{len(schools_of(edition, cycles)):,}"),
        Fact("Cycles followed up", f"{len(cycles):,}"),
        Fact("Change ideas", f"{len(ideas(cycles)):,}"),
        Fact("Decisions", ", ".join(decided) or "none yet"),
    )


def _idea_rows(edition: ShownEdition, cycles: Sequence[ShownCycle]) -> tuple[IdeaRow, ...]:
    """Change ideas by name under their themes by name: no order by result."""
    by_name = {id(cycle): group for group in ideas(cycles) for cycle in group.cycles}
    rows = []
    for theme in themes(cycles):
        held: dict[str, list[ShownCycle]] = {}
        for cycle in theme.cycles:
            held.setdefault(by_name[id(cycle)].slug, []).append(cycle)
        rows += [_idea_row(edition, theme, by_name[id(held[slug][0])], held[slug]) for slug in sorted(held)]
    return tuple(rows)


def _idea_row(edition: ShownEdition, theme: Group, idea: Group, cycles: Sequence[ShownCycle]) -> IdeaRow:
    return IdeaRow(
        theme=Link(theme.title, theme.href),
        idea=Link(idea.title, idea.href),
        cycles=count(len(cycles)),
        schools=count(len(schools_of(edition, cycles))),
        gaps=directions(edition, cycles),
    )


def _forests(
    edition: ShownEdition, cycles: Sequence[ShownCycle], templates: Templates
) -> tuple[tuple[Chart, ...], dict[str, list[Picture]]]:
    """A forest for each question and measure: the pooled effect of every change idea."""
    held: dict[tuple[str, str], list[tuple[str, ShownPool]]] = {}
    for group in ideas(cycles):
        for pool in pools_of(edition, group):
            held.setdefault((pool.question, pool.measure), []).append((group.title, pool))
    charts: list[Chart] = []
    pictures: dict[str, list[Picture]] = {question: [] for question in TITLES}
    for number, ((question, _), pools) in enumerate(held.items(), start=1):
        made = overview_forest(pools, f"forest-{number}", templates)
        if made is not None:
            charts.append(made[0])
            pictures[question].append(made[1])
    return tuple(charts), pictures


def _question(
    edition: ShownEdition,
    question: str,
    cycles: Sequence[ShownCycle],
    pictures: dict[str, list[Picture]],
) -> QuestionSection:
    rows = pool_rows(edition, question, ideas(cycles))
    return QuestionSection(
        title=TITLES[question],
        against=AGAINST[question],
        rows=rows,
        pictures=tuple(pictures[question]),
        others=(
            *narrowed(edition, question, ideas(cycles)),
            *not_pooled(edition, question, ideas(cycles)),
        ),
        any_months=any(row.months.visible for row in rows),
        any_cost=any(row.cost != "–" for row in rows),
        nothing=_nothing(question, cycles),
        months="impact_months" if question == "impact" else "months",
    )


def _nothing(question: str, cycles: Sequence[ShownCycle]) -> str:
    if question == "impact" and not names_treated(cycles):
        return f"{NEVER_COMPARED}."
    return f"No effect of {AGAINST[question]} may be shown."


def _claims(edition: ShownEdition) -> tuple[ClaimLines, ...]:
    return tuple(
        ClaimLines(sentence(one.words), one.source.rstrip("."), sure_words(one))
        for one in edition.programme.claims
    )
