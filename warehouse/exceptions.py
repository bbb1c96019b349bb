"""What the exception report counts, for every group, measure and school in a fixed number of statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.exception_figures import Figures, Place, Sums, changes, gaps
from halfterm.cycles.exception_rules import NO, YES, ExceptionRules
from halfterm.cycles.gap_differences import Strata, spreads
from halfterm.cycles.impact.reached import Reached
from halfterm.warehouse.as_at import view_loads
from halfterm.warehouse.database import sql
from halfterm.warehouse.yaml_file import read_record

OWN_RULES: Final = "exceptions.yaml"

Terms = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ExceptionCounts:
    """The groups by their numbers in `figures`, and the figures of every place where they have pupils."""

    groups: tuple[Terms, ...]
    figures: dict[Place, Figures]


def read_rules(workspace: Path) -> tuple[ExceptionRules, str]:
    """The rules of a workspace's exceptions.yaml, or the built-in ones; and the name of the file.

    Raises:
        BadInput: everything that is wrong in the file, with its lines.
    """
    own = workspace / OWN_RULES
    if own.exists():
        return read_record(own, ExceptionRules), OWN_RULES
    with as_file(files("halfterm.warehouse").joinpath("exception_rules", "default.yaml")) as path:
        return read_record(
            path, ExceptionRules, shown_as="exception_rules/default.yaml"
        ), "the built-in rules"


def count_exceptions(
    connection: duckdb.DuckDBPyConnection,
    rules: ExceptionRules,
    *,
    now: str,
    earlier: str | None,
    expected: Mapping[str, float],
    lower: Sequence[str] = (),
) -> ExceptionCounts:
    """Count and sum up every group of the rules at every school, now and since an earlier half-term.

    Args:
        connection: the warehouse; reading is enough.
        rules: which groups.
        now: the half-term reported on.
        earlier: the one that it is compared with; None: none.
        expected: scale -> points to gain between the two.
        lower: the scales on which fewer points are better.

    Raises:
        BadInput: nobody has a score now, or a group of the rules is nobody's.
    """
    _put_times(connection, now, earlier)
    known = _values(connection, rules)
    _check_groups(rules, known)
    groups = _groups(rules, known)
    _put_scores(connection, groups, lower)
    figures = _figures(connection, expected)
    if not figures:
        raise BadInput(f"{now}: no pupil of these groups has a measure to report on")
    return ExceptionCounts(groups, figures)


def count_by_area(
    connection: duckdb.DuckDBPyConnection,
    rules: ExceptionRules,
    *,
    now: str,
    earlier: str | None,
    expected: Mapping[str, float],
    lower: Sequence[str] = (),
    areas: Mapping[str, str],
) -> tuple[ExceptionCounts, dict[Place, int]]:
    """The same for areas, by school (`areas`): a place's `school` is the area. Other schools are left out.

    A group of the rules that is nobody's now is left out, and nothing to report on is no error. Also returns
    how many schools are behind each place.
    """
    _put_times(connection, now, earlier)
    groups = _groups(rules, _values(connection, rules))
    _put_scores(connection, groups, lower)
    figures, schools = _area_figures(connection, expected, areas)
    return ExceptionCounts(groups, figures), schools


def _put_times(connection: duckdb.DuckDBPyConnection, now: str, earlier: str | None) -> None:
    view_loads(connection)
    times = [now] if earlier is None else [now, earlier]
    connection.execute(
        """
        CREATE OR REPLACE TEMPORARY TABLE exception_time AS
        SELECT unnest($times) AS half_term, unnest($positions) AS position
        """,
        {"times": times, "positions": [1, 0][: len(times)]},
    )


def _put_scores(connection: duckdb.DuckDBPyConnection, groups: Sequence[Terms], lower: Sequence[str]) -> None:
    _put_groups(connection, groups)
    connection.execute(sql("exception_member"))
    connection.execute(sql("exception_score"), {"lower": list(lower)})


def _values(connection: duckdb.DuckDBPyConnection, rules: ExceptionRules) -> dict[str, list[str]]:
    """The values of the attributes that may make groups."""
    known: dict[str, list[str]] = {}
    most = {"most_values": rules.most_values}
    for name, value in connection.execute(sql("exception_value"), most).fetchall():
        known.setdefault(name, []).append(value)
    return known


def _groups(rules: ExceptionRules, known: Mapping[str, Sequence[str]]) -> tuple[Terms, ...]:
    """The groups of the rules that somebody is of, or every value of the attributes that make groups."""
    if rules.groups:
        return tuple(
            tuple(group.items())
            for group in rules.groups
            if all(value in known.get(name, ()) for name, value in group.items())
        )
    return tuple(
        ((name, value),)
        for name, values in known.items()
        if name not in rules.leave_out and len(values) > 1
        for value in _telling(values)
    )


def _telling(values: Sequence[str]) -> list[str]:
    """Of yes and no, the yes: the no is the same comparison seen from the other side."""
    if all(value.lower() in (*YES, *NO) for value in values):
        return [value for value in values if value.lower() in YES]
    return list(values)


def _check_groups(rules: ExceptionRules, known: Mapping[str, Sequence[str]]) -> None:
    problems = []
    for name, value in dict.fromkeys(pair for group in rules.groups for pair in group.items()):
        if name not in known:
            problems.append(
                f"{OWN_RULES}: groups: no attribute '{name}' is loaded{did_you_mean(name, known)}"
            )
        elif value not in known[name]:
            near = did_you_mean(value, known[name])
            problems.append(f"{OWN_RULES}: groups: no pupil has '{name}' as '{value}'{near}")
    if problems:
        raise BadInput(*problems)


def _put_groups(connection: duckdb.DuckDBPyConnection, groups: Sequence[Terms]) -> None:
    rows = [(number, name, value) for number, terms in enumerate(groups) for name, value in terms]
    columns = {"numbers": [r[0] for r in rows], "names": [r[1] for r in rows], "values": [r[2] for r in rows]}
    connection.execute(
        "CREATE OR REPLACE TEMPORARY TABLE exception_group (number INTEGER, name VARCHAR, value VARCHAR)"
    )
    connection.execute(
        "INSERT INTO exception_group SELECT unnest($numbers), unnest($names), unnest($values)", columns
    )


def _figures(connection: duckdb.DuckDBPyConnection, expected: Mapping[str, float]) -> dict[Place, Figures]:
    cover = connection.execute(sql("exception_cover")).fetchall()
    alone = len({school for _, _, _, school, _, _ in cover} - {""}) < 2
    spread = spreads(connection.execute(sql("exception_spread")).fetchall())
    gap = gaps(_sums(connection.execute(sql("exception_gap")).fetchnumpy(), alone=alone), spread)
    change = changes(_sums(connection.execute(sql("exception_change")).fetchnumpy(), alone=alone))
    asked = {"scales": list(expected), "points": [float(points) for points in expected.values()]}
    made = {
        Place(*row[:4]): (Reached(row[4], row[5]), Reached(row[6], row[7]))
        for row in connection.execute(sql("exception_expected"), asked).fetchall()
    }
    figures = {}
    for number, measure, scale, school, pupils, scored in cover:
        place = Place(number, measure, scale, school)
        if school or not alone:
            figures[place] = Figures(pupils, scored, gap.get(place), change.get(place), made.get(place))
    return figures


def _area_figures(
    connection: duckdb.DuckDBPyConnection, expected: Mapping[str, float], areas: Mapping[str, str]
) -> tuple[dict[Place, Figures], dict[Place, int]]:
    """The figures of each area, added up from its schools', and how many schools those are."""
    spread = spreads(connection.execute(sql("exception_spread")).fetchall())
    held = [connection.execute(sql(f"exception_{part}")).fetchnumpy() for part in ("gap", "change")]
    behind = [(Place(*row), areas.get(row[3], "")) for row in _keys(held[0])]
    now, since = (_of_areas(columns, areas) for columns in held)
    gap = gaps(_sums(now, alone=True), spread) if len(now["n"]) else {}
    change = changes(_sums(since, alone=True)) if len(since["n"]) else {}
    made: dict[Place, tuple[Reached, Reached]] = {}
    asked = {"scales": list(expected), "points": [float(points) for points in expected.values()]}
    for number, measure, scale, school, reached, n, reached_others, n_others in connection.execute(
        sql("exception_expected"), asked
    ).fetchall():
        if school in areas:
            place = Place(number, measure, scale, areas[school])
            own, others = made.get(place, (Reached(0, 0), Reached(0, 0)))
            made[place] = (
                Reached(own.reached + reached, own.n + n),
                Reached(others.reached + reached_others, others.n + n_others),
            )
    cover: dict[Place, tuple[int, int]] = {}
    for number, measure, scale, school, pupils, scored in connection.execute(
        sql("exception_cover")
    ).fetchall():
        if school in areas:
            place = Place(number, measure, scale, areas[school])
            whole = cover.get(place, (0, 0))
            cover[place] = (whole[0] + pupils, whole[1] + scored)
    schools = Counter(replace(place, school=area) for place, area in dict.fromkeys(behind) if area)
    figures = {
        place: Figures(pupils, scored, gap.get(place), change.get(place), made.get(place))
        for place, (pupils, scored) in cover.items()
    }
    return figures, {place: schools[place] for place in figures}


def _of_areas(columns: dict[str, Any], areas: Mapping[str, str]) -> dict[str, Any]:
    """The rows of the areas' schools, with the area in the place of the school."""
    kept = np.asarray([school in areas for school in columns["school"].tolist()], dtype=bool)
    own = {name: np.asarray(column)[kept] for name, column in columns.items()}
    names = [areas[school] for school in own["school"].tolist()]
    return own | {"school": np.asarray(names, dtype=object)}


def _keys(columns: dict[str, Any]) -> Iterator[tuple[int, str, str, str]]:
    """The group, measure, scale and school of each row."""
    yield from zip(
        *(columns[name].tolist() for name in ("number", "measure", "scale", "school")), strict=True
    )


def _sums(columns: dict[str, Any], *, alone: bool) -> Sums:
    """Sums by place; each row counts at its school and, where there are several, for all of them together."""
    places = list(_places(columns, alone=alone))
    repeated = {
        name: _twice(columns[name], alone=alone) for name in ("n", "total", "n_others", "total_others")
    }
    nothing = np.zeros(len(places))
    squares = {
        name: _twice(columns[name], alone=alone) if name in columns else nothing
        for name in ("square", "square_others")
    }
    return Sums(tuple(places), Strata(np.arange(len(places)), **repeated, **squares))


def _places(columns: dict[str, Any], *, alone: bool) -> Iterator[Place]:
    rows = list(_keys(columns))
    yield from (Place(*row) for row in rows)
    if not alone:
        yield from (Place(number, measure, scale, "") for number, measure, scale, _ in rows)


def _twice(column: Any, *, alone: bool) -> Any:
    numbers = np.asarray(column, dtype=np.float64)
    return numbers if alone else np.concatenate([numbers, numbers])
