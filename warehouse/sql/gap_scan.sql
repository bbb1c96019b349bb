-- Fills what the scan of pupil groups reads, from the loads as they are (the views of pupil_views.sql) at
-- the half-terms of `gap_half_term` (position: their order; the last one is scanned). One row per:

-- half-term, pupil and measure with a score
CREATE OR REPLACE TEMPORARY TABLE gap_score AS
SELECT
    h.position, r.pupil, p.school, coalesce(y.value, '') AS year, r.measure, s.scale, r.held.score AS score
FROM gap_half_term AS h
JOIN pupil_result AS r USING (half_term)
JOIN pupil_school AS p ON p.half_term = r.half_term AND p.pupil = r.pupil
JOIN measure_scale AS s ON s.load = r.load AND s.measure = r.measure
LEFT JOIN pupil_attribute AS y ON y.half_term = r.half_term AND y.pupil = r.pupil AND y.name = 'year'
WHERE r.held.score IS NOT NULL;

-- attribute of the scanned half-term's pupils: how many values it has, and whether they say yes or no
CREATE OR REPLACE TEMPORARY TABLE gap_attribute AS
SELECT
    row_number() OVER (ORDER BY name) AS attribute, name, count(DISTINCT value) AS value_count,
    bool_and(lower(value) IN ('yes', 'no', 'y', 'n', 'true', 'false')) AND value_count <= 2 AS yes_no
FROM pupil_attribute
JOIN gap_half_term AS h USING (half_term)
WHERE h.position = (SELECT max(position) FROM gap_half_term)
  AND pupil IN (SELECT pupil FROM gap_score AS s WHERE s.position = h.position)
GROUP BY name;

-- half-term, pupil and attribute that is known then. Attribute 0 is everybody's (so that a single value is a
-- pair with it); attribute -1 is derived: no flag where every yes/no attribute is no, any where one is yes
CREATE OR REPLACE TEMPORARY TABLE gap_known AS
WITH held AS (
    SELECT h.position, p.pupil, a.attribute, a.yes_no, p.value
    FROM pupil_attribute AS p
    JOIN gap_half_term AS h USING (half_term)
    JOIN gap_attribute AS a USING (name)
),
flagged AS (
    SELECT
        position, pupil,
        bool_or(lower(value) IN ('yes', 'y', 'true')) AS any_flag,
        count(*) = (SELECT count(*) FROM gap_attribute WHERE yes_no) AS all_known
    FROM held
    WHERE yes_no
    GROUP BY ALL
)
SELECT DISTINCT position, pupil, 0 AS attribute, '' AS value FROM gap_score
UNION ALL
SELECT position, pupil, -1, CASE WHEN any_flag THEN 'any flag' ELSE 'no flag' END
FROM flagged
WHERE (any_flag OR all_known) AND (SELECT count(*) FROM gap_attribute WHERE yes_no) > 1
UNION ALL
SELECT position, pupil, attribute, value FROM held;

-- attribute and value of the scanned half-term, by a number
CREATE OR REPLACE TEMPORARY TABLE gap_value AS
SELECT
    row_number() OVER (ORDER BY attribute, value) AS number, attribute, value,
    any_value(coalesce(a.name, '')) AS name, any_value(coalesce(a.yes_no, false)) AS yes_no,
    any_value(coalesce(a.value_count, 2)) AS value_count
FROM gap_known AS k
LEFT JOIN gap_attribute AS a USING (attribute)
WHERE position = (SELECT max(position) FROM gap_half_term)
GROUP BY attribute, value;
