-- One row per group, measure, scale and school ('': all schools): pupils of both sides with scores on the
-- scale at both half-terms, and those of them who gained what the scale expects ($scales, $points): of the
-- group as at the earlier half-term, and of the school as now.
WITH expected AS (SELECT unnest($scales::VARCHAR[]) AS scale, unnest($points::DOUBLE[]) AS points)
SELECT
    m.number, s.measure, s.scale, coalesce(s.school, '') AS school,
    count(*) FILTER (m.inside AND s.score - e.score >= x.points - 1e-9)       AS made,
    count(*) FILTER (m.inside)                                                AS n,
    count(*) FILTER (NOT m.inside AND s.score - e.score >= x.points - 1e-9)   AS made_others,
    count(*) FILTER (NOT m.inside)                                            AS n_others
FROM exception_score AS s
JOIN exception_score AS e USING (pupil, measure, scale)
JOIN exception_member AS m ON m.position = 0 AND m.pupil = s.pupil
JOIN expected AS x USING (scale)
WHERE s.position = 1 AND e.position = 0
GROUP BY GROUPING SETS ((m.number, s.measure, s.scale, s.school), (m.number, s.measure, s.scale))
ORDER BY ALL;
