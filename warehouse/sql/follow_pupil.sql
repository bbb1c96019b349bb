-- One row per half-term and pupil: whether the pupil is of the group followed (null: not known), the school,
-- and the school in the half-term before. `pupil_school` and `pupil_attribute` are views (pupil_views.sql).
CREATE OR REPLACE TEMPORARY TABLE follow_pupil AS
WITH half_term AS (
    SELECT unnest($half_terms) AS half_term, generate_subscripts($half_terms, 1) - 1 AS position
),
sided AS (
    SELECT
        h.position, s.pupil, s.school,
        CASE WHEN count(*) FILTER (a.value <> w.value) > 0 THEN FALSE
             WHEN count(*) FILTER (a.value IS NULL) > 0 THEN NULL
             ELSE TRUE END AS followed
    FROM half_term AS h
    JOIN pupil_school AS s USING (half_term)
    CROSS JOIN (SELECT unnest($names) AS name, unnest($values) AS value) AS w
    LEFT JOIN pupil_attribute AS a ON a.half_term = h.half_term AND a.pupil = s.pupil AND a.name = w.name
    GROUP BY ALL
)
SELECT n.*, b.school AS school_before
FROM sided AS n
LEFT JOIN sided AS b ON b.pupil = n.pupil AND b.position = n.position - 1;
