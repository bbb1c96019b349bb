-- One row per cycle, measure and half-term whose loaded scale is not the plan's, or that has no scores: any
-- row is a failure. Only the loads that hold the cycle's schools count: others may use another scale.
WITH half_term_load AS (
    SELECT DISTINCT h.cycle, h.half_term, e.load
    FROM (
        SELECT cycle, school, baseline AS half_term FROM cycle_school
        UNION
        SELECT cycle, school, follow_up FROM cycle_school WHERE $follow_up
    ) AS h
    LEFT JOIN current_load AS l ON l.half_term = h.half_term
    LEFT JOIN enrolment AS e ON e.load = l.load AND e.school = h.school
)
SELECT
    m.cycle, m.measure, m.scale AS planned, h.half_term,
    string_agg(DISTINCT s.scale, ', ' ORDER BY s.scale) AS loaded
FROM cycle_measure AS m
JOIN half_term_load AS h USING (cycle)
LEFT JOIN measure_scale AS s ON s.load = h.load AND s.measure = m.measure
GROUP BY ALL
HAVING loaded IS DISTINCT FROM planned
ORDER BY ALL;
