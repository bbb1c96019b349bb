"""The scales that come with halfterm, and those of a workspace."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.scale_use import scale_problems, way_problems
from halfterm.warehouse.scale_file import built_in_scales, read_scales

SCALES = built_in_scales()

MINE = """\
id: mine
name: Our own steps
about: Steps of the school.
kind: points
grades: {emerging: 1, secure: 2}
numbers: none
thresholds: {secure: {name: Secure, at: secure}}
"""


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def problems(folder: Path) -> tuple[str, ...]:
    with pytest.raises(BadInput) as refused:
        read_scales(folder)
    return refused.value.problems


def test_the_two_point_scale_is_as_it_is_printed() -> None:
    grades = SCALES["nc-levels"].grades
    printed = (
        "W 3; 1c 7 1b 9 1a 11; 2c 13 2b 15 2a 17; 3c 19 3b 21 3a 23; 4c 25 4b 27 4a 29; 5c 31 5b 33 5a 35"
    )
    printed += "; 6c 37 6b 39 6a 41"
    words = printed.replace(";", "").split()
    assert {g: grades[g] for g in words[::2]} == {
        g: float(p) for g, p in zip(words[::2], words[1::2], strict=True)
    }
    assert {after - before for before, after in pairwise(list(grades.values())[1:])} == {2}
    assert [SCALES["nc-whole-levels"].grades[str(level)] for level in range(1, 9)] == [
        6 * level + 3 for level in range(1, 9)
    ]


def test_official_points_tell_sub_levels_apart_at_level_2_only() -> None:
    official = SCALES["nc-official-aps"].spellings.grades
    assert {official[f"{level}{sub}"] for level in (1,) for sub in "CBA"} == {9}
    assert [official[f"2{sub}"] for sub in "CBA"] == [13, 15, 17]
    assert {official[f"3{sub}"] for sub in "CBA"} == {21}


def test_a_year_of_expected_progress_is_three_points_and_a_half_term_half_a_point() -> None:
    for scale in ("nc-levels", "points-2"):
        expected = SCALES[scale].expected
        assert expected is not None
        assert (expected.half_term, expected.year) == (0.5, 3)


def test_every_built_in_scale_bears_out_what_it_says() -> None:
    assert len(SCALES) == 26
    for scale in SCALES.values():
        assert scale_problems(scale) + way_problems(scale, SCALES) == [], scale.id


def test_a_workspace_adds_its_own_scales(tmp_path: Path) -> None:
    scales = read_scales(write(tmp_path, mine=MINE))
    assert scales.keys() - SCALES.keys() == {"mine"}
    assert list(scales) == sorted(scales)
    assert read_scales(tmp_path / "nowhere") == SCALES == read_scales()


def test_a_built_in_scale_is_replaced_only_where_the_file_says_so(tmp_path: Path) -> None:
    shadow = MINE.replace("id: mine", "id: points")
    assert problems(write(tmp_path, points=shadow)) == (
        "scales/points.yaml: there is a built-in scale 'points': give this one another id, "
        "or write `replaces: yes` to use it instead",
    )
    write(tmp_path, points=shadow + "replaces: yes\n")
    assert read_scales(tmp_path)["points"].name == "Our own steps"


def test_everything_wrong_in_any_scale_is_told_at_once_with_file_and_line(tmp_path: Path) -> None:
    said = problems(
        write(
            tmp_path,
            a=MINE.replace("kind:", "knid:"),
            b=MINE.replace("at: secure", "at: sure").replace("id: mine", "id: b"),
            c=MINE.replace("id: mine", "id: pionts") + "replaces: yes\n",
            d=MINE.replace("id: mine", "id: d") + "convert_to: {point: {rule: ours}}\n",
            e=MINE.replace("id: mine", "id: d"),
        )
    )
    assert "scales/a.yaml, line 4: unknown key 'knid'; did you mean 'kind' or 'id'?" in said
    assert "scales/b.yaml: threshold 'secure' does not lie on the scale; it has emerging, secure" in said
    assert (
        "scales/c.yaml: replaces 'pionts', but no built-in scale is called so; did you mean 'points'"
        in "".join(said)
    )
    assert any(p.startswith("scales/d.yaml: converts to 'point': no such scale; did you mean") for p in said)
    assert {"scales/d.yaml: scale 'd' is there twice", "scales/e.yaml: scale 'd' is there twice"} <= set(said)
