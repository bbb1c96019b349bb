"""The README of the open data: what, who, when, how to read it, how it was made, and under which terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.impact.statistics import CATALOGUE
from halfterm.cycles.words import OTHER_REASONS, disclosure_note, listed, sentence
from halfterm.site.methods_page import SYMBOLS
from halfterm.site.observations import Observation
from halfterm.site.open_data import OpenTable
from halfterm.site.open_labels import time_period
from halfterm.site.pieces import dated
from halfterm.site.screener import Screening, fault_lines
from halfterm.site.shown import ShownDispute, ShownEdition

FOR: Final[dict[Audience, str]] = {
    "school": "the school itself",
    "cluster": "the schools of the cluster; do not hand it on",
    "public": "everybody",
}


def readme(
    editions: Sequence[ShownEdition],
    tables: Sequence[OpenTable],
    found: Sequence[Observation],
    screenings: Sequence[Screening],
    *,
    licence: str,
) -> str:
    """The README as Markdown. It has no date of its own: the same data give the same words."""
    parts = (
        _what(editions[-1]),
        _files(tables),
        _who(editions[-1], found),
        _when(editions),
        _symbols(editions[-1]),
        _reading(),
        _method(editions),
        _doubts(editions, found),
        _checked(screenings),
        _licence(editions[-1], licence),
    )
    told = [lines for part in parts if (lines := tuple(part))]
    return "\n\n".join("\n".join(lines) for lines in told) + "\n"


def plain(text: str) -> str:
    """People's words on one line, with nothing that Markdown takes for a sign."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in " ".join(text.split()))


def _what(edition: ShownEdition) -> Iterator[str]:
    programme = edition.programme
    yield f"# {plain(programme.name)}: open data"
    yield ""
    yield sentence(plain(programme.about))
    if programme.stands_in:
        yield ""
        yield f"**{sentence(plain(programme.stands_in))}**"


def _files(tables: Sequence[OpenTable]) -> Iterator[str]:
    yield "## What is in it"
    yield ""
    for table in tables:
        whom = "single schools" if table.of_schools else "groups of schools: engagements and clusters"
        yield f"- `data/{table.name}.csv`: {whom}; {len(table.rows):,} rows, {len(table.columns)} columns."
        yield f"- `data/{table.name}.meta.csv`: what its filters and indicators are."
    yield "- `codebook.csv`: every column in words, with units and the methods behind the figures."
    yield "- `cycles.csv`: each cycle's plan: idea, groups, when it was locked, what was decided."
    yield "- `screening.csv`: the checks that the data files went through."


def _who(edition: ShownEdition, found: Sequence[Observation]) -> Iterator[str]:
    yield "## Who"
    yield ""
    clusters = {one.cluster.id: one.cluster for one in found}
    for cluster in clusters.values():
        names = {one.engagement.id: one.engagement for one in found if one.engagement}
        inside = [plain(e.name) for e in names.values() if e.cluster == cluster.id]
        facilitator = plain(edition.programme.person(cluster.facilitator).name)
        yield f"- {plain(cluster.name)}: {listed(inside)}. Facilitator: {facilitator}."
    yield ""
    yield f"Made for {FOR[edition.audience]}. {disclosure_note(edition.audience)}"


def _when(editions: Sequence[ShownEdition]) -> Iterator[str]:
    yield "## When"
    yield ""
    for edition in editions:
        half_term = edition.half_term
        year = time_period(half_term)
        yield (
            f"- {plain(half_term.name)} (`time_period` {year}): {dated(half_term.starts)} to "
            f"{dated(half_term.ends)}."
        )


def _symbols(edition: ShownEdition) -> Iterator[str]:
    yield "## Symbols in place of numbers"
    yield ""
    meant = {
        "low": "rounds to nought, but is not nought",
        "x": "not available",
        "z": "not applicable: there is no such figure of this row",
    }
    yield from (f"- `{symbol}`: {meant.get(symbol, words)}." for symbol, words in SYMBOLS)
    yield ""
    yield (
        "A hidden figure is hidden in every file that was published for these readers. Do not try to work it "
        f"out from others. {disclosure_note(edition.audience)}"
    )


def _reading() -> Iterator[str]:
    yield "## How to read a row"
    yield ""
    yield "One row is one measure of one place in one half-term: before and after, and what changed."
    yield f"`gap_change`: {CATALOGUE['gap_change'].meaning}"
    yield (
        "Columns that end in `_lower` and `_upper` are 95 % intervals, or the bounds that their label names; "
        "those in `_p` are p-values. Where a method has none, they show `z`."
    )
    yield "Points on different scales (`scale`) are different units: never average over them."
    yield "Rows of schools and of the groups that they are in are about the same pupils: never add them up."
    yield (
        "The education department's standard knows neither half-terms nor groups of schools. So the school "
        "year is the `time_period` and the half-term a filter, and rows of engagements and clusters are "
        "`National`, told apart by the filters; they are no figures of England as a whole."
    )
    yield f"{OTHER_REASONS} Only columns that begin with `impact` compare pupils with and without the idea."


def _method(editions: Sequence[ShownEdition]) -> Iterator[str]:
    yield "## Method"
    yield ""
    yield (
        "Plans were locked before their follow-up scores were there. Every figure is the one on the approved "
        "page of its edition; the methods are in `codebook.csv`."
    )
    yield ""
    versions = dict.fromkeys(edition.code_version for edition in editions)
    yield f"Computed by {listed([f'`{version}`' for version in versions])} from these loads:"
    yield ""
    loads = {load.load: load for edition in editions for load in edition.loads}
    yield from (f"- `{load.load}`: {plain(load.source)}, {plain(load.half_term)}." for load in loads.values())


def _doubts(editions: Sequence[ShownEdition], found: Sequence[Observation]) -> Iterator[str]:
    """Open disputes of the cycles in the data; what is doubted is said, never what it is."""
    cycles = {one.study.cycle for one in found}
    doubts = {
        doubt.number: doubt
        for edition in editions
        for cycle in edition.cycles
        if cycle.plan.id in cycles
        for doubt in cycle.disputes
        if doubt.is_open
    }
    if not doubts:
        return
    yield "## Disputed figures"
    yield ""
    yield "Somebody doubts these, and the doubt is not settled:"
    yield ""
    yield from (_doubt(doubt) for doubt in doubts.values())


def _doubt(doubt: ShownDispute) -> str:
    statistic = CATALOGUE[doubt.statistic].label if doubt.statistic in CATALOGUE else doubt.statistic
    what = f"{plain(doubt.measure)}, {statistic} ({doubt.level} {plain(doubt.place)}, cycle `{doubt.cycle}`)"
    return f"- {what}: since {dated(doubt.on)}."


def _checked(screenings: Sequence[Screening]) -> Iterator[str]:
    yield "## Checked"
    yield ""
    for screening in screenings:
        passed, warned = len(screening.of("pass")), screening.of("warning")
        yield f"- `{screening.data}`: {passed} checks passed, {len(warned)} with a warning."
        for check in warned:
            yield from (f"  - `{check.name}`: {line}" for line in fault_lines(check))


def _licence(edition: ShownEdition, licence: str) -> Iterator[str]:
    yield "## Licence"
    yield ""
    if licence.strip():
        yield sentence(plain(licence))
    else:
        names = [plain(p.name) for p in edition.programme.people if p.role == "facilitator"]
        whom = listed(names) or "the programme"
        yield f"None is stated. Ask {whom} before you use it further than reading."
