"""What a workspace knows that a new plan may name: half-terms, measures, attributes, people, cycles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from halfterm.cycles.chain import next_id
from halfterm.cycles.model import LONGEST_SLUG
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import HalfTerm, Programme
from halfterm.warehouse.source import Source


@dataclass(frozen=True, slots=True)
class Known:
    """A workspace as the questions about a plan see it, on one day."""

    programme: Programme
    plans: tuple[Plan, ...]
    sources: tuple[Source, ...]
    benchmarks: tuple[tuple[str, str], ...]
    today: date

    @property
    def half_terms(self) -> tuple[HalfTerm, ...]:
        return self.programme.half_terms

    def current(self) -> HalfTerm:
        """The half-term of today, else the next one, else the last; the first has no baseline before it."""
        open_ones = [half_term for half_term in self.half_terms if half_term.ends >= self.today]
        found = open_ones[0] if open_ones else self.half_terms[-1]
        return self.half_terms[1] if found == self.half_terms[0] and len(self.half_terms) > 1 else found

    def before(self, half_term: str) -> HalfTerm:
        """The half-term before this one; the first itself for the first."""
        return self.half_terms[max(0, self.programme.position(half_term) - 1)]

    def earlier_cycles(self, engagement: str) -> tuple[Plan, ...]:
        """The cycles of an engagement that no other cycle follows yet."""
        followed = {plan.follows for plan in self.plans}
        return tuple(p for p in self.plans if p.engagement == engagement and p.id not in followed)

    def free_id(self, engagement: str, follows: str | None) -> str:
        """A name for the new cycle that is not taken."""
        taken = {plan.id for plan in self.plans}
        if follows is not None:
            return next_id(follows, taken=taken)
        first = f"{engagement[: LONGEST_SLUG - 2].rstrip('-')}-1"
        return first if first not in taken else next_id(first, taken=taken)

    def measures(self, half_terms: Iterable[str]) -> dict[str, str]:
        """Measure -> scale, of those mapped in every one of these half-terms on one scale."""
        wanted = tuple(half_terms)
        mapped = [
            {
                (measure, column.scale)
                for source in self.sources
                if half_term in source.half_terms
                for measure, column in source.columns_of(half_term).measures.items()
            }
            for half_term in wanted
        ]
        return dict(sorted(set.intersection(*mapped))) if mapped else {}

    def attributes(self, half_term: str) -> dict[str, tuple[str, ...]]:
        """Attribute -> the values it can have in a half-term; none where the source takes any text."""
        return {
            name: tuple(dict.fromkeys((column.values or {}).values()))
            for source in self.sources
            if half_term in source.half_terms
            for name, column in source.columns_of(half_term).attributes.items()
        }
