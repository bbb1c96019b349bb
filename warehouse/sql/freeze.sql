-- Freezes the groups of the cycles in hand: one row per cycle, measure and pupil of its schools at baseline.
-- A rule that is not known to hold, and not known to fail, leaves the pupil unclassified.
CREATE OR REPLACE TEMPORARY TABLE freezing AS
WITH base AS (
    SELECT DISTINCT c.cycle, c.baseline, p.pupil, p.school, p.load
    FROM cycle_school AS c JOIN pupil_school AS p ON p.half_term = c.baseline AND p.school = c.school
),
by_rule AS (
    SELECT
        b.cycle, b.pupil,
        CASE WHEN count(*) FILTER (NOT list_contains(r.allowed, a.value)) > 0 THEN false
             WHEN count(*) FILTER (a.value IS NULL) > 0 THEN NULL
             ELSE true END AS target
    FROM base AS b
    JOIN group_rule AS r USING (cycle)
    LEFT JOIN pupil_attribute AS a ON a.half_term = b.baseline AND a.pupil = b.pupil AND a.name = r.attribute
    GROUP BY ALL
    UNION ALL
    SELECT b.cycle, b.pupil, l.pupil IS NOT NULL
    FROM base AS b
    LEFT JOIN listed_pupil AS l USING (cycle, pupil)
    WHERE b.cycle IN (SELECT cycle FROM listed_pupil)
)
SELECT
    b.cycle, m.measure, b.pupil, b.school,
    CASE WHEN t.target THEN 'target'
         WHEN t.target IS NULL THEN 'unclassified'
         WHEN m.comparison IN ('national', 'none') THEN 'aside'
         ELSE 'comparison' END AS side,
    coalesce(r.load, b.load) AS baseline_load
FROM base AS b
JOIN by_rule AS t USING (cycle, pupil)
JOIN cycle_measure AS m USING (cycle)
LEFT JOIN pupil_result AS r ON r.half_term = b.baseline AND r.pupil = b.pupil AND r.measure = m.measure
ORDER BY ALL;
