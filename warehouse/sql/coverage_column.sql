-- One row per measure, half-term and school whose current loads have the measure's column.
CREATE OR REPLACE TEMPORARY TABLE coverage_column AS
SELECT DISTINCT m.measure, l.half_term, e.school
FROM current_load AS l
JOIN coverage_half_term AS h USING (half_term)
JOIN measure_scale AS m USING (load)
JOIN (SELECT DISTINCT load, school FROM enrolment) AS e USING (load)
WHERE $measure IS NULL OR m.measure = $measure;
