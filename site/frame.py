"""What stands round every page of an edition: its programme and name, what it stands for, who approved it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.record import EditionRecord
from halfterm.cycles.words import disclosure_note
from halfterm.site.decided import person
from halfterm.site.pieces import dated

NOT_REVIEWED = "Not yet approved: a draft."


@dataclass(frozen=True, slots=True)
class EditionFrame:
    """The frame of one edition. `reviews` are lines by draft path ("schools/school-54")."""

    programme: str
    half_term: str
    edition: str
    stands_in: str
    disclosure: str
    code_version: str
    reviews: Mapping[str, str] = field(default_factory=dict)

    def review(self, path: str) -> str:
        """Who approved a page and when, or that nobody has."""
        return self.reviews.get(path, NOT_REVIEWED)


def edition_frame(record: EditionRecord, *, audience: Audience) -> EditionFrame:
    """The frame of an edition. An approval counts for the page its `subject` names.

    A subject is a draft's path, or a cycle's id for the case study of its engagement. Only what was not
    withdrawn or sent back afterwards stays approved. Who approves what he wrote is said to have done so.
    """
    reviews: dict[str, str] = {}
    authors: dict[str, str] = {}
    for cycle in (c for c in record.cycles if c.plan.follow_up == record.half_term.id):
        for review in cycle.reviews:
            path = f"cases/{cycle.plan.engagement}" if review.subject == cycle.plan.id else review.subject
            if review.move == "submitted":
                authors[path] = review.by
            if review.move == "approved":
                alone = ", who also wrote it (one-person mode)" if authors.get(path) == review.by else ""
                who = person(record.programme, review.by)
                reviews[path] = f"Approved by {who} on {dated(review.on)}{alone}."
            elif review.move != "published":
                reviews.pop(path, None)
    return EditionFrame(
        programme=record.programme.name,
        half_term=record.half_term.id,
        edition=record.half_term.name,
        stands_in=record.programme.stands_in or "",
        disclosure=disclosure_note(audience),
        code_version=record.code_version,
        reviews=reviews,
    )
