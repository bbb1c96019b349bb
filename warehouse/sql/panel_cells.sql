-- One row per study, measure, school, side and treatment: counts and sums over the matched panel
-- (pupils with both scores), about the measure's shift.
SELECT
    p.study, p.measure, p.school, p.side, p.treated,
    count(*)                                                      AS n,
    sum(p.baseline - s.baseline)                                  AS b,
    sum(p.follow_up - s.follow_up)                                AS f,
    sum((p.baseline - s.baseline) * (p.baseline - s.baseline))    AS bb,
    sum((p.follow_up - s.follow_up) * (p.follow_up - s.follow_up)) AS ff,
    sum((p.baseline - s.baseline) * (p.follow_up - s.follow_up))  AS bf,
    count(*) FILTER (p.baseline >= p.threshold)                   AS reached_baseline,
    count(*) FILTER (p.follow_up >= p.threshold)                  AS reached_follow_up
FROM panel_row AS p
JOIN panel_shift AS s USING (measure)
WHERE p.baseline IS NOT NULL AND p.follow_up IS NOT NULL
GROUP BY ALL
ORDER BY ALL;
