"""A million pupils in 20,000 schools: the multilevel model from school sums, against R's lme4 on the same.

    python -m bench.multilevel [--pupils 1000000] [--schools 20000]

Both fit follow-up ~ baseline + target + (1 | school) by REML. The time that is set against lme4's is that of
the fit from the sums of every school; the SQL that makes these sums of single pupils (in DuckDB, as a study
does), and their way into arrays, are timed beside it. lme4's time is that of `lmer()` alone, without reading
the data. Numbers are compared with a second fit of lme4, with a tighter optimiser. Needs R with lme4. Exits
with 1 when a number differs in six digits, or the fit takes more than a hundredth of lme4's time.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np

from halfterm.cycles.impact.moments import Cell, Moments
from halfterm.cycles.impact.multilevel import RandomInterceptFit, fit_random_intercept
from halfterm.cycles.impact.school_sums import SchoolSums, school_sums

HUNDREDTH = 0.01
SAME = 1e-6
TIMES = 5

_PUPILS = """
    CREATE TABLE pupil AS
    WITH place AS (SELECT i, hash(i * 7) % $schools AS school FROM range($pupils) AS t(i)),
    chance AS (
        -- Sums of uniform numbers, near enough to normal and the same every time.
        SELECT
            i, CAST(school AS INTEGER) AS school, CAST(hash(i * 13 + 5) % 10 < 3 AS INTEGER) AS target,
            list_sum([hash(i * 31 + k) % 1000003 / 1000003.0 FOR k IN range(0, 6)]) - 3 AS able,
            list_sum([hash(i * 37 + k) % 1000003 / 1000003.0 FOR k IN range(6, 12)]) - 3 AS lucky,
            list_sum([hash(school * 41 + k) % 1000003 / 1000003.0 FOR k IN range(12, 18)]) - 3 AS level
        FROM place
    )
    SELECT
        school, target, round(100 + 18 * able + 6 * level - 6 * target, 1) AS baseline,
        round(108 + 14 * able + 10 * lucky + 8 * level - 5 * target, 1) AS follow_up
    FROM chance
"""
_SUMS = """
    SELECT
        school, target, count(*), sum(baseline - 100), sum(follow_up - 105), sum((baseline - 100) ** 2),
        sum((follow_up - 105) ** 2), sum((baseline - 100) * (follow_up - 105))
    FROM pupil GROUP BY school, target ORDER BY school, target
"""
_R = """
suppressMessages(library(lme4))
where <- commandArgs(trailingOnly = TRUE)[1]; n <- as.integer(commandArgs(trailingOnly = TRUE)[2])
read <- function(name) readBin(file.path(where, name), "double", n)
d <- data.frame(school = factor(read("school")), target = read("target"))
d$b <- read("baseline"); d$f <- read("follow_up")
took <- system.time(lmer(f ~ b + target + (1 | school), d))[["elapsed"]]
tight <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, maxfun = 1e5))
m <- lmer(f ~ b + target + (1 | school), d, control = tight)
v <- as.data.frame(VarCorr(m))$vcov; s <- summary(m)$coefficients
cat(format(c(took, s["b", 1:2], s["target", 1:2], v), digits = 15), sep = "\\n")
"""


def sums_of(rows: list[tuple[float, ...]]) -> SchoolSums:
    """The sums of every school, as a study makes them of its cells."""
    cells = [
        Cell(str(int(school)), bool(target), None, Moments(int(n), *map(float, moments)))
        for school, target, n, *moments in rows
    ]
    return school_sums(cells, coded=lambda cell: (float(cell.target),), names=("target",))


def in_r(connection: duckdb.DuckDBPyConnection, *, pupils: int) -> tuple[float, list[float]]:
    """Seconds lme4 takes, and what it finds: slopes with their errors, then both variances."""
    columns = connection.execute("SELECT school, target, baseline, follow_up FROM pupil").fetchnumpy()
    with tempfile.TemporaryDirectory(prefix="halfterm-bench-") as folder:
        for name, values in columns.items():
            np.asarray(values, dtype=np.float64).tofile(Path(folder) / name)
        script = Path(folder) / "fit.R"
        script.write_text(_R, encoding="utf-8")
        said = subprocess.run(  # noqa: S603 - our own script, written above
            ["Rscript", str(script), folder, str(pupils)],  # noqa: S607 - R is where the user's path has it
            capture_output=True,
            text=True,
            check=True,
        )
    took, *numbers = (float(line) for line in said.stdout.split())
    return took, numbers


def numbers_of(fit: RandomInterceptFit) -> list[float]:
    """The numbers of a fit in the order of `in_r`."""
    slopes = [
        number for column in (1, 2) for number in (fit.coefficients[column], fit.standard_errors[column])
    ]
    return [*slopes, fit.variance_school, fit.variance_residual]


def main() -> int:
    """Measure, print and compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pupils", type=int, default=1_000_000)
    parser.add_argument("--schools", type=int, default=20_000)
    asked = parser.parse_args()
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(_PUPILS, {"pupils": asked.pupils, "schools": asked.schools})
        began = time.perf_counter()
        rows = connection.execute(_SUMS).fetchall()
        summed = time.perf_counter()
        sums = sums_of(rows)
        arrays = time.perf_counter()
        fits = []
        for _ in range(TIMES):
            start = time.perf_counter()
            fit = fit_random_intercept(sums)
            fits.append(time.perf_counter() - start)
        took, said = in_r(connection, pupils=asked.pupils)
    apart = max(abs(a / b - 1) for a, b in zip(numbers_of(fit), said, strict=True))
    middle = float(np.median(fits))
    lines = (
        f"{fit.pupils:,} pupils, {fit.schools:,} schools: lme4 {took:.2f} s",
        f"fit from sums {1000 * middle:.1f} ms (median of {TIMES}): 1/{took / middle:,.0f} of lme4's time",
        f"beside it: sums in SQL {summed - began:.2f} s, into arrays {arrays - summed:.2f} s; "
        f"all together 1/{took / (arrays - began + middle):,.1f} of lme4's time",
        f"numbers differ by {apart:.1e} of themselves at most (slopes, standard errors, both variances)",
    )
    print("\n".join(lines))  # noqa: T201 - a bench speaks
    return int(middle > HUNDREDTH * took or apart > SAME)


if __name__ == "__main__":
    raise SystemExit(main())
