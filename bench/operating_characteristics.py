"""How often the engine is right where the truth is known: writes docs/operating-characteristics.md.

    python -m bench.operating_characteristics [--samples 2000] [--processes 2] [--to PATH]

Every sample has its own seed, so the same code writes the same document, whatever the number of processes.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.known_truth import SCALES, Assigned, World
from bench.operating_document import Result, document
from bench.pitfalls import PITFALLS, Pitfall, strayed
from bench.replications import Record, replicate

DOCUMENT = Path(__file__).parents[1] / "docs/operating-characteristics.md"
EFFECT = 0.4
"""Planted, in standard deviations of the scale."""

# Pupils of a panel (both sides together), schools, the target group's share.
PANELS = ((9, 1, 4 / 9), (30, 1, 0.3), (30, 8, 0.3), (300, 1, 0.3), (300, 8, 0.3), (300, 40, 0.3))
# Target pupils (treated and untreated together), schools; there are as many others.
TREATED: dict[Assigned, tuple[tuple[int, int], ...]] = {
    "within": ((9, 1), (30, 1), (30, 8), (300, 1), (300, 8), (300, 40)),
    "schools": ((30, 8), (300, 8), (300, 40)),
}
# A world is cut into pieces of this many samples, so that two processes end at about the same time.
PIECE = 250


@dataclass(frozen=True, slots=True)
class Piece:
    """Some samples of one world; `seed` is the piece's own."""

    world: World
    samples: int
    seed: tuple[int, ...]


def worlds(effect: float) -> Iterator[World]:
    """Every world of the document with one planted effect."""
    for scale in SCALES:
        for pupils, schools, share in PANELS:
            yield World(
                scale, pupils=pupils, schools=schools, share=share, assigned="nobody", differential=effect
            )
        for assigned, sizes in TREATED.items():
            for pupils, schools in sizes:
                yield World(
                    scale, pupils=2 * pupils, schools=schools, share=0.5, assigned=assigned, impact=effect
                )


def pieces(samples: int) -> list[Piece]:
    """All samples without an effect and as many with one, in pieces."""
    return [
        Piece(world, min(PIECE, samples - start), (kind, number, start))
        for kind, effect in enumerate((0.0, EFFECT))
        for number, world in enumerate(worlds(effect))
        for start in range(0, samples, PIECE)
    ]


def done(piece: Piece) -> Record:
    """One piece of the work, in a process of its own."""
    return replicate(piece.world, samples=piece.samples, seed=piece.seed)


def results(samples: int, *, processes: int) -> tuple[list[Result], list[tuple[Pitfall, dict[str, float]]]]:
    """Every world's record, and what the pitfalls did."""
    work, found = pieces(samples), {}
    with ProcessPoolExecutor(processes) as pool:
        for number, (piece, record) in enumerate(zip(work, pool.map(done, work), strict=True), start=1):
            found[piece.world] = found.get(piece.world, Record()) + record
            print(f"\r{number} of {len(work)}", end="", file=sys.stderr, flush=True)  # noqa: T201 - a bench speaks
        fallen = list(zip(PITFALLS, pool.map(strayed, PITFALLS), strict=True))
    return [Result(world, record) for world, record in found.items()], fallen


def main() -> int:
    """Run, write the document, and fail when an interval's coverage is outside 93 to 97 %."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--samples", type=int, default=2_000)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--to", type=Path, default=DOCUMENT)
    asked = parser.parse_args()
    began = time.perf_counter()
    found, fallen = results(asked.samples, processes=asked.processes)
    asked.to.write_text(document(found, fallen, effect=EFFECT), encoding="utf-8")
    outside = [(result.world, name) for result in found for name in result.outside()]
    print(f"\n{asked.to}: {(time.perf_counter() - began) / 60:.0f} minutes")  # noqa: T201 - a bench speaks
    for world, name in outside:
        print(f"outside 93-97 %: {name}, {world}")  # noqa: T201 - a bench speaks
    return int(bool(outside))


if __name__ == "__main__":
    raise SystemExit(main())
