-- One row per measure of the one cycle in hand and half-term of $half_terms in which its schools' scores are
-- loaded on another scale than the plan's: any row is a failure.
SELECT DISTINCT m.measure, m.scale AS planned, l.half_term, s.scale AS loaded
FROM cycle_school AS c
JOIN cycle_measure AS m USING (cycle)
JOIN enrolment AS e ON e.school = c.school
JOIN current_load AS l ON l.load = e.load AND list_contains($half_terms, l.half_term)
JOIN measure_scale AS s ON s.load = l.load AND s.measure = m.measure AND s.scale <> m.scale
ORDER BY ALL;
