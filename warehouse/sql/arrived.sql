-- One row per school and measure: a half-term's current loads hold pupils of the school and the measure's
-- column, be it blank for all of them.
SELECT DISTINCT e.school, m.measure
FROM current_load AS l
JOIN enrolment AS e USING (load)
JOIN measure_scale AS m USING (load)
WHERE l.half_term = $half_term
ORDER BY ALL;
