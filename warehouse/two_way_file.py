"""Two-way counts of one file, without a workspace: who is in the group, by what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.request import Pairs
from halfterm.cycles.two_way_shown import Counted, counted_levels
from halfterm.warehouse.counting import counted, row_list
from halfterm.warehouse.database import memory, sql
from halfterm.warehouse.table_file import TableFile, staged


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of pupils: `pairs` that make it a yes, or a `column` of numbers, or of words in `order`."""

    pairs: Pairs = ()
    column: str = ""
    order: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,) if self.column else tuple(column for column, _ in self.pairs)


@dataclass(frozen=True, slots=True)
class TwoWayFile:
    """The counts of one file; `names` of levels; and what was left out, with why."""

    counts: Counted
    names: dict[float, str]
    left_out: tuple[str, ...]


def read_two_way(path: Path, group: Pairs, outcome: Outcome) -> TwoWayFile:
    """Count the rows of a CSV, Excel or Parquet file by group and outcome: a row a pupil.

    Raises:
        BadInput: a file or column is missing, or the group, the others or an outcome are empty.
    """
    columns = [*(column for column, _ in group), *outcome.columns]
    with memory() as connection, staged(connection, path, wanted=columns) as table:
        query, wanted = _query(table, group, outcome)
        rows = connection.execute(query, wanted).fetchall()
    unread = sorted(number for *_, numbers in rows for number in numbers or ())
    sides: dict[bool, Counter[float]] = {True: Counter(), False: Counter()}
    unknown: Counter[str] = Counter()
    for side, level, is_unread, number, _ in rows:
        if side is None:
            unknown["group"] += number
        elif level is None:
            unknown["outcome"] += 0 if is_unread else number
        else:
            sides[side][level] += number
    counts = counted_levels(sides[True], sides[False])
    left_out = tuple(_left_out(unknown, unread, group=group, outcome=outcome))
    problem = _problem(counts, group, outcome)
    if problem:
        raise BadInput(f"{path.name}: {problem}", *left_out)
    return TwoWayFile(counts, _names(counts, outcome), left_out)


def _query(table: TableFile, group: Pairs, outcome: Outcome) -> tuple[str, dict[str, Any]]:
    """The counting query with the file's columns in place: every name in it is one of ours (c0, c1, ...)."""
    names = table.staged_names([*(column for column, _ in group), *outcome.columns])
    wanted = {f"group_{place}": value for place, (_, value) in enumerate(group)}
    side = " AND ".join(
        f"is_same({names[column]}, $group_{place})" for place, (column, _) in enumerate(group)
    )
    if outcome.pairs:
        wanted |= {f"outcome_{place}": value for place, (_, value) in enumerate(outcome.pairs)}
        level = " AND ".join(
            f"is_same({names[column]}, $outcome_{place})" for place, (column, _) in enumerate(outcome.pairs)
        )
        return sql("two_way_count").format(side=side, outcome=f"({level})", written="FALSE"), wanted
    cell = names[outcome.column]
    level = f"score_of({cell})"
    if outcome.order:
        wanted |= {f"level_{place}": word for place, word in enumerate(outcome.order)}
        words = (f"WHEN is_same({cell}, $level_{place}) THEN {place}" for place in range(len(outcome.order)))
        level = f"CASE {' '.join(words)} END"
    return sql("two_way_count").format(side=side, outcome=level, written=f"NOT is_blank({cell})"), wanted


def _problem(counts: Counted, group: Pairs, outcome: Outcome) -> str:
    """Why there is nothing to compare, where that is so: an empty row or column of the table."""
    wanted, spelling = _pairs(group), "(spelling and capitals count)"
    if not counts.levels:
        what = (
            "outcome"
            if outcome.pairs or outcome.order
            else "number: name its words with --order, lowest first"
        )
        return f"no row of a known group has in '{outcome.columns[0]}' a known {what}"
    if not sum(counts.group.values()):
        return f"no row whose outcome is known has {wanted}: the group is empty {spelling}"
    if not sum(counts.others.values()):
        return f"every row whose outcome is known has {wanted}: there is nobody to compare with"
    if len(counts.levels) > 1:
        return ""
    if not outcome.pairs:
        return f"everybody has the same '{outcome.column}': there is nothing to compare"
    if counts.levels == (0,):
        return f"no row has {_pairs(outcome.pairs)}: nobody has the outcome {spelling}"
    return f"every row has {_pairs(outcome.pairs)}: there is nothing to compare"


def _left_out(unknown: Counter[str], unread: Sequence[int], *, group: Pairs, outcome: Outcome) -> list[str]:
    said = []
    if unread:
        what = f"is none of {', '.join(outcome.order)}" if outcome.order else "is not a number"
        said.append(f"{row_list(unread)} left out: '{outcome.column}' {what} (row 1 is the header)")
    for name, columns in (("group", [column for column, _ in group]), ("outcome", outcome.columns)):
        if unknown[name]:
            blank = " or ".join(f"'{column}'" for column in columns)
            said.append(f"{counted(unknown[name], 'row')} left out: no value in {blank}")
    return said


def _names(counts: Counted, outcome: Outcome) -> dict[float, str]:
    if outcome.order:
        return dict(enumerate(map(str, outcome.order)))
    if outcome.column:
        return {level: f"{level:g}" for level in counts.levels}
    return {0: "no", 1: "yes"}


def _pairs(pairs: Pairs) -> str:
    return " and ".join(f"{column}={value}" for column, value in pairs)
