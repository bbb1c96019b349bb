"""Whether the conditions of an exception rule hold for a group: yes, no, not known, or not to be asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from halfterm.cycles.exception_figures import Figures, GapChange, GapNow
from halfterm.cycles.exception_rules import Conditions
from halfterm.cycles.impact.movement import LEVEL
from halfterm.cycles.impact.reached import Reached
from halfterm.cycles.rounding import half_away


@dataclass(frozen=True, slots=True)
class Asked:
    """What can be asked on one scale. `expected` is the progress expected since the `earlier` half-term.

    `earlier` is the half-term's name, None where none is loaded; `expected` None where the scale's file is
    mute or its steps are too coarse to show so little.
    """

    subtract: bool
    units: str
    earlier: str | None = None
    expected: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """`holds` is None where it is not known; `applies` False where it cannot be asked here.

    `found` are the numbers in words, `missing` why it is not known.
    """

    holds: bool | None
    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    applies: bool = True


NOT_ASKED = Outcome(None, applies=False)


def judge_rule(when: Conditions, known: Figures, asked: Asked, *, fewest: int) -> Outcome:
    """All conditions together: no when one says no; else what cannot be asked, or is not known, decides."""
    outcomes = list(_outcomes(when, known, asked, fewest))
    found = tuple(words for outcome in outcomes for words in outcome.found)
    refuted = [outcome for outcome in outcomes if outcome.holds is False]
    if refuted:
        return Outcome(False, tuple(words for outcome in refuted for words in outcome.found))
    if not all(outcome.applies for outcome in outcomes):
        return NOT_ASKED
    missing = tuple(words for outcome in outcomes for words in outcome.missing)
    return Outcome(None if missing else True, found, missing)


def _outcomes(when: Conditions, known: Figures, asked: Asked, fewest: int) -> Iterator[Outcome]:
    if when.gap_wider_than is not None or when.gap_sure is not None:
        yield _gap(when, known.gap, asked, fewest)
    if when.gap_closing is not None:
        yield _closing(known.change, asked, fewest, wanted=when.gap_closing)
    if when.expected_progress_below is not None or when.expected_progress_behind_by is not None:
        yield _expected(when, known, asked, fewest)
    if when.coverage_below is not None:
        yield _coverage(when.coverage_below, known, fewest)


def _few(*counts: int, fewest: int, what: str) -> Outcome | None:
    """Not known where a side has too few pupils; how few is not told."""
    return Outcome(None, missing=(f"fewer than {fewest} pupils {what}",)) if min(counts) < fewest else None


def _gap(when: Conditions, gap: GapNow | None, asked: Asked, fewest: int) -> Outcome:
    if not asked.subtract:
        return NOT_ASKED
    counts = (gap.n, gap.n_others) if gap is not None else (0, 0)
    few = _few(*counts, fewest=fewest, what="with a score on a side")
    if few is not None or gap is None:
        return few or NOT_ASKED
    if gap.sds is None or (when.gap_sure and gap.upper is None):
        return Outcome(None, missing=("the scores do not vary",))
    wide = when.gap_wider_than is None or gap.sds <= -when.gap_wider_than
    sure = not when.gap_sure or (gap.upper is not None and gap.upper < 0)
    return Outcome(wide and sure, (gap_words(gap, asked.units),))


def gap_words(gap: GapNow, units: str) -> str:
    """The gap with its interval and pupils."""
    side = "behind" if gap.points < 0 else "ahead"
    if not round(abs(gap.points), 9):
        return f"level with the others ({gap.n:,} v {gap.n_others:,} pupils)"
    width = f"{_number(abs(gap.points))} {units} ({_number(abs(gap.sds or 0), 2)} SD) {side}"
    if gap.lower is None or gap.upper is None:
        return f"{width} ({gap.n:,} v {gap.n_others:,} pupils)"
    interval = f"{_number(gap.lower)} to {_number(gap.upper)}"
    return f"{width} (95 % interval {interval}; {gap.n:,} v {gap.n_others:,} pupils)"


def _closing(change: GapChange | None, asked: Asked, fewest: int, *, wanted: bool) -> Outcome:
    if not asked.subtract or asked.earlier is None:
        return NOT_ASKED
    counts = (change.n, change.n_others) if change is not None else (0, 0)
    few = _few(*counts, fewest=fewest, what=f"on a side with scores in {asked.earlier} too")
    if few is not None or change is None:
        return few or NOT_ASKED
    closing = change.change > LEVEL
    gains = f"{_signed(change.rise)} since {asked.earlier}, the others {_signed(change.rise_others)}"
    pupils = f"{change.n:,} v {change.n_others:,} pupils with both scores"
    words = "catching up" if closing else "not catching up"
    return Outcome(closing is wanted, (f"{words}: {gains} ({pupils})",))


def _expected(when: Conditions, known: Figures, asked: Asked, fewest: int) -> Outcome:
    if asked.expected is None or asked.earlier is None:
        return NOT_ASKED
    group, others = known.expected or (Reached(0, 0), Reached(0, 0))
    behind_by = when.expected_progress_behind_by
    counts = (group.n,) if behind_by is None else (group.n, others.n)
    few = _few(*counts, fewest=fewest, what=f"with scores in {asked.earlier} too")
    if few is not None:
        return few
    below = when.expected_progress_below
    holds = below is None or 100 * group.reached < below * group.n
    words = (
        f"{_percent(group)} made expected progress since {asked.earlier} "
        f"({group.reached:,} of {group.n:,}; {asked.expected:g} {asked.units})"
    )
    if others.n >= fewest:
        words += f", of the others {_percent(others)} (of {others.n:,})"
    if behind_by is not None:
        holds = holds and 100 * (others.share - group.share) >= behind_by - LEVEL
    return Outcome(holds, (words,))


def _coverage(below: float, known: Figures, fewest: int) -> Outcome:
    few = _few(known.pupils, fewest=fewest, what="in the group")
    if few is not None:
        return few
    words = (
        f"{_percent(Reached(known.scored, known.pupils))} have a score ({known.scored:,} of {known.pupils:,})"
    )
    return Outcome(100 * known.scored < below * known.pupils, (words,))


def _percent(made: Reached) -> str:
    share = 100 * made.share
    return f"{half_away(min(max(share, 1.0), 99.0) if 0 < made.reached < made.n else share):.0f} %"


def _number(number: float, places: int = 1) -> str:
    return f"{half_away(number, places):,.{places}f}".replace("-", "−")


def _signed(number: float) -> str:
    return ("+" if half_away(number, 1) > 0 else "") + _number(number)
