-- One row per study, measure, school (or '' when only whole studies are asked for), side and follow-up
-- score: how many pupils have it. What the rank statistics need, and no more.
SELECT
    study, measure, CASE WHEN $by_school THEN school ELSE '' END AS place, side = 'target' AS target,
    follow_up AS score, count(*) AS pupils
FROM panel_row
WHERE baseline IS NOT NULL AND follow_up IS NOT NULL AND side <> 'unclassified'
GROUP BY ALL
ORDER BY ALL;
