"""The exception lights of a cluster: judged only of enough pupils of several schools, and told in a pack."""

from __future__ import annotations

from dataclasses import replace

import pytest

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.exception_figures import Figures, Place
from halfterm.cycles.exception_report import WARNINGS
from halfterm.cycles.record import ExceptionFigures
from halfterm.site.pack_lights import lights_of
from halfterm.site.rendering import Templates
from halfterm.site.safe import show_edition
from halfterm.site.safe_lights import show_lights
from halfterm.site.shown import ShownLights
from tests.site.edition_factory import edition, exception_figures, programme

MATHS = Place(0, "maths", "points", "north")


def north(found: ExceptionFigures | None = None, audience: Audience = "public") -> ShownLights:
    lights = show_lights(found or exception_figures(), programme(), audience)
    return next(each for each in lights if each.cluster == "north")


def changed(place: Place, known: Figures) -> ExceptionFigures:
    found = exception_figures()
    return replace(found, figures={**found.figures, place: known})


def colours(lights: ShownLights) -> list[list[str]]:
    return [["hidden" if light.hidden else light.colour for light in row] for row in lights.cells]


def test_groups_are_judged_by_measure_and_those_of_few_pupils_are_grey() -> None:
    shown = north()
    assert shown.groups == ("free school meals", "English as an additional language")
    assert shown.measures == ("Maths", "Reading")
    assert colours(shown) == [["green", "red"], ["red", "hidden"]]
    assert shown.left_out


def test_an_audience_that_may_know_more_sees_more_lights() -> None:
    assert colours(north(audience="cluster")) == [["green", "red"], ["red", "grey"], ["grey", "grey"]]


@pytest.mark.parametrize("side", ["gap", "others", "change"])
def test_a_light_is_hidden_when_any_number_behind_it_is_small(side: str) -> None:
    known = exception_figures().figures[MATHS]
    assert known.gap is not None
    assert known.change is not None
    few = {
        "gap": replace(known, gap=replace(known.gap, n=9)),
        "others": replace(known, gap=replace(known.gap, n_others=9)),
        "change": replace(known, change=replace(known.change, n=9)),
    }[side]
    assert colours(north(changed(MATHS, few)))[0] == ["hidden", "red"]


def test_a_group_of_one_school_is_never_judged() -> None:
    found = exception_figures()
    assert [each.cluster for each in show_lights(found, programme(), "cluster")] == ["north"]
    alone = replace(found, schools={**found.schools, MATHS: 1})
    assert colours(north(alone))[0] == ["hidden", "red"]


def test_hidden_lights_are_not_among_those_that_chance_is_reckoned_of() -> None:
    assert north().judged.text == "3"
    assert north().by_chance.text == "0.0"


def unmeasured(*measures: str) -> ExceptionFigures:
    """As if nobody had been tested in these measures in the earlier half-term."""
    found = exception_figures()
    figures = {
        place: replace(known, change=None) if place.measure in measures else known
        for place, known in found.figures.items()
    }
    return replace(found, figures=figures)


def test_a_measure_that_nobody_took_in_the_earlier_half_term_is_not_compared_with_it() -> None:
    shown = north(unmeasured("reading"))
    assert shown.unmeasured == ("Reading",)
    assert "cohort" not in shown.warnings
    # The one rule asks whether the gap closes: of reading nothing is asked, of maths all is as before.
    assert colours(shown) == [["green", "grey"], ["red", "hidden"]]
    assert north().unmeasured == ()


def test_the_pack_says_which_measures_were_not_taken_then() -> None:
    record = edition(exceptions=unmeasured("reading"))
    _, lines = lights_of(show_edition(record, "public"), programme().cluster("north"), Templates())
    assert lines is not None
    assert (
        "Reading was not measured here in Autumn 1: whether gaps close, and progress, are not asked."
        in lines.said
    )
    none = edition(exceptions=unmeasured("reading", "maths"))
    _, lines = lights_of(show_edition(none, "public"), programme().cluster("north"), Templates())
    assert lines is not None
    assert lines.said[0].endswith("by the programme's rules.")
    assert lines.said[1].startswith("Maths and Reading were not measured here in Autumn 1:")


def test_a_cluster_that_lacks_an_engagement_has_no_lights() -> None:
    assert show_edition(edition(), "public").lights
    assert not show_edition(edition(), "public", left_out={"ash-and-partners"}).lights


def test_lights_are_not_in_what_schools_approve() -> None:
    assert show_edition(edition(), "public").own().lights == ()


def test_the_pack_says_each_warning_and_whether_it_applies() -> None:
    shown = show_edition(edition(), "public")
    charts, lines = lights_of(shown, programme().cluster("north"), Templates())
    assert [chart.name for chart in charts] == ["lights"]
    assert lines is not None
    said = " ".join(lines.said)
    assert all(words in said for words in WARNINGS.values())
    assert f"small: {WARNINGS['small']} This applies" not in said
    assert f"cohort: {WARNINGS['cohort']} This applies to no red or amber light here." in said
    assert "next to none of the 3 lights with a gap to judge" in said
    assert "since Autumn 1" in said


def test_a_cluster_without_lights_has_no_part_in_its_pack() -> None:
    shown = show_edition(edition(), "public")
    assert lights_of(shown, programme().cluster("south"), Templates()) == ((), None)
