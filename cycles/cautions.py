"""What only the counts behind a study can tell its reader to bear in mind, as far as a reader may know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from halfterm.cycles.disclosure import Audience, safe_count
from halfterm.cycles.impact.ends import CROWDED, EndCount, Time
from halfterm.cycles.panels import show_cross_section

if TYPE_CHECKING:
    # A plan's models take long to import; the study of one file does without them.
    from halfterm.cycles.record import Study

MANY_SWITCHERS: Final = 0.1
"""Switchers are many from this share of the target pupils with both scores."""

MANY_CAME_OR_WENT: Final = 0.2
"""A cohort is another one when joiners and leavers together are more than this share of those who stayed."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """A side of which many stand at one end of the scale at one time."""

    time: Time
    target: bool


@dataclass(frozen=True, slots=True)
class CountedCautions:
    """What the counts of a study warn of; `at_top` and `at_bottom` say who is crowded at an end, and when."""

    many_switchers: bool = False
    cohort_changed: bool = False
    panels_disagree: bool = False
    at_top: tuple[Crowd, ...] = ()
    at_bottom: tuple[Crowd, ...] = ()


NOTHING_COUNTED: Final = CountedCautions()


def cautions(study: Study, *, audience: Audience) -> CountedCautions:
    """The cautions that apply, each from counts as this audience may know them.

    A sentence that came and went with a small count would give the count away, to the reader who sees it and
    to the one who does not. Of one school nothing is said outside it: what is said of its engagement
    and of the school would together narrow down what is left for the others.
    """
    if study.level == "school" and audience != "school":
        return NOTHING_COUNTED
    return replace(
        crowded_ends(study.at_ends, audience=audience),
        many_switchers=_many_switched(study, audience),
        cohort_changed=_cohort_changed(study, audience),
        panels_disagree=_panels_disagree(study, audience),
    )


def crowded_ends(counts: Iterable[EndCount], *, audience: Audience) -> CountedCautions:
    """Who is crowded at an end of the scale, and when: all that a study without a plan can be warned of."""
    held = tuple(counts)
    return CountedCautions(
        at_top=tuple(Crowd(one.time, one.target) for one in held if _crowded(one, one.at_top, audience)),
        at_bottom=tuple(
            Crowd(one.time, one.target) for one in held if _crowded(one, one.at_bottom, audience)
        ),
    )


def _many_switched(study: Study, audience: Audience) -> bool:
    coverage = study.coverage
    switched = (coverage.switched_out, coverage.switched_in)
    return _more(switched, MANY_SWITCHERS, coverage.target_both, audience)


def _cohort_changed(study: Study, audience: Audience) -> bool:
    """Whether many came or went on either side that has pupils."""
    coverage, cross = study.coverage, study.cross_section
    sides = [((coverage.joiners, coverage.leavers), coverage.target_both)]
    if cross is not None and cross.comparison is not None:
        sides.append(((cross.comparison.joiners, cross.comparison.leavers), coverage.comparison_both))
    return any(_more(moved, MANY_CAME_OR_WENT, both, audience) for moved, both in sides)


def _more(some: tuple[int, ...], share: float, of: int, audience: Audience) -> bool:
    """Whether some pupils are more than a share of others, in counts made safe; a hidden count is nought."""
    whole = safe_count(of, audience)
    return whole is not None and sum(safe_count(n, audience) or 0 for n in some) > share * whole


def _panels_disagree(study: Study, audience: Audience) -> bool:
    cross = study.cross_section
    if cross is None:
        return False
    return show_cross_section(cross, study.finding(cross.statistic), audience=audience).disagrees is True


def _crowded(count: EndCount, at_end: int, audience: Audience) -> bool:
    # One pupil always holds the highest score and one the lowest: that alone says nothing.
    return at_end > 1 and _more((at_end,), CROWDED, count.pupils, audience)
