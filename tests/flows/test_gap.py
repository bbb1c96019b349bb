"""`halfterm gap`: one file, one command, numbers that are R's, and messages without a pupil in them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import re
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from halfterm.flows.cli import app, main
from halfterm.flows.gap import parse_pairs

ROOT = Path(__file__).parents[2]
STAR = ROOT / "examples/project-star/data/project-star.csv.gz"
STAR_OPTIONS = (
    *("--pupil", "pupil", "--school", "schoolidk", "--baseline", "readk", "--follow-up", "read1"),
    *("--target", "lunchk=free", "--treated", "star1=small", "--threshold", "500"),
)
OPTIONS = (
    *("--pupil", "pupil", "--school", "school", "--baseline", "autumn", "--follow-up", "spring"),
    *("--target", "fsm=yes"),
)
# The optimiser of lme4 leaves variances a digit less sure than coefficients.
LOOSE = {"icc": 1e-5, "variance_school": 1e-5, "variance_residual": 1e-5}

SMALL = """\
pupil,school,fsm,autumn,spring
p1,Ash,yes,10,12
p2,Ash,yes,11,15
p3,Ash,no,13,14
p4,Beech,yes,9,11
p5,Beech,no,14,16
p6,Beech,no,15,18
"""


@dataclass(frozen=True)
class Ran:
    """How one command ended."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found

    def finding(self, statistic: str) -> dict[str, Any]:
        found: dict[str, Any] = {f["statistic"]: f for f in self.report["findings"]}[statistic]
        return found


Gap = Callable[..., Ran]


def run_main(words: Sequence[str], capsys: Any) -> Ran:
    old, sys.argv = sys.argv, ["halfterm", "gap", *words]
    try:
        main()
    except SystemExit as ended:
        printed = capsys.readouterr()
        return Ran(int(ended.code or 0), printed.out, printed.err)
    finally:
        sys.argv = old


@pytest.fixture
def gap(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Gap:
    """Writes a file and studies it by the command line, in this process."""

    def study(
        content: str | bytes, *more: str, name: str = "class.csv", options: Sequence[str] = OPTIONS
    ) -> Ran:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return run_main([str(path), *options, *more], capsys)

    return study


def assert_is_rs(report: dict[str, Any], said: dict[str, Any]) -> None:
    found = {finding["statistic"]: finding for finding in report["findings"]}
    assert said.keys() <= found.keys()
    for statistic, numbers in said.items():
        for part in ("value", "lower", "upper", "p"):
            if numbers[part] is not None:
                tiny_p = part == "p" and numbers[part] < 1e-10
                tolerance = 1e-5 if tiny_p else LOOSE.get(statistic, 1e-6)
                same = pytest.approx(numbers[part], rel=tolerance, abs=1e-300)
                assert found[statistic][part] == same, (statistic, part)


@pytest.fixture(scope="module")
def reference() -> dict[str, Any]:
    path = ROOT / "tests/cycles/impact/references/star.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_every_finding_of_project_star_is_rs(reference: dict[str, Any]) -> None:
    ran = CliRunner().invoke(app, ["gap", str(STAR), *STAR_OPTIONS, "--json"])
    assert ran.exit_code == 0
    report = json.loads(ran.stdout)
    assert_is_rs(report, reference["study"])
    assert report["n"] == {
        "rows": 11598,
        "target": 1768,
        "comparison": 2231,
        "schools": 78,
        "missing_baseline": 5809,
        "missing_follow_up": 5202,
    }
    assert report["warnings"] == [
        "12 pupils with both scores have no value in 'lunchk': in neither group",
    ]


def test_the_command_itself_gives_rs_numbers_on_standard_output_in_four_seconds(
    reference: dict[str, Any], tmp_path: Path
) -> None:
    command = [sys.executable, "-c", "from halfterm.flows.cli import main; main()", "gap", str(STAR)]
    began = _busy()
    ran = subprocess.run(
        [*command, *STAR_OPTIONS, "--json"], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    # Of processor time, and twice the promise: the test may share its two cores with others.
    assert _busy() - began < 8
    assert ran.stderr == ""
    assert_is_rs(json.loads(ran.stdout), reference["study"])
    assert list(tmp_path.iterdir()) == []


def _busy() -> float:
    """Processor seconds of all child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_against_the_whole_class_the_pupils_of_unknown_group_are_in_it(reference: dict[str, Any]) -> None:
    ran = CliRunner().invoke(app, ["gap", str(STAR), *STAR_OPTIONS, "--comparison", "whole_class", "--json"])
    report = json.loads(ran.stdout)
    said = {name: numbers for name, numbers in reference["whole_class"].items() if name != "direct"}
    assert_is_rs(report, said)
    assert report["n"]["comparison"] == 1768 + 2231 + 12
    assert report["warnings"] == [
        "12 pupils with both scores have no value in 'lunchk': part of the whole class only",
    ]


def test_the_json_report_has_exactly_these_parts_in_this_order(gap: Gap) -> None:
    ran = gap(SMALL, "--json")
    assert ran.code == 0
    assert ran.err == ""
    report = ran.report
    assert list(report) == ["n", "findings", "verdict", "warnings"]
    assert list(report["n"]) == [
        "rows",
        "target",
        "comparison",
        "schools",
        "missing_baseline",
        "missing_follow_up",
    ]
    fields = ["statistic", "value", "lower", "upper", "p", "n_target", "n_comparison", "method"]
    assert all(list(finding) == fields for finding in report["findings"])
    assert report["n"] == {
        "rows": 6,
        "target": 3,
        "comparison": 3,
        "schools": 2,
        "missing_baseline": 0,
        "missing_follow_up": 0,
    }
    assert report["warnings"] == []
    assert ran.finding("gap_baseline")["value"] == pytest.approx(-4)
    assert ran.finding("gap_followup")["value"] == pytest.approx(38 / 3 - 16)
    assert ran.finding("threshold_gap_followup")["value"] is None


def test_it_opens_with_the_verdict_and_what_to_bear_in_mind(gap: Gap) -> None:
    said = " ".join(gap(SMALL).out.split("Statistic")[0].split())
    assert said == (
        "class.csv: fsm=yes against the others "
        "The target group were 4.0 points behind the others (autumn) and are now 3.3 points behind "
        "(spring); the gap is 0.7 points smaller, which could be chance. "
        "The 95% interval reaches from −1.8 to +3.1, so the data are compatible with the target group "
        "gaining anything from 1.8 points less to 3.1 points more than the others. "
        "The target group rose 2.7 points and the others rose 2.0 points, closing the gap from below, which "
        "could be chance. "
        "Read with care: Few pupils have both scores (the target group: 3; the others: 3), so one child can "
        "move a mean."
    )


def test_a_machine_reads_the_rules_that_apply(gap: Gap) -> None:
    verdict = gap(SMALL, "--json").report["verdict"]
    assert verdict["claim"] == "no clear change"
    assert [(line["rule"], line["part"]) for line in verdict["lines"]] == [
        ("closing", "direction"),
        ("could be chance", "interval"),
        ("closing up", "mover"),
        ("few pupils", "caution"),
    ]
    assert "impact" not in json.dumps(verdict)


def test_a_group_named_after_scores_and_a_crowded_end_are_warned_of(gap: Gap) -> None:
    rows = [
        f"p{i},Ash,{'low' if i < 4 else 'high'},{8 if i < 4 else 12},{9 + i % 2 if i < 4 else 12}"
        for i in range(9)
    ]
    file = "\n".join(["pupil,school,prior_band,autumn,spring", *rows])
    ran = gap(file, "--json", options=(*OPTIONS[:-1], "prior_band=low"))
    lines = {line["rule"]: line["sentence"] for line in ran.report["verdict"]["lines"]}
    assert lines["regression to the mean"].startswith("If the target group were picked for their low scores")
    assert "the others before, the others after" in lines["ceiling"]


def test_treated_and_threshold_add_their_findings(gap: Gap) -> None:
    treated = SMALL.replace("spring\n", "spring,idea\n").replace("\np", ",in\np").replace("idea,in", "idea")
    treated = treated.replace("9,11,in", "9,11,out").rstrip("\n") + ",in\n"
    ran = gap(treated, "--json", "--treated", "idea=in", "--threshold", "12")
    assert ran.code == 0
    assert ran.finding("impact")["n_target"] == 2
    assert ran.finding("impact")["n_comparison"] == 1
    assert ran.finding("threshold_gap_followup")["value"] == pytest.approx(100 * (2 / 3 - 1))


@pytest.mark.parametrize("columns", [80, 120])
def test_the_table_keeps_its_order_its_points_in_line_and_its_rows_on_one_line(
    gap: Gap, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    ran = gap(gzip.decompress(STAR.read_bytes()), name="star.csv", options=STAR_OPTIONS)
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert all(len(line.rstrip()) <= columns for line in lines)
    begin = next(i for i, line in enumerate(lines) if line.startswith("Statistic"))
    rows = lines[begin + 1 : lines.index("", begin + 1) if "" in lines[begin:] else None]
    rows = [row for row in rows if row.strip()]
    assert rows[0].startswith("Gap before")
    assert rows[-1].startswith("Impact on the gap")
    assert len(rows) == 23
    start = lines[begin].index("Value")
    points = {row.index(".", start - 4) for row in rows if "." in row[start - 4 : start + 6]}
    assert len(points) == 1
    assert "11,598 rows, 78 schools; 5,809 pupils without a baseline" in ran.out
    assert "Note: 12 pupils with both scores have no value in 'lunchk'" in ran.out


def test_one_of_a_thing_is_said_in_the_singular(gap: Gap) -> None:
    one = "pupil,school,fsm,autumn,spring\np1,Ash,yes,10,12\np2,Ash,no,11,12\np3,Ash,,11,13\n"
    ran = gap(one, "--json")
    assert ran.report["warnings"] == ["1 pupil with both scores has no value in 'fsm': in neither group"]
    assert "3 rows, 1 school; 0 pupils without a baseline" in gap(one).out


def test_square_brackets_of_a_user_are_shown_as_they_are(gap: Gap) -> None:
    bracketed = SMALL.replace("fsm", "[bold]fsm[/red]").replace("yes", "[y]")
    ran = gap(
        bracketed.replace("p6,Beech,no", "p6,Beech,"),
        name="a[b]*'x'.csv",
        options=(*OPTIONS[:-1], "[bold]fsm[/red]=[y]"),
    )
    assert ran.code == 0
    assert "a[b]*'x'.csv: [bold]fsm[/red]=[y] against the others" in ran.out
    assert "no value in '[bold]fsm[/red]'" in ran.out.replace("\n", " ")


def test_a_file_name_with_a_star_reads_no_other_file(gap: Gap, tmp_path: Path) -> None:
    (tmp_path / "class-b.csv").write_text(SMALL.replace("p", "q"), encoding="utf-8")
    ran = gap(SMALL, "--json", name="class*.csv")
    assert ran.report["n"]["rows"] == 6


def test_an_unknown_column_is_answered_with_near_misses_and_exit_code_2(gap: Gap) -> None:
    for more in ((), ("--json",)):
        ran = gap(
            SMALL, *more, options=(*OPTIONS[:4], "--baseline", "Autum", "--follow-up", "sprin", *OPTIONS[8:])
        )
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.splitlines() == [
            "error: class.csv: no column 'Autum'; did you mean 'autumn'?",
            "error: class.csv: no column 'sprin'; did you mean 'spring'?",
        ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"--follow-up": "autumn"}, "column 'autumn' cannot be baseline and follow-up at once"),
        ({"--school": "pupil"}, "column 'pupil' cannot be pupil and school at once"),
        ({"--target": "fsm=yes,fsm=no"}, "column 'fsm' is named twice"),
        ({"--target": "fsm"}, "--target: 'fsm' is not COL=VALUE"),
        ({"--target": "fsm="}, "--target: 'fsm=' is not COL=VALUE"),
        ({"--target": ""}, "--target: '' is not COL=VALUE"),
        ({"--treated": "=in"}, "--treated: '=in' is not COL=VALUE"),
        ({"--threshold": "nan"}, "threshold: must be a finite number"),
        ({"--threshold": "inf"}, "threshold: must be a finite number"),
        ({"--target": "fsm=never"}, "the target group is empty"),
        ({"--treated": "school=Cedar"}, "no pupil of the target group has school=Cedar: nobody is treated"),
    ],
)
def test_options_that_make_no_study_are_refused(gap: Gap, changed: dict[str, str], said: str) -> None:
    options = dict(zip(OPTIONS[::2], OPTIONS[1::2], strict=True)) | changed
    ran = gap(SMALL, "--json", options=[word for pair in options.items() for word in pair])
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_column_may_be_school_and_group_at_once(gap: Gap) -> None:
    ran = gap(SMALL, "--json", options=(*OPTIONS[:-1], "school=Ash"))
    assert ran.code == 0
    assert ran.report["n"]["target"] == 3


@pytest.mark.parametrize(
    ("rows", "statistic", "why"),
    [
        (["p1,Ash,yes,10,12"], "gap_change", "everybody with both scores is in the target group"),
        (
            ["p1,Ash,yes,10,12", "p2,Ash,yes,11,12"],
            "did",
            "everybody with both scores is in the target group",
        ),
        (["p1,Ash,yes,10,", "p2,Ash,no,11,12"], "gap_change", "no pupil of the target group has both scores"),
        (["p1,Ash,yes,10,12", "p2,Ash,no,11,12"], "multilevel", "fewer than 5 schools"),
    ],
)
def test_what_cannot_be_computed_says_why_in_place_of_a_number(
    gap: Gap, rows: list[str], statistic: str, why: str
) -> None:
    ran = gap("\n".join(["pupil,school,fsm,autumn,spring", *rows]), "--json")
    assert ran.code == 0
    finding = ran.finding(statistic)
    assert finding["value"] is None
    assert why in finding["method"]
    assert gap("\n".join(["pupil,school,fsm,autumn,spring", *rows])).code == 0


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("class.csv", b"", "class.csv: the file is empty"),
        ("class.csv", b" \n\n", "class.csv: the file is empty"),
        ("class.csv", b"pupil,school,fsm,autumn,spring\n", "there is no row below the header"),
        ("class.csv", b"pupil,school,fsm,autumn,spring\n\n,,,,\n", "there is no row below the header"),
        ("class.csv", b"\x00\x01\x02\xff junk", "this is not a text file"),
        ("class.csv", bytes(range(1, 256)), "the header has 2 columns, these rows have more or fewer"),
        ("class.csv.gz", b"\x1f\x8b junk", "the packed file is damaged"),
        ("class.csv.gz", gzip.compress(SMALL.encode(), mtime=0)[:-20], "the packed file is damaged"),
        ("class.csv.gz", b"plain text", "there is no row below the header"),
        ("class.xlsx", b"PK\x03\x04 junk", "this is not a workbook that can be read"),
        ("class.xlsx", b"", "the file is empty"),
        ("class.xls", b"junk", "this is not a workbook that can be read"),
        ("class.parquet", b"PAR1 junk PAR1", "this is not a Parquet file that can be read"),
        ("class.parquet", b"", "this is not a Parquet file that can be read"),
        ("class.pdf", b"%PDF", "this kind of file is not known"),
    ],
)
def test_a_file_that_is_no_table_is_refused_by_name(gap: Gap, name: str, content: bytes, said: str) -> None:
    ran = gap(content, "--json", name=name)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert name in ran.err


def test_a_packed_file_with_a_flipped_bit_is_refused(gap: Gap) -> None:
    packed = bytearray(gzip.compress(SMALL.encode()))
    packed[len(packed) // 2] ^= 0xFF
    ran = gap(bytes(packed), name="class.csv.gz")
    assert ran.code == 2
    assert "damaged" in ran.err


def test_a_missing_file_is_answered_with_near_misses(gap: Gap, tmp_path: Path, capsys: Any) -> None:
    gap(SMALL, name="class-5.csv")
    ran = run_main([str(tmp_path / "class5.csv"), *OPTIONS, "--json"], capsys)
    assert (ran.code, ran.out) == (2, "")
    assert "there is no such file; did you mean 'class-5.csv'?" in ran.err
    assert run_main([str(tmp_path), *OPTIONS], capsys).code == 2


def test_a_missing_option_is_a_usage_error(gap: Gap) -> None:
    ran = gap(SMALL, "--json", options=OPTIONS[:-2])
    assert (ran.code, ran.out) == (2, "")
    assert "--target" in ran.err


def test_pairs_may_hold_commas_in_quotation_marks_and_equals_signs_in_values() -> None:
    assert parse_pairs("--target", 'fsm = yes , "Year, group=5"') == (("fsm", "yes"), ("Year, group", "5"))
    assert parse_pairs("--target", "band=>=3") == (("band", ">=3"),)


SECRET = "Zaphod-Q7"
PLANTED = "\n".join(
    ["pupil,school,fsm,autumn,spring"]
    + [f"{SECRET}{i},Sch{i % 3},{'yes' if i % 2 else 'no'},{90 + i * 1.5},{95 + i}" for i in range(12)]
).encode()
BROKEN_PIECES = [
    b"",
    b",",
    b'"',
    b"\n",
    b"\r\n",
    b"\t",
    b";",
    b"\xff",
    b"\x00",
    b"nan",
    b"-inf",
    b"1e308",
    b"9" * 30,
]


@given(
    edits=st.lists(
        st.tuples(
            st.integers(0, len(PLANTED)),
            st.integers(0, 12),
            st.one_of(st.sampled_from(BROKEN_PIECES), st.binary(max_size=4)),
        ),
        min_size=1,
        max_size=4,
    ),
    comparison=st.sampled_from(["others", "whole_class"]),
)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_however_a_file_is_damaged_it_ends_with_0_or_2_and_never_tells_a_pupil(
    edits: list[tuple[int, int, bytes]], comparison: str, gap: Gap
) -> None:
    content = PLANTED
    for at, length, piece in edits:
        content = content[:at] + piece + content[at + length :]
    ran = gap(content, "--json", "--comparison", comparison)
    assert ran.code in (0, 2), ran.err
    assert SECRET not in ran.out + ran.err
    assert "Traceback" not in ran.err
    if ran.code == 0:
        numbers = [f[part] for f in ran.report["findings"] for part in ("value", "lower", "upper", "p")]
        assert all(number is None or math.isfinite(number) for number in numbers)
    else:
        assert ran.out == ""
        assert re.match("error: ", ran.err)


@given(
    pupils=st.lists(
        st.tuples(
            st.sampled_from(["yes", "no", ""]),
            st.one_of(st.floats(-1e9, 1e9), st.integers(-3, 3)),
            st.one_of(st.floats(-1e9, 1e9), st.integers(-3, 3)),
        ),
        min_size=1,
        max_size=12,
    )
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_finite_scores_there_are_the_study_ends_with_finite_numbers(
    pupils: list[tuple[str, float, float]], gap: Gap
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["pupil", "school", "fsm", "autumn", "spring"])
    writer.writerows([f"p{i}", f"s{i % 6}", *pupil] for i, pupil in enumerate(pupils))
    ran = gap(text.getvalue(), "--json", "--threshold", "1")
    assert ran.code in (0, 2), ran.err
    if ran.code == 0:
        assert ran.report["n"]["rows"] == len(pupils)
