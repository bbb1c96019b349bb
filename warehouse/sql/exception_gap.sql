-- One row per group, measure, scale, school and year group with pupils on both sides now: counts and sums of
-- shifted scores. Sums are of decimals, which add up to the same in any order.
SELECT
    m.number, s.measure, s.scale, s.school,
    CAST(count(*) FILTER (m.inside) AS DOUBLE) AS n,
    CAST(sum(CAST(s.score AS DECIMAL(38, 12))) FILTER (m.inside) AS DOUBLE) AS total,
    CAST(sum(CAST(s.score * s.score AS DECIMAL(38, 12))) FILTER (m.inside) AS DOUBLE) AS square,
    CAST(count(*) FILTER (NOT m.inside) AS DOUBLE) AS n_others,
    CAST(sum(CAST(s.score AS DECIMAL(38, 12))) FILTER (NOT m.inside) AS DOUBLE) AS total_others,
    CAST(sum(CAST(s.score * s.score AS DECIMAL(38, 12))) FILTER (NOT m.inside) AS DOUBLE) AS square_others
FROM exception_score AS s
JOIN exception_member AS m USING (position, pupil)
WHERE s.position = 1
GROUP BY m.number, s.measure, s.scale, s.school, s.year
HAVING count(*) FILTER (m.inside) > 0 AND count(*) FILTER (NOT m.inside) > 0
ORDER BY m.number, s.measure, s.scale, s.school, s.year;
