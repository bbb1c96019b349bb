"""The synthesis as tidy data: coded tables, the codes of each cycle, pooled effects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from halfterm.cycles.coding.coded import CodedSource
from halfterm.cycles.coding.from_cycle import CodedCycle
from halfterm.cycles.coding.tabulate import DECIMALS, discrepancies, tabulate
from halfterm.cycles.disclosure import Shown, hidden, show_number
from halfterm.site.pieces import DataFile
from halfterm.site.shown import ShownEdition, ShownEffect, ShownPool
from halfterm.site.synthesis_groups import count
from halfterm.site.tidy import rows_csv

_TABLES = (
    *("source", "table", "group", "code", "n", "reports", "percent", "printed_n", "printed_percent"),
    "discrepancy",
)
_CODES = ("cycle", "table", "code", "basis")
_POOLS = (
    *("question", "by", "name", "measure", "row", "kind", "effect", "lower", "upper", "weight_percent"),
    *("pupils", "months", "cost_per_pupil_pounds"),
)


@dataclass(frozen=True, slots=True)
class SynthesisFiles:
    """The three files beside the synthesis."""

    tables: DataFile
    codes: DataFile
    pools: DataFile


def synthesis_files(edition: ShownEdition, coded: Sequence[CodedCycle]) -> SynthesisFiles:
    """All of the synthesis's figures, a row each."""
    programme = CodedSource("programme", edition.programme.name, tuple(one.report for one in coded))
    tables = [row for source in (programme, *edition.coded) for row in _table_rows(source)]
    return SynthesisFiles(
        DataFile("synthesis.csv", rows_csv(_TABLES, tables)),
        DataFile("synthesis-codes.csv", rows_csv(_CODES, [row for one in coded for row in _code_rows(one)])),
        DataFile("synthesis-pools.csv", pools_csv(edition.pools)),
    )


def _table_rows(source: CodedSource) -> Iterator[tuple[str | Shown, ...]]:
    printed = {(row.table, row.code): row for row in source.printed}
    wrong = {(one.table, one.code): one.kind for one in discrepancies(source)}
    z = hidden("z")
    for table in tabulate(source.reports):
        for row in table.rows:
            said = printed.get((table.table.id, row.code))
            told = bool(source.reports) or not source.printed
            yield (
                *(source.id, table.table.id, row.group, row.code),
                count(row.n) if told else z,
                count(table.reports) if told else z,
                show_number(row.percent, decimals=DECIMALS) if told else z,
                count(said.n) if said else z,
                f"{said.percent:g}" if said else z,
                wrong.get((table.table.id, row.code), ""),
            )


def _code_rows(coded: CodedCycle) -> Iterator[tuple[str, ...]]:
    for table, basis in coded.basis.items():
        for code in coded.report.codes[table] or ("",):
            yield coded.report.id, table, code, basis


def pools_csv(pools: Sequence[ShownPool]) -> str:
    """Every effect of some pools, the pooled one and the range to expect, in standard deviations."""
    return rows_csv(_POOLS, [row for pool in pools for row in _pool_rows(pool)])


def _pool_rows(pool: ShownPool) -> Iterator[tuple[str | Shown, ...]]:
    start = (pool.question, pool.by, pool.name, pool.measure)
    z = hidden("z")
    for row in pool.rows:
        yield (*start, *_effect(row, "effect"), z, z)
    if pool.pooled is not None:
        yield (*start, *_effect(pool.pooled, "pooled"), pool.months, pool.cost_per_pupil)
    if pool.expected is not None:
        yield (*start, *_effect(pool.expected, "expected"), z, z)


def _effect(row: ShownEffect, kind: str) -> tuple[str | Shown, ...]:
    return row.label, kind, row.effect, row.lower, row.upper, row.weight, row.pupils
