"""The verdict under other choices as an audience may see it, and the sentences that say whether it flips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from halfterm.cycles.disclosure import Audience, Shown, hidden, show_finding, too_few
from halfterm.cycles.other_choices import Choice, OtherChoices, Question, Verdict
from halfterm.cycles.panels import ShownCrossSection
from halfterm.cycles.words import listed

HOLDS: Final = "The verdict is the same under every other choice that was tried."
NOTHING_TRIED: Final = "No other choice can be shown."

_CHOICES: Final[dict[Choice, str]] = {
    "pupils counted": "which pupils are counted",
    "set beside": "whom the target group is set beside",
    "baseline": "whether the baseline is adjusted for",
    "months table": "the table of months",
}
_VERDICTS: Final = {"flipped": "changed sides"}
_QUESTIONS: Final[dict[Question, str]] = {
    "gap": "the gap",
    "relative progress": "relative progress",
    "impact": "the impact",
}


@dataclass(frozen=True, slots=True)
class ShownVerdict:
    """One option of one choice, made safe; where it is hidden, its verdict is too."""

    choice: Choice
    question: Question
    option: str
    value: Shown
    lower: Shown
    upper: Shown
    verdict: str
    planned: bool


@dataclass(frozen=True, slots=True)
class ShownChoices:
    """The options that this audience may see; `flips` is None where it may see none."""

    rows: tuple[ShownVerdict, ...]
    flips: bool | None
    sentences: tuple[str, ...]


def show_choices(made: OtherChoices, *, audience: Audience, cross: ShownCrossSection | None) -> ShownChoices:
    """All options of a choice for this audience, or none of them.

    Two options tell of the pupils by whom they differ: those who came or went (so `cross`, the other panel as
    this audience sees it, must be seen), and pupils with both scores of unknown group.
    """
    places = dict.fromkeys((row.choice, row.question) for row in made.rows)
    seen, rows = [], []
    for choice, question in places:
        held = [row for row in made.rows if (row.choice, row.question) == (choice, question)]
        findings = [show_finding(row.finding, audience=audience, decimals=_decimals(row)) for row in held]
        safe = all(finding.visible for finding in findings)
        if choice == "pupils counted":
            safe = safe and cross is not None and cross.change.visible
        if choice == "set beside" and made.unclassified:
            safe = safe and not too_few(made.unclassified, audience)
        if safe:
            seen.append((choice, question))
        rows += [_shown(row, audience) if safe else _blank(row) for row in held]
    flipping = [place for place in made.flipping if place in seen]
    less_sure = [place for place in made.less_sure if place in seen]
    return ShownChoices(
        rows=tuple(rows),
        flips=bool(flipping) if seen else None,
        sentences=_sentences(made, flipping, less_sure) if seen else (NOTHING_TRIED,),
    )


def _decimals(row: Verdict) -> int:
    return 0 if row.choice == "months table" else 1


def _shown(row: Verdict, audience: Audience) -> ShownVerdict:
    seen = show_finding(row.finding, audience=audience, decimals=_decimals(row), signed=True)
    return ShownVerdict(
        row.choice, row.question, row.option, seen.value, seen.lower, seen.upper, row.verdict, row.planned
    )


def _blank(row: Verdict) -> ShownVerdict:
    c = hidden("c")
    return ShownVerdict(row.choice, row.question, row.option, c, c, c, "hidden", row.planned)


def _sentences(
    made: OtherChoices, flipping: list[tuple[Choice, Question]], less_sure: list[tuple[Choice, Question]]
) -> tuple[str, ...]:
    said = [_flip(made, place) for place in flipping]
    said += [
        f"How sure {_QUESTIONS[question]} is depends on {_CHOICES[choice]}: chance could explain it one way, "
        "not the other."
        for choice, question in less_sure
    ]
    return tuple(said) if said else (HOLDS,)


def _flip(made: OtherChoices, place: tuple[Choice, Question]) -> str:
    """That the verdict flips, with every option's own."""
    choice, question = place
    own = [row for row in made.rows if (row.choice, row.question) == place]
    options = listed([f"{_VERDICTS.get(row.verdict, row.verdict)} ({row.option})" for row in own])
    return f"The verdict on {_QUESTIONS[question]} flips with {_CHOICES[choice]}: {options}."
