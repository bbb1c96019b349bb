-- One row per side (group, others, null: not known), score before, score after and whereabouts: how many
-- pupils. Group and school of a pupil are those of the half-term before; who was at no school then has those
-- of the half-term after. Pupils without any score are left out.
WITH here AS (
    SELECT p.*, r.held.score AS score
    FROM transition_pupil AS p
    LEFT JOIN pupil_result AS r
           ON r.half_term = p.half_term AND r.pupil = p.pupil AND r.measure = $measure
),
pair AS (
    SELECT
        CASE WHEN b.half_term IS NULL THEN a.inside ELSE b.inside END AS inside,
        coalesce(b.school, a.school) AS school,
        b.score AS before,
        a.score AS after,
        CASE WHEN b.half_term IS NULL THEN 'not here' WHEN b.score IS NULL THEN 'no score'
             ELSE 'scored' END AS was,
        CASE WHEN a.half_term IS NULL THEN 'not here' WHEN a.score IS NULL THEN 'no score'
             ELSE 'scored' END AS came
    FROM (SELECT * FROM here WHERE half_term = $before) AS b
    FULL JOIN (SELECT * FROM here WHERE half_term = $after) AS a USING (pupil)
)
SELECT inside, before, after, count(*) AS pupils, was, came
FROM pair
WHERE coalesce(school = $school, TRUE) AND (before IS NOT NULL OR after IS NOT NULL)
GROUP BY ALL
ORDER BY ALL;
