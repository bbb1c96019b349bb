"""The national register of schools beside a programme: who has closed, who continues whom, what differs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from halfterm.cycles.school import School

_KIND_WORDS = frozenset(
    {"academy", "and", "college", "community", "grammar", "high", "infant", "infants", "junior", "juniors"}
    | {"nursery", "primary", "school", "secondary", "special", "the"}
)
"""Words that so many names share that they tell no school from another."""

_LONGEST_HISTORY = 20
"""Links followed from one school back; more would be a ring."""


@dataclass(frozen=True, slots=True)
class Establishment:
    """A school as the national register has it on one day; `laestab` has no stroke."""

    urn: str
    name: str
    laestab: str | None = None
    authority: str | None = None
    kind: str | None = None
    status: str | None = None
    phase: str | None = None
    pupils: int | None = None
    fsm_percent: float | None = None
    opened: date | None = None
    closed: date | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """From one URN to another: `Predecessor`, `Successor`, or one of these with what happened behind it."""

    urn: str
    linked_urn: str
    kind: str
    established: date | None = None

    @property
    def continues(self) -> tuple[str, str] | None:
        """(later, earlier) URN; None for a link of another kind."""
        if self.kind.casefold().startswith("predecessor"):
            return self.urn, self.linked_urn
        if self.kind.casefold().startswith("successor"):
            return self.linked_urn, self.urn
        return None


class SchoolRegister:
    """One dated extract of the register, to be asked about schools."""

    def __init__(self, establishments: Iterable[Establishment], links: Iterable[Link] = ()) -> None:
        self.by_urn: Mapping[str, Establishment] = {one.urn: one for one in establishments}
        self._earlier: dict[str, set[str]] = {}
        self._later: dict[str, set[str]] = {}
        for later, earlier in (link.continues for link in links if link.continues):
            self._earlier.setdefault(later, set()).add(earlier)
            self._later.setdefault(earlier, set()).add(later)

    def predecessors(self, urn: str) -> tuple[Establishment, ...]:
        """Every school that a URN continues, however far back, the latest closed first.

        A link to a URN that the extract does not have is left out.
        """
        return self._walk(urn, self._earlier)

    def successors(self, urn: str) -> tuple[Establishment, ...]:
        """Every school that continues a URN, however far on."""
        return self._walk(urn, self._later)

    def _walk(self, urn: str, links: Mapping[str, Collection[str]]) -> tuple[Establishment, ...]:
        found: dict[str, Establishment] = {}
        edge = [urn]
        for _ in range(_LONGEST_HISTORY):
            edge = sorted({n for u in edge for n in links.get(u, ()) if n != urn and n not in found})
            found |= {n: self.by_urn[n] for n in edge if n in self.by_urn}
        return tuple(sorted(found.values(), key=lambda one: (one.closed or date.max, one.urn), reverse=True))

    def named(self, name: str, *, authority: str | None = None) -> tuple[Establishment, ...]:
        """The open schools whose name is nearest, up to three; of the authority, when it is given."""
        near: dict[str, list[Establishment]] = {}
        for one in self.by_urn.values():
            if one.closed is None and authority in (None, one.authority):
                near.setdefault(_own_words(one.name), []).append(one)
        names = get_close_matches(_own_words(name), near, n=3, cutoff=0.75)
        return tuple(one for found in names for one in near[found])[:3]


@dataclass(frozen=True, slots=True)
class RegisterRemark:
    """What the register says otherwise than the programme of one school, and how to mend it."""

    school: str
    words: str
    mend: str


def remarks(schools: Iterable[School], register: SchoolRegister) -> tuple[RegisterRemark, ...]:
    """What to look at in a programme's schools, in their order."""
    return tuple(remark for school in schools for remark in _remarks(school, register))


def _remarks(school: School, register: SchoolRegister) -> Iterator[RegisterRemark]:
    if school.urn is None:
        yield from _without_urn(school, register)
        return
    held = register.by_urn.get(school.urn)
    if held is None:
        yield RegisterRemark(school.id, f"URN {school.urn} is not in the register", "correct the URN")
        return
    if school.laestab is not None and held.laestab is not None and school.laestab != held.laestab:
        yield RegisterRemark(
            school.id, f"its LAESTAB is {held.laestab} in the register", f"laestab: {_stroked(held.laestab)}"
        )
    yield from _closed(school, held, register)
    yield from _unnamed_predecessors(school, register)


def _without_urn(school: School, register: SchoolRegister) -> Iterator[RegisterRemark]:
    near = register.named(school.name, authority=school.la) or register.named(school.name)
    if near:
        words = "; ".join(f"{one.urn} {one.name}" for one in near)
        yield RegisterRemark(school.id, "it has no URN here", f"urn: one of {words}")


def _closed(school: School, held: Establishment, register: SchoolRegister) -> Iterator[RegisterRemark]:
    if held.closed is None or (school.withdrawn is not None and school.withdrawn.on <= held.closed):
        return
    later = [one for one in register.successors(held.urn) if one.closed is None]
    mend = (
        "; ".join(f"urn: {one.urn} ({one.name}), with {held.urn} as predecessor" for one in later)
        or "write down when the school left the programme (withdrawn)"
    )
    yield RegisterRemark(school.id, f"URN {held.urn} closed on {held.closed}", mend)


def _unnamed_predecessors(school: School, register: SchoolRegister) -> Iterator[RegisterRemark]:
    """Without its predecessors, what was loaded under their codes is not joined to a school's history."""
    known = {p.urn for p in school.predecessors}
    for one in register.predecessors(school.urn or ""):
        if one.urn in known or one.closed is None:
            continue
        laestab = f", laestab: {_stroked(one.laestab)}" if one.laestab else ""
        yield RegisterRemark(
            school.id,
            f"it continues {one.name} ({one.urn}), which programme.yaml does not say",
            f"predecessors: [{{urn: {one.urn}{laestab}, closed: {one.closed}}}]",
        )


def _own_words(name: str) -> str:
    words = name.casefold().split()
    return " ".join([word for word in words if word not in _KIND_WORDS] or words)


def _stroked(laestab: str) -> str:
    """A LAESTAB as people write it; the stroke keeps YAML and spreadsheets from taking it for a number."""
    return f"{laestab[:3]}/{laestab[3:]}"
