-- One row per half-term and pupil enrolled in it: whether the pupil is of the group then (null: not known).
-- Every name in $names has one or more allowed values; without a name, everybody is of the group.
CREATE OR REPLACE TEMPORARY TABLE series_side AS
WITH half_term AS (
    SELECT unnest($half_terms) AS half_term, generate_subscripts($half_terms, 1) - 1 AS position
),
allowed AS (SELECT unnest($names) AS name, unnest($values) AS value),
wanted AS (SELECT name, list(value) AS held FROM allowed GROUP BY name),
sided AS (
    SELECT
        h.position, s.pupil,
        count(*) FILTER (a.value IS NOT NULL AND NOT list_contains(w.held, a.value)) = 0 AS none_wrong,
        count(*) FILTER (a.value IS NULL) > 0                                            AS unknown
    FROM half_term AS h
    JOIN pupil_school AS s USING (half_term)
    CROSS JOIN wanted AS w
    LEFT JOIN pupil_attribute AS a ON a.half_term = h.half_term AND a.pupil = s.pupil AND a.name = w.name
    WHERE coalesce(s.school = $school, true)
    GROUP BY h.position, s.pupil
)
SELECT
    h.position, h.half_term, s.pupil, CAST(NULL AS VARCHAR) AS measure,
    CASE WHEN NOT EXISTS (FROM wanted) THEN true
         WHEN NOT d.none_wrong THEN false
         WHEN d.unknown THEN NULL
         ELSE true END AS side
FROM half_term AS h
JOIN pupil_school AS s USING (half_term)
LEFT JOIN sided AS d ON d.position = h.position AND d.pupil = s.pupil
WHERE coalesce(s.school = $school, true);
