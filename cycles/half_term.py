"""One beat of a programme: written whole, or as an id that the calendar knows."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, ValidationInfo, model_validator

from halfterm.cycles.errors import BadInput
from halfterm.cycles.model import Record, Slug, Words
from halfterm.cycles.school_year import Calendar


class HalfTerm(Record):
    """One beat of the programme."""

    id: Slug
    name: Words
    starts: date
    ends: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends < self.starts:
            raise ValueError(f"half-term '{self.id}' ends before it starts")
        return self


def _from_calendar(item: object, info: ValidationInfo) -> object:
    """A half-term that is only an id gets its name and dates from the calendar, if there is one."""
    if not isinstance(item, str):
        return item
    calendar = _calendar(info)
    if info.context and info.context.get("broken"):
        raise ValueError(f"'{item}' cannot be looked up before the calendar is mended")
    if calendar is None:
        raise ValueError(f"'{item}' is only an id: give name, starts and ends, or dates in calendar.yaml")
    try:
        dates = calendar.dates(item)
    except BadInput as unknown:
        raise ValueError(str(unknown)) from None
    return {"id": dates.id, "name": dates.name, "starts": dates.starts, "ends": dates.ends}


def _as_in_calendar(half_term: HalfTerm, info: ValidationInfo) -> HalfTerm:
    """See that a half-term that the calendar knows too has the same dates there."""
    calendar = _calendar(info)
    known = {} if calendar is None else {h.id: h for h in calendar.default.half_terms}
    there = known.get(half_term.id)
    if there is not None and (there.starts, there.ends) != (half_term.starts, half_term.ends):
        raise ValueError(
            f"half-term '{half_term.id}' has other dates in the calendar ({there.starts} to {there.ends}): "
            "write only its id here"
        )
    return half_term


def _calendar(info: ValidationInfo) -> Calendar | None:
    return info.context.get("calendar") if info.context else None


HalfTermOrId = Annotated[HalfTerm, BeforeValidator(_from_calendar), AfterValidator(_as_in_calendar)]
"""A half-term as it is written: whole, or only its id in the calendar."""
