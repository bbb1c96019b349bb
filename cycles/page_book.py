"""The pages as the register tells them: who moved which to what, folded from events and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from halfterm.cycles.events import PUBLISHED, REVIEW, Event
from halfterm.cycles.record import ReviewMove
from halfterm.cycles.review_rules import state_after


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a page, with a hash of the content that it was about."""

    move: ReviewMove
    content: str
    by: str
    on: date
    comment: str


class PageBook:
    """Every page that the register knows, by its subject: half-term and path."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self._steps: dict[str, list[Step]] = {}
        for event in events:
            self.add(event)

    def add(self, event: Event) -> None:
        """Take in one event more; those that move no page are passed over."""
        if event.kind == REVIEW:
            body = event.body
            step = Step(body["move"], body["content"], event.actor, event.on, body["comment"])
            self._steps.setdefault(event.subject, []).append(step)
        elif event.kind == PUBLISHED:
            # An edition that came out moved those of its pages that had just been approved.
            for path, content in event.body["pages"].items():
                subject = f"{event.subject}/{path}"
                if self.state(subject, content) == "approved":
                    step = Step("published", content, event.actor, event.on, "")
                    self._steps[subject].append(step)

    def state(self, subject: str, content: str) -> str:
        """Where a page with this content stands; an approval counts only for what was approved.

        A page that was withdrawn stays so until it is submitted again, however it is edited.
        """
        steps = self._steps.get(subject, [])
        if steps and steps[-1].move == "withdrawn":
            return "withdrawn"
        return state_after(step.move for step in self.current(subject, content))

    def current(self, subject: str, content: str) -> tuple[Step, ...]:
        """The moves since the content last changed or was withdrawn: an edit after approval voids it."""
        current: list[Step] = []
        for step in reversed(self._steps.get(subject, [])):
            if step.content != content or step.move == "withdrawn":
                break
            current.append(step)
        return tuple(reversed(current))

    def history(self, subject: str) -> tuple[Step, ...]:
        """Everything that was done to a page, to earlier contents too, oldest first."""
        return tuple(self._steps.get(subject, ()))

    def author(self, subject: str, content: str) -> str:
        """Who submitted this content last; empty while nobody has."""
        submitted = [step.by for step in self.current(subject, content) if step.move == "submitted"]
        return submitted[-1] if submitted else ""

    def is_out(self, subject: str) -> bool:
        """Whether some content of the page was published and not withdrawn since."""
        moves = [s.move for s in self._steps.get(subject, ()) if s.move in ("published", "withdrawn")]
        return moves[-1:] == ["published"]
