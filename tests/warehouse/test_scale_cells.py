"""Cells read in SQL mean what they mean in Python, on every scale and for every text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from halfterm.cycles.scale import Scale
from halfterm.cycles.scale_reading import Reading, points_of
from halfterm.warehouse.database import memory, sql
from halfterm.warehouse.scale_cells import cells_of
from halfterm.warehouse.scale_file import built_in_scales
from tests.cycles.test_scale import make_scale

ODD = make_scale(
    id="odd", lowest=0.5, highest=99, step=0.1, percent_sign=True, statuses={"9": "missing", "-": "left"}
)
SCALES = [*built_in_scales().values(), ODD]
WRITTEN = sorted(
    {word for s in SCALES for word in (*s.grades, *s.aliases, *s.codes)}
    | {f"{prefix} {grade}" for s in SCALES for prefix in s.prefixes for grade in s.grades}
)
TRICKY = [
    *(
        "+5",
        "5.",
        ".5",
        "+-5",
        "1e5",
        "1e+-5",
        "1e999",
        "1e-999",
        "1e10",
        "9e99",
        "1_0",
        "1e1_0",
        "inf",
        "nan",
    ),
    *("5\x0b", "\x0c5", "0x10", "٣", "85%", "85 %", "%", "8 5%", "9%", "9.0", "0.3", "0.35", "-0", "007"),
    *("7:06", "7:12", "07:06:00", "7y6m", "7 years 6 months", "7y", "2:00", "21:00", "7.06", "123:04"),
    *("3-Apr", "Apr-03", "2012-03-04", "2012-03-04T07:06:00", "03/04/2012", "3/4", "$x", "'", '"', "\\"),
    *("P1\u0131", "\u017f", "\u00df", "\ufb00", "Level\u00a03b", " L 3 B\t", "\ufeff3b", "\u2003", "  "),
]
TEXTS = st.one_of(
    st.sampled_from([*WRITTEN, *TRICKY]),
    st.sampled_from([*WRITTEN, *TRICKY]).map(str.swapcase),
    st.text("0123456789.+-eE_%: \u00a0ABDLNPabim*\u0131\u017f/\x0b\n", max_size=8),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.text(max_size=6).filter(lambda text: "\x00" not in text),
)


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    with memory() as connection:
        connection.execute(sql("cells"))
        yield connection


def in_sql(engine: duckdb.DuckDBPyConnection, scale: Scale, texts: Sequence[str]) -> list[Reading]:
    cells = cells_of(scale, "cell", tag="m0")
    rows = engine.execute(
        f"""
        SELECT {cells.score}, {cells.status}, {cells.problem}
        FROM (SELECT unnest($texts) AS cell, unnest(range(len($texts))) AS place) ORDER BY place
        """,
        cells.parameters | {"texts": list(texts)},
    ).fetchall()
    return [Reading(*row) for row in rows]


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.id)
def test_every_written_grade_and_every_tricky_text_mean_the_same_in_sql(
    engine: duckdb.DuckDBPyConnection, scale: Scale
) -> None:
    texts = [
        *WRITTEN,
        *(word.swapcase() for word in WRITTEN),
        *(f" {word}\u00a0" for word in WRITTEN),
        *TRICKY,
    ]
    assert in_sql(engine, scale, texts) == [points_of(text, scale) for text in texts]


@given(scale=st.sampled_from(SCALES), texts=st.lists(TEXTS, min_size=20, max_size=200))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_means_the_same_in_sql(
    engine: duckdb.DuckDBPyConnection, scale: Scale, texts: list[str]
) -> None:
    assert in_sql(engine, scale, texts) == [points_of(text, scale) for text in texts]


def test_cells_of_several_measures_share_one_query(engine: duckdb.DuckDBPyConnection) -> None:
    levels = cells_of(built_in_scales()["nc-levels"], "f.c1", tag="m0")
    letters = cells_of(built_in_scales()["gcse-letters-qca"], "f.c2", tag="m1")
    (row,) = engine.execute(
        f"""
        SELECT {levels.score}, {levels.status}, {letters.score}, {letters.status}, {letters.problem}
        FROM (SELECT 'A' AS c1, 'A' AS c2) AS f
        """,
        levels.parameters | letters.parameters,
    ).fetchall()
    assert row == (None, "absent", 52.0, None, None)
