"""Who may rotate the pupil key, and who may trace pupils back from their pseudonyms."""

from __future__ import annotations

from typing import Final

from halfterm.cycles.errors import NotAllowed
from halfterm.cycles.programme import Engagement, Person, Role

KEEPERS: Final[tuple[Role, ...]] = ("administrator", "facilitator")
"""They answer for what all schools share."""

TRACERS: Final[tuple[Role, ...]] = ("headteacher", "data manager")
"""They know their school's pupils by name already."""


def check_key_keeper(person: Person) -> None:
    """See that this person may rotate the pupil key: an administrator or a facilitator of the programme.

    Raises:
        NotAllowed: the person is neither.
    """
    if person.role not in KEEPERS:
        raise NotAllowed(
            f"{person.name} is neither an administrator nor a facilitator, who rotate the pupil key"
        )


def check_tracer(person: Person, *, engagement: Engagement) -> str:
    """See that this person may trace pupils of a cycle: the head or data manager of one of its schools.

    Returns:
        The school: of other schools nobody learns anything.

    Raises:
        NotAllowed: the person is neither, or of no school of the engagement.
    """
    if person.role not in TRACERS or person.school is None:
        raise NotAllowed(
            f"{person.name} is neither the headteacher nor the data manager of a school, who trace its pupils"
        )
    if person.school not in engagement.schools:
        raise NotAllowed(f"{person.name}'s school is not in the engagement '{engagement.id}'")
    return person.school
