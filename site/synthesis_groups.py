"""Themes and change ideas of a programme: their cycles, their schools, and which way gaps moved."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from halfterm.cycles.disclosure import Shown, show_number
from halfterm.cycles.do_log_fields import folded
from halfterm.cycles.words import Claim, claim
from halfterm.site.figures import gap_figures
from halfterm.site.shown import ShownCycle, ShownEdition

Kind = Literal["theme", "idea"]

LEADS: Final[tuple[Claim, ...]] = ("further ahead", "less far ahead")
"""What may be claimed of a gap where the target group is ahead."""

LONGEST: Final = 60
"""Letters of a page's name."""


@dataclass(frozen=True, slots=True)
class Group:
    """The cycles of one theme or change idea; `slug` is its page's name."""

    kind: Kind
    name: str
    slug: str
    cycles: tuple[ShownCycle, ...]

    @property
    def title(self) -> str:
        """Its name with a capital letter, as a page's head or a table says it."""
        return self.name[:1].upper() + self.name[1:]

    @property
    def href(self) -> str:
        """Its page, from the edition's first folder."""
        return f"themes/{self.slug}.html"


@dataclass(frozen=True, slots=True)
class Directions:
    """How many gaps of some cycles moved which way by more than chance gives; `n` are all of them."""

    n: Shown
    closing: Shown
    widening: Shown
    lead_changed: Shown
    changed_sides: Shown
    no_clear_change: Shown
    not_told: Shown


def themes(cycles: Sequence[ShownCycle]) -> tuple[Group, ...]:
    """The themes of some cycles, by name; capitals and hyphens do not tell two apart."""
    return _groups("theme", [(cycle.plan.intervention.theme, cycle) for cycle in cycles])


def ideas(cycles: Sequence[ShownCycle]) -> tuple[Group, ...]:
    """The change ideas of some cycles, by name."""
    return _groups("idea", [(cycle.plan.change_idea.name, cycle) for cycle in cycles])


def _groups(kind: Kind, named: Sequence[tuple[str, ShownCycle]]) -> tuple[Group, ...]:
    held: dict[str, list[ShownCycle]] = {}
    written: dict[str, str] = {}
    for name, cycle in named:
        held.setdefault(folded(name), []).append(cycle)
        written.setdefault(folded(name), name)
    slugs: set[str] = set()
    made = []
    for key in sorted(held):
        slug = _free(slug_of(key, before=f"{kind}-"), slugs)
        made.append(Group(kind, written[key], slug, tuple(held[key])))
    return tuple(made)


def _free(slug: str, taken: set[str]) -> str:
    """The slug, with a number where another name has come to the same."""
    found, number = slug, 2
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    taken.add(found)
    return found


def slug_of(name: str, *, before: str = "") -> str:
    """A name as part of an address: lower-case letters, digits and hyphens.

    >>> slug_of("Pupils’ engagement, voice & résilience"), slug_of("!", before="idea-")
    ('pupils-engagement-voice-resilience', 'idea-unnamed')
    """
    # An apostrophe parts no word.
    plain = unicodedata.normalize("NFKD", name.replace("’", "").replace("'", ""))
    letters = plain.encode("ascii", "ignore").decode().casefold()
    words = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    return before + (words[:LONGEST].strip("-") or "unnamed")


def directions(edition: ShownEdition, cycles: Iterable[ShownCycle]) -> Directions:
    """Which way the gaps of some cycles moved, over each whole engagement."""
    counts = Counter(claims(edition, cycles))
    told: tuple[Claim, ...] = ("closing", "widening", *LEADS, "changed sides", "no clear change")
    return Directions(
        n=count(sum(counts.values())),
        closing=count(counts["closing"]),
        widening=count(counts["widening"]),
        lead_changed=count(sum(counts[word] for word in LEADS)),
        changed_sides=count(counts["changed sides"]),
        no_clear_change=count(counts["no clear change"]),
        not_told=count(sum(n for word, n in counts.items() if word not in told)),
    )


def claims(edition: ShownEdition, cycles: Iterable[ShownCycle]) -> Iterator[Claim]:
    """What may be claimed of the gap of each measure of each cycle."""
    for cycle in cycles:
        for study in cycle.at("engagement", cycle.plan.engagement):
            yield claim(gap_figures(study, cycle.plan, edition.programme))


def schools_of(edition: ShownEdition, cycles: Iterable[ShownCycle]) -> tuple[str, ...]:
    """The schools that took part in some cycles, each once."""
    return tuple(
        dict.fromkeys(
            school
            for cycle in cycles
            for school in edition.programme.engagement(cycle.plan.engagement).schools
            if school not in cycle.missing_schools
        )
    )


def many(n: int, noun: str, nouns: str = "") -> str:
    """A number with its noun.

    >>> many(1, "school"), many(1204, "school"), many(2, "study", "studies")
    ('1 school', '1,204 schools', '2 studies')
    """
    return f"{n:,} {noun if n == 1 else nouns or noun + 's'}"


def count(n: int) -> Shown:
    """A number of cycles, schools, gaps or reports: they are no pupils."""
    return show_number(n, decimals=0)
