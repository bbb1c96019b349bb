"""The coding tables of a synthesis: this programme's cycles counted, and coded reports beside their print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.coding.coded import CodedSource, Printed
from halfterm.cycles.coding.from_cycle import Basis, CodedCycle, CycleFacts, coded_cycle
from halfterm.cycles.coding.tabulate import (
    DECIMALS,
    CodeCount,
    Discrepancy,
    TableCount,
    discrepancies,
    tabulate,
)
from halfterm.cycles.disclosure import Shown, hidden, show_number
from halfterm.cycles.do_log_entries import EvidenceKind
from halfterm.cycles.programme import Engagement, Role
from halfterm.cycles.words import listed
from halfterm.site.shown import ShownCycle, ShownEdition
from halfterm.site.synthesis_groups import count, many

BASIS_WORDS: Final[dict[Basis, str]] = {
    "derived": "told by the record",
    "said": "said in the plan",
    "not told": "not told",
}
MARK: Final = "≠"
"""Beside a printed figure that does not follow from its count."""
NO_PRINT: Final = "–"


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code with how many cycles have it, and their percent of all; `group` is the head it stands under."""

    code: str
    group: str
    n: Shown
    percent: Shown


@dataclass(frozen=True, slots=True)
class CodedTable:
    """One table of the programme's cycles: `basis` says where codes come from, `note` how they are told."""

    number: str
    title: str
    note: str
    basis: str
    several: str
    rows: tuple[CodeRow, ...]


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A code of a source: its reports and their percent as computed, then count and percent as printed.

    `mark` is set where the print does not follow, and `wrong` where that is more than a digit too many.
    """

    code: str
    group: str
    reports: Shown
    computed: Shown
    printed: str
    mark: str
    wrong: bool


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """One table of a source. `total` says what its rows add up to where each report has one code."""

    number: str
    title: str
    total: str
    rows: tuple[PrintedRow, ...]


@dataclass(frozen=True, slots=True)
class SourceSection:
    """A source of coded reports: what it is, what of its print does not follow, and its tables."""

    name: str
    about: str
    found: str
    discrepancies: tuple[str, ...]
    tables: tuple[PrintedTable, ...]


def programme_cycles(edition: ShownEdition) -> tuple[ShownCycle, ...]:
    """Every cycle that was followed up by this edition's half-term, in order of half-terms and names."""
    place = edition.programme.position
    now = place(edition.half_term.id)
    held = [cycle for cycle in edition.cycles if place(cycle.plan.follow_up) <= now]
    return tuple(sorted(held, key=lambda cycle: (place(cycle.plan.follow_up), cycle.plan.id)))


def coded_cycles(edition: ShownEdition) -> tuple[CodedCycle, ...]:
    """The cycles of the programme, coded."""
    return tuple(coded_cycle(cycle_facts(edition, cycle)) for cycle in programme_cycles(edition))


def cycle_facts(edition: ShownEdition, cycle: ShownCycle) -> CycleFacts:
    """What the record of a cycle says that its coding needs, by what this audience may see of it."""
    programme = edition.programme
    engagement = programme.engagement(cycle.plan.engagement)
    schools = [programme.school(school) for school in engagement.schools]
    phase = programme.cluster(engagement.cluster).phase
    done = cycle.carried_out
    return CycleFacts(
        plan=cycle.plan,
        schools=len(schools),
        phases=tuple(school.phase or phase for school in schools),
        contexts=tuple(school.context for school in schools),
        people=_people(edition, cycle, engagement),
        led_by=() if done is None else tuple(led.role for led in done.led_by),
        evidence=_evidence(cycle),
        grade="" if cycle.quality is None else cycle.quality.evidence.answer,
        agreed=engagement.terms is not None,
        met=_met(edition, cycle, engagement),
    )


def _people(edition: ShownEdition, cycle: ShownCycle, engagement: Engagement) -> tuple[Role, ...]:
    """The roles of those who have a duty in the plan or agreed the terms."""
    named = [duty.person for duty in cycle.plan.roles]
    named += engagement.terms.by if engagement.terms is not None else ()
    roles = {person.id: person.role for person in edition.programme.people}
    return tuple(roles[name] for name in dict.fromkeys(named) if name in roles)


def _evidence(cycle: ShownCycle) -> tuple[EvidenceKind, ...]:
    found: dict[EvidenceKind, None] = {}
    if cycle.studies:
        found["test or assessment data"] = None
    done = cycle.carried_out
    if done is not None:
        found |= dict.fromkeys(line.kind for line in done.evidence)
        seen = (done.lessons_good_before, done.lessons_good_after)
        walks = done.of_kind("learning walk") or done.unreleased.get("learning walk")
        if walks or any(share.symbol != "z" for share in seen):
            found["observation"] = None
    return tuple(found)


def _met(edition: ShownEdition, cycle: ShownCycle, engagement: Engagement) -> bool:
    """Whether a meeting of the engagement's cluster was held since the cycle's half-term began."""
    begins = edition.programme.half_term(cycle.plan.half_term).starts
    return any(
        held.present is not None and held.meeting.cluster == engagement.cluster and held.meeting.on >= begins
        for held in edition.meetings
    )


def coded_tables(cycles: Sequence[CodedCycle]) -> tuple[CodedTable, ...]:
    """The ten tables of the programme's cycles."""
    counted = tabulate([cycle.report for cycle in cycles])
    return tuple(
        CodedTable(
            number=str(table.table.number),
            title=table.table.title,
            note=table.table.note,
            basis=_basis([cycle.basis[table.table.id] for cycle in cycles]),
            several="A cycle may have several." if table.table.multiple else "",
            rows=tuple(
                CodeRow(row.code, row.group, count(row.n), show_number(row.percent, decimals=DECIMALS))
                for row in table.rows
            ),
        )
        for table in counted
    )


def _basis(held: Iterable[Basis]) -> str:
    """How many cycles' codes come from where.

    >>> _basis(["derived", "not told", "derived"])
    '2 told by the record, 1 not told'
    """
    counts = Counter(held)
    return ", ".join(f"{counts[one]:,} {words}" for one, words in BASIS_WORDS.items() if counts[one])


def source_section(source: CodedSource) -> SourceSection:
    """Everything that is told of one source."""
    found = discrepancies(source)
    return SourceSection(
        name=source.name,
        about=_about(source),
        found=found_words(source, found),
        discrepancies=tuple(one.words for one in found),
        tables=printed_tables(source, found),
    )


def _about(source: CodedSource) -> str:
    reports = source.printed_reports or len(source.reports)
    held = many(reports, "report")
    said = [f"{source.source.rstrip('.')}: {held}." if source.source else f"{held}."]
    if source.synthetic and source.reports:
        said.append(
            f"The {len(source.reports):,} coded reports are synthetic: they were made to the printed counts, "
            "so only the counts are real, not which codes go together."
        )
    return " ".join(said)


def found_words(source: CodedSource, found: Sequence[Discrepancy]) -> str:
    """How many printed figures do not follow from their counts, by kind, in a sentence or two."""
    if not source.printed:
        return "Nothing printed is set beside these reports."
    kinds = Counter(one.kind for one in found)
    figures, totals = kinds["wrong"] + kinds["truncated"], kinds["total"]
    if not found:
        return "Every printed figure follows from its count."
    parts = ((figures, "printed percentage"), (totals, "total"), (kinds["count"], "count"))
    named = [many(n, noun) for n, noun in parts if n]
    said = []
    if named:
        few = figures + totals + kinds["count"] == 1
        follow = "does not follow from the count beside it" if few else "do not follow from their counts"
        said.append(f"{listed(named)} {follow}.")
    if cut := kinds["truncated"]:
        which = "It was" if figures == 1 and not totals else f"{cut:,} of the percentages"
        were = "" if which == "It was" else " was" if cut == 1 else " were"
        said.append(f"{which}{were} cut off instead of rounded.")
    if more := kinds["extra digit"]:
        said.append(
            f"{more:,} more {'was' if more == 1 else 'were'} printed with a digit more than the table has, "
            "and cut off there; at the table’s own decimals nothing is wrong."
        )
    return " ".join(said)[:1].upper() + " ".join(said)[1:]


def printed_tables(source: CodedSource, found: Sequence[Discrepancy]) -> tuple[PrintedTable, ...]:
    """The tables of a source that it has anything of: what the reports say beside what was printed."""
    wrong = {(one.table, one.code): one for one in found}
    known = {row.table for row in source.printed}
    return tuple(
        _printed(table, source, wrong)
        for table in tabulate(source.reports)
        if table.coded or table.table.id in known
    )


def _printed(
    counted: TableCount, source: CodedSource, wrong: dict[tuple[str, str], Discrepancy]
) -> PrintedTable:
    table = counted.table
    printed = {row.code: row for row in source.printed if row.table == table.id}
    rows = [
        _printed_row(row, printed.get(row.code), wrong.get((table.id, row.code)), source)
        for row in counted.rows
    ]
    total = wrong.get((table.id, ""))
    return PrintedTable(str(table.number), table.title, "" if total is None else total.words, tuple(rows))


def _printed_row(
    row: CodeCount, said: Printed | None, off: Discrepancy | None, source: CodedSource
) -> PrintedRow:
    reports = source.printed_reports or len(source.reports)
    n = row.n if source.reports else said.n if said else None
    places = off.decimals if off is not None and off.kind == "extra digit" else DECIMALS
    return PrintedRow(
        code=row.code,
        group=row.group,
        reports=hidden("z") if n is None else count(n),
        computed=show_number(None if n is None or not reports else 100 * n / reports, decimals=places),
        printed=NO_PRINT if said is None else f"{count(said.n)} ({said.percent:g}%)",
        mark=MARK if off is not None else "",
        wrong=off is not None and off.kind != "extra digit",
    )
