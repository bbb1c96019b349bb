"""A synthesis on a terminal and for machines: the tables of its page, by the same functions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from halfterm.cycles.coding.coded import CodedSource
from halfterm.cycles.coding.how_sure import sure_words
from halfterm.cycles.coding.tabulate import TableCount, discrepancies, tabulate
from halfterm.flows.coding import Synthesis
from halfterm.flows.plain_table import plain_table
from halfterm.site.shown import ShownEdition
from halfterm.site.synthesis_calibration import calibration_lines
from halfterm.site.synthesis_coding import CodedTable, SourceSection, coded_tables, source_section
from halfterm.site.synthesis_pools import pool_words
from halfterm.site.synthesis_quality import quality_table

NUMBERS: Final = ("Cycles", "Reports", "%", "Printed", "Shown", "Missing", "Not known")


def print_synthesis(console: Console, made: Synthesis) -> None:
    """The programme's cycles table by table, its pools and predictions, and every coded source."""
    if made.edition is None:
        console.print(Text("No cycle has been studied yet."))
    else:
        _print_programme(console, made, made.edition)
    for source in made.sources:
        _print_source(console, source_section(source))


def _print_programme(console: Console, made: Synthesis, edition: ShownEdition) -> None:
    title = f"{made.programme}: {len(made.cycles):,} cycles up to {edition.half_term.name}"
    console.print(Text(title, style="bold"))
    console.print()
    for table in coded_tables(made.cycles):
        _print_table(console, table)
    for pool in edition.pools:
        if pool.by == "change-idea":
            console.print(Text(f"{pool.name}: {pool_words(pool)}"))
    for line in _told(edition):
        console.print(Text(line))
    features = quality_table(edition).features
    if features:
        rows = [(row.feature, str(row.yes), str(row.no), str(row.unknown)) for row in features]
        heads = ("Feature", "Shown", "Missing", "Not known")
        console.print()
        console.print(plain_table(heads, rows, numbers=NUMBERS))
    for claim in edition.programme.claims:
        console.print()
        console.print(Text(claim.words, style="bold"))
        for line in sure_words(claim):
            console.print(Text(f"- {line}"))
    console.print()


def _told(edition: ShownEdition) -> Iterator[str]:
    """What is said of predictions and of how cycles were done."""
    yield from calibration_lines(edition).sentences
    yield from quality_table(edition).sentences


def _print_table(console: Console, table: CodedTable) -> None:
    rows = [(_code(row.group, row.code), str(row.n), str(row.percent)) for row in table.rows]
    title = f"{table.number}. {table.title}"
    console.print(plain_table(("Code", "Cycles", "%"), rows, title=title, numbers=NUMBERS))
    console.print(Text(table.basis, style="dim"))
    console.print()


def _print_source(console: Console, section: SourceSection) -> None:
    console.print(Text(section.name, style="bold"))
    console.print(Text(section.about))
    console.print(Text(section.found))
    for line in section.discrepancies:
        console.print(Text(f"- {line}"))
    console.print()
    for table in section.tables:
        rows = [
            (
                _code(row.group, row.code),
                str(row.reports),
                str(row.computed),
                f"{row.mark} {row.printed}".strip(),
            )
            for row in table.rows
        ]
        title = f"{table.number}. {table.title}"
        heads = ("Code", "Reports", "%", "Printed")
        console.print(plain_table(heads, rows, title=title, numbers=NUMBERS, unbroken={"Printed"}))
        console.print()


def _code(group: str, code: str) -> str:
    return f"{group}: {code}" if group else code


def synthesis_json(made: Synthesis) -> str:
    """One object: the ten tables of programme and sources, discrepancies, predictions, quality, claims."""
    edition = made.edition
    whole = {
        "programme": made.programme,
        "half_term": None if edition is None else edition.half_term.id,
        "audience": None if edition is None else edition.audience,
        "tables": [_table_json(table) for table in tabulate([one.report for one in made.cycles])],
        "cycles": [
            {"cycle": one.report.id, "codes": _lists(one.report.codes), "basis": dict(one.basis)}
            for one in made.cycles
        ],
        "pools": [] if edition is None else [pool_words(pool) for pool in edition.pools],
        "predictions": None if edition is None else _plain(asdict(calibration_lines(edition))),
        "quality": None if edition is None else _plain(asdict(quality_table(edition))),
        "claims": []
        if edition is None
        else [
            {"words": one.words, "k": one.k, "n": one.n, "follows": list(sure_words(one))}
            for one in edition.programme.claims
        ],
        "sources": [_source_json(source) for source in made.sources],
    }
    return json.dumps(whole, indent=2, allow_nan=False, ensure_ascii=False)


def _source_json(source: CodedSource) -> dict[str, Any]:
    return {
        "id": source.id,
        "name": source.name,
        "source": source.source,
        "synthetic": source.synthetic,
        "reports": source.printed_reports or len(source.reports),
        "tables": [_table_json(table) for table in tabulate(source.reports)] if source.reports else [],
        "printed": [asdict(row) for row in source.printed],
        "discrepancies": [asdict(one) | {"words": one.words} for one in discrepancies(source)],
    }


def _table_json(table: TableCount) -> dict[str, Any]:
    return {
        "table": table.table.id,
        "title": table.table.title,
        "reports": table.reports,
        "coded": table.coded,
        "total": table.total,
        "rows": [asdict(row) for row in table.rows],
    }


def _lists(codes: Any) -> dict[str, list[str]]:
    return {table: list(held) for table, held in codes.items()}


def _plain(content: Any) -> Any:
    """Figures made safe as their numbers, or their symbols where they have none."""
    if isinstance(content, dict):
        if content.keys() >= {"text", "value", "symbol"}:
            return content["text"] if content["value"] is None else content["value"]
        return {name: _plain(part) for name, part in content.items()}
    if isinstance(content, Sequence) and not isinstance(content, str):
        return [_plain(part) for part in content]
    return content
