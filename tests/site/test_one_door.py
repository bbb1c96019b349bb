"""The one door, tried: nothing reaches a page but words and figures made safe for whoever reads it."""

from __future__ import annotations

import ast
import copy
import dataclasses
import importlib
import pickle
import subprocess
import sys
import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from jinja2 import DictLoader

from halfterm.cycles import carried_out, record
from halfterm.cycles.disclosure import Audience, Shown, hidden, show_count, show_number
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.pooling_studies import Pool
from halfterm.cycles.quality_point import Point
from halfterm.cycles.quality_progress import Judgement
from halfterm.site.charts import ForestRow, SlopeRow, forest_chart, matrix_chart, slope_chart
from halfterm.site.methods_page import methods_draft
from halfterm.site.rendering import PageRecord, Templates
from halfterm.site.tidy import findings_csv, rows_csv
from tests.site.edition_factory import edition, finding, study

ROOT = Path(__file__).parents[2]
SITE = ROOT / "site"

UNSAFE: frozenset[type] = frozenset(
    {
        *(Finding, Pool, carried_out.CarriedOut, carried_out.Dose, carried_out.CycleCost),
        *(record.Study, record.CycleRecord, record.EditionRecord, record.Coverage, record.LoadRecord),
        *(record.PredictionScore, record.TargetScore, record.PupilTargetCount, record.CrossSection),
        *(record.Missing, record.OtherChoices, record.ThresholdCounts, record.EndCount, record.CycleStory),
        *(record.SeriesSums, record.ExceptionFigures, record.SideSum, record.Figures),
    }
)
"""What holds figures of pupils before they are made safe."""

DOOR = frozenset({"safe.py", "suppression.py", "draft.py", "frame.py"})
"""With `safe_*.py`, the only files of the site that may know what is unsafe: the door, and who knocks."""

LEVELS = frozenset({Point, Judgement})
"""Levels on scales of our own, which say nothing of how many pupils there are."""


# The figure itself


def test_a_figure_is_made_by_the_disclosure_module_and_by_nothing_else() -> None:
    made = cast("Callable[..., Shown]", Shown)
    with pytest.raises(TypeError, match="door"):
        made("7", 7.0)
    with pytest.raises(TypeError, match=r"made safe by halfterm\.cycles\.disclosure"):
        made("7", 7.0, door=object())
    with pytest.raises(TypeError, match=r"made safe by halfterm\.cycles\.disclosure"):
        made("7", 7.0, door=None)


def test_no_figure_is_made_from_another() -> None:
    safe = show_number(1.0, decimals=0)
    with pytest.raises(ValueError, match="door"):
        dataclasses.replace(safe, value=7.0)
    with pytest.raises(dataclasses.FrozenInstanceError):
        safe.value = 7.0  # type: ignore[misc]


def test_a_figure_can_be_kept_and_copied_as_it_is() -> None:
    safe = show_count(13, "public")
    assert copy.deepcopy(safe) == pickle.loads(pickle.dumps(safe)) == safe
    assert pickle.loads(pickle.dumps(safe)).audience == "public"


@pytest.mark.parametrize(
    ("made_for", "reader", "may"),
    [
        *[("school", "school", True), ("school", "cluster", False), ("school", "public", False)],
        *[("cluster", "school", True), ("cluster", "cluster", True), ("cluster", "public", False)],
        *[("public", "school", True), ("public", "cluster", True), ("public", "public", True)],
    ],
)
def test_a_figure_is_for_its_audience_and_for_those_who_may_know_more(
    made_for: Audience, reader: Audience, may: bool
) -> None:
    assert show_count(40, made_for).may_be_shown_to(reader) is may
    assert show_number(40, decimals=0).may_be_shown_to(reader)
    assert hidden("c").may_be_shown_to(reader)


# The templates


@dataclass(frozen=True, slots=True)
class Tried(PageRecord):
    """A page that somebody tries to put something into."""

    tried: object


def printed(tried: object, source: str = "{{ page.tried }}", audience: Audience = "public") -> str:
    """What a template prints of it."""
    templates = Templates(audience=audience)
    templates._pages.loader = DictLoader({"tried.md": source})
    return templates.page("tried.md", Tried(tried))


def test_a_template_prints_words_and_figures_made_safe() -> None:
    assert printed("Ash School") == "Ash School\n"
    assert printed(show_number(-2.5, decimals=1)) == "−2.5\n"
    assert printed(hidden("c")) == "c\n"


@pytest.mark.parametrize(
    "unsafe",
    [
        7,
        7.5,
        True,
        None,
        finding("gap_change", 3.2),
        study(),
        study().coverage,
        edition(),
        edition().cycles[0],
    ],
    ids=lambda unsafe: type(unsafe).__name__,
)
def test_a_template_refuses_numbers_and_records(unsafe: object) -> None:
    with pytest.raises(TypeError):
        printed(unsafe)


def test_a_template_refuses_what_is_inside_a_record() -> None:
    for source in ("{{ page.tried.value }}", "{{ page.tried.n_target }}", "{{ [page.tried.value] }}"):
        with pytest.raises(TypeError):
            printed(finding("gap_change", 3.2), source)


def test_a_page_refuses_a_figure_made_for_those_who_may_know_more() -> None:
    assert printed(show_count(8, "cluster"), audience="cluster") == "8\n"
    with pytest.raises(TypeError, match="an audience that may know more"):
        printed(show_count(8, "cluster"), audience="public")
    drawing = Templates(audience="public")
    drawing._markup.loader = DictLoader({"tried.svg": "<text x='{{ x }}'>{{ figure }}</text>"})
    assert drawing.markup("tried.svg", x=3.5, figure=show_count(40, "public")) == "<text x='3.5'>40</text>\n"
    with pytest.raises(TypeError, match="an audience that may know more"):
        drawing.markup("tried.svg", x=3.5, figure=show_count(8, "cluster"))
    with pytest.raises(TypeError, match="no Finding"):
        drawing.markup("tried.svg", x=3.5, figure=finding("gap_change", 3.2))


# What takes a record or a number in place of a figure


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: findings_csv([cast("Any", study())]),
        lambda: rows_csv(("mean",), [(cast("Any", 97.31),)]),
        lambda: slope_chart(
            "s",
            "S",
            [SlopeRow("Ash", cast("Any", 1.0), cast("Any", 2.0), "closer")],
            before="a",
            after="b",
            unit="points",
        ),
        lambda: matrix_chart(
            "m", "M", [[cast("Any", 3)]], rows=("1",), columns=("1",), row_head="from", column_head="to"
        ),
        lambda: forest_chart("f", "F", [ForestRow("Ash", *[cast("Any", 0.2)] * 4)], unit="SD", expected=None),
        lambda: methods_draft(cast("Any", edition()), templates=Templates()),
    ],
    ids=["findings as CSV", "rows as CSV", "slope", "matrix", "forest", "draft"],
)
def test_files_charts_and_drafts_fail_on_what_was_not_made_safe(attempt: Callable[[], object]) -> None:
    with pytest.raises((TypeError, AttributeError)):
        attempt()


ATTEMPTS = """
from halfterm.cycles.disclosure import Shown
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.record import CycleRecord, EditionRecord, Study
from halfterm.site.case_page import case_draft
from halfterm.site.charts import ForestRow, SlopeRow, matrix_chart
from halfterm.site.figures import gap_figures
from halfterm.site.methods_page import methods_draft
from halfterm.site.pieces import ChartTable, ComputedRow
from halfterm.site.rendering import Templates
from halfterm.site.tidy import findings_csv, rows_csv
from halfterm.cycles.words import interval


def tried(finding: Finding, study: Study, edition: EditionRecord, cycle: CycleRecord, t: Templates) -> None:
    Shown("7", 7.0)
    Shown("7", 7.0, door=object())
    findings_csv([study])
    rows_csv(("mean",), [(97.31,)])
    SlopeRow("Ash", 1.0, 2.0, "target")
    ForestRow("Ash", finding, finding, finding, finding)
    matrix_chart("m", "M", [[3]], rows=("1",), columns=("1",), row_head="a", column_head="b")
    ChartTable("caption", ("head",), ((97.31,),))
    t.page("school.md", finding)
    t.page("school.md", study)
    methods_draft(edition, templates=t)
    case_draft(edition, edition.programme.engagements[0], schools=(), templates=t)
    gap_figures(study, cycle.plan, edition.programme)
    interval(finding)
"""


def test_the_type_checker_refuses_every_attempt(tmp_path: Path) -> None:
    tried = tmp_path / "attempts.py"
    tried.write_text(ATTEMPTS, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--config-file",
        "pyproject.toml",
        "--no-error-summary",
        str(tried),
    ]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    refused = {
        int(line.split(":")[1])
        for line in said.stdout.splitlines()
        if "attempts.py" in line and "error" in line
    }
    lines = ATTEMPTS.splitlines()
    first = next(number for number, line in enumerate(lines, start=1) if line.startswith("def tried"))
    for number, line in enumerate(lines[first:], start=first + 1):
        assert number in refused, f"taken without a word: {line.strip()}"
    assert min(refused) > first, said.stdout


# Who may know what is unsafe


def modules() -> list[Path]:
    return sorted(SITE.rglob("*.py"))


def is_door(path: Path) -> bool:
    return path.parent == SITE and (path.name in DOOR or path.name.startswith("safe_"))


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SITE)))
def test_only_the_door_knows_of_records_that_are_not_safe(path: Path) -> None:
    if is_door(path):
        return
    names = {kind.__name__ for kind in UNSAFE}
    known = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    used = {alias.name for node in known if isinstance(node, ast.ImportFrom) for alias in node.names} & names
    assert not used, f"{path.name} takes what is not safe: {', '.join(sorted(used))}"


def test_no_page_record_can_hold_a_number_or_a_record_that_is_not_safe() -> None:
    for path in modules():
        if path.name != "__init__.py":
            importlib.import_module(
                ".".join(("halfterm.site", *path.relative_to(SITE).with_suffix("").parts))
            )
    pages = [page for page in PageRecord.__subclasses__() if page.__module__.startswith("halfterm.")]
    assert len(pages) > 5
    wrong = [said for page in pages for said in _unsafe_parts(page, page.__name__, set())]
    assert not wrong, "; ".join(wrong)


def _unsafe_parts(kind: Any, where: str, seen: set[type]) -> Iterator[str]:
    """The places within a type where something unsafe could be, all the way down."""
    if typing.get_origin(kind) is typing.Literal or kind in seen:
        return
    if typing.get_origin(kind) is not None or isinstance(kind, types.UnionType):
        for part in typing.get_args(kind):
            yield from _unsafe_parts(part, where, seen)
        return
    if kind in UNSAFE or kind in (float, complex, Any, object):
        yield f"{where}: {getattr(kind, '__name__', kind)}"
    if not dataclasses.is_dataclass(kind) or kind in LEVELS or kind is Shown:
        return
    seen.add(cast("type", kind))
    hints = typing.get_type_hints(kind)
    for field in dataclasses.fields(kind):
        yield from _unsafe_parts(hints[field.name], f"{where}.{field.name}", seen)


def test_what_is_unsafe_is_named_by_classes_that_are_there() -> None:
    assert all(dataclasses.is_dataclass(kind) for kind in UNSAFE)
    assert all((SITE / name).is_file() for name in DOOR)
