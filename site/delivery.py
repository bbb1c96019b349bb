"""What was done in a cycle, planned beside delivered, as its do-log tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.carried_out import Note, NoteKind, ShownCarriedOut
from halfterm.cycles.disclosure import Shown
from halfterm.cycles.plan import Plan
from halfterm.cycles.words import listed, sentence
from halfterm.site.pieces import Fact
from halfterm.site.shown import ShownCycle

NOTHING: Final = "Nothing was logged: what was planned is known, what was delivered is not."
NO_SESSION: Final = "No session was logged: how much was delivered is not known."
NOT_SAID: Final = "–"
WHY: Final = "Why it should work"


_KINDS: Final[dict[NoteKind, tuple[str, str]]] = {
    "learning": ("note on what was learned", "notes on what was learned"),
    "leadership": ("action of a leader", "actions of leaders"),
    "learning walk": ("learning walk", "learning walks"),
    "quotation": ("quotation", "quotations"),
    "adaptation": ("adaptation", "adaptations"),
    "obstacle": ("obstacle", "obstacles"),
}


@dataclass(frozen=True, slots=True)
class DeliveredRow:
    """One thing about what was done: as planned, and as delivered."""

    what: str
    planned: str
    delivered: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was delivered. `line` says it at once; `none` is said in its place where nothing was logged."""

    none: str
    line: str
    rows: tuple[DeliveredRow, ...]
    adaptations: tuple[str, ...]
    obstacles: tuple[str, ...]
    unreleased: str


def planned(plan: Plan) -> tuple[Fact, ...]:
    """The change idea as it was planned."""
    idea, intervention = plan.change_idea, plan.intervention
    return tuple(
        Fact(label, sentence(text))
        for label, text in (
            ("Change idea", idea.name),
            (WHY, idea.theory),
            ("Changed from the last cycle", idea.adapts),
            ("Who carries it out", intervention.delivered_by),
            ("How much", intervention.dosage.said if intervention.dosage else ""),
            ("Who goes without", idea.untreated),
        )
        if text
    )


def delivery(cycle: ShownCycle, *, school: str | None = None) -> Delivery:
    """What the do-log says was done; with `school`, only notes about it, or about all schools."""
    log = cycle.carried_out
    if log is None:
        return Delivery(NOTHING, "", (), (), (), "")
    rows, notes = (
        _rows(log, cycle.plan),
        [n for n in log.notes if school is None or n.school in (None, school)],
    )
    held = bool(log.sessions.value)
    more = unreleased([cycle], "adaptation", "obstacle")
    none = "" if held else NO_SESSION if rows or notes or more or _spent(log) else NOTHING
    return Delivery(
        none=none,
        line=_line(log) if held else "",
        rows=rows,
        adaptations=_of("adaptation", notes),
        obstacles=_of("obstacle", notes),
        unreleased=more,
    )


def _spent(log: ShownCarriedOut) -> bool:
    return log.cost_spent.visible or bool(log.evidence)


def _of(kind: str, notes: Sequence[Note]) -> tuple[str, ...]:
    return tuple(note_words(note) for note in notes if note.kind == kind)


def note_words(note: Note) -> str:
    """A note of the log as a sentence, with why it was done otherwise or what solved it."""
    more = _lower(note.more.rstrip("."))
    match note.kind:
        case "obstacle":
            rest = f"; solved by {more}" if more else "; not solved"
        case "adaptation":
            rest = f", because {more}" if more else ""
        case _:
            rest = f" ({more})" if more else ""
    return sentence(f"{note.words.rstrip('.')}{rest}")


def _lower(text: str) -> str:
    """As it goes on within a sentence: a first word in capitals alone, such as FSM, keeps them."""
    return text if text[1:2].isupper() or text[:2] == "I " else text[:1].lower() + text[1:]


def percent(share: Shown) -> str:
    """A share as it is written in a sentence; the symbol of one that is not seen.

    >>> from halfterm.cycles.disclosure import hidden, show_number
    >>> percent(show_number(92, decimals=0)), percent(hidden("c"))
    ('92%', 'c')
    """
    return f"{share}%" if share.visible and not share.text.endswith("%") else share.text


def unreleased(chain: Sequence[ShownCycle], *kinds: NoteKind) -> str:
    """That there is more of these kinds whose words no school has released; empty when there is not."""
    logs = [cycle.carried_out for cycle in chain if cycle.carried_out is not None]
    counts = {kind: sum(log.unreleased.get(kind, 0) for log in logs) for kind in kinds}
    parts = [f"{n} {_KINDS[kind][n > 1]}" for kind, n in counts.items() if n]
    if not parts:
        return ""
    return f"The log holds {listed(parts)} more, not released to be shown here."


def _rows(log: ShownCarriedOut, plan: Plan) -> tuple[DeliveredRow, ...]:
    """Rows for what is planned or delivered; none for what is neither."""
    dosage = plan.intervention.dosage
    led = "; ".join([f"{led.role}: {led.sessions}" for led in log.led_by])
    lessons = f"{_seen(log.lessons_good_before)} before, {_seen(log.lessons_good_after)} after"
    seen = _known(log.lessons_good_before) or _known(log.lessons_good_after)
    pairs = (
        ("Sessions", _planned_sessions(log, dosage.said if dosage else ""), _held(log)),
        ("Minutes", _or_not(log.minutes_planned), _or_not(log.minutes)),
        ("Attendance", NOT_SAID, percent(log.attendance) if _known(log.attendance) else NOT_SAID),
        ("Done as planned", NOT_SAID, percent(log.fidelity) if _known(log.fidelity) else NOT_SAID),
        ("Sessions led by", plan.intervention.delivered_by or NOT_SAID, led or NOT_SAID),
        (
            "Lessons good or better",
            NOT_SAID,
            lessons if seen else NOT_SAID,
        ),
    )
    return tuple(DeliveredRow(*pair) for pair in pairs if pair[2] != NOT_SAID)


def _known(figure: Shown) -> bool:
    """Whether there is a figure at all, be it hidden."""
    return figure.symbol not in ("z", "x")


def _seen(share: Shown) -> str:
    return percent(share) if _known(share) else "not seen"


def _or_not(figure: Shown) -> str:
    return figure.text if _known(figure) else NOT_SAID


def _planned_sessions(log: ShownCarriedOut, words: str) -> str:
    if not _known(log.sessions_planned):
        return words or NOT_SAID
    groups = log.groups.value or 1
    return f"{log.sessions_planned}" + (f" (for {log.groups} groups together)" if groups > 1 else "")


def _held(log: ShownCarriedOut) -> str:
    if not log.sessions.value:
        return NOT_SAID
    return (
        f"{log.sessions} ({percent(log.sessions_percent)})"
        if log.sessions_percent.visible
        else log.sessions.text
    )


def _line(log: ShownCarriedOut) -> str:
    """Dose, attendance and fidelity in one sentence."""
    many = "session" if log.sessions.value == 1 else "sessions"
    if log.sessions_percent.visible:
        parts = [f"{log.sessions} of {log.sessions_planned} {many} ({percent(log.sessions_percent)})"]
    else:
        parts = [f"{log.sessions} {many}"]
    if _known(log.minutes):
        of = f" of {log.minutes_planned}" if _known(log.minutes_planned) else ""
        parts.append(f"{log.minutes}{of} minutes")
    if log.attendance.visible:
        parts.append(f"attendance {percent(log.attendance)}")
    if log.fidelity.visible:
        parts.append(f"{percent(log.fidelity)} done as planned")
    return f"{', '.join(parts)}."
