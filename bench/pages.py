"""How fast a thousand case studies become pages, and are found unchanged: `python -m bench.pages [PAGES]`.

Two limits, for the median of three rounds: the whole build takes at most 1.5 times python-markdown, nh3 and
one Jinja template for the same text in the same run; built again unchanged, at most 3 % of it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from unittest.mock import patch

import nh3
from jinja2 import Environment
from markdown import Markdown
from markupsafe import Markup
from rich.console import Console

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.programme import Cluster
from halfterm.cycles.record import CycleRecord, EditionRecord
from halfterm.flows.fingerprint import fingerprint
from halfterm.flows.made import is_made, note_made
from halfterm.site import case_page
from halfterm.site.case_page import case_draft
from halfterm.site.frame import EditionFrame, edition_frame
from halfterm.site.kept_html import KeptHtml
from halfterm.site.methods_page import methods_draft
from halfterm.site.pieces import Draft
from halfterm.site.publish import Published, publish
from halfterm.site.rendering import Templates
from halfterm.site.safe import show_edition
from halfterm.site.shown import ShownEdition
from tests.site.edition_factory import edition, school

PAGES, ROUNDS = 1_000, 3
AUDIENCE: Audience = "public"
MOST_TIMES_BARE, MOST_UNCHANGED = 1.5, 0.03
NO_CHARTS = dict.fromkeys(("case_charts", "slope_charts", "case_series"), lambda *_: ((), ()))
"""What draws the charts of a case study, each to draw none: what drawing takes is not what is timed here."""
IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)\n?")
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\([^)]*\)")
EXTENSIONS = ("attr_list", "md_in_html", "sane_lists", "tables")
PAGE = "<!doctype html>\n<html><head><title>{{ title }}</title></head>\n<body>{{ content }}</body></html>\n"


@dataclass(frozen=True, slots=True)
class Timed:
    """Seconds on the clock, and of the processor."""

    clock: float
    processor: float


def many_cases(pages: int) -> EditionRecord:
    """An edition of as many engagements, each with two chained cycles and a cluster of its own."""
    small = edition()
    clusters, engagements, cycles = [], [], list[CycleRecord]()
    for i in range(pages):
        schools = tuple(f"{name}-{i}" for name in ("ash", "birch", "cedar"))
        members = tuple(school(name) for name in schools)
        clusters.append(Cluster(id=f"north-{i}", name=f"North {i}", facilitator="ana", schools=members))
        changed = {"id": f"ash-{i}", "name": f"Ash {i} and partners", "cluster": f"north-{i}"}
        changed |= {"lead": schools[0], "supported": schools[1:]}
        engagements.append(small.programme.engagements[0].model_copy(update=changed))
        cycles += [_cycle(cycle, i) for cycle in small.cycles[:2]]
    programme = small.programme.model_copy(
        update={"clusters": tuple(clusters), "engagements": tuple(engagements)}
    )
    return replace(
        small, programme=programme, cycles=tuple(cycles), cluster_studies=(), earlier_cluster_studies={}
    )


def _cycle(cycle: CycleRecord, i: int) -> CycleRecord:
    """A cycle of its own, which shares no object with another's: as it is when it is read from files."""
    name, follows = f"{cycle.plan.id}-{i}", cycle.plan.follows and f"{cycle.plan.follows}-{i}"
    plan = cycle.plan.model_copy(update={"id": name, "engagement": f"ash-{i}", "follows": follows})
    studies = tuple(
        replace(
            study,
            cycle=name,
            place=f"ash-{i}" if study.level == "engagement" else f"{study.place}-{i}",
            findings=tuple(replace(finding) for finding in study.findings),
            means=dict(study.means),
        )
        for study in cycle.studies
    )
    return replace(cycle, plan=plan, studies=studies)


def case_drafts(shown: ShownEdition, templates: Templates) -> list[Draft]:
    """The case studies without their charts, and the two pages that their layout leads to."""
    cases = [case_draft(shown, e, schools=(), templates=templates) for e in shown.programme.engagements]
    first = Draft("index", "index", "All pages", "Every page of this edition.")
    return [*map(without_charts, cases), methods_draft(shown, templates=templates), first]


def without_charts(draft: Draft) -> Draft:
    """The draft's words alone; its clusters' pages are not built, so no link may lead there."""
    words = LINK.sub(_unless_methods, IMAGE.sub("", draft.markdown))
    return replace(draft, markdown=words, charts=(), trail=())


def _unless_methods(match: re.Match[str]) -> str:
    return match[0] if "methods.html" in match[0] else match[1]


def bare(drafts: Sequence[Draft]) -> int:
    """What the libraries alone take: one converter, one sanitiser by its own rules, one template."""
    markdown = Markdown(extensions=EXTENSIONS, output_format="html")
    page = Environment(autoescape=True).from_string(PAGE)
    made = [
        page.render(title=d.title, content=Markup(nh3.clean(markdown.reset().convert(d.markdown))))  # noqa: S704
        for d in drafts
    ]
    return sum(map(len, made))


@dataclass(frozen=True, slots=True)
class Place:
    """An edition's folder, and the notes beside it."""

    folder: Path

    def build(self, record: EditionRecord, shown: ShownEdition, frame: EditionFrame) -> Published | None:
        """As `flows.publish` does it; None when nothing is new."""
        key, note = fingerprint((record, frame)), self.folder / "published.json"
        if is_made(self.folder / "site", key, note=note):
            return None
        drafts = case_drafts(shown, Templates())
        kept = KeptHtml(self.folder / "html.json")
        published = publish(drafts, record=frame, into=self.folder / "site", kept=kept)
        note_made(self.folder / "site", key, note=note)
        return published


def timed(work: Callable[[], object]) -> Timed:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return Timed(time.perf_counter() - clock, time.process_time() - processor)


@dataclass(frozen=True, slots=True)
class Round:
    """One whole build beside the libraries alone, and the build after it with nothing new."""

    libraries: Timed
    full: Timed
    unchanged: Timed

    @property
    def times_bare(self) -> float:
        return self.full.processor / self.libraries.processor

    @property
    def share_unchanged(self) -> float:
        return self.unchanged.processor / self.full.processor


def mean(one: Timed, other: Timed) -> Timed:
    return Timed((one.clock + other.clock) / 2, (one.processor + other.processor) / 2)


def rounds(record: EditionRecord, words: Sequence[Draft], folder: Path) -> list[Round]:
    """Several rounds, each build between two runs of the libraries: no machine is always equally fast."""
    made, before = list[Round](), timed(lambda: bare(words))
    for number in range(ROUNDS):
        full, unchanged = _built_twice(record, folder / f"round-{number}")
        after = timed(lambda: bare(words))
        made.append(Round(mean(before, after), full, unchanged))
        before = after
    return made


def _built_twice(record: EditionRecord, folder: Path) -> tuple[Timed, Timed]:
    shown, frame, place = show_edition(record, AUDIENCE), frame_of(record), Place(folder)
    folder.mkdir()
    return timed(lambda: place.build(record, shown, frame)), timed(lambda: place.build(record, shown, frame))


def frame_of(record: EditionRecord) -> EditionFrame:
    """The frame of the edition without clusters, whose pages are not built here."""
    return replace(edition_frame(record, audience=AUDIENCE), members={}, clusters={})


def other_generators(drafts: Sequence[Draft], folder: Path) -> dict[str, float | None]:
    """Seconds of MkDocs (Material) and Hugo for the same text; None for one that is not on the PATH."""
    mkdocs, hugo = shutil.which("mkdocs"), shutil.which("hugo")
    took: dict[str, float | None] = {"MkDocs Material": None, "Hugo": None}
    for name, place in (("mkdocs", "docs"), ("hugo", "content")):
        (folder / name / place).mkdir(parents=True)
        for draft in drafts:
            text = f'---\ntitle: "{draft.slug}"\n---\n\n{draft.markdown}'
            (folder / name / place / f"{draft.slug}.md").write_text(text, encoding="utf-8")
    if mkdocs:
        settings = "site_name: Bench\ntheme: {name: material}\nplugins: []\n"
        (folder / "mkdocs" / "mkdocs.yml").write_text(
            settings + f"markdown_extensions: {list(EXTENSIONS[:2])}\n"
        )
        took["MkDocs Material"] = _run(mkdocs, "build", "--quiet", place=folder / "mkdocs")
    if hugo:
        layouts = folder / "hugo" / "layouts" / "_default"
        layouts.mkdir(parents=True)
        for layout in ("single", "list"):
            (layouts / f"{layout}.html").write_text("<title>{{ .Title }}</title>{{ .Content }}\n")
        (folder / "hugo" / "config.toml").write_text(
            'title = "Bench"\n[markup.goldmark.renderer]\nunsafe = true\n'
        )
        took["Hugo"] = _run(hugo, "--quiet", place=folder / "hugo")
    return took


def _run(*command: str, place: Path) -> float:
    return timed(lambda: subprocess.run(command, check=True, cwd=place, capture_output=True)).clock  # noqa: S603


def _warm_up(folder: Path) -> None:
    """Both ways once for a few pages: what is read and compiled once a process is of no page."""
    record = many_cases(3)
    folder.mkdir()
    Place(folder).build(record, show_edition(record, AUDIENCE), frame_of(record))
    bare(case_drafts(show_edition(record, AUDIENCE), Templates()))


def main() -> None:
    """Measure, print, and end with 1 when a limit is not held."""
    pages, console = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES, Console(highlight=False)
    record = many_cases(pages)
    with patch.multiple(case_page, **NO_CHARTS), tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        _warm_up(folder / "warm-up")
        words = case_drafts(show_edition(record, AUDIENCE), Templates())
        measured = rounds(record, words, folder)
        others = other_generators(words, folder / "others")
    ratios, shares = ([getattr(r, name) for r in measured] for name in ("times_bare", "share_unchanged"))
    ratio, share = median(ratios), median(shares)
    long = sum(len(draft.markdown) for draft in words) / pages
    console.print(f"{pages:,} case studies without charts, {long:,.0f} characters each")
    rows: dict[str, float | None] = {
        "python-markdown, nh3, Jinja alone": median(r.libraries.clock for r in measured),
        "drafted, checked, swapped in": median(r.full.clock for r in measured),
        "again, unchanged": median(r.unchanged.clock for r in measured),
    }
    for name, seconds in (rows | others).items():
        each = (
            "not on the PATH"
            if seconds is None
            else f"{seconds:8.2f} s {seconds / pages * 1000:7.1f} ms a page"
        )
        console.print(f"{name:<36}{each}")
    every = ", ".join(f"{each:.2f}" for each in ratios)
    console.print(
        f"processor time of the libraries alone: {ratio:.2f} times (of {every}; at most {MOST_TIMES_BARE})"
    )
    console.print(f"again unchanged: {share:.1%} of the whole (at most {MOST_UNCHANGED:.0%})")
    if ratio > MOST_TIMES_BARE or share > MOST_UNCHANGED:
        sys.exit(1)


if __name__ == "__main__":
    main()
