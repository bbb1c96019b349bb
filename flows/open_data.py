"""Open data of the editions that are out: made from the same safe figures as their pages, and checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.flows.drafts import pages_to_read
from halfterm.flows.edition import edition_record
from halfterm.flows.publish import engagements_left_out
from halfterm.flows.review import Reviews
from halfterm.flows.run import Run
from halfterm.flows.whole_file import write_whole
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.site.bundle import Bundle, bundle
from halfterm.site.index_page import of_cluster
from halfterm.site.safe import show_edition
from halfterm.site.screener import Screening, fault_lines
from halfterm.site.shown import ShownEdition
from halfterm.site.tidy import findings_csv
from halfterm.warehouse.register import Register, register

OUT: Final = frozenset({"published"})


@dataclass(frozen=True, slots=True)
class Released:
    """What was written: where, of which half-terms, with what the screener said of it."""

    path: Path
    half_terms: tuple[str, ...]
    bundle: Bundle
    size: int


def release(folder: Path, *, half_term: str | None, out: Path, licence: str, today: date) -> Released:
    """Write the open data of one published half-term, or of all of them, as a zip.

    Raises:
        BadInput: nothing is published, pages are not what the figures are, the file cannot be written
            there, or the screener fails a check.
    """
    _check_place(out)
    workspace = open_workspace(folder)
    if workspace.settings.audience == "school":
        raise BadInput("halfterm.toml: audience is 'school': what only a school may see does not leave it")
    editions = published_editions(workspace, half_term, today=today)
    made = bundle(editions, licence=licence)
    if not made.tables:
        raise BadInput("no figure of these half-terms is published")
    if not made.passed:
        raise BadInput(*failures(made.screenings), f"nothing was written to {out}")
    content = made.zipped
    try:
        write_whole(out, content)
    except OSError as error:
        raise BadInput(f"{out}: it cannot be written there ({error.strerror})") from None
    return Released(out, tuple(edition.half_term.id for edition in editions), made, len(content))


def _check_place(out: Path) -> None:
    """Before anything is computed: whether a zip could be there."""
    if out.suffix != ".zip":
        raise BadInput(f"--out {out}: give a file that ends in .zip")
    if out.is_dir() or not out.parent.is_dir():
        raise BadInput(f"--out {out}: {'it is a folder' if out.is_dir() else 'there is no such folder'}")


def failures(screenings: tuple[Screening, ...]) -> list[str]:
    """Each check that failed, with its first places."""
    return [
        f"{screening.data}: {check.name}: {line}"
        for screening in screenings
        for check in screening.of("fail")
        for line in fault_lines(check)[:3]
    ]


def published_editions(
    workspace: Workspace, half_term: str | None, *, today: date
) -> tuple[ShownEdition, ...]:
    """The published editions, or one of them, as their audience sees them: engagements that are out only.

    Raises:
        BadInput: none is published, or one has not the figures of its pages any more.
    """
    known = [h.id for h in workspace.programme.half_terms]
    published = [name for name in known if (workspace.site / name / "index.html").is_file()]
    if half_term is not None and half_term not in known:
        raise BadInput(f"no half-term '{half_term}' in programme.yaml{did_you_mean(half_term, known)}")
    wanted = [name for name in published if half_term in (None, name)]
    if not wanted:
        which = "no half-term is" if half_term is None else f"half-term '{half_term}' is not"
        raise BadInput(f"{which} published yet: pages must be approved and published first")
    with register(workspace.register) as events:
        reviews = Reviews(events, workspace.programme, one_person=workspace.settings.one_person)
        found = [_edition(Run(workspace.folder, name, today), workspace, events, reviews) for name in wanted]
    return tuple(found)


def _edition(run: Run, workspace: Workspace, events: Register, reviews: Reviews) -> ShownEdition:
    """One edition as it was published, without what was not, or was taken back since."""
    pages = pages_to_read(workspace.drafts / run.half_term)
    left_out = engagements_left_out(run, events, reviews, pages, states=OUT)
    record = edition_record(run, workspace, events)
    edition = show_edition(record, workspace.settings.audience).without(left_out)
    _check_as_published(edition, workspace.site / run.half_term / "data")
    return edition


def _check_as_published(edition: ShownEdition, data: Path) -> None:
    """Whether the figures are those that people have read: the pages' own tables, byte for byte."""
    for cluster in edition.programme.clusters:
        meeting = of_cluster(edition, cluster)
        for engagement, cycle in meeting.cycles if meeting else ():
            case = [s for one in edition.chain(engagement.id) for s in one.at("engagement", engagement.id)]
            _check_same(edition, [data / f"case-{engagement.id}.csv"], findings_csv(case))
            shared = cycle.at("engagement", engagement.id)
            for school in set(engagement.pupil_schools) - cycle.missing_schools:
                names = (school, f"{school}-in-{engagement.id}")
                pages = [data / f"school-{name}.csv" for name in names]
                _check_same(edition, pages, findings_csv((*cycle.at("school", school), *shared)))


def _check_same(edition: ShownEdition, pages: list[Path], table: str) -> None:
    if not any(page.is_file() and page.read_bytes() == table.encode() for page in pages):
        half_term = edition.half_term.id
        raise BadInput(
            f"half-term '{half_term}': its figures are not those of its published pages any more; bring the "
            f"pages up to date first: halfterm run --half-term {half_term}"
        )
