"""The run charts of an edition: studied figures as they are shown, others made safe, no half-term twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.plan import ComparedWith
from halfterm.cycles.record import EditionRecord, SeriesSums
from halfterm.cycles.series.shown import ShownSeries
from halfterm.cycles.series.sums import SideSum
from halfterm.site.safe import show_edition
from tests.site.edition_factory import edition

ASH, DALE = "ash-and-partners", "dale-and-elm"


def sides(position: int, n: int, others: int, *, cycle: str = "dale-1") -> SeriesSums:
    """The sums of dale-1 in one half-term: its group has a mean of 95, the others one of 100."""
    sums = (
        SideSum(position, "reading", "points", True, n, 95.0 * n),
        SideSum(position, "reading", "points", False, others, 100.0 * others),
    )
    return SeriesSums(DALE, {cycle: sums}, {"reading": "higher"})


def series_of(record: EditionRecord, engagement: str = DALE, audience: Audience = "public") -> ShownSeries:
    return show_edition(record, audience).series[engagement][0]


def values(series: ShownSeries) -> list[tuple[str, str]]:
    return [(point.id, point.value.text) for point in series.points]


def test_the_points_of_a_chain_are_the_figures_that_its_studies_show() -> None:
    reading = series_of(edition(), ASH)
    assert values(reading) == [("autumn-1", "−8.0"), ("autumn-2", "−4.7"), ("spring-1", "−3.2")]
    assert reading.marks == (("cycle 1", 1), ("cycle 2", 2))
    assert reading.variation == "no verdict"


def test_a_half_term_that_no_cycle_studied_is_told_of_by_the_cycles_groups() -> None:
    assert show_edition(edition(series=()), "public").series[DALE] == ()
    told = series_of(edition(series=(sides(0, 30, 40),)))
    assert values(told) == [("autumn-1", "−5.0"), ("autumn-2", "−3.0"), ("spring-1", "−3.4")]


@pytest.mark.parametrize(("audience", "fewest"), [("public", 10), ("cluster", 6)])
def test_a_point_of_few_pupils_on_either_side_is_hidden(audience: Audience, fewest: int) -> None:
    for n, others in ((fewest - 1, 40), (40, fewest - 1)):
        assert show_edition(edition(series=(sides(0, n, others),)), audience).series[DALE] == ()
    assert series_of(edition(series=(sides(0, fewest, fewest),)), audience=audience).points[0].value.visible


def test_what_is_summed_up_is_never_a_second_figure_of_a_half_term_that_was_studied() -> None:
    both = replace(
        sides(0, 30, 40), sums={"dale-1": sides(0, 30, 40).sums["dale-1"] + sides(1, 29, 40).sums["dale-1"]}
    )
    assert values(series_of(edition(series=(both,))))[1] == ("autumn-2", "−3.0")


def test_a_hidden_study_hides_all_that_its_groups_tell() -> None:
    record = edition(series=(sides(0, 30, 40),))
    dale = record.cycles[2]
    few = tuple(
        replace(s, coverage=replace(s.coverage, target_both=4)) if s.level == "engagement" else s
        for s in dale.studies
    )
    hidden = replace(record, cycles=(*record.cycles[:2], replace(dale, studies=few)))
    assert show_edition(hidden, "public").series[DALE] == ()


def test_a_plan_that_compares_with_nobody_is_told_of_by_the_mean_of_its_group() -> None:
    record = edition(series=(sides(0, 30, 40),))
    alone = record.cycles[2].plan.model_copy(
        update={"comparison": ComparedWith(kind="none", name="nobody"), "predictions": ()}
    )
    told = series_of(replace(record, cycles=(*record.cycles[:2], replace(record.cycles[2], plan=alone))))
    assert (told.of, values(told)[0]) == ("mean", ("autumn-1", "95.0"))
    assert told.title == "Reading: mean of FSM pupils"


def test_an_engagement_that_is_left_out_has_no_series() -> None:
    assert set(show_edition(edition(), "public", left_out={ASH}).series) == {DALE}
