-- One row per half-term asked for and pupil at a school then: the school, and whether the pupil is of the
-- group (null: not known), as that half-term's loads have it. Without any value wanted, everybody is.
CREATE OR REPLACE TEMPORARY TABLE transition_pupil AS
WITH half_term AS (SELECT unnest($half_terms) AS half_term),
wanted AS (SELECT unnest($names) AS name, unnest($values) AS value),
known AS (
    SELECT a.half_term, a.pupil, count(*) AS told, count(*) FILTER (a.value <> w.value) AS other
    FROM pupil_attribute AS a
    JOIN wanted AS w USING (name)
    GROUP BY ALL
)
SELECT
    s.half_term, s.pupil, s.school,
    CASE WHEN k.other > 0 THEN FALSE
         WHEN coalesce(k.told, 0) = (SELECT count(*) FROM wanted) THEN TRUE END AS inside
FROM half_term AS h
JOIN pupil_school AS s USING (half_term)
LEFT JOIN known AS k ON k.half_term = s.half_term AND k.pupil = s.pupil;
