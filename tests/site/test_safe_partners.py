"""A figure that one school alone hides, hidden where it could be worked out from the others'."""

from __future__ import annotations

from dataclasses import replace

import pytest

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.record import EditionRecord, Study
from halfterm.site.safe import show_edition
from halfterm.site.shown import ShownEdition
from tests.site.edition_factory import counts, edition, study

IMPACT = ("impact", "impact_effect_size", "impact_months", "impact_on_gap")
SIZES = {"ash": (24, 31), "birch": (18, 40), "cedar": (22, 33)}


def told(untreated: dict[str, int]) -> EditionRecord:
    """The first cycle with so many untreated pupils in each school, and all schools big enough."""
    first, *others = edition().cycles
    of_schools = [
        _untreated(study(place=place, n=n), untreated.get(place, n[0] // 2)) for place, n in SIZES.items()
    ]
    whole = study(level="engagement", place="ash-and-partners", n=(64, 104))
    return replace(edition(), cycles=(replace(first, studies=(*of_schools, whole)), *others))


def _untreated(made: Study, number: int) -> Study:
    return replace(
        made,
        findings=tuple(
            replace(f, n_target=made.coverage.target_both - number, n_comparison=number)
            if f.statistic in IMPACT
            else f
            for f in made.findings
        ),
    )


def texts(shown: ShownEdition, statistic: str) -> dict[str, str]:
    """The figure of each place, as the page would have it."""
    return {s.place: s.findings[statistic].value.text for s in shown.cycles[0].studies}


def hiding(record: EditionRecord, audience: Audience, statistic: str = "impact") -> set[str]:
    return {place for place, text in texts(show_edition(record, audience), statistic).items() if text == "c"}


@pytest.mark.parametrize("statistic", IMPACT)
def test_a_second_school_hides_what_one_alone_would_hide(statistic: str) -> None:
    assert hiding(told({"cedar": 3}), "cluster", statistic) == {"cedar", "birch"}
    shown = show_edition(told({"cedar": 3}), "cluster")
    counts_of = {s.place: s.findings[statistic].n_comparison.text for s in shown.cycles[0].studies}
    assert counts_of == {"ash": "12", "birch": "c", "cedar": "c", "ash-and-partners": "32"}


def test_other_figures_of_the_second_school_stay() -> None:
    assert hiding(told({"cedar": 3}), "cluster", "gap_change") == set()


def test_two_that_hide_it_protect_one_another() -> None:
    assert hiding(told({"cedar": 3, "birch": 4}), "cluster") == {"cedar", "birch"}


def test_where_nobody_hides_it_or_the_school_itself_reads_nothing_goes() -> None:
    assert hiding(told({}), "cluster") == set()
    assert hiding(told({"cedar": 3}), "school") == set()


def test_a_threshold_goes_with_all_that_tells_it() -> None:
    record = told({})
    first, *others = record.cycles

    def with_threshold(made: Study) -> Study:
        # One pupil of cedar's target group reached it; enough did, and did not, in the others.
        reached = (1, 22) if made.place == "cedar" else (8, made.coverage.target_both)
        cells = counts(reached, (15, made.coverage.comparison_both))
        defined = [
            replace(
                f, value=-20.0, lower=-30.0, upper=-10.0, n_target=reached[1], n_comparison=31, method="n"
            )
            if f.statistic == "threshold_gap_baseline"
            else f
            for f in made.findings
        ]
        after = [
            replace(f, statistic="threshold_gap_followup")
            for f in defined
            if f.statistic == "threshold_gap_baseline"
        ]
        findings = (*defined, *after)
        return replace(made, findings=findings, threshold_baseline=cells, threshold_follow_up=cells)

    record = replace(
        record, cycles=(replace(first, studies=tuple(map(with_threshold, first.studies))), *others)
    )
    assert hiding(record, "cluster", "threshold_gap_followup") == {"cedar", "birch"}
    shown = show_edition(record, "cluster").cycles[0].at("school", "birch")[0]
    assert shown.pupils_equivalent is not None
    assert shown.pupils_equivalent.text == "c"


def test_a_clusters_figure_goes_where_one_engagement_alone_hides_it() -> None:
    record = edition()
    first, second, dale = record.cycles
    whole = next(s for s in dale.studies if s.level == "engagement")
    north = dale.plan.model_copy(update={"engagement": "ash-and-partners", "id": "ash-3"})
    few = replace(
        whole,
        cycle="ash-3",
        place="ash-and-partners",
        findings=tuple(replace(f, n_target=4) if f.statistic == "multilevel" else f for f in whole.findings),
    )
    record = replace(record, cycles=(first, second, replace(dale, plan=north, studies=(few,))))
    reading = show_edition(record, "cluster").of_cluster("north")[0]
    assert reading.findings["multilevel"].value.text == "c"
    assert reading.findings["gap_change"].visible
