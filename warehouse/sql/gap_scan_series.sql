-- One row per half-term, wanted group, school and year group with pupils on both sides: the sums as in the
-- scan, of the pupils who had the group's values then.
WITH wanted AS (
    SELECT c.*, coalesce(one.attribute, 0) AS attribute_one, coalesce(one.value, '') AS value_one,
           coalesce(other.attribute, 0) AS attribute_other, coalesce(other.value, '') AS value_other,
           c.other = 0 AS whole_band
    FROM gap_comparison AS c
    LEFT JOIN gap_value AS one ON one.number = c.one
    LEFT JOIN gap_value AS other ON other.number = c.other
    WHERE list_contains($wanted, c.number)
),
member AS (
    SELECT
        w.number, h.position, h.school, h.year,
        CASE WHEN w.whole_band THEN h.from_band ELSE h.score END AS score,
        CASE WHEN w.whole_band THEN h.band = w.band
             ELSE one.value = w.value_one AND other.value = w.value_other END AS inside
    FROM wanted AS w
    JOIN gap_held AS h
      ON h.measure = w.measure
     AND (w.band = 0 OR h.band = w.band OR (w.whole_band AND h.band IS NOT NULL))
     AND (w.school = '' OR h.school = w.school)
    JOIN gap_known AS one
      ON one.position = h.position AND one.pupil = h.pupil AND one.attribute = w.attribute_one
    JOIN gap_known AS other
      ON other.position = h.position AND other.pupil = h.pupil AND other.attribute = w.attribute_other
)
SELECT
    position, number AS comparison,
    CAST(count(*) FILTER (inside) AS DOUBLE) AS n,
    sum(score) FILTER (inside) AS total,
    sum(score * score) FILTER (inside) AS square,
    CAST(count(*) FILTER (NOT inside) AS DOUBLE) AS n_others,
    sum(score) FILTER (NOT inside) AS total_others,
    sum(score * score) FILTER (NOT inside) AS square_others
FROM member
GROUP BY position, number, school, year
HAVING count(*) FILTER (inside) > 0 AND count(*) FILTER (NOT inside) > 0
ORDER BY position, number, school, year;
