-- One row per cycle and measure whose pupils' own goals are not loaded with the baseline, or are on another
-- scale than the measure: any row is a failure.
SELECT
    t.cycle, t.goals, m.scale AS planned, c.baseline,
    string_agg(DISTINCT s.scale, ', ' ORDER BY s.scale) AS loaded
FROM pupil_target AS t
JOIN cycle_measure AS m ON m.cycle = t.cycle AND m.measure = t.measure
JOIN cycle_school AS c ON c.cycle = t.cycle
LEFT JOIN current_load AS l ON l.half_term = c.baseline
LEFT JOIN enrolment AS e ON e.load = l.load AND e.school = c.school
LEFT JOIN measure_scale AS s ON s.load = e.load AND s.measure = t.goals
WHERE t.goals IS NOT NULL
GROUP BY ALL
HAVING loaded IS DISTINCT FROM planned
ORDER BY ALL;
