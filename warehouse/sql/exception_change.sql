-- One row per group, measure, scale, school and year group now with pupils on both sides who have scores on
-- the scale at both half-terms: counts and sums of gains. Pupils are of the group as at the earlier one.
SELECT
    m.number, s.measure, s.scale, s.school,
    CAST(count(*) FILTER (m.inside) AS DOUBLE) AS n,
    CAST(sum(CAST(s.score - e.score AS DECIMAL(38, 12))) FILTER (m.inside) AS DOUBLE) AS total,
    CAST(count(*) FILTER (NOT m.inside) AS DOUBLE) AS n_others,
    CAST(sum(CAST(s.score - e.score AS DECIMAL(38, 12))) FILTER (NOT m.inside) AS DOUBLE) AS total_others
FROM exception_score AS s
JOIN exception_score AS e USING (pupil, measure, scale)
JOIN exception_member AS m ON m.position = 0 AND m.pupil = s.pupil
WHERE s.position = 1 AND e.position = 0
GROUP BY m.number, s.measure, s.scale, s.school, s.year
HAVING count(*) FILTER (m.inside) > 0 AND count(*) FILTER (NOT m.inside) > 0
ORDER BY m.number, s.measure, s.scale, s.school, s.year;
