"""The table that governors and reviews of the premium look back by: a row for each measure of each cycle."""

from __future__ import annotations

from dataclasses import replace

import pytest

from halfterm.cycles.plan import ComparedWith
from halfterm.site.draft import draft_pages
from halfterm.site.over_cycles import Moved, moved, parts_over_time
from halfterm.site.safe import show_edition
from halfterm.site.shown import ShownCycle, ShownEdition
from tests.site.edition_factory import edition
from tests.site.test_school_page import of_one_school

GAP = "Gap in points, oldest first, with the 95% interval of its change"
NOBODY = ComparedWith(kind="none", name="nobody")


def table(opened: ShownEdition, school: str) -> Moved:
    return moved(opened, parts_over_time(opened, school))


def uncompared(opened: ShownEdition, *cycles: str) -> ShownEdition:
    """The edition as if these cycles compared with nobody."""

    def changed(cycle: ShownCycle) -> ShownCycle:
        if cycle.plan.id not in cycles:
            return cycle
        return replace(cycle, plan=cycle.plan.model_copy(update={"comparison": NOBODY}))

    return replace(opened, cycles=tuple(changed(cycle) for cycle in opened.cycles))


def test_where_one_school_is_studied_its_row_tells_what_was_predicted() -> None:
    (row,) = table(show_edition(of_one_school(), "public"), "dale").rows
    assert (row.whose, row.prediction) == ("this school", "held")
    (draft,) = (d for d in draft_pages(of_one_school(), audience="public") if d.path == "governors/dale")
    assert "the gap was inside the predicted interval" in draft.markdown
    assert "the whole engagement" not in draft.markdown


def test_beside_others_a_school_s_own_row_says_no_prediction_was_made_of_it() -> None:
    opened = show_edition(edition(), "public")
    assert {row.prediction for row in table(opened, "ash").rows} == {"–"}
    assert "held" in {row.prediction for row in table(opened, "cedar").rows}


@pytest.mark.parametrize(
    ("cycles", "caption"),
    [
        ((), GAP),
        (("ash-1", "ash-2"), GAP.replace("Gap", "Mean of the target group").replace("change", "gain")),
        (
            ("ash-1",),
            GAP.replace(
                "in points", "in points, or mean of the target group where there is no comparison group"
            ),
        ),
    ],
)
def test_the_caption_says_gap_or_mean_as_the_rows_do(cycles: tuple[str, ...], caption: str) -> None:
    told = table(uncompared(show_edition(edition(), "public"), *cycles), "ash")
    assert told.caption == caption
    # Where rows are of both kinds, no one statistic is meant by a head.
    hrefs = {0: "gap_baseline", 1: "", 2: ""}
    assert (told.heads.before.href, told.heads.change.words) == (
        hrefs[len(cycles)],
        "Gain" if len(cycles) == 2 else "Change",
    )


def test_only_rows_of_several_cycles_may_be_of_other_pupils() -> None:
    opened = show_edition(edition(), "public")
    assert table(opened, "ash").note.endswith("may be of other pupils in another cycle.")
    assert table(opened, "dale").note.endswith("a gap before and after is told of the same pupils.")
    assert "a mean before and after" in table(uncompared(opened, "dale-1"), "dale").note
