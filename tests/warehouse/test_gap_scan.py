"""From loads to the groups of a scan: who is compared with whom, in which band, and what is found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from halfterm.cycles.errors import BadInput
from halfterm.cycles.gap_differences import Differences, differences
from halfterm.cycles.gap_finder import Finds, find_gaps, gaps_then
from halfterm.warehouse.gap_scan import GapScan, gap_series, loaded_half_terms, scan_groups
from tests.warehouse.conftest import Load, make_source

Pupils = NDArray[Any]


def take_in(
    store: duckdb.DuckDBPyConnection,
    half_term: str,
    *,
    schools: Pupils,
    attributes: dict[str, Pupils],
    scores: dict[str, Pupils],
    scale: str = "points",
) -> None:
    """Put a half-term straight into the tables of the warehouse; None and NaN are not known."""
    number = store.execute("SELECT 1 + count(*) FROM load").fetchall()[0][0]
    load, pupils = f"load-{number}", np.array([f"pupil-{i}" for i in range(len(schools))])
    store.execute(
        """
        INSERT INTO load BY NAME
        SELECT ? AS load, ? AS number, 'marks' AS source, ? AS half_term, 'marks.csv' AS file_name,
            '' AS file_sha256, DATE '2025-05-01' AS loaded_on, 0 AS rows_read, 0 AS pupils, 0 AS outside,
            0 AS elsewhere, 0 AS rejected, 0 AS scores, 0 AS scores_missing
        """,
        [load, number, half_term],
    )
    insert(store, "enrolment", load, pupils, schools)
    for name, values in attributes.items():
        known = np.array([value is not None for value in values])
        insert(store, "attribute", load, pupils[known], np.full(known.sum(), name), values[known].astype(str))
    for measure, marks in scores.items():
        there = ~np.isnan(marks)
        named = np.full(there.sum(), measure)
        insert(store, "result", load, pupils[there], named, marks[there], np.full(there.sum(), None))
        store.execute("INSERT INTO measure_scale VALUES (?, ?, ?)", [load, measure, scale])


def insert(store: duckdb.DuckDBPyConnection, table: str, load: str, *columns: Pupils) -> None:
    # Our connections read no variable of Python's by its name.
    lists = {f"c{i}": column.tolist() for i, column in enumerate(columns)}
    cells = ", ".join(f"unnest(${name})" for name in lists)
    store.execute(f"INSERT INTO {table} SELECT '{load}', {cells}", lists)


def scanned(store: duckdb.DuckDBPyConnection, *half_terms: str, smallest: int = 2, **only: str) -> GapScan:
    return scan_groups(store, half_terms or ("autumn",), smallest=smallest, **only)  # type: ignore[arg-type]


def made(scan: GapScan) -> Differences:
    return differences(scan.strata, len(scan.groups))


def finds(scan: GapScan, share: float = 0.05) -> Finds:
    return find_gaps(scan.groups, scan.strata, spread=scan.spread, share=share)


def place_of(
    scan: GapScan, *terms: tuple[str, str], school: str = "ash", band: str = "", measure: str = "reading"
) -> int:
    """The group on the scale of points."""
    wanted = (measure, "points", school, band, terms)
    (place,) = [
        i for i, g in enumerate(scan.groups) if (g.measure, g.scale, g.school, g.band, g.terms) == wanted
    ]
    return place


def names(scan: GapScan) -> set[tuple[tuple[tuple[str, str], ...], str, str]]:
    return {(group.terms, group.school, group.band) for group in scan.groups}


def of(*values: object) -> Pupils:
    return np.array(values, dtype=object)


def marks(*values: float | None) -> Pupils:
    return np.array([np.nan if v is None else v for v in values], dtype=np.float64)


NAN = float("nan")
FSM, NOT_FSM = ("fsm", "yes"), ("fsm", "no")


def test_a_group_of_one_school_is_compared_with_its_others_by_welchs_test(
    store: duckdb.DuckDBPyConnection,
) -> None:
    reading = marks(12.5, 15, 11, 18.25, 20, 17, 22, 19, 16, 21)
    fsm = of(*["yes"] * 4, *["no"] * 6)
    take_in(store, "autumn", schools=np.full(10, "ash"), attributes={"fsm": fsm}, scores={"reading": reading})
    scan = scanned(store)
    assert names(scan) == {((FSM,), "ash", ""), ((NOT_FSM,), "ash", "")}
    place, table = place_of(scan, FSM), made(scan)
    welch = stats.ttest_ind(reading[:4], reading[4:], equal_var=False)
    assert table.p[place] == pytest.approx(welch.pvalue, rel=1e-12)
    assert table.gap[place] == pytest.approx(reading[:4].mean() - reading[4:].mean(), rel=1e-12)
    assert scan.spread["reading", "points", "ash"] == pytest.approx(reading.std(ddof=1), rel=1e-12)
    assert len({group.same for group in scan.groups}) == 1
    assert finds(scan).behind[0].group.terms == (FSM,)


def test_pupils_are_compared_with_their_own_school_and_year_group(store: duckdb.DuckDBPyConnection) -> None:
    chance = np.random.default_rng(3)
    schools, year = chance.choice(["ash", "beech", "cedar"], 90), chance.choice(["3", "4"], 90)
    fsm = chance.choice(["yes", "no"], 90)
    reading = np.round(20 + 5 * (year == "4") + 3 * (schools == "beech") + chance.normal(0, 3, 90))
    take_in(
        store, "autumn", schools=schools, attributes={"fsm": fsm, "year": year}, scores={"reading": reading}
    )
    scan = scanned(store)
    # Least squares on the group and a constant for each school and year group: lm(score ~ fsm + school:year).
    strata = [(schools == s) & (year == y) for s in ("ash", "beech", "cedar") for y in ("3", "4")]
    design = np.column_stack([fsm == "yes", *strata]).astype(float)
    coefficient = np.linalg.lstsq(design, reading, rcond=None)[0][0]
    assert made(scan).gap[place_of(scan, FSM, school="")] == pytest.approx(coefficient, rel=1e-9)
    assert not any(terms == (("year", "3"),) for terms, _, _ in names(scan))
    in_year_3 = place_of(scan, FSM, ("year", "3"))
    mine, theirs = ((schools == "ash") & (year == "3") & (fsm == is_fsm) for is_fsm in ("yes", "no"))
    assert made(scan).gap[in_year_3] == pytest.approx(reading[mine].mean() - reading[theirs].mean())


def test_a_pupil_whose_attribute_is_not_known_is_on_neither_side(store: duckdb.DuckDBPyConnection) -> None:
    fsm = of("yes", "yes", "yes", "no", "no", "no", None)
    take_in(
        store,
        "autumn",
        schools=np.full(7, "ash"),
        attributes={"fsm": fsm},
        scores={"reading": marks(1, 2, 3, 4, 5, 6, 99)},
    )
    scan = scanned(store)
    assert made(scan).gap[place_of(scan, FSM)] == pytest.approx(-3)


def test_no_flag_is_every_yes_or_no_attribute_no(store: duckdb.DuckDBPyConnection) -> None:
    fsm = of("yes", "no", "no", "no", "no", "yes", "no", "no")
    sen = of("no", "yes", "no", "no", "no", "yes", None, "yes")
    take_in(
        store,
        "autumn",
        schools=np.full(8, "ash"),
        attributes={"fsm": fsm, "sen": sen, "set": of(*"12121212")},
        scores={"reading": marks(10, 12, 1, 2, 3, 14, 50, 16)},
    )
    scan = scanned(store)
    place = place_of(scan, ("", "no flag"))
    table = made(scan)
    assert (table.n[place], table.n_others[place], table.gap[place]) == (3, 4, pytest.approx(2 - 13))
    assert any(("", "no flag") in terms and ("set", "1") in terms for terms, _, _ in names(scan))
    assert not any(("", "no flag") in terms and ("fsm", "no") in terms for terms, _, _ in names(scan))


def test_an_attribute_of_many_values_is_compared_singly(store: duckdb.DuckDBPyConnection) -> None:
    classes = of(*[f"class {i % 13}" for i in range(52)])
    take_in(
        store,
        "autumn",
        schools=np.full(52, "ash"),
        attributes={"class": classes, "sex": of(*["girl", "girl", "boy"] * 17, "boy")},
        scores={"reading": np.arange(52.0)},
    )
    scan = scanned(store)
    assert scan.alone == ("class",)
    assert ((("class", "class 3"),), "ash", "") in names(scan)
    assert {len(terms) for terms, _, _ in names(scan)} == {1}


def test_bands_are_thirds_of_the_earliest_scores_over_all_schools_and_equals_stay_together(
    store: duckdb.DuckDBPyConnection,
) -> None:
    first = marks(*[1] * 7, *[2] * 5, *[5] * 6)
    latest = marks(*range(18))
    schools = of(*["ash", "beech"] * 9)
    everybody = {"set": of(*"112233" * 3)}
    take_in(store, "autumn", schools=schools, attributes=everybody, scores={"reading": first})
    take_in(store, "spring", schools=schools, attributes=everybody, scores={"reading": latest})
    scan = scanned(store, "autumn", "spring")
    assert scan.banded == 18
    bands = dict(store.execute("SELECT band, count(*) FROM gap_band GROUP BY band").fetchall())
    assert bands == {1: 7, 2: 5, 3: 6}


def bands(store: duckdb.DuckDBPyConnection) -> dict[int, int]:
    """Band by the number of the pupil."""
    rows = store.execute("SELECT pupil, band FROM gap_band").fetchall()
    return {int(pupil.removeprefix("pupil-")): band for pupil, band in rows}


def test_a_pupil_who_came_later_is_put_among_all_scores_of_the_first_half_term_there(
    store: duckdb.DuckDBPyConnection,
) -> None:
    schools, nobody = np.full(18, "ash"), {}
    first = marks(*range(17), None)
    then = marks(*reversed(range(17)), 16.5)
    for half_term, scores in (("autumn", first), ("spring-1", then), ("spring-2", then)):
        take_in(store, half_term, schools=schools, attributes=nobody, scores={"reading": scores})
    scanned(store, "autumn", "spring-1", "spring-2")
    cut = bands(store)
    assert (cut[0], cut[8], cut[16], cut[17]) == (1, 2, 3, 3)


def test_bands_are_cut_within_year_groups_of_enough_pupils(store: duckdb.DuckDBPyConnection) -> None:
    year = of(*["3"] * 15, *["4"] * 15, *["5"] * 14)
    for half_term in ("autumn", "spring"):
        scores = {"reading": np.arange(44.0)}
        take_in(store, half_term, schools=np.full(44, "ash"), attributes={"year": year}, scores=scores)
    scan = scanned(store, "autumn", "spring")
    assert bands(store) == {i: 1 + i % 15 // 5 for i in range(30)}
    assert (scan.banded, scan.pupils) == (30, 44)


def test_no_pupils_key_leaves_the_warehouse(store: duckdb.DuckDBPyConnection) -> None:
    made_up(store, seed=3, gap=4, half_terms=TERMS)
    scan = scan_groups(store, TERMS, smallest=5)
    told = repr((scan, gap_series(store, scan.numbers[:20])))
    assert "girl" in told
    assert "pupil-" not in told


def test_a_band_as_such_is_compared_with_its_schools_other_bands_by_distance_from_the_bands_means(
    store: duckdb.DuckDBPyConnection,
) -> None:
    first = np.repeat([1.0, 2.0, 3.0], 16)
    schools = of(*["ash", "beech", "cedar", "dogwood"] * 12)
    # Ash's middle band is 4 behind; all of Beech is 5 behind, which is no gap of a band.
    behind = 4 * ((schools == "ash") & (first == 2)) + 5 * (schools == "beech")
    latest = 10 * first - behind + np.repeat([0.0, 1.0, 0.0, 1.0] * 3, 4)
    for half_term, scores in (("autumn", first), ("spring-1", latest), ("spring-2", latest)):
        take_in(store, half_term, schools=schools, attributes={}, scores={"reading": scores})
    scan = scanned(store, "autumn", "spring-1", "spring-2")
    assert {terms for terms, _, _ in names(scan)} == {()}
    # Ash's own pupils are a quarter of the middle band: its mean is 1 lower for them.
    assert made(scan).gap[place_of(scan, school="ash", band="middle")] == pytest.approx(-3)
    found = finds(scan)
    assert [(each.group.school, each.group.band) for each in found.behind] == [("ash", "middle")]
    series = gap_series(store, [scan.numbers[found.behind[0].place]])
    assert {i: gaps_then(strata, 1, smallest=2) for i, strata in series.items()} == {
        1: [pytest.approx(-3)],
        2: [pytest.approx(-3)],
    }


def test_without_an_earlier_half_term_there_are_no_bands(store: duckdb.DuckDBPyConnection) -> None:
    take_in(store, "autumn", schools=np.full(20, "ash"), attributes={}, scores={"reading": np.arange(20.0)})
    assert (scanned(store).banded, scanned(store).pupils) == (0, 20)


def test_an_attribute_known_at_one_school_is_one_comparison_not_two(store: duckdb.DuckDBPyConnection) -> None:
    schools = of(*["ash"] * 8, *["beech"] * 8)
    nurture = of(*["in", "out"] * 4, *[None] * 8)
    take_in(
        store,
        "autumn",
        schools=schools,
        attributes={"nurture": nurture},
        scores={"reading": marks(*[1, 6, 2, 7, 3, 8, 4, 9], *[5, 5, 6, 6, 7, 7, 8, 8])},
    )
    found = finds(scanned(store))
    assert found.compared == 1
    assert (found.behind[0].group.school, [group.school for group in found.behind[0].also]) == ("ash", [""])


def test_small_groups_are_counted_and_left_out(store: duckdb.DuckDBPyConnection) -> None:
    attributes = {"fsm": of(*["yes"] * 4, *["no"] * 8)}
    take_in(
        store,
        "autumn",
        schools=np.full(12, "ash"),
        attributes=attributes,
        scores={"reading": np.arange(12.0)},
    )
    assert (len(scanned(store, smallest=5).groups), scanned(store, smallest=5).too_small) == (0, 1)
    assert (len(scanned(store, smallest=4).groups), scanned(store, smallest=4).too_small) == (2, 0)


def test_scales_are_never_mixed(store: duckdb.DuckDBPyConnection, load: Load) -> None:
    rows = "\n".join(f"P{i},{'A1' if i < 9 else 'B2'},{'YN'[i % 2]},5,{10 + i},1" for i in range(18))
    load(f"upn,school,fsm,year,reading,maths\n{rows}\n")
    other = make_source().model_dump()
    other["source"] = "other"
    other["half_terms"]["autumn"]["measures"]["reading"]["scale"] = "points-2"
    load("upn,school,fsm,year,reading,maths\nP0,A1,Y,5,3,1\nP1,A1,N,5,4,1\n", source=make_source(**other))
    scan = scanned(store)
    assert {(group.measure, group.scale) for group in scan.groups} >= {("reading", "points")}
    assert made(scan).n[place_of(scan, FSM)] == 4


def test_the_newest_load_of_a_half_term_is_what_counts(store: duckdb.DuckDBPyConnection, load: Load) -> None:
    def rows(shift: int) -> str:
        pupils = (f"P{i},A1,{'YN'[i % 2]},5,{10 + i - shift * (i % 2 == 0)},1" for i in range(12))
        return "\n".join(("upn,school,fsm,year,reading,maths", *pupils, ""))

    load(rows(0))
    load(rows(6))
    scan = scanned(store)
    assert made(scan).gap[place_of(scan, FSM)] == pytest.approx(-7)
    assert loaded_half_terms(store) == {"autumn"}


@pytest.mark.parametrize(
    ("only", "said"),
    [
        ({"measure": "readin"}, "autumn: no measure 'readin' has scores there; did you mean 'reading'?"),
        ({"school": "ahs"}, "autumn: no school 'ahs' has scores there; did you mean 'ash'?"),
    ],
)
def test_a_word_that_is_not_there_is_answered_with_the_nearest(
    store: duckdb.DuckDBPyConnection, only: dict[str, str], said: str
) -> None:
    take_in(store, "autumn", schools=np.full(3, "ash"), attributes={}, scores={"reading": np.arange(3.0)})
    with pytest.raises(BadInput) as refused:
        scanned(store, **only)
    assert refused.value.problems == (said,)


def test_a_half_term_without_scores_is_said_so(store: duckdb.DuckDBPyConnection) -> None:
    take_in(store, "autumn", schools=np.full(3, "ash"), attributes={}, scores={"reading": np.full(3, NAN)})
    with pytest.raises(BadInput, match="autumn: no pupil has a score there"):
        scanned(store)


SOME = {"fsm": 0.22, "sen": 0.14, "eal": 0.2}
TERMS = ("autumn", "spring-1", "spring-2")


def made_up(store: duckdb.DuckDBPyConnection, *, seed: int, gap: float, half_terms: Sequence[str]) -> int:
    """800 pupils of four schools; quiet girls of the middle band fall behind after the first half-term."""
    chance = np.random.default_rng([7, seed])
    schools = chance.choice(["ash", "beech", "cedar", "dogwood"], 800)
    flags = {name: chance.choice(["yes", "no"], 800, p=[share, 1 - share]) for name, share in SOME.items()}
    girl = chance.random(800) < 0.4
    able = chance.normal(100, 10, 800) + 4 * (schools == "ash")
    first = np.round(able + chance.normal(0, 2, 800))
    middle = (first > np.quantile(first, 1 / 3)) & (first < np.quantile(first, 2 / 3))
    quiet = girl & middle & np.all([values == "no" for values in flags.values()], axis=0)
    attributes = {"sex": np.where(girl, "girl", "boy"), **flags}
    store.execute("DELETE FROM load; DELETE FROM enrolment; DELETE FROM attribute; DELETE FROM result")
    store.execute("DELETE FROM measure_scale")
    for i, half_term in enumerate(half_terms):
        reading = np.round(able + chance.normal(0, 2, 800) - gap * quiet) if i else first
        maths = np.round(able + chance.normal(0, 4, 800))
        scores = {"reading": reading, "maths": maths}
        take_in(store, half_term, schools=schools, attributes=attributes, scores=scores)
    return int(quiet.sum())


def test_quiet_girls_of_the_middle_band_whom_no_flag_names_are_found(
    store: duckdb.DuckDBPyConnection,
) -> None:
    assert 50 < made_up(store, seed=0, gap=4, half_terms=TERMS) < 70
    scan = scan_groups(store, TERMS, smallest=5)
    found = finds(scan)
    first = [(g.measure, g.school, g.band, set(g.terms)) for g in (each.group for each in found.behind[:5])]
    assert first[0] == ("reading", "", "middle", {("", "no flag"), ("sex", "girl")})
    assert ("reading", "", "middle", {("sex", "girl")}) in first
    assert found.behind[0].gap == pytest.approx(-4, abs=1)
    assert not any(set(each.group.terms) & {FSM, ("sen", "yes"), ("eal", "yes")} for each in found.behind)
    assert made(scan).p[place_of(scan, FSM, school="", measure="reading")] > 0.05
    # The last half-term and the one before: the first is the one that cut the bands.
    series = gap_series(store, [scan.numbers[found.behind[0].place]])
    gaps = {TERMS[i]: gaps_then(strata, 1, smallest=5)[0] for i, strata in series.items()}
    assert list(gaps) == ["spring-1", "spring-2"]
    assert gaps["spring-2"] == pytest.approx(found.behind[0].gap, rel=1e-12)
    assert gaps["spring-1"] == pytest.approx(-4, abs=1)


def test_where_nothing_is_behind_nothing_is_found(store: duckdb.DuckDBPyConnection) -> None:
    listed = []
    for seed in range(20):
        made_up(store, seed=seed, gap=0, half_terms=TERMS[:2])
        listed.append(len(finds(scan_groups(store, TERMS[:2], smallest=5)).behind))
    assert sum(n > 0 for n in listed) <= 1


class Counting:
    """A connection that counts what it is asked."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection, self.statements = connection, 0

    def execute(self, *words: Any) -> duckdb.DuckDBPyConnection:
        self.statements += 1
        return self.connection.execute(*words)


def test_the_number_of_statements_does_not_grow_with_schools_measures_or_groups(
    store: duckdb.DuckDBPyConnection,
) -> None:
    def statements() -> int:
        counting = Counting(store)
        scan = scan_groups(counting, TERMS[:1], smallest=2)  # type: ignore[arg-type]
        gap_series(counting, scan.numbers)  # type: ignore[arg-type]
        return counting.statements

    take_in(
        store,
        "autumn",
        schools=np.full(6, "ash"),
        attributes={"fsm": of(*["yes", "no"] * 3)},
        scores={"reading": np.arange(6.0)},
    )
    few = statements()
    made_up(store, seed=1, gap=0, half_terms=TERMS[:1])
    assert statements() == few
