-- One row per text of the school column: the school's id; null where rows of that school may not be loaded.
CREATE OR REPLACE TEMPORARY TABLE check_school AS
WITH programme_school AS (SELECT unnest($codes) AS code, unnest($schools) AS school)
SELECT t.no, s.school
FROM check_text AS t LEFT JOIN programme_school AS s ON s.code = t.value
WHERE t.place = $place;
