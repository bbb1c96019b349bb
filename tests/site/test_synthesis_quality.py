"""How the cycles were done, beside published projects and over grades and levels."""

from __future__ import annotations

from dataclasses import replace

from scipy.stats import binomtest

from halfterm.cycles.quality import CycleQuality
from halfterm.cycles.quality_point import Point
from halfterm.site.safe import show_edition
from halfterm.site.shown import ShownEdition
from halfterm.site.synthesis_quality import PUBLISHED, quality_table
from tests.site.edition_factory import edition


def quality(cycle: str, *, strict: bool, small: bool | None = True) -> CycleQuality:
    points = (
        Point("small-scale first", "", "", small),
        Point("all of these", "yes" if strict else "no", "", strict),
    )
    return CycleQuality(
        cycle=cycle,
        title=cycle,
        pdsa=points,
        evidence=Point("evidence", "monitoring", "", level=1.0),
        security=Point("security of impact", "2 of 5", "", level=2.0),
        progress=Point("progress", "3.0 of 5", "", level=3.0),
        judged=None,
    )


def judged(**by_cycle: CycleQuality | None) -> ShownEdition:
    made = show_edition(edition(), "public")
    return replace(
        made,
        cycles=tuple(
            replace(cycle, quality=by_cycle.get(cycle.plan.id.replace("-", "_"))) for cycle in made.cycles
        ),
    )


def test_where_no_record_was_looked_at_nothing_is_rated() -> None:
    assert not quality_table(judged()).rated


def test_each_engagement_counts_once_by_its_latest_cycle() -> None:
    made = quality_table(
        judged(
            ash_1=quality("ash-1", strict=False),
            ash_2=quality("ash-2", strict=True),
            dale_1=quality("dale-1", strict=False, small=None),
        )
    )
    assert made.sentences[0].startswith("1 of 2 engagements shows every feature in the record of its latest")
    rows = {row.feature: (str(row.yes), str(row.no), str(row.unknown)) for row in made.features}
    assert rows == {"small-scale first": ("1", "0", "1"), "every feature": ("1", "1", "0")}
    assert {row.level: str(row.n) for row in made.evidence}["monitoring"] == "3"
    assert [(row.level, str(row.n)) for row in made.progress] == [
        ("3.0 modest improvement: a gap is smaller than before", "3")
    ]


def test_a_feature_that_nobody_can_tell_has_no_share() -> None:
    made = quality_table(judged(dale_1=quality("dale-1", strict=False, small=None)))
    assert {row.feature: row.share for row in made.features}["small-scale first"] == "–"


def test_two_engagements_cannot_be_told_from_the_published_ones() -> None:
    made = quality_table(judged(ash_2=quality("ash-2", strict=False), dale_1=quality("dale-1", strict=False)))
    assert made.sentences[0].startswith("None of 2 engagements shows every feature")
    assert made.sentences[1].startswith(
        "The difference could be chance: the 95% interval of ours less theirs"
    )
    reference = binomtest(*PUBLISHED).proportion_ci(method="wilson")
    low, high = (f"{100 * bound:.0f}" for bound in (reference.low, reference.high))
    assert f"3 of 72 did: 4% (95% interval {low} to {high}%)" in made.sentences[0]


def test_more_than_the_published_ones_by_more_than_chance_is_said_so() -> None:
    """Both of two: 100 % (34 to 100) against 4 % (1 to 12)."""
    made = quality_table(judged(ash_2=quality("ash-2", strict=True), dale_1=quality("dale-1", strict=True)))
    assert made.sentences[1].startswith("That is more than chance explains: ")
