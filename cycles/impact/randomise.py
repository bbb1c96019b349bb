"""Drawing lots: who gets the change idea, or who gets it first, repeatable from a seed that all may know.

The draw is a ranking by SHA-256 and not a random number generator's: it can be repeated in any language, and
by any later version of this program, from what the register keeps.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, Literal

from pydantic import Field

from halfterm.cycles.errors import BadInput
from halfterm.cycles.model import Record, Words

ALGORITHM: Final = "sha256-deal"
VERSION: Final = 1

Unit = Literal["pupil", "class", "school"]


class DrawRecord(Record):
    """One draw as the register keeps it: all that is needed to repeat it, and no pupil.

    `starts` says of each wave in which half-term it gets the change idea; None: not while the cycle lasts.
    `list_hash` is that of the list drawn from, `waves_hash` of what came out. `order` names the start of each
    school where schools were drawn; of classes and pupils nothing is named.
    """

    number: int = Field(ge=1)
    unit: Unit
    block: tuple[str, ...] = ()
    class_attribute: str | None = None
    starts: tuple[str | None, ...] = Field(min_length=2)
    seed: Words
    algorithm: str = ALGORITHM
    version: int = VERSION
    list_hash: str
    waves_hash: str
    blocks: int
    units: tuple[int, ...]
    pupils: tuple[int, ...]
    order: dict[str, str | None] = Field(default_factory=dict)
    reason: str | None = None


def deal(blocks: Sequence[str], *, waves: int, seed: str) -> tuple[int, ...]:
    """The wave, from 0, of each unit of a list; `blocks` names the block of each, in the list's order.

    Within a block, units are ranked by SHA-256 of `SEED/unit/PLACE` (the first is at place 1), blocks by that
    of `SEED/block/NAME`. Down this ranking the waves are dealt in turn, without a break between blocks, from
    the wave that SHA-256 of `SEED/start` modulo `waves` names. So every unit has the same chance of every
    wave, and the waves of a block, and of the whole list, differ by one unit at most.

    >>> deal(["ash"] * 4 + ["beech"] * 2, waves=2, seed="2026-11-21")
    (1, 0, 1, 0, 0, 1)

    Raises:
        BadInput: there are fewer units than waves, or no seed.
    """
    if not seed.strip():
        raise BadInput("a draw needs a seed")
    if waves < 2 or len(blocks) < waves:
        raise BadInput(f"{len(blocks)} cannot be dealt into {waves} groups")
    places: dict[str, list[int]] = defaultdict(list)
    for place, block in enumerate(blocks, start=1):
        places[block].append(place)
    ranking = [
        place
        for block in sorted(places, key=lambda name: _digest(seed, "block", name))
        for place in sorted(places[block], key=lambda number: _digest(seed, "unit", str(number)))
    ]
    start = int(_digest(seed, "start"), 16) % waves
    dealt = {place: (start + turn) % waves for turn, place in enumerate(ranking)}
    return tuple(dealt[place] for place in sorted(dealt))


def _digest(*parts: str) -> str:
    return hashlib.sha256("/".join(parts).encode()).hexdigest()


def waves_hash(waves: Sequence[int]) -> str:
    """SHA-256 of what fell to each place: the waves in the list's order, with a comma between them.

    >>> waves_hash((1, 0)) == hashlib.sha256(b"1,0").hexdigest()
    True
    """
    return hashlib.sha256(",".join(map(str, waves)).encode()).hexdigest()


def wave_sizes(waves: Iterable[int], *, of: int) -> tuple[int, ...]:
    """How many there are in each of the `of` waves.

    >>> wave_sizes((1, 0, 1), of=3)
    (1, 2, 0)
    """
    found = Counter(waves)
    return tuple(found[wave] for wave in range(of))


def check_redraw(cycle: str, earlier: Sequence[DrawRecord], reason: str | None) -> None:
    """See that nobody draws again until the lots fall as they like.

    Raises:
        BadInput: it was drawn before and no reason is given, or a reason for drawing again and it was not.
    """
    given = (reason or "").strip()
    if earlier and not given:
        raise BadInput(
            f"cycle '{cycle}': it was drawn already; to draw again, say why with --reason: the record keeps "
            "every draw and every reason"
        )
    if given and not earlier:
        raise BadInput(f"cycle '{cycle}': nothing was drawn yet: a first draw needs no --reason")
