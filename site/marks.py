"""What is added to a page when it is published: marks beside disputed numbers, notes at the foot.

None of it is part of what people approve: figures are named in the draft (`told`), marked in the edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from markupsafe import Markup

from halfterm.cycles.disclosure import Shown
from halfterm.cycles.events import BY_HALFTERM
from halfterm.cycles.impact.statistics import CATALOGUE
from halfterm.cycles.programme import Programme
from halfterm.cycles.record import Amendment, GoneWithout
from halfterm.cycles.words import sentence
from halfterm.site.decided import person
from halfterm.site.pieces import DisputeLine, PageMarks, dated
from halfterm.site.rendering import plain
from halfterm.site.safe_disputes import capped, figure_key
from halfterm.site.shown import ShownCycle, ShownDispute, ShownEdition, ShownStudy

TOLD: Final = re.compile(r'<data value="([^"]*)">(.*?)</data>', re.DOTALL)
GAP_AND_CHANGE: Final = ("gap_baseline", "gap_followup", "gap_change")
NAMES: Final = ("Cliff", "Hedges")
"""Whom a statistic is named after keeps the capital letter."""

WHO_MOVED: Final = (
    *("gain_target", "gain_comparison", "gap_change"),
    *("threshold_gap_baseline", "threshold_gap_followup"),
)


def told(text: str | Shown, study: ShownStudy, *statistics: str) -> Markup:
    """A figure, or a sentence with figures, that names what it tells: there a mark can be put."""
    names = " ".join(figure_key(study, statistic) for statistic in statistics)
    return Markup(f'<data value="{escape(names)}">{plain(text)}</data>')  # noqa: S704 - both are escaped


def told_each(
    lines: Iterable[str], studies: Iterable[ShownStudy], statistics: Sequence[str]
) -> tuple[str, ...]:
    """Sentences, one for each study, that name what they tell."""
    return tuple(told(line, study, *statistics) for line, study in zip(lines, studies, strict=True))


def page_marks(
    edition: ShownEdition, cycles: Sequence[ShownCycle], studies: Iterable[ShownStudy]
) -> PageMarks:
    """The marks of a page that tells of these cycles and shows the figures of these studies."""
    shown = {(study.cycle, study.level, study.place) for study in studies}
    disputes = [d for c in cycles for d in c.disputes if (d.cycle, d.level, d.place) in shown]
    figures: dict[str, tuple[int, ...]] = {}
    for dispute in disputes:
        if dispute.is_open and dispute.figure:
            figures[dispute.figure] = (*figures.get(dispute.figure, ()), dispute.number)
    return PageMarks(
        notes=tuple(note for c in cycles for note in _notes(c, edition.programme, several=len(cycles) > 1)),
        disputes=tuple(_line(dispute, edition.programme) for dispute in disputes),
        figures=figures,
    )


def _notes(cycle: ShownCycle, programme: Programme, *, several: bool) -> list[str]:
    """What happened to a cycle since its lock; it is named where the page tells of several."""
    of = f"“{cycle.plan.title}”: " if several else ""
    return [
        *(of + _amended(amendment, programme) for amendment in cycle.amendments),
        *(of + _without(gone, programme) for gone in cycle.without),
    ]


def _amended(amendment: Amendment, programme: Programme) -> str:
    who = person(programme, amendment.by)
    changed = "; ".join(place_words(place) for place in amendment.changed)
    return (
        f"The plan was amended on {dated(amendment.on)} by {who}: {sentence(capped(amendment.reason))} "
        f"Changed: {changed}."
    )


def place_words(place: str) -> str:
    """Where a plan was changed, as a person would count.

    >>> place_words("targets.0.goal"), place_words("change_idea.theory")
    ('targets 1, goal', 'change idea, theory')
    """
    words: list[str] = []
    for part in place.split("."):
        if part.isdecimal() and words:
            words[-1] += f" {int(part) + 1}"
        else:
            words.append(part.replace("_", " "))
    return ", ".join(words)


def _without(gone: GoneWithout, programme: Programme) -> str:
    school = next((s.name for s in programme.schools if s.id == gone.school), gone.school)
    reason = capped(gone.reason).rstrip(".")
    if gone.by == BY_HALFTERM:
        return f"{school} left the programme on {dated(gone.on)}: {reason}; its pupils count as missing."
    who = f"{person(programme, gone.by)} on {dated(gone.on)}"
    return f"{school}’s follow-up is missing: {reason}; its pupils count as missing. Decided by {who}."


def _line(dispute: ShownDispute, programme: Programme) -> DisputeLine:
    who = f"{person(programme, dispute.by)} since {dated(dispute.on)}"
    said = [f"disputed by {who}" + (f": {_quoted(dispute.reason)}." if dispute.reason else ".")]
    if not dispute.reason:
        said.append("The reason is not shown, to protect pupils.")
    if dispute.settled_on is not None:
        settled = f"Settled by {person(programme, dispute.settled_by)} on {dated(dispute.settled_on)}"
        said.append(settled + (f": {_quoted(dispute.outcome)}." if dispute.outcome else "."))
    return DisputeLine(dispute.number, _figure_words(dispute, programme), " ".join(said), dispute.is_open)


def _quoted(words: str) -> str:
    return f"“{words.removesuffix('.')}”"


def _figure_words(dispute: ShownDispute, programme: Programme) -> str:
    where = {s.id: s.name for s in programme.schools} | {e.id: e.name for e in programme.engagements}
    label = statistic_words(dispute.statistic)
    return f"{dispute.measure}, {label}, {where.get(dispute.place, dispute.place)}"


def statistic_words(statistic: str) -> str:
    """A statistic as a sentence calls it."""
    label = CATALOGUE[statistic].label if statistic in CATALOGUE else statistic
    return label if label.startswith(NAMES) else label[:1].lower() + label[1:]


def with_marks(markup: str, marks: PageMarks) -> str:
    """A page's HTML with a mark behind every figure that is disputed; the others lose their names."""

    def marked(match: re.Match[str]) -> str:
        names = match[1].split()
        return match[2] + "".join(
            _mark(marks.figures[name][0], name.rpartition("/")[2] if len(names) > 1 else "")
            for name in names
            if name in marks.figures
        )

    return TOLD.sub(marked, markup)


def _mark(number: int, statistic: str) -> str:
    """A word and not only a colour, leading to the note; a sentence with several figures says which."""
    which = f": {escape(statistic_words(statistic))}" if statistic else ""
    return f' <a class="disputed" href="#dispute-{number}">disputed{which}</a>'
