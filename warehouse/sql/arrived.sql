-- One row per school and measure with a score or a status in a half-term's current loads.
SELECT DISTINCT s.school, r.measure
FROM (
    SELECT load FROM load WHERE half_term = $half_term QUALIFY number = max(number) OVER (PARTITION BY source)
) AS l
JOIN enrolment AS s USING (load)
JOIN result AS r ON r.load = s.load AND r.pupil = s.pupil
ORDER BY ALL;
