"""The do-log on a terminal and for machines: its entries, its sums, and the fields that entries have."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.text import Text

from halfterm.cycles.do_log import Logged, release_of, standing
from halfterm.cycles.do_log_entries import Quotation, Releasable, Session
from halfterm.cycles.do_log_reading import WRITTEN, kind_of
from halfterm.cycles.do_log_words import dose_lines, summary
from halfterm.cycles.dosage import Dose, LessonsSeen, dose, lessons_seen, planned_dose
from halfterm.cycles.plan import Plan
from halfterm.flows.plain_table import plain_table

_KEPT_BACK = ("pupils", "absent")
"""Pseudonyms: they are counted here, and shown nowhere."""


def print_log(console: Console, plan: Plan, log: tuple[Logged, ...], *, all_entries: bool) -> None:
    """A row an entry that stands (or every entry), then what they add up to."""
    if not log:
        console.print(f"{plan.id}: nothing is logged yet.", highlight=False, markup=False)
        return
    shown = sorted(log if all_entries else standing(log), key=lambda one: (one.entry.on, one.number))
    rows = [
        (str(one.number), one.entry.on.isoformat(), one.entry.entry, summary(one, log), one.by)
        for one in shown
    ]
    heads = ("No.", "Day", "Entry", "What", "By")
    console.print(plain_table(heads, rows, title=plan.title, numbers={"No."}, unbroken={"Day", "Entry"}))
    left = len(log) - len(shown)
    if left:
        console.print(f"[dim]{left} struck out; --all shows them.[/dim]", highlight=False)
    console.print()
    for line in dose_lines(*_counted(plan, log)):
        console.print(Text(line))


def _counted(plan: Plan, log: Iterable[Logged]) -> tuple[Dose, LessonsSeen]:
    entries = [logged.entry for logged in standing(log)]
    return dose(entries, planned_dose(plan.intervention)), lessons_seen(entries)


def log_json(plan: Plan, log: tuple[Logged, ...]) -> str:
    """The log for a machine: no pseudonyms, and only the quotations that the school has released."""
    counted, lessons = _counted(plan, log)
    content = {
        "cycle": plan.id,
        "entries": [_entry_json(logged, log) for logged in log],
        "dose": asdict(counted)
        | {"sessions_share": counted.sessions_share, "minutes_share": counted.minutes_share},
        "lessons": asdict(lessons),
    }
    return json.dumps(content, indent=2, ensure_ascii=False)


def _entry_json(logged: Logged, log: tuple[Logged, ...]) -> dict[str, Any]:
    entry = logged.entry
    said = entry.model_dump(mode="json", exclude_none=True, exclude=set(_KEPT_BACK))
    if isinstance(entry, Session) and entry.names_pupils:
        said |= {"planned": entry.awaited, "present": entry.came}
    if isinstance(entry, Releasable):
        said["release"] = release_of(log, logged.number)
    if isinstance(entry, Quotation) and (said["release"] != "released" or logged.struck_out):
        del said["words"]
    head = {"number": logged.number, "written_on": logged.written_on.isoformat(), "written_by": logged.by}
    return {**head, **said} | ({"struck_out": logged.struck_out} if logged.struck_out else {})


def print_fields(console: Console, kind: str | None) -> None:
    """The kinds of entry, or the fields of one.

    Raises:
        BadInput: there is no such kind.
    """
    if kind is None:
        rows = [(name, _first_sentence(record.__doc__ or "")) for name, record in WRITTEN.items()]
        console.print(plain_table(("Entry", "What it says"), rows, unbroken={"Entry"}))
        console.print("\n[dim]halfterm log fields ENTRY lists the fields of one.[/dim]", highlight=False)
        return
    name = kind_of(kind)
    console.print(f"{' '.join((WRITTEN[name].__doc__ or '').split())}\n", markup=False, highlight=False)
    console.print(plain_table(("Field", "", "What goes in"), _fields(name), unbroken={"Field"}))
    if name == "session":
        console.print(
            "\n[dim]A sheet may be a register: a row for each pupil, with the columns upn and present "
            "(yes or no).[/dim]",
            highlight=False,
        )


def _first_sentence(text: str) -> str:
    return " ".join(text.split()).split(". ")[0].rstrip(".") + "."


def _fields(kind: str) -> Iterator[tuple[str, str, str]]:
    schema = WRITTEN[kind].model_json_schema()
    needed = set(schema.get("required", ()))
    fields = {
        field: content
        for field, content in schema["properties"].items()
        if field != "entry" and field not in _KEPT_BACK
    }
    for field in sorted(fields, key=lambda field: field not in needed):
        yield field, "needed" if field in needed else "", _taken(field, fields[field])


def _taken(field: str, content: dict[str, Any]) -> str:
    """What a field takes, in words, from its JSON schema."""
    one = next((part for part in content.get("anyOf", ()) if part.get("type") != "null"), content)
    if field == "school":
        return "a school's id, where the entry is about one"
    if "enum" in one:
        return ", ".join(one["enum"])
    if one.get("format") == "date":
        return "a day: 2025-02-03 or 03/02/2025 (day/month/year)"
    match one.get("type"):
        case "boolean":
            return "yes or no"
        case "integer":
            return "a whole number"
        case "number":
            most = one.get("maximum")
            return "a share from 0 to 1" if most == 1 else "a number"
        case _:
            return "words"
