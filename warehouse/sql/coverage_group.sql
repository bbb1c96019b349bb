-- One row per attribute, value and measure in one half-term: pupils of the schools that have the column of
-- the measure, and those of them with a score. Attributes with many values name classes or pupils, not
-- groups.
WITH known AS (
    SELECT a.name, a.value, p.pupil, p.school
    FROM pupil_attribute AS a
    JOIN coverage_pupil AS p ON p.half_term = a.half_term AND p.pupil = a.pupil
    WHERE a.half_term = $half_term
),
few AS (SELECT name FROM known GROUP BY name HAVING count(DISTINCT value) <= $most_values)
SELECT
    k.name, k.value, c.measure, count(*) AS pupils, count(r.pupil) AS scored
FROM known AS k
SEMI JOIN few ON few.name = k.name
JOIN coverage_column AS c ON c.half_term = $half_term AND c.school = k.school
LEFT JOIN coverage_result AS r
       ON r.half_term = $half_term AND r.pupil = k.pupil AND r.measure = c.measure AND r.status IS NULL
GROUP BY ALL
ORDER BY ALL;
