"""A decision and who took it, as pages say them: no id where there are words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from halfterm.cycles.programme import Person, Role
from halfterm.site.decided import decision_lines, next_cycle, person
from halfterm.site.safe import show_edition
from tests.site.edition_factory import edition, programme


def test_the_next_cycle_has_its_title_where_the_edition_knows_it_and_never_its_id() -> None:
    opened = show_edition(edition(), "public")
    first = opened.cycles[0]
    earlier = replace(opened, cycles=(first,))
    (now, then) = (decision_lines(first, made) for made in (opened, earlier))
    assert now is not None
    assert then is not None
    assert (now.next_cycle, then.next_cycle) == ("Every reader, every class", "planned")
    assert first.decision is not None
    assert next_cycle(opened, replace(first.decision, next_cycle=None)) == ""


@pytest.mark.parametrize(
    ("name", "role", "said"),
    [
        ("Ana Bright", "facilitator", "Ana Bright (facilitator)"),
        ("Ben Carr", "nle", "Ben Carr (NLE)"),
        ("Facilitator, Midlands primary", "facilitator", "Facilitator, Midlands primary"),
        ("NLE, Chandler School", "nle", "NLE, Chandler School"),
        ("Head, Ash School", "headteacher", "Head, Ash School"),
        ("Ash School's head", "headteacher", "Ash School's head"),
        ("Edith Head", "headteacher", "Edith Head (headteacher)"),
        ("Danley Nleson", "nle", "Danley Nleson (NLE)"),
    ],
)
def test_a_role_is_said_once(name: str, role: Role, said: str) -> None:
    people = (Person(id="one", name=name, role=role),)
    assert person(programme().model_copy(update={"people": people}), "one") == said
