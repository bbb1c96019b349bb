"""The exception lights of each cluster: judged where enough pupils of several schools are behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from halfterm.cycles.disclosure import Audience, show_number, too_few
from halfterm.cycles.exception_figures import Figures, Place
from halfterm.cycles.exception_report import COLOURS, ExceptionReport, Light, report_on
from halfterm.cycles.exception_rules import group_words
from halfterm.cycles.programme import Cluster, Programme
from halfterm.cycles.record import ExceptionFigures
from halfterm.site.shown import ShownLight, ShownLights

FEWEST_SCHOOLS: Final = 2
"""A group of one school alone would be that school's own figure."""

_ATTRIBUTES: Final = {
    "fsm": "free school meals",
    "eal": "English as an additional language",
    "sen": "special educational needs",
    "pupil-premium": "pupil premium",
    "looked-after": "looked after",
}


def show_lights(
    found: ExceptionFigures | None, programme: Programme, audience: Audience
) -> tuple[ShownLights, ...]:
    """The lights of every cluster that has one to show; groups of which none may be seen are left out."""
    if found is None:
        return ()
    made = (_of_cluster(found, cluster, audience) for cluster in programme.clusters)
    return tuple(lights for lights in made if lights is not None)


def _of_cluster(found: ExceptionFigures, cluster: Cluster, audience: Audience) -> ShownLights | None:
    own = {place: known for place, known in found.figures.items() if place.school == cluster.id}
    seen = {
        place: known
        for place, known in own.items()
        if found.schools[place] >= FEWEST_SCHOOLS and not any(too_few(n, audience) for n in _counts(known))
    }
    then = {(place.measure, place.scale) for place, known in own.items() if known.change is not None}
    reports = _reports(found, seen, then)
    judged = {light.place: light for report in reports for light in report.lights}
    groups = sorted({place.group for place in seen})
    columns = sorted({(place.measure, place.scale) for place in seen})
    if not groups:
        return None
    names = tuple(_measure_names(columns))
    return ShownLights(
        cluster=cluster.id,
        since=found.since,
        groups=tuple(_group(found.groups[group]) for group in groups),
        measures=names,
        cells=tuple(
            tuple(_light(Place(group, *column, cluster.id), own, judged) for column in columns)
            for group in groups
        ),
        warnings=tuple(
            dict.fromkeys(w for light in judged.values() if _alarms(light) for w in light.warnings)
        ),
        judged=show_number(sum(report.gaps_judged for report in reports), decimals=0),
        by_chance=show_number(sum(report.chance_any for report in reports), decimals=1),
        left_out=len({place.group for place in own}) > len(groups),
        unmeasured=tuple(name for name, column in zip(names, columns, strict=True) if column not in then)
        if found.since
        else (),
    )


def _reports(
    found: ExceptionFigures, seen: dict[Place, Figures], then: set[tuple[str, str]]
) -> tuple[ExceptionReport, ...]:
    """The measures taken in the earlier half-term too, then the others, which are not compared with it."""
    now_only = {s: replace(asked, earlier=None, expected=None) for s, asked in found.asked.items()}
    both = {place: known for place, known in seen.items() if (place.measure, place.scale) in then}
    rest = {place: known for place, known in seen.items() if place not in both}
    return (
        report_on(both, found.rules, asked=found.asked),
        report_on(rest, found.rules, asked=now_only),
    )


def _group(terms: tuple[tuple[str, str], ...]) -> str:
    """A group in words, also for those who do not know the short names of attributes."""
    return group_words(tuple((_ATTRIBUTES.get(name, name), value) for name, value in terms))


def _counts(known: Figures) -> Iterator[int]:
    """Every number of pupils that a light is judged by."""
    yield known.pupils
    if known.gap is not None:
        yield from (known.gap.n, known.gap.n_others)
    if known.change is not None:
        yield from (known.change.n, known.change.n_others)
    for side in known.expected or ():
        yield side.n


def _light(place: Place, own: dict[Place, Figures], judged: dict[Place, Light]) -> ShownLight:
    light = judged.get(place)
    if light is None:
        return ShownLight("grey", hidden=place in own)
    return ShownLight(light.colour, warnings=light.warnings if _alarms(light) else ())


def _alarms(light: Light) -> bool:
    return light.colour in COLOURS[:2]


def _measure_names(columns: list[tuple[str, str]]) -> Iterator[str]:
    """Measures by their ids in words, with the scale where a measure is on two."""
    for measure, scale in columns:
        twice = sum(other == measure for other, _ in columns) > 1
        words = measure.replace("-", " ").capitalize()
        yield f"{words} ({scale})" if twice else words
