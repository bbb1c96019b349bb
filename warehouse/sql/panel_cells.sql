-- One row per study, measure, school, side and treatment: counts and sums over the matched panel
-- (pupils with both scores), about the measure's shift. Sums are of decimals, which add up to the same in any
-- order: neither the number of processors nor another pupil key changes their last digit.
SELECT
    study, measure, school, side, treated,
    count(*)                                            AS n,
    CAST(sum(CAST(b AS DECIMAL(38, 12))) AS DOUBLE)     AS b,
    CAST(sum(CAST(f AS DECIMAL(38, 12))) AS DOUBLE)     AS f,
    CAST(sum(CAST(b * b AS DECIMAL(38, 12))) AS DOUBLE) AS bb,
    CAST(sum(CAST(f * f AS DECIMAL(38, 12))) AS DOUBLE) AS ff,
    CAST(sum(CAST(b * f AS DECIMAL(38, 12))) AS DOUBLE) AS bf,
    count(*) FILTER (baseline >= threshold)             AS reached_baseline,
    count(*) FILTER (follow_up >= threshold)            AS reached_follow_up
FROM (
    SELECT p.*, p.baseline - s.baseline AS b, p.follow_up - s.follow_up AS f
    FROM panel_row AS p
    JOIN panel_shift AS s USING (measure)
    WHERE p.baseline IS NOT NULL AND p.follow_up IS NOT NULL
) AS shifted
GROUP BY ALL
ORDER BY ALL;
