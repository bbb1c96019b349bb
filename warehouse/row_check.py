"""Checking: every row of a file that concerns a half-term, typed, with the rule that rejects it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from halfterm.cycles.errors import BadInput
from halfterm.cycles.status_codes import STATUS_CODES
from halfterm.warehouse.database import sql
from halfterm.warehouse.source import AttributeColumn, HalfTermColumns, Source
from halfterm.warehouse.table_file import TableFile


@dataclass(frozen=True, slots=True)
class _Part:
    """What one mapped column adds to the query: its typed cells, and the rule it can break.

    Measure i is m (score), s (status) and h (holds something); attribute i is t (text) and a (meaning).
    """

    cells: tuple[str, ...]
    broken: str = ""
    rule: str = ""
    header: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)


def check_rows(
    connection: duckdb.DuckDBPyConnection,
    table: TableFile,
    *,
    source: Source,
    columns: HalfTermColumns,
    schools: Mapping[str, str],
) -> None:
    """Fill the temporary table `load_row` from the staged file.

    Args:
        connection: the warehouse, with the file staged.
        table: the staged file.
        source: whose file it is.
        columns: what its columns mean in the half-term.
        schools: the programme's schools: code in the file -> school id.

    Raises:
        BadInput: columns are not there; all of them are named.
    """
    connection.execute(
        """
        CREATE OR REPLACE TEMPORARY TABLE programme_school AS
        SELECT unnest($codes) AS code, unnest($schools) AS school
        """,
        {"codes": list(schools), "schools": list(schools.values())},
    )
    try:
        names = table.staged_names((source.pupil, *columns.columns))
    except BadInput as unknown:
        raise BadInput(*(f"source '{source.source}': {problem}" for problem in unknown.problems)) from None
    parts = [*_measures(columns, names), *_attributes(columns, names)]
    connection.execute(_query(source, columns, names, parts), _parameters(source, columns, parts))


def _query(source: Source, columns: HalfTermColumns, names: Mapping[str, str], parts: Sequence[_Part]) -> str:
    checks = [(i, part) for i, part in enumerate(parts) if part.broken]
    return sql("load_row").format(
        pupil=names[source.pupil],
        school=names[columns.school],
        any_score=" OR ".join(f"NOT is_blank(f.{names[m.column]})" for m in columns.measures.values()),
        cells=", ".join(cell for part in parts for cell in part.cells),
        rules="\n        ".join(f"WHEN {part.broken} THEN '{part.rule}'" for _, part in checks),
        columns="\n        ".join(f"WHEN {part.broken} THEN $header_{i}" for i, part in checks),
    )


def _parameters(source: Source, columns: HalfTermColumns, parts: Sequence[_Part]) -> dict[str, object]:
    return {
        "school_header": columns.school,
        "pupil_header": source.pupil,
        "codes": list(STATUS_CODES),
        "statuses": [code.status for code in STATUS_CODES.values()],
        **{f"header_{i}": part.header for i, part in enumerate(parts) if part.broken},
        **{name: value for part in parts for name, value in part.parameters.items()},
    }


def _measures(columns: HalfTermColumns, names: Mapping[str, str]) -> Iterator[_Part]:
    for i, (measure, mapped) in enumerate(columns.measures.items()):
        cell = f"f.{names[mapped.column]}"
        yield _Part(
            cells=(
                f"score_of({cell}) AS m{i}",
                f"map($codes, $statuses)[upper(text_of({cell}))] AS s{i}",
                f"NOT is_blank({cell}) AS h{i}",
            ),
            broken=f"h{i} AND m{i} IS NULL AND s{i} IS NULL",
            rule=f"not a finite number or a known code ({measure})",
            header=mapped.column,
        )


def _attributes(columns: HalfTermColumns, names: Mapping[str, str]) -> Iterator[_Part]:
    for i, (attribute, mapped) in enumerate(columns.attributes.items()):
        text = f"value_of(f.{names[mapped.column]})"
        if mapped.values is None:
            yield _Part(cells=(f"{text} AS a{i}",))
        else:
            yield _mapped_attribute(i, attribute, mapped, mapped.values, text=text)


def _mapped_attribute(
    i: int, attribute: str, mapped: AttributeColumn, values: Mapping[str, str], *, text: str
) -> _Part:
    return _Part(
        cells=(f"{text} AS t{i}", f"map($written_{i}, $meant_{i})[{text}] AS a{i}"),
        broken=f"t{i} IS NOT NULL AND a{i} IS NULL",
        rule=f"a value the source does not map ({attribute})",
        header=mapped.column,
        parameters={f"written_{i}": list(values), f"meant_{i}": list(values.values())},
    )
