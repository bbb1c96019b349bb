"""What a chain of cycles was planned to cost and has cost, by funding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from halfterm.cycles.disclosure import Shown
from halfterm.cycles.words import listed
from halfterm.site.shown import ShownCycle


@dataclass(frozen=True, slots=True)
class CostRow:
    """Pounds of one cycle from one funding; `cycle` is empty where the chain has only one."""

    cycle: str
    funding: str
    planned: str
    spent: str


@dataclass(frozen=True, slots=True)
class Costs:
    """The costs of a chain: a row for each funding of each cycle, and sentences on the cost of a pupil."""

    rows: tuple[CostRow, ...]
    sentences: tuple[str, ...]


def pounds(figure: Shown) -> str:
    """Pounds as they are written; a hidden figure shows its symbol, one that is not there a dash."""
    if figure.symbol == "z":
        return "–"
    return f"£{figure}" if figure.visible else figure.text


def costs(chain: Sequence[ShownCycle]) -> Costs:
    """What is known of the chain's costs; no rows and no sentences where nothing is."""
    rows, each, unspent = list[CostRow](), list[str](), list[str]()
    for number, cycle in enumerate(chain, start=1):
        log, name = cycle.carried_out, f"cycle {number}"
        if log is None:
            continue
        rows += [
            CostRow(name.capitalize(), one.funding, pounds(one.planned), pounds(one.spent))
            for one in log.spent
        ]
        if log.cost_per_pupil.visible:
            each.append(
                f"{pounds(log.cost_per_pupil)} ({name})" if len(chain) > 1 else pounds(log.cost_per_pupil)
            )
        if log.spent and log.cost_spent.symbol == "z":
            unspent.append(name)
    return Costs(tuple(rows), (*_per_pupil(each), *_unspent(unspent, alone=len(chain) == 1)))


def _per_pupil(each: Sequence[str]) -> tuple[str, ...]:
    return (f"The plan costs {listed(each)} for each pupil whom the idea is for.",) if each else ()


def _unspent(cycles: Sequence[str], *, alone: bool) -> tuple[str, ...]:
    if not cycles:
        return ()
    of = "" if alone else f" of {listed(cycles)}"
    return (f"No spending is in the do-log{of}.",)
