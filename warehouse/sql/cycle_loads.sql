-- One row per cycle in hand: the loads its study rests on, the baseline's as frozen, the follow-up's as they
-- are: those that hold its schools or, wherever they have gone, its pupils.
SELECT cycle, list(DISTINCT load ORDER BY load) AS loads
FROM (
    SELECT g.cycle, g.baseline_load AS load
    FROM frozen_group AS g
    WHERE g.cycle IN (SELECT cycle FROM cycle_school)
    UNION ALL
    SELECT c.cycle, e.load
    FROM cycle_school AS c
    JOIN current_load AS l ON l.half_term = c.follow_up
    JOIN enrolment AS e ON e.load = l.load AND e.school = c.school
    UNION ALL
    SELECT c.cycle, e.load
    FROM (SELECT DISTINCT cycle, follow_up FROM cycle_school) AS c
    JOIN (SELECT DISTINCT cycle, pupil FROM frozen_group) AS g USING (cycle)
    JOIN current_load AS l ON l.half_term = c.follow_up
    JOIN enrolment AS e ON e.load = l.load AND e.pupil = g.pupil
)
GROUP BY cycle;
