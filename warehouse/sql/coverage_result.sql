-- One row per half-term asked for, pupil and measure with a score or a status, with the scale it is on.
CREATE OR REPLACE TEMPORARY TABLE coverage_result AS
SELECT p.position, p.half_term, p.pupil, p.school, r.measure, r.held.status AS status, s.scale
FROM pupil_result AS r
JOIN coverage_pupil AS p ON p.half_term = r.half_term AND p.pupil = r.pupil
LEFT JOIN measure_scale AS s ON s.load = r.load AND s.measure = r.measure
WHERE $measure IS NULL OR r.measure = $measure;
