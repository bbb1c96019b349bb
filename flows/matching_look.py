"""A matching in `halfterm plan look`: its balance table, and in a sentence who has a match."""

from __future__ import annotations

from dataclasses import asdict

from rich.table import Table

from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.matching_look import MatchLook, Unmatched
from halfterm.cycles.rounding import half_away
from halfterm.flows.plain_table import plain_table
from halfterm.warehouse.counting import counted


def matching_table(look: MatchLook) -> Table:
    """A row for each thing compared: SDs apart before and after matching, and the verdict after."""
    heads = ("SDs apart", "Before matching", "After", "")
    rows = [(row.name, _sds(row.before), _sds(row.after), row.verdict or "") for row in look.balance]
    return plain_table(heads, rows, numbers=heads[1:3], unbroken=heads[1:3])


def matching_sentence(look: MatchLook) -> str:
    """How many pairs there are, how near, and who is set aside.

    >>> matching_sentence(MatchLook(3, 0.2, Unmatched(0, 1), Unmatched(2, 14), ()))
    '3 pairs within school and year, at most 0.2 SD apart; set aside: 1 of the target group without a match, \
14 others without a match and 2 without a score.'
    """
    apart = f"{counted(look.pairs, 'pair')} within school and year, at most {look.caliper:g} SD apart"
    aside = [
        said
        for said in (_aside(look.target, "of the target group"), _aside(look.comparison, "others"))
        if said
    ]
    return f"{apart}; set aside: {', '.join(aside) or 'nobody'}."


def _aside(group: Unmatched, name: str) -> str:
    parts = [(group.no_match, "without a match"), (group.no_score, "without a score")]
    said = [f"{number:,} {why}" for number, why in parts if number]
    if not said:
        return ""
    number, why = said[0].split(" ", 1)
    return " and ".join([f"{number} {name} {why}", *said[1:]])


def matching_json(look: MatchLook) -> dict[str, object]:
    """The matching as one object, each row of its balance with its verdict."""
    rows = [{**asdict(row), "verdict": row.verdict} for row in look.balance]
    return {**asdict(look), "balance": rows}


def _sds(finding: Finding) -> str:
    return "" if finding.value is None else f"{half_away(finding.value, 2):.2f}"
