"""All that the seed files name has its place in docs/seed-coverage.md, which is that of coverage.yaml."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).parent.parent
COVERAGE: Final = runpy.run_path(str(ROOT / "scripts" / "seed_coverage"))
PATHS: Final[list[str]] = COVERAGE["PATHS"].read_text(encoding="utf-8").splitlines()
ROWS: Final[list[Any]] = [row for section in COVERAGE["sections"]() for row in section.rows]
PRINTED: Final = ("/published/", "/published =", "/vignettes/", "/rows/", "/groups/")
"""Where the seed files hold figures that the studies print."""


def test_every_key_path_of_the_seed_files_has_a_row_and_every_row_a_key_path() -> None:
    assert len(PATHS) > 300
    assert COVERAGE["without_a_row"](PATHS, ROWS) == []
    assert COVERAGE["of_no_path"](PATHS, ROWS) == []


def test_the_key_paths_are_those_of_the_seed_files() -> None:
    if not COVERAGE["SEEDS"].is_dir():
        pytest.skip("the seed files are not beside this checkout")
    assert COVERAGE["seed_paths"]() == PATHS, "scripts/seed_coverage --paths"


def test_no_row_is_empty() -> None:
    for row in ROWS:
        assert row.what, row
        assert row.places, row
        assert all(words.strip() for place in row.places for words in place.says), row


def test_a_row_says_every_printed_figure_of_its_key_paths() -> None:
    unsaid = [path for path in PATHS if any(part in path for part in PRINTED) and not _said(path)]
    assert unsaid == []


def _said(path: str) -> bool:
    name, _, value = path.partition(" = ")
    words = " ".join(
        f"{row.what} {place.where} {' '.join(place.says)}"
        for row in ROWS
        if any(name == one or name.startswith(f"{one}/") for one in row.names)
        for place in row.places
    )
    figures = set(re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])", value))
    return figures <= set(re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w])", _spelled(words)))


def _spelled(words: str) -> str:
    """Numbers in words count as figures: nine children are 9."""
    numbers = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    for number, word in enumerate(numbers, start=2):
        words = re.sub(rf"\b{word}\b", str(number), words, flags=re.IGNORECASE)
    return words


def test_files_that_are_named_say_what_the_rows_say() -> None:
    wrong = [
        (row.what, place.where, problem)
        for row in ROWS
        for place in row.places
        if place.kind == "file"
        for problem in COVERAGE["_problems"](place, ROOT / "demo")
    ]
    assert wrong == []


def test_pages_are_of_examples_that_are_replayed() -> None:
    replayed = (ROOT / "scripts" / "replay").read_text(encoding="utf-8")
    for row in ROWS:
        for place in row.places:
            if place.kind == "page":
                example = place.where.partition("/")[0]
                assert (ROOT / "examples" / example).is_dir(), place
                assert example in replayed, place


def test_the_page_is_that_of_the_rows() -> None:
    text = COVERAGE["document"](COVERAGE["sections"]())
    assert COVERAGE["PAGE"].read_text(encoding="utf-8") == text, "scripts/seed_coverage"


@pytest.mark.parametrize(
    ("page", "words", "found"),
    [
        ("<td>27</td><td>of <b>84</b></td>", "27 of 84", True),
        ("<td>2</td><td>7</td>", "27", False),
        ("<script>27</script>", "27", False),
        ("&minus;2.2", "−2.2", True),
    ],
)
def test_a_page_is_read_as_a_reader_sees_it(page: str, words: str, found: bool, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    place = COVERAGE["Place"]("page", "page.html", (words,))
    assert COVERAGE["_problems"](place, tmp_path) == ([] if found else [f"does not say “{words}”"])


def test_a_missing_page_and_a_command_that_fails_are_told(tmp_path: Path) -> None:
    place = COVERAGE["Place"]
    assert COVERAGE["_problems"](place("page", "none.html", ("27",)), tmp_path) == ["there is no such page"]
    (problem,) = COVERAGE["_problems"](place("run", "halfterm audit demo/none", ("Every event",)), tmp_path)
    assert problem == "does not say “Every event”"
