-- One row per cycle, measure, school and side: how many pupils the lock froze there, and how many of them
-- lack a score.
SELECT study, measure, school, side,
       count(*) AS frozen,
       count(*) FILTER (baseline IS NOT NULL AND follow_up IS NOT NULL) AS both,
       count(*) FILTER (baseline IS NOT NULL AND follow_up IS NULL)     AS no_follow_up,
       count(*) FILTER (baseline IS NULL)                               AS no_baseline
FROM panel_row
GROUP BY ALL
ORDER BY ALL;
