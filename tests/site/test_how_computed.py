"""How the figures of what was done came about, and what a page was made from and when."""

from __future__ import annotations

from dataclasses import replace

from halfterm.cycles.disclosure import hidden
from halfterm.site.how_computed import delivered_files, from_loads, how_delivered, when_studied
from halfterm.site.safe import show_edition
from tests.site.edition_factory import edition
from tests.site.shown_log import number, shown_log

SHOWN = show_edition(edition(), "public")


def test_every_figure_that_is_there_has_its_method_a_hidden_one_too() -> None:
    cycle = replace(
        SHOWN.cycles[1],
        carried_out=shown_log(sessions=25, attendance=hidden("c"), cost_per_pupil=number(16)),
    )
    rows = how_delivered([cycle])
    assert [(row.figure, row.value) for row in rows] == [
        *(("Sessions", "25"), ("Attendance", "c"), ("Planned cost per pupil", "£16")),
    ]
    assert all(row.method for row in rows)


def test_the_same_figures_are_there_as_tidy_data() -> None:
    cycle = replace(SHOWN.cycles[1], carried_out=shown_log(sessions=1_225))
    (file,) = delivered_files("case-ash-done.csv", how_delivered([cycle]))
    assert file.csv.splitlines() == [
        "cycle,figure,value,method",
        'ash-2,Sessions,1225,"entries of sessions in the do-log that stand, counted"',
    ]


def test_without_a_log_there_is_no_such_file() -> None:
    assert delivered_files("none.csv", how_delivered([replace(SHOWN.cycles[1], carried_out=None)])) == ()


def test_loads_are_named_with_their_source_and_half_term() -> None:
    studies = SHOWN.cycles[1].studies
    assert from_loads(SHOWN, studies) == (
        "Made from loads 9f2c41d07ab3 (autumn-scores, Autumn 2) and b07755c1d2e3 (spring-scores, Spring 1)."
    )
    assert from_loads(SHOWN, ()) == "Made from no load of scores."
    assert from_loads(replace(SHOWN, loads=SHOWN.loads[:1]), studies[:1]) == (
        "Made from loads 9f2c41d07ab3 (autumn-scores, Autumn 2) and b07755c1d2e3."
    )


def test_days_come_from_the_record() -> None:
    first, second, _ = SHOWN.cycles
    assert when_studied([replace(first, quality=None)]) == "Locked on 8 September 2025."
    assert when_studied([first, second]).startswith("Cycle 1 locked on 8 September 2025")
    assert "cycle 2 locked on 8 January 2026, studied on 14 February 2026 (event" in when_studied(
        [first, second]
    )
