-- One row per study, measure, school, side, treatment and baseline score of `panel_row`: how many pupils have
-- a follow-up score and how many have none, with the sums of the follow-up scores about the measure's shift
-- (that of panel_shift.sql). Sums are of decimals, as in panel_cells.sql.
WITH shift AS (
    SELECT
        measure,
        round(CAST(sum(CAST(follow_up AS DECIMAL(38, 12))) AS DOUBLE) / count(*)) AS follow_up
    FROM panel_row
    WHERE baseline IS NOT NULL AND follow_up IS NOT NULL
    GROUP BY measure
),
shifted AS (
    SELECT p.*, coalesce(s.follow_up, 0) AS shift, p.follow_up - s.follow_up AS f
    FROM panel_row AS p
    LEFT JOIN shift AS s USING (measure)
    WHERE p.baseline IS NOT NULL
)
SELECT
    study, measure, shift, threshold, school, side, treated, baseline,
    count(follow_up)                                                 AS kept,
    count(*) - count(follow_up)                                      AS lost,
    coalesce(CAST(sum(CAST(f AS DECIMAL(38, 12))) AS DOUBLE), 0)     AS f,
    coalesce(CAST(sum(CAST(f * f AS DECIMAL(38, 12))) AS DOUBLE), 0) AS ff,
    count(*) FILTER (follow_up >= threshold)                         AS reached,
    min(follow_up)                                                   AS lowest,
    max(follow_up)                                                   AS highest
FROM shifted
GROUP BY ALL
ORDER BY ALL;
