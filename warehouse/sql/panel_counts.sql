-- One row per study, measure, school (or '' when only whole studies are asked for), side and score at one
-- time: how many pupils have it. What the rank statistics and the ends of a scale need, and no more.
SELECT
    study, measure, CASE WHEN $by_school THEN school ELSE '' END AS place, side = 'target' AS target,
    CASE WHEN $before THEN baseline ELSE follow_up END AS score, count(*) AS pupils
FROM panel_row
WHERE baseline IS NOT NULL AND follow_up IS NOT NULL AND side <> 'unclassified'
GROUP BY ALL
ORDER BY ALL;
