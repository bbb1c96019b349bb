-- One row per measure and pupil of the scanned half-term with an earlier score: the band of prior attainment
-- (1 lower, 2 middle, 3 upper), by the earliest such score, and the half-term in which it was cut. Thirds of
-- all pupils in hand, within the year group and scale. Equal scores share the band that the middle of their
-- ranks falls in. With fewer than $fewest pupils there is nothing to cut.
CREATE OR REPLACE TEMPORARY TABLE gap_band AS
WITH earlier AS (
    SELECT e.measure, e.scale, e.position, now.year, e.pupil, e.score
    FROM gap_score AS now
    JOIN gap_score AS e ON e.pupil = now.pupil AND e.measure = now.measure AND e.position < now.position
    WHERE now.position = (SELECT max(position) FROM gap_half_term)
),
ranked AS (
    SELECT
        measure, pupil, position,
        2 * (rank() OVER (PARTITION BY measure, scale, position, year ORDER BY score))
            + count(*) OVER (PARTITION BY measure, scale, position, year, score) - 2 AS twice,
        count(*) OVER (PARTITION BY measure, scale, position, year) AS pupils
    FROM earlier
)
SELECT
    measure, pupil, min(position) AS cut_at,
    -- twice / (2 pupils) is the share of pupils below, halves of equals included
    arg_min(CASE WHEN 3 * twice < 2 * pupils THEN 1 WHEN 3 * twice < 4 * pupils THEN 2 ELSE 3 END, position)
        AS band
FROM ranked
WHERE pupils >= $fewest
GROUP BY measure, pupil;
