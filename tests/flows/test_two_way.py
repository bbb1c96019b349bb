"""`halfterm two-way` by command: the table, its figures, and what an audience may not see."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from scipy import stats
from typer.testing import CliRunner, Result

from halfterm.cycles.errors import BadInput
from halfterm.flows.cli import app


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """38 of 50 progressed with a teacher, 14 of 35 with an assistant; gains 0 to 2."""
    rows = [
        f"p{place},{led},{'yes' if place < yes else 'no'},{(place * 3) // n}"
        for led, yes, n in (("teacher", 38, 50), ("TA", 14, 35))
        for place in range(n)
    ]
    place = tmp_path / "class.csv"
    place.write_text("\n".join(["pupil,led,progressed,gain", *rows]) + "\n", encoding="utf-8")
    return place


def say(path: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["two-way", str(path), "--group", "led=teacher", *words])


def report(path: Path, *words: str) -> dict[str, Any]:
    done = say(path, *words, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_difference_the_odds_and_their_p_come_out(path: Path) -> None:
    found = report(path, "--outcome", "progressed=yes")
    assert found["counts"] == {"group": {"no": 12, "yes": 38}, "others": {"no": 21, "yes": 14}}
    difference, odds = found["findings"]
    assert difference["value"] == pytest.approx(36)
    assert difference["p"] == odds["p"] == pytest.approx(stats.fisher_exact([[38, 12], [14, 21]]).pvalue)
    text = say(path, "--outcome", "progressed=yes").output
    assert "Difference of shares: +36.0 percentage points, 95 % interval +14.8 to +53.4, p 0.001" in text
    assert "as many as 18 of the 50" in text
    assert "Chance alone rarely does as much." in text


def test_an_ordered_outcome_is_compared_by_ranks(path: Path) -> None:
    found = report(path, "--outcome", "gain")
    assert found["counts"]["others"] == {"0": 12, "1": 12, "2": 11}
    (lead,) = found["findings"]
    assert lead["statistic"] == "outcome_lead"
    assert "exact over" in lead["method"]
    assert found["any_difference"]["p"] > 0.9
    assert "Chance alone may do as much." in say(path, "--outcome", "gain").output


def test_words_in_order_are_levels(path: Path) -> None:
    found = report(path, "--outcome", "progressed", "--order", "no,yes")
    assert found["counts"]["group"] == {"no": 12, "yes": 38}
    assert found["findings"][0]["value"] == pytest.approx(0.36)


@pytest.mark.parametrize("audience", ["cluster", "public"])
def test_a_small_cell_withholds_the_table_from_others(path: Path, audience: str) -> None:
    path.write_text(
        path.read_text(encoding="utf-8").replace(",no,", ",yes,", 8) + "x,,yes,1\n", encoding="utf-8"
    )
    found = report(path, "--outcome", "progressed=yes", "--audience", audience)
    assert (found["counts"], found["findings"]) == (None, [])
    assert found["notes"] == ["rows without a group or an outcome are left out"]
    done = say(path, "--outcome", "progressed=yes", "--audience", audience)
    assert "Withheld" in done.output
    assert not any(figure.isdecimal() for figure in done.output)
    assert report(path, "--outcome", "progressed=yes")["counts"]["group"] == {"no": 4, "yes": 46}


def test_for_the_public_counts_are_rounded_and_there_is_no_p(path: Path) -> None:
    found = report(path, "--outcome", "progressed=yes", "--audience", "public")
    assert found["counts"] == {"group": {"no": 10, "yes": 40}, "others": {"no": 20, "yes": 15}}
    assert found["findings"][0]["p"] is None
    text = say(path, "--outcome", "progressed=yes", "--audience", "public").output
    assert "p 0." not in text
    assert "not be a matter of chance" in text.replace("\n", " ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--outcome", "progressed="), "--outcome: 'progressed=' is not COL=VALUE"),
        (("--outcome", "progressed=yes", "--order", "a,b"), "--order: give the outcome as a column alone"),
        (("--outcome", "gain", "--order", "a"), "--order: name two words or more"),
        (("--outcome", "gain", "--order", "a,a"), "--order: name two words or more"),
        (("--outcome", "gian"), "no column 'gian'; did you mean 'gain'?"),
    ],
)
def test_a_wrong_word_is_refused_with_the_right_one(path: Path, words: tuple[str, ...], said: str) -> None:
    refused = say(path, *words).exception
    assert isinstance(refused, BadInput)
    assert said in str(refused)
