"""The synthesis of a programme so far: what moved, what ideas did, predictions, quality, the coded tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.coding.how_sure import sure_words
from halfterm.cycles.disclosure import Shown, show_number
from halfterm.cycles.impact.estimate import COVERAGE
from halfterm.cycles.words import OTHER_REASONS, disclosure_note, listed, sentence
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
    claims,
    count,
    directions,
    ideas,
    many,
    schools_of,
    themes,
)
from halfterm.site.synthesis_pools import (
    AGAINST,
    TITLES,
    PoolRow,
    not_pooled,
    overview_forest,
    pool_rows,
    pool_words,
    pools_of,
)
from halfterm.site.synthesis_quality import QualityLines, quality_table

SLUG: Final = "synthesis"
MOST_WORDS: Final = 4
"""Pools that the page's opening tells one by one; more are counted."""


MANY: Final = 10
"""Gaps from which on it is said how many would look as if they had moved by chance alone."""


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
    """The pools of one question: impact, or relative progress; never both."""

    title: str
    against: str
    rows: tuple[PoolRow, ...]
    pictures: tuple[Picture, ...]
    others: tuple[str, ...]
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
    cycles: Shown
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
        verdict=_verdict(edition, cycles),
        care=_care(edition, cycles),
        facts=_facts(edition, cycles),
        rows=_idea_rows(edition, cycles),
        impact=sections["impact"],
        relative=sections["relative progress"],
        calibration=calibration_lines(edition),
        quality=quality_table(edition),
        cycles=count(len(cycles)),
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
        title=_title(edition, cycles),
        markdown=templates.page("synthesis.md", page),
        charts=charts,
        tables=(files.tables, files.codes, files.pools),
    )


def _title(edition: ShownEdition, cycles: Sequence[ShownCycle]) -> str:
    counts = Counter(claims(edition, cycles))
    studied = sum(counts.values()) - counts["hidden"]
    if not studied:
        return "The programme so far: no gap has been studied that may be shown"
    closing, widening = counts["closing"], counts["widening"]
    if not closing and not widening:
        return f"The programme so far: no clear change in {many(studied, 'gap')}"
    return (
        f"The programme so far: {closing or 'none'} of {many(studied, 'gap')} clearly closing, "
        f"{widening or 'none'} clearly widening"
    )


def _verdict(edition: ShownEdition, cycles: Sequence[ShownCycle]) -> tuple[str, ...]:
    """What the programme's cycles say together, by one rule in every direction."""
    said = [_gaps(edition, cycles)]
    told = [pool for pool in edition.pools if pool.by == "change-idea" and pool.pooled is not None]
    impact = [pool for pool in told if pool.question == "impact"]
    if not impact:
        said.append(
            "Whether the change ideas did it is not known: there are no effects of treated against untreated "
            "pupils that may be shown and pooled."
        )
    elif len(impact) <= MOST_WORDS:
        said += [pool_words(pool, of=pool.name) for pool in impact]
    else:
        said.append(_counted(impact))
    return tuple(said)


def _gaps(edition: ShownEdition, cycles: Sequence[ShownCycle]) -> str:
    counts = Counter(claims(edition, cycles))
    hidden = counts["hidden"]
    studied = sum(counts.values()) - hidden
    rest = f" {many(hidden, 'more is', 'more are')} hidden to protect pupils." if hidden else ""
    if not studied:
        return f"No gap has been studied yet that may be shown.{rest}"
    named = [_are(counts["closing"], "clearly closing"), _are(counts["widening"], "clearly widening")]
    if counts["changed sides"]:
        named.append(f"{counts['changed sides']:,} changed sides")
    if counts["no clear change"]:
        named.append(f"{counts['no clear change']:,} moved no more than chance could explain")
    if unknown := counts["no comparison"] + counts["not known"]:
        named.append(f"of {unknown:,} no gap is known")
    return f"Of {many(studied, 'gap')} that were followed up, {listed(named)}.{rest}"


def _are(n: int, words: str) -> str:
    """How many are so.

    >>> _are(0, "closing"), _are(1, "closing"), _are(3, "closing")
    ('none is closing', '1 is closing', '3 are closing')
    """
    return f"{f'{n:,}' if n else 'none'} {'are' if n > 1 else 'is'} {words}"


def _counted(pools: Sequence[ShownPool]) -> str:
    """How many pools say what."""
    sides = Counter(_side(pool) for pool in pools)
    return (
        f"Of {many(len(pools), 'pooled impact')} of change ideas, {sides['more']:,} are above nought and "
        f"{sides['less']:,} below it by more than chance gives; the rest could be chance."
    )


def _side(pool: ShownPool) -> str:
    whole = pool.pooled
    if whole is None or whole.lower.value is None or whole.upper.value is None:
        return "not known"
    return "more" if whole.lower.value > 0 else "less" if whole.upper.value < 0 else "chance"


def _care(edition: ShownEdition, cycles: Sequence[ShownCycle]) -> tuple[str, ...]:
    """How many intervals would leave nought out by chance alone, and what gaps do not tell."""
    counts = Counter(claims(edition, cycles))
    tested = sum(counts[word] for word in ("closing", "widening", "changed sides", "no clear change"))
    said = []
    if tested >= MANY:
        by_chance = show_number((1 - COVERAGE) * tested, decimals=1)
        said.append(
            f"Had none of {many(tested, 'gap')} changed at all, about {by_chance} would still look clearly "
            "closing or widening: each is judged by a 95% interval of its own."
        )
    said.append(
        f"{OTHER_REASONS} Only pupils with and without a change idea, set side by side, tell whether it did "
        "it."
    )
    ended = [one for one in cycles if one.decision is not None]
    if len(ended) < len(cycles):
        waits = many(len(cycles) - len(ended), "cycle has", "cycles have")
        said.append(f"{waits} no decision yet.")
    return tuple(said)


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
    return QuestionSection(
        title=TITLES[question],
        against=AGAINST[question],
        rows=pool_rows(edition, question, ideas(cycles)),
        pictures=tuple(pictures[question]),
        others=not_pooled(edition, question, ideas(cycles)),
        months="impact_months" if question == "impact" else "months",
    )


def _claims(edition: ShownEdition) -> tuple[ClaimLines, ...]:
    return tuple(
        ClaimLines(sentence(one.words), one.source.rstrip("."), sure_words(one))
        for one in edition.programme.claims
    )
