"""A gain without comparison stands beside what its scale expects anyway, in the time of its own plan."""

from __future__ import annotations

from pathlib import Path

from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.study_files import read_studies
from tests.flows.small_workspace import make_workspace
from tests.flows.test_half_term import run

OF_THE_MEAN = """\
predictions:
- {measure: reading, statistic: mean, value: 20, lower: 15, upper: 25}
"""


def test_the_expected_gain_is_the_scales_and_is_said_where_nobody_is_compared(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    for file in (folder / "sources/marks.yaml", *(folder / "cycles").iterdir()):
        file.write_text(file.read_text().replace("scale: points", "scale: points-2"))
    alone = folder / "cycles/ash-beech-1.yaml"
    words = alone.read_text().replace("kind: others, name: the other pupils", "kind: none, name: nobody")
    alone.write_text(words.split("targets:")[0].replace("  treated: {pairs: in}\n", "") + OF_THE_MEAN)
    run(folder, "spring-1")
    studies = read_studies(open_workspace(folder).studies / "spring-1")
    assert {study.expected_gain for study in studies if study.cycle} == {0.5}
    said = "a rise of 0.5 points is what the scale expects of everybody in that time"
    drafts = (folder / "drafts/spring-1/cases").glob("*/page.md")
    pages = {page.parent.name: said in page.read_text().lower() for page in drafts}
    assert pages == {"ash-beech": True, "cedar-dogwood": False}
    case = (folder / "drafts/spring-1/cases/ash-beech/page.md").read_text()
    assert "Nobody is set beside FSM pupils, so no gap is known at the start." in case
