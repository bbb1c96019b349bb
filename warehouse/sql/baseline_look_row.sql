-- One row per cycle in hand, measure and pupil of its schools: the side, whether the change idea is this
-- pupil's as far as the baseline data know, and the baseline score.
CREATE OR REPLACE TEMPORARY TABLE baseline_look_row AS
WITH treated AS (
    SELECT
        c.cycle, p.pupil,
        CASE WHEN count(*) FILTER (NOT list_contains(r.allowed, a.value)) > 0 THEN false
             WHEN count(*) FILTER (a.value IS NULL) > 0 THEN NULL
             ELSE true END AS treated
    FROM (SELECT DISTINCT cycle, baseline FROM cycle_school) AS c
    JOIN treated_rule AS r USING (cycle)
    JOIN (SELECT DISTINCT cycle, pupil FROM freezing) AS p USING (cycle)
    LEFT JOIN pupil_attribute AS a ON a.half_term = c.baseline AND a.pupil = p.pupil AND a.name = r.attribute
    GROUP BY ALL
)
SELECT g.cycle, g.measure, g.pupil, g.school, g.side, coalesce(d.treated, t.treated) AS treated, b.score
FROM freezing AS g
LEFT JOIN treated AS t USING (cycle, pupil)
LEFT JOIN drawn_treatment AS d USING (cycle, pupil)
LEFT JOIN result AS b ON b.load = g.baseline_load AND b.pupil = g.pupil AND b.measure = g.measure;
