"""What cycles cost, by funding; a hidden figure shows its symbol."""

from __future__ import annotations

from dataclasses import replace

from halfterm.cycles.carried_out import ShownSpent
from halfterm.cycles.disclosure import hidden
from halfterm.site.costs import CostRow, costs
from halfterm.site.safe import show_edition
from halfterm.site.shown import ShownCycle
from tests.site.edition_factory import edition
from tests.site.shown_log import Z, number, shown_log


def chain(**log: object) -> tuple[ShownCycle, ...]:
    first, second, _ = show_edition(edition(), "public").cycles
    return (replace(first, carried_out=None), replace(second, carried_out=shown_log(**log)))


def test_a_chain_without_costs_has_nothing_to_tell() -> None:
    told = costs(chain())
    assert (told.rows, told.sentences) == ((), ())


def test_each_funding_of_each_cycle_has_its_row() -> None:
    spent = (ShownSpent("pupil premium", number(212.5, 2), number(1240)), ShownSpent("gift", hidden("c"), Z))
    assert costs(chain(spent=spent, cost_spent=hidden("c"))).rows == (
        CostRow("Cycle 2", "pupil premium", "£1,240", "£212.50"),
        CostRow("Cycle 2", "gift", "–", "c"),
    )


def test_the_cost_of_a_pupil_names_its_cycle_where_there_are_several() -> None:
    assert costs(chain(cost_per_pupil=16)).sentences == (
        "The plan costs £16 (cycle 2) for each pupil whom the idea is for.",
    )
    assert costs(chain(cost_per_pupil=16)[1:]).sentences == (
        "The plan costs £16 for each pupil whom the idea is for.",
    )


def test_planned_money_of_which_none_is_logged_is_said_to_be_unlogged() -> None:
    spent = (ShownSpent("pupil premium", number(0), number(240)),)
    assert costs(chain(spent=spent)).sentences == ("No spending is in the do-log of cycle 2.",)
