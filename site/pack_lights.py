"""The exception lights in a meeting's pack: where the cluster should look first, by group and subject."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.exception_report import WARNINGS, Warned
from halfterm.cycles.programme import Cluster
from halfterm.cycles.words import listed
from halfterm.site.charts import LightCell, lights_chart
from halfterm.site.pieces import Chart, Picture
from halfterm.site.rendering import Templates
from halfterm.site.shown import ShownEdition, ShownLight, ShownLights

TITLE: Final = "Exception lights, all schools of the cluster together"


@dataclass(frozen=True, slots=True)
class LightsLines:
    """The picture with what has to be said beneath it."""

    picture: Picture
    said: tuple[str, ...]


def lights_of(
    edition: ShownEdition, cluster: Cluster, templates: Templates
) -> tuple[tuple[Chart, ...], LightsLines | None]:
    """The lights of a cluster; none where it has none that may be seen."""
    shown = next((lights for lights in edition.lights if lights.cluster == cluster.id), None)
    if shown is None:
        return (), None
    chart = lights_chart(
        "lights",
        TITLE,
        [[LightCell(light.colour, _text(light)) for light in row] for row in shown.cells],
        rows=shown.groups,
        columns=shown.measures,
        row_head="Group",
        templates=templates,
    )
    return (chart,), LightsLines(Picture("lights.svg", TITLE), tuple(_said(shown)))


def _text(light: ShownLight) -> str:
    return "c" if light.hidden else ", ".join(light.warnings)


def _said(shown: ShownLights) -> Iterator[str]:
    then = [measure for measure in shown.measures if measure not in shown.unmeasured]
    since = f"; gaps and progress since {shown.since}" if shown.since and then else ""
    yield f"Each group beside the others of its school and year group, by the programme's rules{since}."
    if not shown.since:
        yield "No earlier half-term is loaded within reach: whether gaps close, and progress, are not asked."
    if shown.unmeasured:
        were = "was" if len(shown.unmeasured) == 1 else "were"
        yield (
            f"{listed(shown.unmeasured)} {were} not measured here in {shown.since}: whether gaps close, and "
            "progress, are not asked."
        )
    if shown.judged.value:
        lights = "light" if shown.judged.value == 1 else "lights"
        yield (
            f"If no group were truly behind, chance alone would show {_up_to(shown)} of the "
            f"{shown.judged} {lights} with a gap to judge as red or amber for the gap."
        )
    for warned, words in WARNINGS.items():
        yield _warning(warned, words, shown)
    if any(light.hidden for row in shown.cells for light in row):
        yield "c: hidden, since few pupils, or one school only, are behind it."
    if shown.left_out:
        yield "Groups of few pupils, or of one school only, are left out."
    yield "A light says where to look, not why."


def _up_to(shown: ShownLights) -> str:
    return f"up to {shown.by_chance}" if shown.by_chance.value else "next to none"


def _warning(warned: Warned, words: str, shown: ShownLights) -> str:
    """A warning of measurement, which stands beside the lights that it applies to."""
    nowhere = "" if warned in shown.warnings else " This applies to no red or amber light here."
    return f"{warned}: {words}{nowhere}"
