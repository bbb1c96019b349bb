"""Pupils' scores at two half-terms of a workspace: what `transitions` and `progress` both begin with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.half_term import HalfTerm
from halfterm.cycles.impact.moments import ScoreCount
from halfterm.cycles.impact.score_pairs import PairCount, side_of
from halfterm.cycles.scale import Scale
from halfterm.flows.gap import parse_pairs
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.counting import counted
from halfterm.warehouse.gap_scan import loaded_half_terms
from halfterm.warehouse.store import reading
from halfterm.warehouse.transitions import (
    PairRequest,
    Pairs,
    lay_out_pupils,
    read_pairs,
    read_scores,
    scales_by_half_term,
)

SMALL = "Figures are of small groups too, so they are for the schools' own eyes."


@dataclass(frozen=True, slots=True)
class MovesAsked:
    """Whose moves; None: the newest two half-terms with scores, everybody, all schools."""

    measure: str
    before: str | None = None
    after: str | None = None
    group: str | None = None
    school: str | None = None


@dataclass(frozen=True, slots=True)
class Moves:
    """The pupils of two half-terms by their scores.

    `scores` holds pupils of both sides by score, for every half-term and scale: what the gap index needs.
    """

    workspace: Workspace
    asked: MovesAsked
    before: HalfTerm
    after: HalfTerm
    scale: Scale
    pairs: Pairs
    scores: Mapping[tuple[str, str], tuple[ScoreCount, ...]]

    @property
    def half_terms(self) -> int:
        """How many half-terms of the programme lie between the two scores."""
        position = self.workspace.programme.position
        return position(self.after.id) - position(self.before.id)

    @property
    def group(self) -> tuple[PairCount, ...]:
        """The pupils of the group; all of them where none was asked for."""
        return side_of(self.pairs.counts, True)

    @property
    def others(self) -> tuple[PairCount, ...]:
        return side_of(self.pairs.counts, False)

    @property
    def names(self) -> tuple[str, ...]:
        """What the sides are called: the group and the others, or all pupils alone."""
        return ("all pupils",) if self.asked.group is None else (self.asked.group, "others")

    @property
    def title(self) -> str:
        schools = {school.id: school.name for school in self.workspace.programme.schools}
        where = "all schools" if self.asked.school is None else schools[self.asked.school]
        return f"{self.asked.measure}, {self.before.name} to {self.after.name}, {where}"

    def notes(self) -> Iterator[str]:
        """What a reader has to know of who is counted where."""
        if self.asked.group is not None:
            yield f"Group and school are as in {self.before.name}; of pupils who came later, as then."
        if self.pairs.not_known:
            yield (
                f"Of {counted(self.pairs.not_known, 'pupil')} with a score it is not known whether they are "
                "of the group: they are on neither side."
            )
        schools = {school.id: school.name for school in self.workspace.programme.schools}
        when = {self.before.id: self.before.name, self.after.id: self.after.name}
        for school, half_term in self.pairs.not_loaded:
            yield (
                f"Nothing of {schools.get(school, school)} is loaded for {when[half_term]}: its pupils are "
                "counted as not there then."
            )
        yield SMALL


def read_moves(folder: Path, asked: MovesAsked) -> Moves:
    """Read the two half-terms of a workspace; nothing is changed.

    Raises:
        BadInput: no such half-term, school, measure or group, the half-terms are in the wrong order, or their
            scores are on different scales.
        StoreTrouble: nothing is loaded yet.
    """
    workspace = open_workspace(folder)
    _check_words(workspace, asked)
    values = parse_pairs("--group", asked.group) if asked.group is not None else ()
    with reading(workspace.warehouse) as connection:
        before, after, scale = _times(connection, workspace, asked)
        loaded = loaded_half_terms(connection)
        half_terms = [h.id for h in workspace.programme.half_terms if h.id in loaded]
        lay_out_pupils(connection, values, half_terms)
        pairs = read_pairs(connection, PairRequest(asked.measure, before.id, after.id, asked.school))
        scores = read_scores(connection, asked.measure, school=asked.school)
    if not pairs.counts:
        raise BadInput(f"no pupil of '{asked.school}' has a score of '{asked.measure}' at either half-term")
    return Moves(workspace, asked, before, after, scale, pairs, scores)


def _check_words(workspace: Workspace, asked: MovesAsked) -> None:
    half_terms = [half_term.id for half_term in workspace.programme.half_terms]
    schools = [school.id for school in workspace.programme.schools]
    problems = [
        f"{option}: no {kind} '{wanted}'{did_you_mean(wanted, known)}"
        for option, kind, wanted, known in (
            ("--from", "half-term", asked.before, half_terms),
            ("--to", "half-term", asked.after, half_terms),
            ("--school", "school", asked.school, schools),
        )
        if wanted is not None and wanted not in known
    ]
    if problems:
        raise BadInput(*problems)


def _times(
    connection: duckdb.DuckDBPyConnection, workspace: Workspace, asked: MovesAsked
) -> tuple[HalfTerm, HalfTerm, Scale]:
    """The two half-terms, and the one scale that all scores of both are on."""
    by_id = {half_term.id: half_term for half_term in workspace.programme.half_terms}
    order = list(by_id)
    scales = scales_by_half_term(connection, asked.measure, order)
    scored = list(scales)
    after = asked.after or scored[-1]
    earlier = [half_term for half_term in scored if order.index(half_term) < order.index(after)]
    if asked.before is None and not earlier:
        raise BadInput(f"'{asked.measure}' has no scores before {after}: nothing to move from")
    before = asked.before or earlier[-1]
    for half_term in (before, after):
        if half_term not in scored:
            raise BadInput(f"'{asked.measure}' has no scores in {half_term}, only in {', '.join(scored)}")
    if order.index(before) >= order.index(after):
        raise BadInput(f"--from {before} is not before --to {after}")
    found = sorted({*scales[before], *scales[after]})
    if len(found) > 1:
        raise BadInput(
            f"'{asked.measure}' is on the scales {' and '.join(found)} in {before} and {after}: scores of "
            "different scales make no transition; load both on the same scale"
        )
    check_named(
        ((f"measure '{asked.measure}'", name) for each in scales.values() for name in each), workspace
    )
    return by_id[before], by_id[after], workspace.scales[found[0]]


def check_named(named: Iterable[tuple[str, str]], workspace: Workspace) -> None:
    """See that the scales of what is loaded are still there.

    Raises:
        BadInput: scores are on a scale that the workspace had once.
    """
    gone = sorted({(what, scale) for what, scale in named if scale not in workspace.scales})
    if gone:
        raise BadInput(
            *(
                f"{what} is loaded on scale '{scale}', which is not there any more"
                f"{did_you_mean(scale, workspace.scales)}"
                for what, scale in gone
            )
        )
