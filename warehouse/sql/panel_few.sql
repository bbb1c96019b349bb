-- One row per pupil with both scores, without a key, where a side of the study's measure has fewer than
-- 20 such pupils (at a school, or in all when only whole studies are asked for): the gains that a
-- permutation test shuffles within schools.
SELECT study, measure, school, side = 'target' AS target, follow_up - baseline AS gain
FROM panel_row
WHERE baseline IS NOT NULL AND follow_up IS NOT NULL AND side <> 'unclassified'
WINDOW place AS (PARTITION BY study, measure, CASE WHEN $by_school THEN school END)
QUALIFY least(
    count(*) FILTER (side = 'target') OVER place,
    count(*) FILTER (side = 'comparison') OVER place
) < 20
ORDER BY ALL;
