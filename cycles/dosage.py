"""What was delivered, counted from the do-log and set against what was planned."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from halfterm.cycles.do_log_entries import Entry, Fidelity, LeaderRole, Observation, Session, Spending
from halfterm.cycles.impact.threshold import newcombe
from halfterm.cycles.intervention import Intervention
from halfterm.cycles.measure import FromLog
from halfterm.cycles.rounding import in_percent

UNFUNDED: Final = "funding not said"


@dataclass(frozen=True, slots=True)
class PlannedDose:
    """What a plan promises each pupil: sessions and minutes in all; `pounds` by funding, for the whole cycle.

    None where the plan gives no number. `pounds` leaves out costs by pupil unless their number was known.
    """

    sessions: float | None = None
    minutes: float | None = None
    pounds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attendance:
    """Pupils who came of those awaited, summed over the sessions where both were counted."""

    present: int
    planned: int
    sessions: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where nobody was awaited."""
        return self.present / self.planned if self.planned else None


@dataclass(frozen=True, slots=True)
class PerPupil:
    """Sessions attended by each pupil, where registers name them: how many pupils, and the spread."""

    pupils: int
    least: int
    median: float
    most: int


@dataclass(frozen=True, slots=True)
class LedBy:
    """The sessions led by people of one role, with their attendance."""

    role: LeaderRole
    sessions: int
    attendance: Attendance


@dataclass(frozen=True, slots=True)
class Spent:
    """Pounds spent from one funding, and planned; None where the plan says nothing of it."""

    funding: str
    pounds: float
    planned: float | None


@dataclass(frozen=True, slots=True)
class Dose:
    """What was delivered. Shares run from 0 to 1 (sessions and minutes may pass 1); None is not known.

    `groups` are taught apart, so that each is owed the planned sessions: `sessions_planned` and
    `minutes_planned` are for all of them. `untimed` sessions have no minutes in the log.
    """

    sessions: int
    groups: int
    sessions_planned: float | None
    minutes: float | None
    minutes_planned: float | None
    untimed: int
    attendance: Attendance
    per_pupil: PerPupil | None
    fidelity: float | None
    fidelity_entries: int
    led_by: tuple[LedBy, ...]
    spent: tuple[Spent, ...]

    @property
    def sessions_share(self) -> float | None:
        """Sessions logged of those planned, 0 where none were; None where no number was planned."""
        return self.sessions / self.sessions_planned if self.sessions_planned else None

    @property
    def minutes_share(self) -> float | None:
        """Minutes delivered of those planned; None where either is not known."""
        if self.minutes is None or not self.minutes_planned:
            return None
        return self.minutes / self.minutes_planned


@dataclass(frozen=True, slots=True)
class LessonsSeen:
    """Lessons good or better among those seen before and after.

    The change of the share is in percentage points, with Newcombe's 95 % interval; None where no lesson was
    seen before, or after.
    """

    good_before: int
    seen_before: int
    good_after: int
    seen_after: int
    change: float | None
    lower: float | None
    upper: float | None


def planned_dose(intervention: Intervention, *, pupils: int | None = None) -> PlannedDose:
    """The dose that a plan promises; costs by pupil count only where the number of pupils is known."""
    pounds: dict[str, float] = defaultdict(float)
    for cost in intervention.costs:
        if not cost.per_pupil or pupils is not None:
            pounds[cost.funding] += cost.pounds * ((pupils or 0) if cost.per_pupil else 1)
    return PlannedDose(intervention.planned_sessions, intervention.planned_minutes, dict(pounds))


def dose(entries: Iterable[Entry], planned: PlannedDose) -> Dose:
    """What the entries that stand add up to, beside what was planned."""
    entries = tuple(entries)
    sessions = [entry for entry in entries if isinstance(entry, Session)]
    marks = [entry.value for entry in entries if isinstance(entry, Fidelity)]
    timed = [session.minutes for session in sessions if session.minutes is not None]
    groups = len({(session.school, (session.group or "").casefold()) for session in sessions})
    return Dose(
        sessions=len(sessions),
        groups=groups,
        sessions_planned=_times(planned.sessions, groups),
        minutes=sum(timed) if timed else None,
        minutes_planned=_times(planned.minutes, groups),
        untimed=len(sessions) - len(timed),
        attendance=_attendance(sessions),
        per_pupil=_per_pupil(sessions),
        fidelity=sum(marks) / len(marks) if marks else None,
        fidelity_entries=len(marks),
        led_by=_led_by(sessions),
        spent=_spent(entries, planned.pounds),
    )


def _times(planned: float | None, groups: int) -> float | None:
    """Before the first session one group is awaited."""
    return None if planned is None else planned * max(groups, 1)


def _attendance(sessions: Iterable[Session]) -> Attendance:
    counted = [(s.came, s.awaited) for s in sessions if s.came is not None and s.awaited is not None]
    return Attendance(sum(came or 0 for came, _ in counted), sum(n or 0 for _, n in counted), len(counted))


def _per_pupil(sessions: Iterable[Session]) -> PerPupil | None:
    """Pupils who were awaited and never came count with no session; no pseudonym leaves this function."""
    held: Counter[str] = Counter()
    for session in sessions:
        held.update(dict.fromkeys(session.absent, 0))
        held.update(dict.fromkeys(session.pupils, 1))
    numbers = list(held.values())
    return PerPupil(len(numbers), min(numbers), median(numbers), max(numbers)) if numbers else None


def _led_by(sessions: Sequence[Session]) -> tuple[LedBy, ...]:
    """By role, who led most sessions first."""
    roles = Counter(session.role for session in sessions)
    return tuple(
        LedBy(role, number, _attendance(session for session in sessions if session.role == role))
        for role, number in sorted(roles.items(), key=lambda item: (-item[1], item[0]))
    )


def _spent(entries: Iterable[Entry], planned: Mapping[str, float]) -> tuple[Spent, ...]:
    pounds: dict[str, float] = dict.fromkeys(planned, 0.0)
    for entry in entries:
        if isinstance(entry, Spending):
            funding = entry.funding or UNFUNDED
            pounds[funding] = pounds.get(funding, 0.0) + entry.pounds
    return tuple(Spent(funding, spent, planned.get(funding)) for funding, spent in pounds.items())


def lessons_seen(entries: Iterable[Entry]) -> LessonsSeen:
    """Lessons good or better before and after; those seen during the cycle are in neither.

    The change is a difference of two independent shares (Newcombe 1998, method 10).
    """
    seen, good = Counter[str](), Counter[str]()
    for entry in entries:
        if isinstance(entry, Observation):
            seen[entry.when] += entry.seen
            good[entry.when] += entry.good
    change = lower = upper = None
    if seen["before"] and seen["after"]:
        made = newcombe(good["after"], seen["after"], good["before"], seen["before"])
        change, lower, upper = (100 * number for number in made)
    return LessonsSeen(
        good["before"], seen["before"], good["after"], seen["after"], change, lower=lower, upper=upper
    )


def log_figure(entries: Iterable[Entry], wanted: FromLog) -> float | None:
    """A process measure that a plan takes from the log, in percent or as a count; None where it is not known.

    `lessons_good` is the share of all lessons seen since the cycle began.
    """
    entries = tuple(entries)
    counted = dose(entries, PlannedDose())
    match wanted:
        case "attendance":
            return _percent(counted.attendance.share)
        case "fidelity":
            return _percent(counted.fidelity)
        case "sessions":
            return float(counted.sessions)
        case "minutes":
            return counted.minutes
        case "lessons_good":
            since = [e for e in entries if isinstance(e, Observation) and e.when != "before"]
            seen = sum(entry.seen for entry in since)
            return _percent(sum(entry.good for entry in since) / seen if seen else None)


def _percent(share: float | None) -> float | None:
    return None if share is None else in_percent(share)
