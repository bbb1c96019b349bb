"""A preview: the drafts of a half-term as they would be published, built anew when anything changes."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Final

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.errors import BadInput, UserError
from halfterm.flows.audiences import as_for, may_leave
from halfterm.flows.branding import cluster_logos
from halfterm.flows.drafts import half_term_with_drafts, pages_to_read
from halfterm.flows.edition import drafts_of, edition_record, with_reviews
from halfterm.flows.review import Reviews
from halfterm.flows.run import Run
from halfterm.flows.watching import Quiet, Watch, written_files
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.site.frame import edition_frame
from halfterm.site.kept_html import KeptHtml
from halfterm.site.publish import Published, publish
from halfterm.warehouse.register import register

QUIET: Final = 0.3  # seconds without a change before anything is built: a file may come in pieces


class Preview:
    """The pages of one half-term in a folder of their own, with nothing left out for want of an approval.

    `version` names what is shown now; `problems` are why the latest change could not be shown.
    """

    def __init__(
        self, folder: Path, half_term: str | None, audience: Audience | None, *, today: date, place: Path
    ) -> None:
        opened = open_workspace(folder)
        self._folder, self._place = folder, place
        self._audience = may_leave(audience or opened.settings.audience, chosen=audience is not None)
        self._run = Run(folder, half_term_with_drafts(opened, half_term), today)
        self._watch = Quiet(Watch(lambda: _made_of(opened)), seconds=QUIET, clock=time.monotonic)
        self._started, self._built = secrets.token_hex(4), 0
        self.problems: tuple[str, ...] = ()

    @property
    def half_term(self) -> str:
        return self._run.half_term

    @property
    def edition(self) -> Path:
        """The folder of the pages."""
        return self._place / self.half_term

    @property
    def version(self) -> str:
        """Another one after each build, and for each preview."""
        return f"{self._started}-{self._built}"

    def build(self) -> Published:
        """Build the pages as the files are now.

        Raises:
            UserError: they cannot be built, and why.
        """
        workspace = as_for(open_workspace(self._folder), self._audience)
        with register(workspace.register) as events:
            reviews = Reviews(events, workspace.programme, one_person=workspace.settings.one_person)
            pages = pages_to_read(workspace.drafts / self.half_term)
            record = with_reviews(edition_record(self._run, workspace, events), pages, reviews)
        drafts = drafts_of(workspace, record)
        frame = edition_frame(
            record,
            audience=self._audience,
            titles={draft.path: draft.title for draft in drafts},
            logos=cluster_logos(workspace.folder, workspace.programme),
        )
        kept = KeptHtml(self._place / "html.json")
        made = publish(drafts, record=frame, into=self.edition, overrides=workspace.overrides, kept=kept)
        self.problems = ()
        self._built += 1
        return made

    def look(self) -> Published | None:
        """Build again if something has changed and is quiet now; None when nothing was built."""
        if not self._watch.settled():
            return None
        try:
            return self.build()
        except UserError as wrong:
            self.problems = wrong.problems
            self._built += 1
            return None


def _made_of(workspace: Workspace) -> Iterator[Path]:
    """What pages are made of: what people write, templates, studies, drafts, the register's last word."""
    folder = workspace.folder
    yield from written_files(folder)
    for place in (workspace.templates, workspace.studies, workspace.drafts, folder / "coded"):
        yield from place.rglob("*")
    yield from (path for path in _house_templates().rglob("*") if "__pycache__" not in path.parts)
    yield from (folder / cluster.logo for cluster in workspace.programme.clusters if cluster.logo)
    if workspace.register.anchor is not None:
        yield workspace.register.anchor


def _house_templates() -> Path:
    place = files("halfterm.templates")
    if not isinstance(place, Path):
        raise BadInput(
            "halfterm's own templates are not files on this machine, so that nothing can watch them"
        )
    return place
