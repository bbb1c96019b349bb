"""What the plans in hand say, laid out as tables: one SQL statement then answers for all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb

from halfterm.cycles.errors import BadInput
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme
from halfterm.cycles.year_group import ATTRIBUTES as YEAR_GROUPS
from halfterm.cycles.year_group import moved_up, years_between
from halfterm.warehouse.as_at import view_loads
from halfterm.warehouse.database import sql


def lay_out(
    connection: duckdb.DuckDBPyConnection,
    plans: Iterable[Plan],
    *,
    programme: Programme,
    listed: Mapping[str, tuple[str, ...]],
) -> None:
    """Fill `cycle_school`, `cycle_measure`, `group_rule`, `treated_rule`, `listed_pupil`, `half_term_place`.

    `listed` holds the pseudonyms of each cycle whose target group is a named list of pupils. Beside them
    stand the views of what the loads say of pupils, as at the moment that the connection is set to.
    """
    view_loads(connection)
    connection.execute(sql("cycle_tables"))
    connection.execute(sql("drawn_treatment"))
    _insert(
        connection,
        "half_term_place",
        [(half_term.id, place) for place, half_term in enumerate(programme.half_terms)],
    )
    plans = tuple(plans)
    _insert(
        connection,
        "cycle_school",
        [
            (plan.id, school, plan.baseline, plan.follow_up)
            for plan in plans
            for school in programme.engagement(plan.engagement).pupil_schools
        ],
    )
    _insert(
        connection,
        "cycle_measure",
        [
            (plan.id, m.id, m.scale, m.threshold, plan.comparison.kind)
            for plan in plans
            for m in plan.studied_measures
        ],
    )
    _insert(
        connection,
        "group_rule",
        [
            (plan.id, name, list(v), _later(plan, programme, name, v))
            for plan in plans
            for name, v in plan.target_group.attributes.items()
        ],
    )
    _insert(
        connection,
        "treated_rule",
        [(plan.id, name, list(v)) for plan in plans for name, v in plan.change_idea.treated.items()],
    )
    _insert(
        connection, "listed_pupil", [(cycle, pupil) for cycle, pupils in listed.items() for pupil in pupils]
    )


def _later(plan: Plan, programme: Programme, attribute: str, values: Iterable[str]) -> list[str]:
    """The values that a target pupil has at follow-up: those of the baseline, but for a year group."""
    if attribute not in YEAR_GROUPS:
        return list(values)
    baseline, follow_up = (programme.half_term(h).starts for h in (plan.baseline, plan.follow_up))
    return [moved_up(value, years_between(baseline, follow_up)) for value in values]


def check_scales(connection: duckdb.DuckDBPyConnection, *, follow_up: bool) -> None:
    """See that every measure in hand is loaded on the scale its plan names: at baseline, and at follow-up.

    Raises:
        BadInput: a measure has no scores there, or they are on another scale: such scores do not subtract.
    """
    wrong = scale_problems(connection, follow_up=follow_up)
    if wrong:
        raise BadInput(*(problem for said in wrong.values() for problem in said))


def scale_problems(connection: duckdb.DuckDBPyConnection, *, follow_up: bool) -> dict[str, tuple[str, ...]]:
    """By cycle in hand, its measures that are not loaded, or on another scale, at baseline or follow-up."""
    problems: dict[str, list[str]] = {}
    rows = connection.execute(sql("scale_check"), {"follow_up": follow_up}).fetchall()
    for cycle, measure, planned, half_term, loaded in rows:
        problems.setdefault(cycle, []).append(
            f"cycle '{cycle}': no scores of '{measure}' are loaded for {half_term}"
            if loaded is None
            else f"cycle '{cycle}': '{measure}' is planned on scale '{planned}' but {half_term} is "
            f"loaded on '{loaded}'; scores of different scales do not subtract"
        )
    return {cycle: tuple(said) for cycle, said in problems.items()}


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[tuple[object, ...]]) -> None:
    if rows:
        query = f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})"  # noqa: S608 - named above
        connection.executemany(query, [list(row) for row in rows])
