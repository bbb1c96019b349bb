"""`halfterm calendar show`: which half-term it is, whether pupils come, and the year at a glance."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from halfterm.flows.cli_review import WorkspaceArgument

if TYPE_CHECKING:
    from rich.table import Table

    from halfterm.cycles.school_year import Calendar, HalfTermDates

calendar = typer.Typer(help="The school year as the workspace knows it.", no_args_is_help=True)

DayOption = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="A day as 2012-10-02.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


@calendar.command()
def show(
    workspace: WorkspaceArgument,
    school: Annotated[str | None, typer.Option(help="A school's own dates, by its id.")] = None,
    on: DayOption = None,
    json: JsonOption = False,
) -> None:
    """Say which half-term a day is in and whether it is a school day; show the half-terms of its year."""
    from rich.console import Console

    from halfterm.cycles.errors import BadInput, did_you_mean
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.workspace import open_workspace

    opened = open_workspace(workspace)
    schools = {s.id: s.name for s in opened.programme.schools}
    if school is not None and school not in schools:
        raise BadInput(f"no school '{school}' in programme.yaml{did_you_mean(school, schools)}")
    day = on.date() if on else today_in_london()
    if json:
        typer.echo(_as_json(opened.calendar, day, school))
        return
    console = Console()
    typer.echo(_about(opened.calendar, day, school))
    title = "Half-terms" if school is None else f"Half-terms of {schools[school]}"
    console.print()
    console.print(_table(opened.calendar, day, school, title))
    inset = _inset(opened.calendar, day, school)
    if inset:
        console.print(f"\nINSET days: {', '.join(inset)}", highlight=False, markup=False)
    if opened.calendar.source:
        console.print(f"\nSource: {opened.calendar.source}", highlight=False, markup=False)


def _about(calendar: Calendar, day: date, school: str | None) -> str:
    """Everything about one day, in a line."""
    from halfterm.site.pieces import dated
    from halfterm.warehouse.counting import counted

    said = f"{day:%A} {dated(day)}"
    half_term = calendar.half_term_on(day, school=school)
    if half_term is None:
        half_terms = calendar.of(school).half_terms
        later = [h for h in half_terms if h.starts > day]
        then = (
            f"{later[0].name} begins on {dated(later[0].starts)}"
            if later
            else f"the calendar ends on {dated(half_terms[-1].ends)}"
        )
        return f"{said}: in no half-term; {then}."
    left = calendar.school_days_left(day, school=school)
    kind = "a school day" if calendar.is_school_day(day, school=school) else _closure(calendar, day, school)
    return f"{said}: {kind} of {half_term.name} ({half_term.id}); {counted(left, 'school day')} left in it."


def _closure(calendar: Calendar, day: date, school: str | None) -> str:
    if day in calendar.bank_holidays:
        return "a bank holiday"
    return "an INSET day" if day in calendar.of(school).inset else "a weekend"


def _year_of(calendar: Calendar, day: date, school: str | None) -> list[HalfTermDates]:
    """The half-terms of the academic year that the day is in; of all years when it is in none."""
    from halfterm.cycles.school_year import academic_year

    first, last = academic_year(day)
    half_terms = list(calendar.of(school).half_terms)
    return [h for h in half_terms if first <= h.starts <= last] or half_terms


def _inset(calendar: Calendar, day: date, school: str | None) -> list[str]:
    """The INSET days of the same year."""
    from halfterm.cycles.school_year import academic_year

    shown = _year_of(calendar, day, school)
    first, last = academic_year(shown[0].starts)[0], academic_year(shown[-1].starts)[1]
    return [f"{d:%a} {d}" for d in sorted(calendar.of(school).inset) if first <= d <= last]


def _table(calendar: Calendar, day: date, school: str | None, title: str) -> Table:
    from halfterm.flows.plain_table import plain_table

    rows = [
        (
            half_term.id,
            half_term.name,
            f"{half_term.starts:%a} {half_term.starts}",
            f"{half_term.ends:%a} {half_term.ends}",
            str(len(calendar.school_days(half_term.starts, half_term.ends, school=school))),
            "now" if half_term.holds(day) else "",
        )
        for half_term in _year_of(calendar, day, school)
    ]
    heads = ("Id", "Half-term", "First day", "Last day", "School days", "")
    return plain_table(
        heads, rows, title=title, numbers=["School days"], unbroken=["Id", "First day", "Last day"]
    )


def _as_json(calendar: Calendar, day: date, school: str | None) -> str:
    import json

    half_term = calendar.half_term_on(day, school=school)
    content = {
        "on": day.isoformat(),
        "school": school,
        "half_term": half_term.id if half_term else None,
        "is_school_day": calendar.is_school_day(day, school=school),
        "school_days_left": calendar.school_days_left(day, school=school),
        "half_terms": [
            {
                "id": h.id,
                "name": h.name,
                "starts": h.starts.isoformat(),
                "ends": h.ends.isoformat(),
                "school_days": len(calendar.school_days(h.starts, h.ends, school=school)),
            }
            for h in _year_of(calendar, day, school)
        ],
        "inset": sorted(day.isoformat() for day in calendar.of(school).inset),
        "source": calendar.source,
    }
    return json.dumps(content, indent=2, ensure_ascii=False)
