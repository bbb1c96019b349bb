-- One row per item, its scale in each wave, school (or '' for all together) and pair of answers: how many
-- respondents, known by pseudonym, gave them (null: no answer in that wave). One who has moved counts at the
-- school of the wave before.
WITH answer AS (
    SELECT r.half_term, r.pupil, r.measure, s.scale, p.school, r.held.score AS score
    FROM pupil_result AS r
    JOIN measure_scale AS s ON s.load = r.load AND s.measure = r.measure
    JOIN pupil_school AS p ON p.half_term = r.half_term AND p.pupil = r.pupil
    WHERE r.half_term IN ($before, $after) AND list_contains($scales, s.scale) AND r.held.score IS NOT NULL
)
SELECT
    measure, b.scale AS scale_before, a.scale AS scale_after,
    CASE WHEN $by_school THEN coalesce(b.school, a.school) ELSE '' END AS place,
    b.score AS before, a.score AS after, count(*) AS respondents
FROM (SELECT * FROM answer WHERE half_term = $before) AS b
FULL JOIN (SELECT * FROM answer WHERE half_term = $after) AS a USING (pupil, measure)
GROUP BY ALL
ORDER BY ALL;
