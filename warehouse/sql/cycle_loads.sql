-- One row per cycle in hand: the loads its study rests on, the baseline's as frozen, the follow-up's as they
-- are: those that hold its schools' pupils, or those frozen, wherever they have gone.
WITH pupil_in_hand AS (
    SELECT DISTINCT cycle, pupil FROM frozen_group WHERE cycle IN (SELECT cycle FROM cycle_school)
    UNION
    SELECT c.cycle, e.pupil
    FROM cycle_school AS c
    JOIN current_load AS l ON l.half_term = c.follow_up
    JOIN enrolment AS e ON e.load = l.load AND e.school = c.school
)
SELECT cycle, list(DISTINCT load ORDER BY load) AS loads
FROM (
    SELECT cycle, baseline_load AS load FROM frozen_group WHERE cycle IN (SELECT cycle FROM cycle_school)
    UNION ALL
    SELECT c.cycle, e.load
    FROM (SELECT DISTINCT cycle, follow_up FROM cycle_school) AS c
    JOIN pupil_in_hand AS p USING (cycle)
    JOIN current_load AS l ON l.half_term = c.follow_up
    JOIN enrolment AS e ON e.load = l.load AND e.pupil = p.pupil
)
GROUP BY cycle;
