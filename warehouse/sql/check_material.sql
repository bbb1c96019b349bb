-- Fills what several data checks look at, so that the results are read twice and not ten times.
-- One row per load and measure: how many results, and what is odd about them.
CREATE OR REPLACE TEMPORARY TABLE held_measure AS
SELECT
    load, measure, count(*) AS results, count(score) AS scores,
    count(*) FILTER ((score IS NULL) = (status IS NULL)) AS unclear,
    count(*) FILTER (NOT isfinite(score))                AS endless,
    min(score) FILTER (isfinite(score))                  AS lowest,
    max(score) FILTER (isfinite(score))                  AS highest
FROM result
WHERE load {wanted}
GROUP BY load, measure;

-- One row per load, pupil (by a hash: pseudonyms are long, and grouping five million of them is slow) and
-- sixty measures: how many results, and a bit for each measure.
CREATE OR REPLACE TEMPORARY TABLE held_pupil AS
WITH placed AS (
    SELECT load, measure, row_number() OVER (PARTITION BY load ORDER BY measure) - 1 AS place
    FROM held_measure
),
numbered AS (SELECT load, measure, place // 60 AS sixty, 1::BIGINT << (place % 60) AS bit FROM placed)
SELECT hash(r.load, r.pupil) AS print, m.sixty, count(*) AS results, bit_or(m.bit) AS bits
FROM result AS r JOIN numbered AS m ON m.load = r.load AND m.measure = r.measure
WHERE r.load {wanted}
GROUP BY ALL;
