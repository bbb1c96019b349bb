"""A zip that a researcher can use: data with metadata, codebook, cycles, its checks, and how to read it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.disclosure import POLICIES
from halfterm.site.bundle_readme import readme
from halfterm.site.observations import Observation, observations
from halfterm.site.open_data import OpenTable, open_tables
from halfterm.site.open_labels import Labels
from halfterm.site.open_meta import codebook_csv, meta_csv
from halfterm.site.screener import Screening, fault_lines, screen
from halfterm.site.screener_files import META_ENDING, NamedFile
from halfterm.site.shown import ShownEdition
from halfterm.site.tidy import rows_csv

FIRST_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip can say: without times of their own, the same data give the same bytes."""

CYCLE_COLUMNS: Final = (
    *("cycle", "title", "cluster", "engagement", "change_idea", "theme", "target_group", "comparison"),
    *("baseline_half_term", "half_term", "treated_named", "assigned", "locked_on", "plan_fingerprint"),
    *("amendments", "decision"),
)
SCREENING_COLUMNS: Final = ("file", "check", "what", "result", "faults", "where")


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files by their path in the zip, and what the screener said of each data file."""

    files: Mapping[str, str]
    tables: tuple[OpenTable, ...]
    screenings: tuple[Screening, ...]

    @property
    def passed(self) -> bool:
        """Whether it is fit to leave: no check of any data file failed."""
        return all(screening.passed for screening in self.screenings)

    @property
    def rows(self) -> int:
        return sum(len(table.rows) for table in self.tables)

    @property
    def zipped(self) -> bytes:
        """The zip; byte for byte the same for the same files."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, text in self.files.items():
                entry = zipfile.ZipInfo(path, FIRST_TIME)
                entry.external_attr, entry.create_system = 0o644 << 16, 3
                archive.writestr(entry, text.encode(), zipfile.ZIP_DEFLATED, 9)
        return out.getvalue()


def bundle(editions: Sequence[ShownEdition], *, licence: str = "") -> Bundle:
    """The open data of some published editions of one programme, at least one, in order; screened already.

    All are for one audience. Without any figures there are no data files: `tables` is empty.
    """
    last = editions[-1]
    found = observations(editions)
    tables = open_tables(last.programme, found)
    pairs = [(f"{table.name}.csv", table.csv, meta_csv(table), table) for table in tables]
    policy = POLICIES[last.audience]
    screenings = tuple(
        screen(
            NamedFile(name, data.encode()),
            NamedFile(f"{table.name}{META_ENDING}", meta.encode()),
            policy=policy,
        )
        for name, data, meta, table in pairs
    )
    files = {"README.md": readme(editions, tables, found, screenings, licence=licence)}
    for name, data, meta, table in pairs:
        files |= {f"data/{name}": data, f"data/{table.name}{META_ENDING}": meta}
    files |= {
        "codebook.csv": codebook_csv(tables, found),
        "cycles.csv": cycles_csv(editions, found),
        "screening.csv": screening_csv(screenings),
    }
    return Bundle(files, tables, screenings)


def cycles_csv(editions: Sequence[ShownEdition], found: Sequence[Observation]) -> str:
    """A row a cycle of the data: its plan, when it was locked, what was decided."""
    labels = Labels.of(editions[-1].programme, found)
    engagements = {one.study.cycle: one for one in found if one.study.cycle}
    shown = {
        cycle.plan.id: cycle
        for edition in editions
        for cycle in edition.cycles
        if cycle.plan.id in engagements and cycle.plan.follow_up == edition.half_term.id
    }
    rows = []
    for name, cycle in shown.items():
        plan, one = cycle.plan, engagements[name]
        idea = plan.change_idea
        rows.append(
            (
                *(name, plan.title, labels.clusters[one.cluster.id], labels.engagements[plan.engagement]),
                *(idea.name, plan.intervention.theme, plan.target_group.name, plan.comparison.name),
                *(labels.half_terms[plan.baseline], labels.half_terms[plan.follow_up]),
                *("yes" if plan.names_treated else "no", idea.assigned or "", cycle.locked_on.isoformat()),
                *(cycle.plan_hash, str(len(cycle.amendments))),
                cycle.decision.kind if cycle.decision else "",
            )
        )
    return rows_csv(CYCLE_COLUMNS, rows)


def screening_csv(screenings: Iterable[Screening]) -> str:
    """A row a check of each data file."""
    return rows_csv(
        SCREENING_COLUMNS,
        (
            (s.data, check.name, check.says, check.result, str(check.count), "; ".join(fault_lines(check)))
            for s in screenings
            for check in s.checks
        ),
    )
