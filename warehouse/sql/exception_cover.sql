-- One row per group, measure, scale and school ('': all schools) whose current loads have the measure's
-- column on that scale now: pupils of the group, and those of them with a score on it.
WITH shown AS (
    SELECT DISTINCT c.measure, c.scale, e.school
    FROM current_load AS l
    JOIN exception_time AS h ON h.half_term = l.half_term AND h.position = 1
    JOIN measure_scale AS c USING (load)
    JOIN (SELECT DISTINCT load, school FROM enrolment) AS e USING (load)
)
SELECT
    m.number, c.measure, c.scale, coalesce(c.school, '') AS school, count(*) AS pupils,
    count(s.pupil) AS scored
FROM exception_member AS m
JOIN exception_time AS h ON h.position = m.position AND h.position = 1
JOIN pupil_school AS p ON p.half_term = h.half_term AND p.pupil = m.pupil
JOIN shown AS c ON c.school = p.school
LEFT JOIN exception_score AS s
       ON s.position = 1 AND s.pupil = m.pupil AND s.measure = c.measure AND s.scale = c.scale
WHERE m.inside
GROUP BY GROUPING SETS ((m.number, c.measure, c.scale, c.school), (m.number, c.measure, c.scale))
ORDER BY ALL;
