-- One row per cycle, measure and half-term whose loaded scale is not the plan's, or that has no scores: any
-- row is a failure.
SELECT
    m.cycle, m.measure, m.scale AS planned, h.half_term,
    string_agg(DISTINCT s.scale, ', ' ORDER BY s.scale) AS loaded
FROM cycle_measure AS m
JOIN (SELECT DISTINCT cycle, unnest([baseline, follow_up]) AS half_term FROM cycle_school) AS h USING (cycle)
LEFT JOIN current_load AS l ON l.half_term = h.half_term
LEFT JOIN measure_scale AS s ON s.load = l.load AND s.measure = m.measure
WHERE h.half_term IN $half_terms
GROUP BY ALL
HAVING loaded IS DISTINCT FROM planned
ORDER BY ALL;
