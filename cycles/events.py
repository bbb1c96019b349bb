"""What the register remembers of cycles, pages and meetings: one event, and the kinds there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

# About a cycle; the subject is its id.
DRAWN: Final = "treatment drawn"
LOCKED: Final = "plan locked"
AMENDED: Final = "plan amended"
STARTED: Final = "cycle started"
GONE_WITHOUT: Final = "school gone without"
FOLLOWED_UP: Final = "followed up"
STUDIED: Final = "studied"
IN_REVIEW: Final = "put to review"
DECISION: Final = "decision"
STOPPED: Final = "cycle stopped"
DRAFTED: Final = "cycle drafted"
LOGGED: Final = "do-log entry"
STRUCK_OUT: Final = "do-log entry struck out"
JUDGED: Final = "progress judged"
TRACED: Final = "pupils traced"

# About a page; the subject is its half-term and path.
REVIEW: Final = "review"
COMMENTED: Final = "comment"
DISPUTED: Final = "dispute"
SETTLED: Final = "dispute settled"
WORDS_EDITED: Final = "words edited"
WORDS_RESTORED: Final = "words restored"

# About a load; the subject is its source, half-term and part.
QUESTION_ANSWERED: Final = "question answered"

# About a half-term, a cluster's meeting (cluster/half-term), an engagement.
PUBLISHED: Final = "edition published"
HOST_SWAPPED: Final = "host swapped"
MEETING_HELD: Final = "meeting held"
TERMS_AGREED: Final = "terms agreed"
STEP_CHECKED: Final = "step checked"
STAGE_REACHED: Final = "stage reached"
REMINDED: Final = "reminded"

# About the pseudonyms of all pupils; the subject is always the same.
KEY_ROTATED: Final = "key rotated"
PUPIL_KEY: Final = "pupil-key"

BY_HALFTERM: Final = "halfterm"
"""The actor of what happens by itself."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: who, what, to which subject, on which day; `body` holds the rest."""

    number: int
    on: date
    actor: str
    kind: str
    subject: str
    body: Mapping[str, Any]
    hash: str
