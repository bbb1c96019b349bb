"""`halfterm follow`: a group of pupils, such as the looked-after, over half-terms, beside all others."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.text import Text

from halfterm.cycles.disclosure import Audience, Shown, show_count
from halfterm.cycles.errors import BadInput
from halfterm.cycles.following import (
    ShownCount,
    ShownCover,
    ShownScore,
    shown_count,
    shown_cover,
    shown_score,
)
from halfterm.flows.gap import parse_pairs
from halfterm.flows.plain_table import plain_table
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.following import follow_pupils
from halfterm.warehouse.gap_scan import loaded_half_terms
from halfterm.warehouse.store import reading

SIDES = {True: "group", False: "others"}


@dataclass(frozen=True, slots=True)
class Followed:
    """What an audience may know of a group: its figures, and the half-terms' names, oldest first."""

    attribute: str
    audience: Audience
    half_terms: tuple[str, ...]
    counts: tuple[ShownCount, ...]
    scores: tuple[ShownScore, ...]
    covers: tuple[ShownCover, ...]
    not_known: Shown


def follow_group(workspace: Workspace, attribute: str, *, measure: str | None = None) -> Followed:
    """Follow the pupils who have these values, over every half-term that is loaded.

    Figures are as a cluster may know them, or the public where the workspace's editions are for the public.

    Raises:
        BadInput: nothing is loaded, or no pupil has such an attribute or value, or there is no such measure.
    """
    values = parse_pairs("--attribute", attribute)
    audience: Audience = "public" if workspace.settings.audience == "public" else "cluster"
    with reading(workspace.warehouse) as connection:
        loaded = set(loaded_half_terms(connection))
        half_terms = [h for h in workspace.programme.half_terms if h.id in loaded]
        if not half_terms:
            raise BadInput("no half-term of the programme is loaded yet")
        found = follow_pupils(connection, values, [h.id for h in half_terms], measure=measure)
    return Followed(
        attribute=attribute,
        audience=audience,
        half_terms=tuple(h.name for h in half_terms),
        counts=tuple(
            shown_count(count, audience=audience, first=count.position == 0)
            for count in sorted(found.counts, key=lambda c: (c.position, not c.followed))
        ),
        scores=tuple(shown_score(s, audience=audience) for s in found.scores),
        covers=shown_cover(
            sorted(found.covers, key=lambda c: (c.measure, not c.followed)), audience=audience
        ),
        not_known=show_count(found.not_known, audience),
    )


def print_followed(console: Console, followed: Followed) -> None:
    """Two tables: who and where they were, and their scores beside those of the others."""
    name = followed.half_terms
    rows = [
        (
            *(name[c.position], SIDES[c.followed], c.pupils.text, c.schools.text),
            *(c.there_before.text, c.moved.text),
        )
        for c in followed.counts
    ]
    heads = ("Half-term", "Side", "Pupils", "Schools", "There before", "Moved")
    console.print(Text(f"{followed.attribute}: pupils", style="bold"))
    console.print(plain_table(heads, rows, numbers=heads[2:]))
    console.print()
    _print_scores(console, followed)
    console.print()
    covers = [(c.measure, SIDES[c.followed], c.half_terms.text) for c in followed.covers]
    console.print(Text(f"Half-terms with a score, of {len(name)}: a pupil's average", style="bold"))
    console.print(plain_table(("Measure", "Side", "Half-terms"), covers, numbers=["Half-terms"]))
    console.print()
    console.print(Text(_legend(followed), style="dim"))


def _print_scores(console: Console, followed: Followed) -> None:
    heads = ("Measure", "Half-term", "Group", "Others", "Change, group", "Change, others")
    rows = []
    for (measure, scale, position), sides in _by_time(followed.scores).items():
        group, others = sides.get(True), sides.get(False)
        rows.append(
            (
                f"{measure} ({scale})",
                followed.half_terms[position],
                *(side.mean.text if side else "z" for side in (group, others)),
                *(side.change.text if side else "z" for side in (group, others)),
            )
        )
    console.print(Text("Mean scores, and mean changes since the half-term before", style="bold"))
    console.print(plain_table(heads, rows, numbers=heads[2:]))


def _by_time(scores: Iterable[ShownScore]) -> dict[tuple[str, str, int], dict[bool, ShownScore]]:
    held: dict[tuple[str, str, int], dict[bool, ShownScore]] = {}
    for score in sorted(scores, key=lambda s: (s.measure, s.scale, s.position)):
        held.setdefault((score.measure, score.scale, score.position), {})[score.followed] = score
    return held


def _legend(followed: Followed) -> str:
    rounded = ", counts to the nearest 5" if followed.audience == "public" else ""
    unknown = (
        f" Pupils of whom it is not known: {followed.not_known.text}."
        if followed.not_known.text != "c"
        else ""
    )
    return (
        f"As the {followed.audience} may know it{rounded}: c hidden, few pupils; z none. A group is as each "
        "half-term's loads have it; changes are of pupils with both scores on the same scale."
        f"{unknown}"
    )


def followed_as_json(followed: Followed) -> str:
    """One object; hidden figures are null, with their symbol beside."""

    def figure(shown: Shown) -> dict[str, object]:
        return {"value": shown.value, "symbol": shown.symbol}

    def row(one: ShownCount | ShownScore | ShownCover) -> dict[str, object]:
        fields = {name: getattr(one, name) for name in asdict(one)}
        figures = {n: figure(v) if isinstance(v, Shown) else v for n, v in fields.items()}
        side = SIDES[bool(figures.pop("followed"))]
        position = figures.pop("position", None)
        when = {} if position is None else {"half_term": followed.half_terms[int(str(position))]}
        return {"side": side} | when | figures

    content = {
        "attribute": followed.attribute,
        "audience": followed.audience,
        "half_terms": list(followed.half_terms),
        "pupils": [row(count) for count in followed.counts],
        "scores": [row(score) for score in followed.scores],
        "cover": [row(cover) for cover in followed.covers],
        "not_known": figure(followed.not_known),
    }
    return json.dumps(content, indent=2, ensure_ascii=False)
