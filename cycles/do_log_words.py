"""The do-log in words: an entry in a line, and what was delivered in a few."""

from __future__ import annotations

from collections.abc import Iterator

from halfterm.cycles.do_log import Logged, release_of
from halfterm.cycles.do_log_entries import (
    Adaptation,
    ContextEvent,
    Entry,
    Evidence,
    Fidelity,
    Leadership,
    Learning,
    LearningWalk,
    Observation,
    Obstacle,
    Quotation,
    Releasable,
    Session,
    Spending,
    WordsRelease,
)
from halfterm.cycles.dosage import Dose, LessonsSeen
from halfterm.cycles.rounding import half_away, in_percent


def summary(logged: Logged, log: tuple[Logged, ...]) -> str:
    """One entry in one line; pupils are counted, never named. `log` tells whether its words are released."""
    said = _said(logged.entry)
    if isinstance(logged.entry, Releasable):
        release = release_of(log, logged.number)
        # Of a quotation it is always said: that it waits for the school's word, too.
        if release != "not asked" or isinstance(logged.entry, Quotation):
            said += f" ({release})"
    where = f"{logged.entry.school}: " if logged.entry.school else ""
    struck = f"STRUCK OUT, {logged.struck_out}: " if logged.struck_out else ""
    return f"{struck}{where}{said}"


def _said(entry: Entry) -> str:
    match entry:
        case Session():
            return _session(entry)
        case Fidelity():
            how = (
                f"{entry.as_planned} as planned"
                if entry.as_planned
                else f"{_percent(entry.value)} as planned"
            )
            return f"{entry.part}: {how}{_more(entry.note)}"
        case Adaptation():
            return f"{entry.what}, because {entry.why}"
        case Obstacle():
            return f"{entry.what}; " + (f"solved by {entry.solved_by}" if entry.solved_by else "not solved")
        case Observation():
            return f"{entry.good} of {entry.seen} lessons good or better, {entry.when}, seen by {entry.by}"
        case LearningWalk():
            return f"{entry.by} looked for {entry.focus}: {entry.seen}"
        case Spending():
            return f"£{entry.pounds:,.2f} for {entry.what}" + (
                f", from {entry.funding}" if entry.funding else ""
            )
        case Quotation():
            return f"{entry.who}: “{entry.words}”"
        case Leadership():
            return f"{entry.by} ({entry.stage}; {entry.skill}): {entry.what}"
        case Evidence():
            made = "made for this project" if entry.project_specific else "not made for this project"
            kind = f"{entry.kind} about {entry.about}, {entry.when}"
            return f"{kind}, {made}, from {entry.source}{_more(entry.what)}"
        case ContextEvent():
            return entry.what + (f", until {entry.until}" if entry.until else "")
        case Learning():
            return entry.what + (f" ({entry.by})" if entry.by else "")
        case WordsRelease():
            return f"the words of {entry.words_of} {entry.given}"


def _session(entry: Session) -> str:
    parts = [f"{entry.led_by} ({entry.role})"]
    if entry.came is not None and entry.awaited is not None:
        parts.append(f"{entry.came} of {entry.awaited} pupils")
    elif entry.came is not None:
        parts.append(f"{entry.came} pupils")
    elif entry.awaited is not None:
        parts.append(f"{entry.awaited} pupils awaited")
    if entry.minutes is not None:
        parts.append(f"{entry.minutes:g} minutes")
    if entry.group:
        parts.append(entry.group)
    return ", ".join(parts)


def _more(text: str | None) -> str:
    return f"; {text}" if text else ""


def _percent(share: float) -> str:
    return f"{half_away(in_percent(share), 0):.0f} %"


def dose_lines(dose: Dose, lessons: LessonsSeen) -> Iterator[str]:
    """What was delivered against what was planned, a sentence a figure; what has no plan says so."""
    if dose.sessions_share is None:
        yield f"{_many(dose.sessions, 'session')} held; no number of sessions was planned."
    else:
        each = f", {dose.groups} groups taken together" if dose.groups > 1 else ""
        share = _percent(dose.sessions_share)
        yield f"{_many(dose.sessions, 'session')} held of {dose.sessions_planned:g} planned ({share}{each})."
    yield from _minutes(dose)
    yield from _attendance(dose)
    if dose.fidelity is None:
        yield "Nothing tells how far the change idea was carried out as planned."
    else:
        yield f"As planned: {_percent(dose.fidelity)}, over {_many(dose.fidelity_entries, 'note')}."
    yield from _lessons(lessons)
    yield from _spent(dose)


def _minutes(dose: Dose) -> Iterator[str]:
    if dose.minutes is None:
        return
    untimed = f"; {_many(dose.untimed, 'session')} without a time" if dose.untimed else ""
    if dose.minutes_share is None:
        yield f"{dose.minutes:,.0f} minutes delivered; no number of minutes was planned{untimed}."
    else:
        planned = f"{dose.minutes_planned:,.0f} planned ({_percent(dose.minutes_share)})"
        yield f"{dose.minutes:,.0f} minutes delivered of {planned}{untimed}."


def _attendance(dose: Dose) -> Iterator[str]:
    held = dose.attendance
    if held.share is None:
        yield "Nobody counted who came."
        return
    yield (
        f"Attendance {_percent(held.share)}: {held.present:,} of {held.planned:,} places over "
        f"{_many(held.sessions, 'session')}."
    )
    if len(dose.led_by) > 1:
        for led in dose.led_by:
            share = "nobody counted" if led.attendance.share is None else _percent(led.attendance.share)
            yield f"  led by {led.role}: {_many(led.sessions, 'session')}, attendance {share}."
    if dose.per_pupil is not None:
        each = dose.per_pupil
        yield (
            f"Sessions by pupil, {_many(each.pupils, 'pupil')}: fewest {each.least}, median {each.median:g}, "
            f"most {each.most}."
        )


def _lessons(lessons: LessonsSeen) -> Iterator[str]:
    if lessons.change is None or lessons.lower is None or lessons.upper is None:
        return
    yield (
        f"Lessons good or better: {lessons.good_before} of {lessons.seen_before} before, "
        f"{lessons.good_after} of {lessons.seen_after} after: {_signed(lessons.change)} percentage points "
        f"(95 % interval {_signed(lessons.lower)} to {_signed(lessons.upper)})."
    )


def _spent(dose: Dose) -> Iterator[str]:
    for spent in dose.spent:
        planned = "nothing planned" if spent.planned is None else f"£{spent.planned:,.2f} planned"
        yield f"Spent from {spent.funding}: £{spent.pounds:,.2f}; {planned}."


def _signed(number: float) -> str:
    return f"{half_away(number, 0):+.0f}".replace("-", "−")


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
