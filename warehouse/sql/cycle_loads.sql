-- One row per cycle in hand: the loads its study rests on, the baseline's as frozen, the follow-up's as they
-- are.
SELECT cycle, list(DISTINCT load ORDER BY load) AS loads
FROM (
    SELECT g.cycle, g.baseline_load AS load
    FROM frozen_group AS g
    WHERE g.cycle IN (SELECT cycle FROM cycle_school)
    UNION ALL
    SELECT c.cycle, l.load
    FROM cycle_school AS c
    JOIN current_load AS l ON l.half_term = c.follow_up
)
GROUP BY cycle;
