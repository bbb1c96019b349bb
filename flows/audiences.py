"""For whom an edition can be built, and where: no page for one audience lies among those for another."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.errors import BadInput
from halfterm.flows.workspace import Workspace

LEAVES_THE_SCHOOL: Final[tuple[Audience, ...]] = ("cluster", "public")
"""The audiences of editions; what only a school may see is seen in its own desk."""


def may_leave(audience: Audience, *, chosen: bool) -> Audience:
    """An audience for which an edition can be built; `chosen` on the command line, else by the settings.

    Raises:
        BadInput: it is a school's own.
    """
    if audience not in LEAVES_THE_SCHOOL:
        place = "--audience school" if chosen else "halfterm.toml: audience is 'school'"
        raise BadInput(
            f"{place}: pages for one school alone are seen in its own desk and are in no edition; "
            f"choose --audience {' or '.join(LEAVES_THE_SCHOOL)}"
        )
    return audience


def as_for(workspace: Workspace, audience: Audience) -> Workspace:
    """The workspace as if its editions were for this audience; another than its own has a site of its own."""
    return workspace if audience == workspace.settings.audience else _apart(workspace, audience)


def sites_of(workspace: Workspace, asked: Audience | None = None) -> tuple[Workspace, ...]:
    """The workspace once for each site to be brought up to date, the one that is asked for last.

    Those are there already, or asked for: what is taken back in one must not stay in another.
    """
    last = as_for(workspace, asked or workspace.settings.audience)
    # A site apart may be of the settings' own audience by now: it is there, so it is seen to.
    others = [
        one for one in (workspace, *(_apart(workspace, a) for a in LEAVES_THE_SCHOOL)) if one.site.is_dir()
    ]
    return (*(one for one in others if one.site != last.site), last)


def _apart(workspace: Workspace, audience: Audience) -> Workspace:
    settings = workspace.settings.model_copy(update={"audience": audience})
    return replace(workspace, settings=settings, site_folder=f"site-{audience}")
