"""Published figures noted in a workspace: joined, revised, never written over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.flows.benchmark_import import FigureWish, add_figure
from halfterm.flows.workspace import open_workspace
from tests.flows.small_workspace import make_workspace

WISH = FigureWish(
    benchmark="ks2",
    name="KS2 averages",
    dated=date(2025, 9, 9),
    measure="reading",
    half_term="autumn-1",
    scale="points",
    indicator="avg_read",
    where=(("breakdown", "Total"),),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_workspace(tmp_path / "work")
    (tmp_path / "ks2.csv").write_text("breakdown,avg_read\nTotal,105.1\nBoys,104.2\n", encoding="utf-8")
    return tmp_path / "work"


def test_figures_join_their_benchmark_and_a_revision_is_another(folder: Path) -> None:
    data = folder.parent / "ks2.csv"
    half_terms = [half_term.id for half_term in open_workspace(folder).programme.half_terms]
    first = replace(WISH, half_term=half_terms[0])
    assert add_figure(folder, data, first) == 105.1
    add_figure(folder, data, replace(first, half_term=half_terms[1]))
    add_figure(folder, data, replace(first, dated=date(2025, 12, 11), where=(("breakdown", "Boys"),)))
    provisional, final = open_workspace(folder).benchmarks
    assert provisional.means == {"reading": {half_terms[0]: 105.1, half_terms[1]: 105.1}}
    assert (final.dated, final.means) == (date(2025, 12, 11), {"reading": {half_terms[0]: 104.2}})
    assert (final.scales, final.source) == ({"reading": "points"}, "ks2.csv")
    with pytest.raises(BadInput, match=r"has another figure of 'reading'.*a revision has a day of its own"):
        add_figure(folder, data, replace(first, where=(("breakdown", "Boys"),)))


def test_a_half_term_or_scale_that_is_not_there_is_answered_with_what_there_is(folder: Path) -> None:
    with pytest.raises(BadInput) as refused:
        add_figure(folder, folder.parent / "ks2.csv", replace(WISH, half_term="spring1", scale="point"))
    half_term, scale = refused.value.problems
    assert half_term.startswith("--half-term: there is no half-term 'spring1'; did you mean 'spring-1'")
    assert scale.startswith("--scale: there is no scale 'point'; did you mean 'points'")


def test_a_file_with_comments_of_somebodys_own_is_left_alone(folder: Path) -> None:
    own = "# Ours.\nbenchmarks: []\n"
    (folder / "benchmarks.yaml").write_text(own, encoding="utf-8")
    wish = replace(WISH, half_term=open_workspace(folder).programme.half_terms[0].id)
    with pytest.raises(BadInput, match="add the figure to it by hand"):
        add_figure(folder, folder.parent / "ks2.csv", wish)
    assert (folder / "benchmarks.yaml").read_text(encoding="utf-8") == own
