-- Fills `panel_row` for every cycle in hand from the frozen groups: the baseline as it was at the lock, the
-- follow-up from the latest loads, wherever in the programme the pupil now is.
INSERT INTO panel_row
WITH treated AS (
    SELECT
        c.cycle, p.pupil,
        CASE WHEN count(*) FILTER (NOT list_contains(r.allowed, a.value)) > 0 THEN false
             WHEN count(*) FILTER (a.value IS NULL) > 0 THEN NULL
             ELSE true END AS treated
    FROM (SELECT DISTINCT cycle, follow_up FROM cycle_school) AS c
    JOIN treated_rule AS r USING (cycle)
    JOIN (SELECT DISTINCT cycle, pupil FROM frozen_group) AS p USING (cycle)
    LEFT JOIN pupil_attribute AS a ON a.half_term = c.follow_up AND a.pupil = p.pupil AND a.name = r.attribute
    GROUP BY ALL
)
SELECT
    g.cycle, g.measure, g.school, g.side, coalesce(d.treated, t.treated), b.score, f.held.score,
    coalesce(list_contains($in_denominator, b.status), false),
    coalesce(list_contains($in_denominator, f.held.status), false),
    m.threshold
FROM frozen_group AS g
JOIN cycle_measure AS m ON m.cycle = g.cycle AND m.measure = g.measure
JOIN cycle_school AS c ON c.cycle = g.cycle AND c.school = g.school
LEFT JOIN treated AS t ON t.cycle = g.cycle AND t.pupil = g.pupil
LEFT JOIN drawn_treatment AS d ON d.cycle = g.cycle AND d.pupil = g.pupil
LEFT JOIN result AS b ON b.load = g.baseline_load AND b.pupil = g.pupil AND b.measure = g.measure
LEFT JOIN pupil_result AS f ON f.half_term = c.follow_up AND f.pupil = g.pupil AND f.measure = g.measure
WHERE g.side <> 'aside';
