"""The pupil key in words: fingerprints only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from halfterm.flows.keys import KeyShown, Rotated
from halfterm.warehouse.counting import counted


def key_lines(shown: KeyShown) -> Iterator[str]:
    """What `halfterm key show` prints."""
    chain = "" if shown.keys == 1 else f", a chain of {shown.keys} keys"
    yield f"{shown.place}: fingerprint {shown.fingerprint}{chain}"
    if shown.held is None:
        yield "No pupil is loaded yet."
    elif shown.fits:
        yield "The warehouse's pseudonyms are under it."
    else:
        yield f"The warehouse's pseudonyms are under another: {shown.held}."
    if shown.unfinished:
        yield "A rotation was stopped on its way; the next run, or `halfterm key rotate`, ends it."


def key_as_json(shown: KeyShown) -> str:
    """One object: where the key is, fingerprints, how many keys, whether they fit."""
    return json.dumps(asdict(shown) | {"fits": shown.fits}, indent=2)


def rotated_lines(done: Rotated, *, name: str) -> Iterator[str]:
    """What `halfterm key rotate` prints."""
    if done.finished:
        yield f"A rotation begun before is now finished ({done.before} to {done.after}); no other was begun."
    else:
        yield f"The pupil key is rotated: {done.before} to {done.after}."
    yield f"{name} now holds {counted(done.keys, 'key')}, oldest first: keep a copy of all of them."
    if done.cycles:
        frozen = counted(done.cycles, "cycle")
        yield f"The frozen groups of {frozen} are the same; the register knows their new hashes."
