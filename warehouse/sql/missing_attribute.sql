-- One row per cycle in hand, measure, school, side, attribute and value: pupils with a baseline score who
-- have that value at baseline, with a follow-up score and without. Attributes of more than $most_values
-- values in a cycle tell pupils apart rather than describe them, and are left out.
WITH known AS (
    SELECT l.half_term, a.pupil, a.name, arg_max(a.value, l.number) AS value
    FROM attribute AS a
    JOIN current_load AS l USING (load)
    WHERE l.half_term IN (SELECT baseline FROM cycle_school)
    GROUP BY ALL
),
cohort AS (
    SELECT g.cycle, g.measure, g.pupil, g.school, g.side, c.baseline, f.held.score IS NOT NULL AS is_kept
    FROM frozen_group AS g
    JOIN cycle_measure AS m ON m.cycle = g.cycle AND m.measure = g.measure
    JOIN cycle_school AS c ON c.cycle = g.cycle AND c.school = g.school
    JOIN result AS b
      ON b.load = g.baseline_load AND b.pupil = g.pupil AND b.measure = g.measure AND b.score IS NOT NULL
    LEFT JOIN pupil_result AS f
           ON f.half_term = c.follow_up AND f.pupil = g.pupil AND f.measure = g.measure
    WHERE g.side <> 'aside'
),
described AS (
    SELECT c.cycle, c.measure, c.school, c.side, k.name, k.value, c.is_kept
    FROM cohort AS c
    JOIN known AS k ON k.half_term = c.baseline AND k.pupil = c.pupil
),
few AS (
    SELECT cycle, measure, name
    FROM described
    GROUP BY ALL
    HAVING count(DISTINCT value) BETWEEN 2 AND $most_values
)
SELECT
    cycle, measure, school, side, name, value,
    count(*) FILTER (is_kept)     AS kept,
    count(*) FILTER (NOT is_kept) AS lost
FROM described
SEMI JOIN few USING (cycle, measure, name)
GROUP BY ALL
ORDER BY ALL;
