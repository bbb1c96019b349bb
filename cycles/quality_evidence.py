"""How good a cycle's evidence is: research, evaluation, monitoring or description.

The four grades and the kinds of evidence are those by which CUREE (2010) sorted 129 reports of the programme
before ("Leadership for closing the gap", tables 9 and 10). Its rules are words; the numbers below are ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.do_log import Logged
from halfterm.cycles.do_log_entries import (
    Evidence,
    Leadership,
    LearningWalk,
    Observation,
    When,
)
from halfterm.cycles.events import STUDIED
from halfterm.cycles.quality_point import CycleStory, Line, Point, line_of, logged_line

TRACKING: Final = frozenset({"test or assessment data", "teacher or TA assessment"})
"""The kinds that track pupils."""

KINDS_OF_RESEARCH: Final = 3
KINDS_OF_EVALUATION: Final = 2
SOURCES: Final = 2
"""Kinds of evidence, and sources, that a grade asks for at least."""

PUPIL_DATA: Final = "the pupil data of the studies"


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of evidence: kind (empty for leaders' actions), source, and whom it is about."""

    kind: str
    source: str
    project_specific: bool
    when: frozenset[When]
    about: str
    line: Line


def items_of(story: CycleStory) -> tuple[Item, ...]:
    """A cycle's evidence: the entries that say they are, those that are by nature, and the pupils' data.

    Lessons observed and learning walks were made for the project; a quotation is one voice, and no evidence.
    The pupils' scores are one item, however many measures: the schools' own assessment, before and after.
    """
    items = [item for logged in story.log for item in _items(logged)]
    studied = story.last(STUDIED)
    if studied is not None and story.studied:
        both: frozenset[When] = frozenset({"before", "after"})
        line = line_of(studied)
        items.append(Item("test or assessment data", PUPIL_DATA, False, both, "learners", line))
    return tuple(items)


def _items(logged: Logged) -> Iterator[Item]:
    entry, line = logged.entry, logged_line(logged)
    during: frozenset[When] = frozenset({"during"})
    if isinstance(entry, Evidence):
        when: frozenset[When] = frozenset({entry.when})
        yield Item(entry.kind, entry.source, entry.project_specific, when, entry.about, line)
    elif isinstance(entry, Observation):
        yield Item("observation", f"lessons seen by {entry.by}", True, frozenset({entry.when}), "staff", line)
    elif isinstance(entry, LearningWalk):
        yield Item("observation", f"a walk by {entry.by}", True, during, "staff", line)
    elif isinstance(entry, Leadership):
        yield Item("", f"actions of {entry.by}", True, during, "leaders", line)


def evidence_grade(story: CycleStory) -> Point:
    """The best grade whose rules a cycle's evidence meets, and what the next better one asks for."""
    items = items_of(story)
    grades: tuple[tuple[str, list[str]], ...] = (
        ("research", _lacks_for_research(items)),
        ("evaluation", _lacks_for_evaluation(items)),
        ("monitoring", _lacks_for_monitoring(items)),
        ("description", []),
    )
    place = next(place for place, (_, lacking) in enumerate(grades) if not lacking)
    better = [f"for {grade}: {', '.join(lacking)}" for grade, lacking in grades[:place][-1:]]
    return Point(
        "evidence",
        grades[place][0],
        _summed_up(items),
        level=float(len(grades) - 1 - place),
        proof=tuple(dict.fromkeys(item.line for item in items)),
        missing="; ".join(better),
    )


def _summed_up(items: Sequence[Item]) -> str:
    if not items:
        return "no evidence is in the record"
    kinds, sources = len(_kinds(items)), len(_sources(items))
    return f"{kinds} {'kind' if kinds == 1 else 'kinds'} of evidence from {sources} sources".replace(
        " 1 sources", " 1 source"
    )


def _lacks_for_research(items: Sequence[Item]) -> list[str]:
    own = [item for item in _distinct(items) if item.project_specific]
    rules = (
        (len(_kinds(items)) >= KINDS_OF_RESEARCH, f"{KINDS_OF_RESEARCH} kinds of evidence"),
        (len(_sources(items)) >= SOURCES, f"{SOURCES} sources"),
        (2 * len(own) > len(_distinct(items)), "most of it made for the project"),
        (_triangulated(items), "two kinds from two sources about the same people"),
        (_compared(items), "the same kind before and after"),
    )
    return [said for met, said in rules if not met]


def _lacks_for_evaluation(items: Sequence[Item]) -> list[str]:
    rules = (
        (len(_kinds(items)) >= KINDS_OF_EVALUATION, f"{KINDS_OF_EVALUATION} kinds of evidence"),
        (len(_sources(items)) >= SOURCES, f"{SOURCES} sources"),
        (any(item.project_specific for item in items), "some of it made for the project"),
        (any(item.about == "leaders" for item in items), "something that tracks what leaders did"),
    )
    return [said for met, said in rules if not met]


def _lacks_for_monitoring(items: Sequence[Item]) -> list[str]:
    return [] if any(item.kind in TRACKING for item in items) else ["data that track pupils"]


def _kinds(items: Iterable[Item]) -> set[str]:
    return {item.kind for item in items if item.kind}


def _sources(items: Iterable[Item]) -> set[str]:
    return {item.source.casefold() for item in items if item.kind}


def _distinct(items: Iterable[Item]) -> tuple[Item, ...]:
    """One item for each kind and source: writing one down twice makes it no more."""
    return tuple({(item.kind, item.source.casefold()): item for item in items if item.kind}.values())


def _triangulated(items: Sequence[Item]) -> bool:
    """Whether the same people are told of by two kinds of evidence from two sources."""
    for about in {item.about for item in items}:
        told = [item for item in items if item.about == about]
        if len(_kinds(told)) > 1 and len(_sources(told)) > 1:
            return True
    return False


def _compared(items: Sequence[Item]) -> bool:
    """Whether some kind of evidence about the same people was gathered before and after."""
    times: dict[tuple[str, str], set[When]] = {}
    for item in items:
        if item.kind:
            times.setdefault((item.kind, item.about), set()).update(item.when)
    return any({"before", "after"} <= when for when in times.values())
