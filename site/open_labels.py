"""What half-terms, clusters, engagements, schools and measures are called in open data: each name once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from halfterm.cycles.programme import HalfTerm, Programme
from halfterm.cycles.school_year import academic_year
from halfterm.site.observations import Observation


@dataclass(frozen=True, slots=True)
class Labels:
    """What half-terms, clusters, engagements, schools and measures are called: each name once."""

    half_terms: Mapping[Hashable, str]
    clusters: Mapping[Hashable, str]
    engagements: Mapping[Hashable, str]
    schools: Mapping[Hashable, str]
    measures: Mapping[Hashable, str]

    @classmethod
    def of(cls, programme: Programme, found: Iterable[Observation]) -> Labels:
        """The names of a programme; where two are the same, the id stands behind both."""
        studied = [one.study.measure for one in found]
        return cls(
            _distinct({h.id: (h.name, h.id) for h in programme.half_terms}, _years(programme)),
            _distinct({c.id: (c.name, c.id) for c in programme.clusters}),
            _distinct({e.id: (e.name, e.id) for e in programme.engagements}),
            _distinct({s.id: (s.name, s.id) for s in programme.schools}),
            _distinct({(m.id, m.scale): (m.name, m.id) for m in studied}),
        )


def _years(programme: Programme) -> Mapping[Hashable, str]:
    return {h.id: time_period(h) for h in programme.half_terms}


def _distinct(
    named: Mapping[Hashable, tuple[str, str]], years: Mapping[Hashable, str] | None = None
) -> dict[Hashable, str]:
    """Names by key; of those that are the same (in one school year), each with its id, then its key."""
    year = years or {}
    plain = {key: " ".join(name.split()) for key, (name, _) in named.items()}
    times = Counter((year.get(key), name) for key, name in plain.items())
    longer = {
        key: name if times[year.get(key), name] == 1 else f"{name} ({named[key][1]})"
        for key, name in plain.items()
    }
    again = Counter((year.get(key), name) for key, name in longer.items())
    return {
        key: name if again[year.get(key), name] == 1 else f"{plain[key]} ({', '.join(map(str, _parts(key)))})"
        for key, name in longer.items()
    }


def _parts(key: Hashable) -> tuple[object, ...]:
    return key if isinstance(key, tuple) else (key,)


def time_period(half_term: HalfTerm) -> str:
    """The school year of a half-term as official data write it: 201213."""
    begins, ends = academic_year(half_term.starts)
    return f"{begins.year}{ends.year % 100:02}"
