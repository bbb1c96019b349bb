"""`halfterm profile`: which scores of a workspace are there and which are not, for the cluster's meeting."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from halfterm.cycles.coverage import ShownCoverage, shown_coverage
from halfterm.cycles.disclosure import Audience
from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.site.coverage_page import CoveragePage, render_coverage
from halfterm.warehouse.as_at import as_at_words, set_as_at
from halfterm.warehouse.coverage import read_coverage
from halfterm.warehouse.store import reading

AUDIENCE: Final[Audience] = "cluster"


@dataclass(frozen=True, slots=True)
class ProfileAsked:
    """What is wanted; None: every half-term, every measure, the loads as they are now."""

    half_term: str | None = None
    measure: str | None = None
    as_at: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """The coverage of a workspace, with the names of schools and half-terms by their ids."""

    programme: str
    asked: ProfileAsked
    coverage: ShownCoverage
    schools: dict[str, str]
    half_terms: dict[str, str]
    overrides: Path | None = None


def profile_of(folder: Path, asked: ProfileAsked) -> Profile:
    """Count what is loaded of a workspace; nothing is changed.

    With one half-term asked for, its groups are counted too.

    Raises:
        BadInput: no such half-term, measure or load, or nothing is loaded there.
        StoreTrouble: nothing is loaded at all.
    """
    workspace = open_workspace(folder)
    names = {half_term.id: half_term.name for half_term in workspace.programme.half_terms}
    if asked.half_term is not None and asked.half_term not in names:
        raise BadInput(f"no half-term '{asked.half_term}'{did_you_mean(asked.half_term, names)}")
    return Profile(
        programme=workspace.programme.name,
        asked=asked,
        coverage=_coverage(workspace, asked, [asked.half_term] if asked.half_term else list(names)),
        schools={school.id: school.name for school in workspace.programme.schools},
        half_terms=names,
        overrides=workspace.overrides,
    )


def _coverage(workspace: Workspace, asked: ProfileAsked, half_terms: list[str]) -> ShownCoverage:
    with reading(workspace.warehouse) as connection:
        if asked.as_at is not None:
            set_as_at(connection, as_at_words(connection, asked.as_at))
        counts = read_coverage(
            connection,
            half_terms,
            schools=[school.id for school in workspace.programme.schools],
            measure=asked.measure,
            by_group=asked.half_term is not None,
        )
    return shown_coverage(counts, AUDIENCE)


def write_page(path: Path, profile: Profile) -> None:
    """Write the profile as one self-contained HTML page.

    Raises:
        BadInput: the file cannot be written.
    """
    page = CoveragePage(profile.programme, profile.coverage, profile.schools, profile.half_terms)
    try:
        path.write_text(render_coverage(page, overrides=profile.overrides), encoding="utf-8")
    except OSError:
        raise BadInput(f"{path.name}: the page cannot be written there") from None
