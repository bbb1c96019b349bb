"""What facilitators write into the pages: a passage in other words, or one of their own; never a figure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.cycles.events import WORDS_EDITED, WORDS_RESTORED, Event
from halfterm.cycles.programme import Person, Programme

NUMBER: Final = re.compile(r"[−+-]?\d+(?:[.,]\d+)*")
MONTHS: Final = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE: Final = re.compile(rf"\b(?:\d{{1,2}} (?:{MONTHS})(?: (?:19|20)\d\d)?|(?:{MONTHS}) (?:19|20)\d\d)\b")
LONGEST: Final = 2_000
"""Characters of one passage: a paragraph, not an essay."""


@dataclass(frozen=True, slots=True)
class TextEdit:
    """A passage of one page reworded (`now` for `was`), or added after one (`now` after `was`).

    `number` is the event's own; `page` a draft's path. Texts are as they are read, without markup. `nth`
    tells passages of one pattern apart, from 0.
    """

    number: int
    kind: Literal["reworded", "added"]
    half_term: str
    page: str
    audience: Audience
    was: str
    nth: int
    now: str
    by: str
    on: date


def text_edits(told: Iterable[Event]) -> tuple[TextEdit, ...]:
    """The edits that stand, oldest first."""
    told = tuple(told)
    restored = {event.body["number"] for event in told if event.kind == WORDS_RESTORED}
    made = []
    for event in told:
        if event.kind == WORDS_EDITED and event.number not in restored:
            half_term, _, page = event.subject.partition("/")
            body = event.body
            made.append(
                TextEdit(
                    *(event.number, body["kind"], half_term, page, body["audience"]),
                    *(body["was"], body["nth"], body["now"], event.actor, event.on),
                )
            )
    return tuple(made)


def edits_for(
    page: str, edits: Iterable[TextEdit], programme: Programme, *, half_term: str, audience: Audience
) -> tuple[TextEdit, ...]:
    """The edits that one page of a half-term's edition may show.

    Other words go on from edition to edition while they fit; what was added belongs to its own.
    """
    now = programme.position(half_term)
    return tuple(
        edit
        for edit in edits
        if (edit.page, edit.audience) == (page, audience)
        and (
            edit.half_term == half_term
            or (edit.kind == "reworded" and programme.position(edit.half_term) < now)
        )
    )


def pattern(text: str) -> str:
    """A text with its numbers left open: two texts of one pattern say the same of other figures.

    >>> pattern("12 of 30 pupils, −2.5 points")
    '# of # pupils, # points'
    """
    return NUMBER.sub("#", text)


def check_reworded(was: str, now: str, *, where: str) -> None:
    """See that other words keep every number of the passage and add none, but in a date.

    Raises:
        BadInput: a number is gone, changed or new, or the passage is empty or too long.
    """
    _check_length(now, where)
    before, after = Counter(NUMBER.findall(was)), Counter(NUMBER.findall(now))
    if before - after:
        raise BadInput(f"{where}: every number of the passage has to stay as it is; one is gone or changed")
    dated = Counter(number for said in DATE.findall(now) for number in NUMBER.findall(said))
    if after - before - dated:
        raise BadInput(f"{where}: words may be changed, numbers not; there is one that was not there before")


def check_added(now: str, *, where: str) -> None:
    """See that a passage of a person's own holds no number, but in a date.

    Raises:
        BadInput: it does, or it is empty or too long.
    """
    _check_length(now, where)
    if NUMBER.search(DATE.sub("", now)):
        raise BadInput(f"{where}: a passage of your own may hold dates, but no other number")


def _check_length(now: str, where: str) -> None:
    if not now.strip():
        raise BadInput(f"{where}: a passage may be reworded, not removed")
    if len(now) > LONGEST:
        raise BadInput(f"{where}: {len(now):,} characters; a passage has at most {LONGEST:,}")


def refitted(edit: TextEdit, text: str) -> str | None:
    """The edit's words for a passage as it reads today, with today's numbers; None when it does not fit."""
    if pattern(edit.was) != pattern(text):
        return None
    if edit.kind == "added":
        return edit.now
    left: list[tuple[str, str] | None] = list(
        zip(NUMBER.findall(edit.was), NUMBER.findall(text), strict=True)
    )

    def today(match: re.Match[str]) -> str:
        for place, pair in enumerate(left):
            if pair is not None and pair[0] == match[0]:
                left[place] = None
                return pair[1]
        return match[0]

    return NUMBER.sub(today, edit.now)


def check_editor(person: Person, *, engagement: str, cluster: str, programme: Programme) -> None:
    """See that a person may edit the words of a page about an engagement, a cluster, or (neither) everybody.

    The facilitator of the cluster may, and the engagement's NLE; pages about all, every facilitator.

    Raises:
        NotAllowed: the person is none of these.
    """
    facilitators = [c.facilitator for c in programme.clusters if cluster in ("", c.id)]
    allowed = set(facilitators)
    if engagement:
        about = programme.engagement(engagement)
        allowed = {about.nle, programme.cluster(about.cluster).facilitator}
    if person.id not in allowed:
        raise NotAllowed(
            f"{person.name} is neither the facilitator who answers for this page nor its engagement's NLE"
        )
